/** What readers are asked to bring about with this figure. */
import { movingAverage } from '#src/averages.ts';
import type { Challenges, FinishedRun } from '#src/lab/challenges.ts';
import { type Config, presets } from './config.ts';
import type { Summary } from './experiment.ts';

/** Steps averaged into the final loss, as in the table of the chapter. */
const FINAL_STEPS = 30;
const HIGHEST_LOSS = 1;
/** Largest ratio of the rate that fails to the one that works. */
const RATIO = 3;

type Run = FinishedRun<Config, Summary>;

/** Of each run with a net of this kind: its rate, and whether it ended below the highest loss. */
function trials(
  runs: readonly Run[],
  batchNorm: boolean,
): { readonly rate: number; readonly works: boolean }[] {
  return runs.flatMap(({ config, summary }) => {
    const { batchSize, steps } = presets['high-rate'];
    if (config.init !== 'he' || config.batchSize !== batchSize || config.steps !== steps) return [];
    const isMain = config.batchNorm === batchNorm;
    if (!isMain && !config.compare) return [];
    const losses = isMain ? summary.trainLoss : summary.otherTrainLoss;
    const diverged = isMain ? summary.diverged : summary.otherDiverged;
    const last = movingAverage(losses, FINAL_STEPS).at(-1) ?? Number.NaN;
    return [{ rate: config.learningRate, works: !diverged && last < HIGHEST_LOSS }];
  });
}

/** Whether the runs show a rate that works and a higher one, close to it, that fails. */
function isBracketed(runs: readonly Run[], batchNorm: boolean): boolean {
  const all = trials(runs, batchNorm);
  return all.some(
    (low) =>
      low.works && all.some((high) => !high.works && high.rate > low.rate && high.rate <= RATIO * low.rate),
  );
}

export const challenges = {
  /** He weights: for each of the two nets, a rate that works and one no more than three times higher that doesn’t. */
  'rate-limits': {
    met(runs) {
      const found = [true, false].filter((batchNorm) => isBracketed(runs, batchNorm)).length;
      return { met: found === 2, reached: found };
    },
  },
} as const satisfies Challenges<Config, Summary>;
