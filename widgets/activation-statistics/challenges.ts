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
  /** Tanh, Gaussian weights of 0.01: the mean layer multiplies the signal by 0.1 ± 3 %. */
  'tenfold-fall': oneRun((config, { activationStd }) => {
    if (config.activation !== 'tanh' || config.scale !== 0.01 || !byHand(config)) return undefined;
    const reached = lastOverFirst(activationStd) ** (1 / (config.depth - 1));
    return { met: within(reached, 0.097, 0.103), reached };
  }),
  /** Tanh: 500 units, and weights of 1, each with a gradient at layer 1 between 350 and 700 times that at layer 10. */
  'double-per-layer': twoRuns((wide, large) => {
    const fits = ({ config, summary }: typeof wide) =>
      byHand(config) &&
      config.activation === 'tanh' &&
      within(1 / lastOverFirst(summary.gradientStd), 350, 700);
    return wide.config.width === 500 && large.config.scale === 1 && fits(wide) && fits(large);
  }),
  /** Sigmoid, 100 units: the gradient at layer 1 is between half and twice that at layer 10. */
  'sigmoid-balance': oneRun((config, { gradientStd }) => {
    if (config.activation !== 'sigmoid' || config.width !== 100 || !byHand(config)) return undefined;
    const reached = 1 / lastOverFirst(gradientStd);
    return { met: within(reached, 0.5, 2), reached };
  }),
  /** Tanh with batch norm: layer 10 keeps less than 0.001. */
  'lost-in-epsilon': oneRun(({ activation, batchNorm, depth }, { activationStd }) => {
    if (activation !== 'tanh' || !batchNorm || depth !== 10) return undefined;
    const reached = activationStd.at(-1) ?? Number.NaN;
    return { met: reached < 0.001, reached };
  }),
} as const satisfies Challenges<Config, Summary>;
