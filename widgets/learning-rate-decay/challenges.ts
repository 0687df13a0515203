/** What readers are asked to bring about with this figure. */
import { type Challenges, oneRun } from '#src/lab/challenges.ts';
import { type Config, presets } from './config.ts';
import type { Summary } from './experiment.ts';

const MOST_FALLS = 3;

const { initialRate: FIRST_RATE, runs: LEAST_RUNS, steps: MOST_STEPS } = presets['step-half'];
/** On the quadratic, from the rate of the presets, in as many steps; with fewer runs the mean would be chance. */
const isAsked = ({ problem, initialRate, runs, steps }: Config) =>
  problem === 'quadratic' &&
  Math.abs(initialRate / FIRST_RATE - 1) < 0.005 &&
  runs >= LEAST_RUNS &&
  steps <= MOST_STEPS;

export const challenges = {
  /** Step decay with no more than three falls, to below 0.0009. */
  'three-falls': oneRun((config, { finalLoss, fallCount }) =>
    isAsked(config) && config.schedule === 'step' && fallCount <= MOST_FALLS
      ? { met: finalLoss < 9e-4, reached: finalLoss }
      : undefined,
  ),
  /** 1/t decay, to below 0.0005. */
  'tuned-inverse': oneRun((config, { finalLoss }) =>
    isAsked(config) && config.schedule === 'inverse'
      ? { met: finalLoss < 5e-4, reached: finalLoss }
      : undefined,
  ),
} as const satisfies Challenges<Config, Summary>;
