/** What readers are asked to bring about with this figure. */
import { type Challenges, type FinishedRun, oneRun, twoRuns } from '#src/lab/challenges.ts';
import { type Config, LOSS_MARKS, presets } from './config.ts';
import type { Summary } from './experiment.ts';

/** Steps of gradient descent at its best rate, from (1, 1) in a ravine of κ = 100. */
const BEST_OF_DESCENT = 691;
const LOSS_MARK = LOSS_MARKS.indexOf(0.6);

/** A slider’s value, but for the rounding of logarithms. */
const isAbout = (value: number, wanted: number) => Math.abs(value / wanted - 1) < 0.005;
const inTheRavine = ({ surface, tuning, conditionNumber }: Config) =>
  surface === 'quadratic' && tuning === 'manual' && isAbout(conditionNumber, 100);
const fromTheCorner = (config: Config) => inTheRavine(config) && config.startX === 1 && config.startY === 1;
/** Fewer steps than `wanted`; where it never arrives the number of steps is −1. */
const arrivesWithin = (steps: number, wanted: number) =>
  steps > 0 ? { met: steps < wanted, reached: steps } : undefined;

const { momentum: usual, startX: valleyX, startY: valleyY } = presets.valley;
const acrossTheValley = ({ config }: FinishedRun<Config, Summary>) =>
  config.surface === 'valley' &&
  config.momentum === usual &&
  config.startX === valleyX &&
  config.startY === valleyY;

export const challenges = {
  /** Gradient descent in fewer steps than at its best rate. */
  'beat-the-best': oneRun((config, { gdStepsToTolerance }) =>
    fromTheCorner(config) ? arrivesWithin(gdStepsToTolerance, BEST_OF_DESCENT) : undefined,
  ),
  /** Gradient descent at half of its limit, in one step. */
  'one-step': oneRun((config, { gdStepsToTolerance }) =>
    inTheRavine(config) && isAbout(config.learningRate, 0.01) && !config.equalEffectiveRate
      ? arrivesWithin(gdStepsToTolerance, 2)
      : undefined,
  ),
  /** Momentum at a = 1/L, in fewer than 160 steps. */
  'narrow-band': oneRun((config, { momentumStepsToTolerance }) =>
    fromTheCorner(config) && isAbout(config.learningRate, 0.01)
      ? arrivesWithin(momentumStepsToTolerance, 160)
      : undefined,
  ),
  /** The image net at equal effective rates: to a loss of 0.6 gradient descent takes twice as long as momentum 0.9, or for ever. */
  'rates-that-part': oneRun((config, { gdStepsToLoss, momentumStepsToLoss }) => {
    const { surface, equalEffectiveRate, momentum } = config;
    if (surface !== 'images' || !equalEffectiveRate || momentum !== usual) return undefined;
    const [plain, heavy] = [gdStepsToLoss[LOSS_MARK], momentumStepsToLoss[LOSS_MARK]];
    if (plain === undefined || heavy === undefined || heavy < 0) return undefined; // one didn’t race, or neither arrives
    return plain < 0 ? { met: true } : { met: plain >= 2 * heavy, reached: plain / heavy };
  }),
  /** Nesterov in fewer than 100 steps. */
  'below-a-hundred': oneRun((config, { nesterovStepsToTolerance }) =>
    fromTheCorner(config) ? arrivesWithin(nesterovStepsToTolerance, 100) : undefined,
  ),
  /** The valley that bends: a rate at which Nesterov is ahead of momentum, and one at which it is behind, or never arrives. */
  'ahead-and-behind': twoRuns((ahead, behind) => {
    if (!acrossTheValley(ahead) || !acrossTheValley(behind)) return false;
    const [fast, slow] = [ahead.summary, behind.summary];
    const isBehind =
      slow.nesterovStepsToTolerance < 0
        ? behind.config.method === 'all'
        : slow.nesterovStepsToTolerance > slow.momentumStepsToTolerance;
    return (
      fast.nesterovStepsToTolerance > 0 &&
      fast.nesterovStepsToTolerance < fast.momentumStepsToTolerance &&
      slow.momentumStepsToTolerance > 0 &&
      isBehind
    );
  }),
} as const satisfies Challenges<Config, Summary>;
