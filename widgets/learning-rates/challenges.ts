/** What readers are asked to bring about with this figure. */
import { standardDeviation } from '#src/averages.ts';
import type { Challenges, FinishedRun } from '#src/lab/challenges.ts';
import type { Config } from './config.ts';
import type { Summary } from './experiment.ts';

/** At rates up to this one 300 steps change nothing: what is left is the noise of the mini-batches. */
const FROZEN = 1e-5;
/** Enough losses for their spread to be known to a few per cent. */
const LEAST_STEPS = 300;
const HALF = [0.45, 0.55] as const;

const isFrozen = ({ config }: FinishedRun<Config, Summary>) =>
  config.curves === 'one' && config.learningRate <= FROZEN && config.steps >= LEAST_STEPS;
const fromHalf = (ratio: number) => Math.abs(Math.log(ratio / 0.5));

export const challenges = {
  /** Two frozen runs from one seed: the losses of one scatter half as much as those of the other, to within 10 %. */
  'half-the-noise': {
    met([newest, ...older]) {
      if (!newest || !isFrozen(newest)) return { met: false };
      const spread = standardDeviation(newest.summary.trainLoss);
      const ratios = older
        .filter((run) => isFrozen(run) && run.config.seed === newest.config.seed)
        .map((run) => spread / standardDeviation(run.summary.trainLoss))
        .map((ratio) => Math.min(ratio, 1 / ratio))
        .sort((a, b) => fromHalf(a) - fromHalf(b));
      const [reached] = ratios;
      if (reached === undefined) return { met: false };
      return { met: reached >= HALF[0] && reached <= HALF[1], reached };
    },
  },
} as const satisfies Challenges<Config, Summary>;
