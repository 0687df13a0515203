/** What readers are asked to bring about with this figure. */
import { type Challenges, oneRun, twoRuns } from '#src/lab/challenges.ts';
import { type Config, presets } from './config.ts';
import type { Summary } from './experiment.ts';

/** One repeat, on ten pictures, says little. */
const LEAST_REPEATS = 3;

const borrowsAsShipped = ({ source, repeats }: Config) => source === 'shipped' && repeats >= LEAST_REPEATS;

export const challenges = {
  /** 5 → 5 at the figure’s noise: frozen ahead with few pictures and behind with at most five times as many. */
  'where-scratch-catches-up': twoRuns((few, more) => {
    const { task, noise } = presets['5to5-few'];
    const asAsked = [few, more].every(
      ({ config }) => borrowsAsShipped(config) && config.task === task && config.noise === noise,
    );
    const lead = ({ summary }: typeof few) =>
      summary.frozenTestAccuracyMean - summary.scratchTestAccuracyMean;
    const pictures = [few.config.imagesPerClass, more.config.imagesPerClass] as const;
    return (
      asAsked &&
      pictures[0] < pictures[1] &&
      pictures[1] <= 5 * pictures[0] &&
      lead(few) > 0 &&
      lead(more) < 0
    );
  }),
  /** 8 → 2 with five pictures of each: scratch below 80 %, frozen layers at 94 % or more. */
  'noise-apart': oneRun((config, { scratchTestAccuracyMean, frozenTestAccuracyMean }) => {
    const { task, imagesPerClass } = presets['8to2-few'];
    if (!borrowsAsShipped(config) || config.task !== task || config.imagesPerClass !== imagesPerClass)
      return undefined;
    return {
      met: scratchTestAccuracyMean < 0.8 && frozenTestAccuracyMean >= 0.94,
      reached: scratchTestAccuracyMean,
    };
  }),
} as const satisfies Challenges<Config, Summary>;
