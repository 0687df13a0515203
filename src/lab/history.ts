/** The runs of this visit, newest first: what pinning and comparing draw from. Nothing is stored beyond the page. */
export interface PastRun<Config, Frame, Summary> {
  readonly config: Config;
  readonly frame: Frame;
  readonly summary: Summary;
  /** How long it took. */
  readonly millis: number;
}

export const MAX_PAST_RUNS = 20;
const MAX_BYTES = 16e6;

/** `runs` with `run` in front, at most twenty of them and about 16 MB; the newest stays, however large. */
export function remember<Run extends object>(runs: readonly Run[], run: Run): readonly Run[] {
  let room = MAX_BYTES;
  return [run, ...runs].slice(0, MAX_PAST_RUNS).filter((past, i) => {
    room -= knownSizeOf(past);
    return i === 0 || room >= 0;
  });
}

/** Runs don't change: each is measured once. */
const sizes = new WeakMap<object, number>();
function knownSizeOf(run: object): number {
  const size = sizes.get(run) ?? sizeOf(run);
  sizes.set(run, size);
  return size;
}

const NUMBER_BYTES = 8;
/** Of a list, an object or a string, beside what it holds. */
const OWN_BYTES = 16;

/** About how many bytes plain data takes in memory; a list that begins with a number is taken for one of numbers. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return OWN_BYTES + 2 * value.length;
  if (typeof value !== 'object' || value === null) return NUMBER_BYTES;
  if (ArrayBuffer.isView(value)) return OWN_BYTES + value.byteLength;
  if (Array.isArray(value) && typeof value[0] === 'number') return OWN_BYTES + NUMBER_BYTES * value.length;
  return Object.values(value).reduce((sum: number, part) => sum + sizeOf(part), OWN_BYTES);
}
