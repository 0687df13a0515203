/** Which chapters a reader has begun and read, what was predicted in them, and which challenges were met. Kept in the browser alone, and in a file for whoever wants to move it. */

export type ChapterState = 'begun' | 'read';

export interface Progress {
  /** By the chapter's address below its language: `weights/xavier`. */
  readonly chapters: Readonly<Record<string, ChapterState>>;
  /** The chapter that was open last. */
  readonly last?: string;
  /** By chapter and card, `weights/xavier/width`: the option that was picked, or the values of a curve that was drawn. */
  readonly predictions: Readonly<Record<string, Prediction>>;
  /** Challenges that were met, by widget and check: `activation-statistics/relu-by-hand`. */
  readonly solved: readonly string[];
}

export type Prediction = number | readonly number[];

export const noProgress: Progress = { chapters: {}, predictions: {}, solved: [] };

const FORMAT = 'neural-network-details-progress';
const VERSION = 1;
const KEY = FORMAT;
const SLUG = /^[a-z0-9-]+\/[a-z0-9-]+$/;
const CARD = /^[a-z0-9-]+\/[a-z0-9-]+\/[a-z0-9-]+$/;
const MAX_OPTIONS = 10;
const MAX_POINTS = 200;

/** `progress` with this chapter open; one that has been read stays read. */
export function withChapter(progress: Progress, slug: string, state: ChapterState): Progress {
  const known = progress.chapters[slug];
  const chapters = { ...progress.chapters, [slug]: known === 'read' ? ('read' as const) : state };
  return { ...progress, chapters, last: slug };
}

/** `progress` with this prediction; `undefined` takes it back. */
export function withPrediction(progress: Progress, card: string, made: Prediction | undefined): Progress {
  const { [card]: _, ...others } = progress.predictions;
  return { ...progress, predictions: made === undefined ? others : { ...others, [card]: made } };
}

export const withSolved = (progress: Progress, challenge: string): Progress =>
  progress.solved.includes(challenge) ? progress : { ...progress, solved: [...progress.solved, challenge] };

/** Whatever either of them knows; where they disagree a chapter counts as read, and the own prediction stands. */
export function merged(own: Progress, other: Progress): Progress {
  const all = Object.entries(other.chapters).reduce(
    (sum, [slug, state]) => withChapter(sum, slug, state),
    own,
  );
  const last = own.last ?? other.last;
  return {
    chapters: all.chapters,
    ...(last ? { last } : {}),
    predictions: { ...other.predictions, ...own.predictions },
    solved: [...new Set([...own.solved, ...other.solved])],
  };
}

export const asText = ({ chapters, last, predictions, solved }: Progress): string =>
  JSON.stringify(
    { format: FORMAT, version: VERSION, chapters, ...(last ? { last } : {}), predictions, solved },
    undefined,
    2,
  );

/** What `asText` wrote, also before it wrote of predictions and challenges; `undefined` for anything else. */
export function fromText(text: string): Progress | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(found) || found.format !== FORMAT || found.version !== VERSION) return undefined;
  if (!isRecord(found.chapters)) return undefined;
  const chapters: Record<string, ChapterState> = {};
  for (const [slug, state] of Object.entries(found.chapters)) {
    if (!SLUG.test(slug) || (state !== 'begun' && state !== 'read')) return undefined;
    chapters[slug] = state;
  }
  const { last, predictions = {}, solved = [] } = found;
  if (!isRecord(predictions) || !arePredictions(predictions)) return undefined;
  if (!Array.isArray(solved) || !solved.every((one) => typeof one === 'string' && SLUG.test(one)))
    return undefined;
  return {
    chapters,
    ...(typeof last === 'string' && SLUG.test(last) ? { last } : {}),
    predictions,
    solved: [...new Set<string>(solved)],
  };
}

const arePredictions = (found: Record<string, unknown>): found is Record<string, Prediction> =>
  Object.entries(found).every(([card, made]) => CARD.test(card) && (isOption(made) || isCurve(made)));

const isOption = (made: unknown): boolean =>
  typeof made === 'number' && Number.isInteger(made) && made >= 0 && made < MAX_OPTIONS;

const isCurve = (made: unknown): boolean =>
  Array.isArray(made) &&
  made.length > 0 &&
  made.length <= MAX_POINTS &&
  made.every((value) => Number.isFinite(value));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export interface ProgressStore {
  read(): Progress;
  write(progress: Progress): void;
  /** Whether it outlives the page. */
  readonly lasts: boolean;
}

let pageStore: ProgressStore | undefined;

/** The browser's storage; where that is refused, the page's memory, one for all that asks. */
export function progressStore(): ProgressStore {
  pageStore ??= openStore();
  return pageStore;
}

function openStore(): ProgressStore {
  let memory = noProgress;
  const inMemory: ProgressStore = {
    read: () => memory,
    write: (progress) => {
      memory = progress;
    },
    lasts: false,
  };
  try {
    const { localStorage } = window;
    localStorage.getItem(KEY);
    let refused: Progress | undefined; // full, or closed meanwhile: then it lasts as long as the page
    return {
      read: () => refused ?? fromText(localStorage.getItem(KEY) ?? '') ?? noProgress,
      write(progress) {
        try {
          localStorage.setItem(KEY, asText(progress));
          refused = undefined;
        } catch {
          refused = progress;
        }
      },
      lasts: true,
    };
  } catch {
    return inMemory;
  }
}
