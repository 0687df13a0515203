import type { challenges } from '#widgets/batch-normalization/challenges.ts';
import { type Config, presets } from '#widgets/batch-normalization/config.ts';
import type { Solutions } from './solution.ts';

const normalised = { ...presets['high-rate'], compare: false } as const;
const plain = { ...normalised, batchNorm: false } as const;

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'rate-limits': {
    solve: [
      { ...normalised, learningRate: 3 },
      { ...normalised, learningRate: 6 },
      { ...plain, learningRate: 0.2 },
      { ...plain, learningRate: 0.6 },
    ],
    nearMiss: [
      { ...plain, learningRate: 0.1 },
      { ...plain, learningRate: 0.6 },
    ],
  },
};
