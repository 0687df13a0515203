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
  const found = salvaged(text);
  return found?.whole ? found.progress : undefined;
}

/** All that makes sense of a text in that format, and whether that is the whole of it. */
export function salvaged(text: string): { readonly progress: Progress; readonly whole: boolean } | undefined {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(found) || found.format !== FORMAT || found.version !== VERSION) return undefined;
  const chapters = entriesThat(isReading, found.chapters);
  const predictions = entriesThat(isPrediction, found.predictions ?? {});
  const solved = Array.isArray(found.solved) ? found.solved : [];
  const challenges = solved.filter(isChallenge);
  const { last } = found;
  return {
    progress: {
      chapters: chapters.good,
      ...(typeof last === 'string' && SLUG.test(last) ? { last } : {}),
      predictions: predictions.good,
      solved: [...new Set(challenges)],
    },
    whole:
      chapters.all &&
      predictions.all &&
      challenges.length === solved.length &&
      (found.solved === undefined || Array.isArray(found.solved)),
  };
}

/** Those entries of a record that are of this kind, and whether all are. */
function entriesThat<Value>(
  isKind: (entry: [key: string, value: unknown]) => entry is [string, Value],
  record: unknown,
): { readonly good: Record<string, Value>; readonly all: boolean } {
  if (!isRecord(record)) return { good: {}, all: false };
  const entries = Object.entries(record);
  const good = entries.filter(isKind);
  return { good: Object.fromEntries(good), all: good.length === entries.length };
}

const isReading = (entry: [string, unknown]): entry is [string, ChapterState] =>
  SLUG.test(entry[0]) && (entry[1] === 'begun' || entry[1] === 'read');

const isPrediction = (entry: [string, unknown]): entry is [string, Prediction] =>
  CARD.test(entry[0]) && (isOption(entry[1]) || isCurve(entry[1]));

const isChallenge = (one: unknown): one is string => typeof one === 'string' && SLUG.test(one);

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
  /** Called after each change that comes from this page. */
  onWrite(listener: () => void): void;
}

let pageStore: ProgressStore | undefined;

/** The browser's storage, or what stands in for it where that is refused (`src/site/storage-stand-in.ts`); one for all that asks. */
export function progressStore(): ProgressStore {
  pageStore ??= openStore();
  return pageStore;
}

function openStore(): ProgressStore {
  const { localStorage } = window;
  const listeners: (() => void)[] = [];
  let refused: Progress | undefined; // full, or closed meanwhile: then it lasts as long as the page
  return {
    read: () => refused ?? salvaged(localStorage.getItem(KEY) ?? '')?.progress ?? noProgress,
    write(progress) {
      try {
        localStorage.setItem(KEY, asText(progress));
        refused = undefined;
      } catch {
        refused = progress;
      }
      for (const listener of listeners) listener();
    },
    lasts: localStorage instanceof Storage,
    onWrite: (listener) => void listeners.push(listener),
  };
}
