/** What readers are asked to bring about with this figure. */
import { type Challenges, oneRun } from '#src/lab/challenges.ts';
import { type Config, presets } from './config.ts';
import type { Summary } from './experiment.ts';

export const challenges = {
  /** Regression, proximal steps at the figure’s rate: a validation error below 0.33. */
  'predicts-best': oneRun((config, { validationLoss, diverged }) => {
    const { dataset, penalty, learningRate } = presets.proximal;
    const asAsked =
      config.dataset === dataset && config.penalty === penalty && config.learningRate === learningRate;
    if (!asAsked || diverged) return undefined;
    return { met: validationLoss < 0.33, reached: validationLoss };
  }),
  /** Images: half of the weights exactly 0, and 75 % of the new images right. */
  'half-of-the-weights': oneRun(({ dataset }, { exactZeroFraction, validationAccuracy, diverged }) => {
    if (dataset !== 'images' || diverged) return undefined;
    return { met: exactZeroFraction >= 0.5 && validationAccuracy >= 0.75, reached: exactZeroFraction };
  }),
} as const satisfies Challenges<Config, Summary>;
