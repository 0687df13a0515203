/** What readers are asked to bring about with this figure. */
import { movingAverage } from '#src/averages.ts';
import { type Challenges, oneRun } from '#src/lab/challenges.ts';
import { type Config, presets } from './config.ts';
import type { Summary } from './experiment.ts';

/** Steps averaged into the final loss, as beneath the figure. */
const FINAL_STEPS = 30;

export const challenges = {
  /** ReLU with Xavier weights: 300 steps bring the training loss below 0.9. */
  'xavier-catches-up': oneRun((config, { trainLoss, diverged }) => {
    const { activation, init, steps } = presets['relu-xavier'];
    const asAsked = config.activation === activation && config.init === init && config.steps === steps;
    if (!asAsked || config.batchNorm || diverged) return undefined;
    const reached = movingAverage(trainLoss, FINAL_STEPS).at(-1) ?? Number.NaN;
    return { met: reached < 0.9, reached };
  }),
} as const satisfies Challenges<Config, Summary>;
