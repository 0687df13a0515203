import type { challenges } from '#widgets/learning-rates/challenges.ts';
import { type Config, presets } from '#widgets/learning-rates/config.ts';
import type { Solutions } from './solution.ts';

const frozen = { ...presets.good, learningRate: 1e-6 };

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'half-the-noise': {
    solve: [
      { ...frozen, batchSize: 50 },
      { ...frozen, batchSize: 200 },
    ],
    nearMiss: [
      { ...frozen, batchSize: 50 },
      { ...frozen, batchSize: 100 },
    ],
  },
};
