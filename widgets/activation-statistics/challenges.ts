/** What readers are asked to bring about with this figure. */
import { type Challenges, oneRun, twoRuns } from '#src/lab/challenges.ts';
import type { Config } from './config.ts';
import type { Summary } from './experiment.ts';

/** Enough inputs for the spread of a layer not to be chance. */
const LEAST_SAMPLES = 500;

const isDeep = ({ depth, samples, batchNorm }: Config) =>
  depth === 10 && samples >= LEAST_SAMPLES && !batchNorm;
const byHand = (config: Config) => isDeep(config) && config.init === 'gaussian';
/** The last value of a list over its first. */
const lastOverFirst = (values: readonly number[]) =>
  (values.at(-1) ?? Number.NaN) / (values[0] ?? Number.NaN);
const within = (value: number, low: number, high: number) => value >= low && value <= high;

export const challenges = {
  /** Tanh, 500 units: the gradient reaches layer 1 as large as it left layer 10, to within 20 %. */
  'level-gradient': oneRun((config, { gradientStd }) => {
    if (config.activation !== 'tanh' || config.width !== 500 || !byHand(config)) return undefined;
    const reached = 1 / lastOverFirst(gradientStd);
    return { met: within(reached, 0.8, 1.2), reached };
  }),
  /** Tanh: two widths, one at least four times the other, that leave layer 10 what Xavier’s rule leaves it, 0.228 ± 10 %. */
  'one-curve-two-widths': twoRuns((wide, narrow) => {
    const fits = ({ config, summary }: typeof wide) =>
      byHand(config) &&
      config.activation === 'tanh' &&
      within(summary.activationStd.at(-1) ?? 0, 0.205, 0.251);
    return wide.config.width >= 4 * narrow.config.width && fits(wide) && fits(narrow);
  }),
  /** ReLU, 200 units, Gaussian weights: layer 10 has between half and twice the spread of layer 1. */
  'relu-by-hand': oneRun((config, { activationStd }) => {
    if (config.activation !== 'relu' || config.width !== 200 || !byHand(config)) return undefined;
    const reached = lastOverFirst(activationStd);
    return { met: within(reached, 0.5, 2), reached };
  }),
} as const satisfies Challenges<Config, Summary>;
