/** What `widgets/ID/challenges.ts` exports: for each challenge, when the reader's own runs have met it. */
import type { FinishedRun } from './finished-run.ts';

export type { FinishedRun } from './finished-run.ts';

export interface Standing {
  readonly met: boolean;
  /** How far the reader is: the number that the challenge is about, of the run that came nearest. */
  readonly reached?: number;
}

export interface Check<Config, Summary> {
  /** @param runs finished runs of the widget since the page was opened, newest first; never empty */
  met(runs: readonly FinishedRun<Config, Summary>[]): Standing;
}

export type Challenges<Config, Summary> = Readonly<Record<string, Check<Config, Summary>>>;

/** Where one run at a time is looked at: whether the newest does it, and what it reached. */
export function oneRun<Config, Summary>(
  judge: (config: Config, summary: Summary) => Standing | undefined,
): Check<Config, Summary> {
  return {
    met([newest]) {
      return (newest && judge(newest.config, newest.summary)) ?? { met: false };
    },
  };
}

/** Where two runs belong together: whether any two of them do it, the newest being one of the two. */
export function twoRuns<Config, Summary>(
  judge: (a: FinishedRun<Config, Summary>, b: FinishedRun<Config, Summary>) => boolean,
): Check<Config, Summary> {
  return {
    met([newest, ...older]) {
      return { met: newest !== undefined && older.some((one) => judge(newest, one) || judge(one, newest)) };
    },
  };
}
