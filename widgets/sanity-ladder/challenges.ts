/** What readers are asked to bring about with this figure. */
import { type Challenges, twoRuns } from '#src/lab/challenges.ts';
import { type Config, presets } from './config.ts';
import type { Summary } from './experiment.ts';

/** Here the penalty, and not the data, says how large a step may be. */
const STRENGTH = presets['penalty-up'].penaltyStrength;
/** Two neighbours on the slider are 26 % apart. */
const NEAR = 1.3;

const sameNet = (a: Config, b: Config) =>
  a.init === b.init &&
  a.initScale === b.initScale &&
  a.penaltyStrength === b.penaltyStrength &&
  a.seed === b.seed;

export const challenges = {
  /** With the penalty of 1,000: a rate that training bears, and one at most 30 % higher that it doesn’t. */
  'penalty-edge': twoRuns((holds, breaks) => {
    const [low, high] = [holds.config, breaks.config];
    return (
      sameNet(low, high) &&
      low.penaltyStrength === STRENGTH &&
      low.learningRate < high.learningRate &&
      high.learningRate <= NEAR * low.learningRate &&
      !holds.summary.diverged &&
      breaks.summary.diverged
    );
  }),
} as const satisfies Challenges<Config, Summary>;
