/** What readers are asked to bring about with this figure. */
import { type Challenges, oneRun } from '#src/lab/challenges.ts';
import type { Config } from './config.ts';
import type { Summary } from './experiment.ts';

export const challenges = {
  /** Random weights of 0.0001 at most: 72 % of the validation images right within 100 steps. */
  'tiny-and-quick': oneRun(({ init, value, steps }, { diverged, validationAccuracy }) => {
    if (init !== 'random' || value > 1e-4 || steps > 100 || diverged) return undefined;
    return { met: validationAccuracy >= 0.72, reached: validationAccuracy };
  }),
} as const satisfies Challenges<Config, Summary>;
