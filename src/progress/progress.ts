/** Which chapters a reader has begun and read. Kept in the browser alone, and in a file for whoever wants to move it. */

export type ChapterState = 'begun' | 'read';

export interface Progress {
  /** By the chapter's address below its language: `weights/xavier`. */
  readonly chapters: Readonly<Record<string, ChapterState>>;
  /** The chapter that was open last. */
  readonly last?: string;
}

export const noProgress: Progress = { chapters: {} };

const FORMAT = 'neural-network-details-progress';
const VERSION = 1;
const KEY = FORMAT;
const SLUG = /^[a-z0-9-]+\/[a-z0-9-]+$/;

/** `progress` with this chapter open; one that has been read stays read. */
export function withChapter(progress: Progress, slug: string, state: ChapterState): Progress {
  const known = progress.chapters[slug];
  return { chapters: { ...progress.chapters, [slug]: known === 'read' ? 'read' : state }, last: slug };
}

/** Whatever either of them knows; where they disagree a chapter counts as read. */
export function merged(own: Progress, other: Progress): Progress {
  const all = Object.entries(other.chapters).reduce(
    (sum, [slug, state]) => withChapter(sum, slug, state),
    own,
  );
  const last = own.last ?? other.last;
  return { chapters: all.chapters, ...(last ? { last } : {}) };
}

export const asText = ({ chapters, last }: Progress): string =>
  JSON.stringify({ format: FORMAT, version: VERSION, chapters, ...(last ? { last } : {}) }, undefined, 2);

/** What `asText` wrote; `undefined` for anything else. */
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
  const { last } = found;
  return { chapters, ...(typeof last === 'string' && SLUG.test(last) ? { last } : {}) };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export interface ProgressStore {
  read(): Progress;
  write(progress: Progress): void;
  /** Whether it outlives the page. */
  readonly lasts: boolean;
}

/** The browser's storage; where that is refused, the page's memory. */
export function progressStore(): ProgressStore {
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
    return {
      read: () => fromText(localStorage.getItem(KEY) ?? '') ?? noProgress,
      write(progress) {
        try {
          localStorage.setItem(KEY, asText(progress));
        } catch {
          // full, or closed meanwhile: what was read before is still there
        }
      },
      lasts: true,
    };
  } catch {
    return inMemory;
  }
}
