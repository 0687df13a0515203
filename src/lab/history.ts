/** The runs of this visit, newest first: what pinning and comparing draw from. Nothing is stored beyond the page. */
export interface PastRun<Config, Frame, Summary> {
  readonly config: Config;
  readonly frame: Frame;
  readonly summary: Summary;
  /** How long it took. */
  readonly millis: number;
}

const MAX_PAST_RUNS = 20;

/** `runs` with `run` in front, at most twenty of them. */
export function remember<Run>(runs: readonly Run[], run: Run): readonly Run[] {
  return [run, ...runs].slice(0, MAX_PAST_RUNS);
}
