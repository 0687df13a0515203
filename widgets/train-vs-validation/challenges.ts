/** What readers are asked to bring about with this figure. */
import { type Challenges, oneRun } from '#src/lab/challenges.ts';
import { type Config, presets } from './config.ts';
import type { Summary } from './experiment.ts';

const plain = presets['early-stopping'];
const isAsLong = ({ images, epochs }: Config) => images === plain.images && epochs === plain.epochs;
const last = (values: readonly number[]) => values.at(-1) ?? Number.NaN;

export const challenges = {
  /** 1,000 images, 40 epochs: a gap below 15 points, and validation accuracy of 79 % or more. */
  'small-gap': oneRun((config, { gap, validationAccuracy, diverged }) => {
    if (!isAsLong(config) || diverged) return undefined;
    return { met: gap < 0.15 && last(validationAccuracy) >= 0.79, reached: gap };
  }),
  /** The same with 256 units: the validation loss ends at most 15 % above its lowest, with 95 % of the training images right. */
  'level-loss': oneRun((config, { validationLoss, trainAccuracy, diverged }) => {
    if (!isAsLong(config) || config.hiddenUnits !== plain.hiddenUnits || diverged) return undefined;
    const reached = last(validationLoss) / Math.min(...validationLoss);
    return { met: reached <= 1.15 && last(trainAccuracy) >= 0.95, reached };
  }),
} as const satisfies Challenges<Config, Summary>;
