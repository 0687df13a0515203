/** What readers are asked to bring about with this figure. */
import { type Challenges, oneRun } from '#src/lab/challenges.ts';
import { type Config, presets } from './config.ts';
import type { Summary } from './experiment.ts';

const { images, epochs, labelNoise } = presets['noisy-both'];

export const challenges = {
  /** The figure’s images, labels and epochs: a test loss below 0.95 after the last of them. */
  'rates-alone': oneRun((config, { testLoss, diverged }) => {
    const asAsked = config.images === images && config.epochs === epochs && config.labelNoise === labelNoise;
    if (!asAsked || diverged) return undefined;
    const reached = testLoss.at(-1) ?? Number.NaN;
    return { met: reached < 0.95, reached };
  }),
  /** Half of the labels drawn anew: 66 % of the test images right after the last epoch. */
  'half-by-lot': oneRun((config, { testAccuracy, diverged }) => {
    if (config.images !== images || config.labelNoise < 0.5 || diverged) return undefined;
    const reached = testAccuracy.at(-1) ?? Number.NaN;
    return { met: reached >= 0.66, reached };
  }),
} as const satisfies Challenges<Config, Summary>;
