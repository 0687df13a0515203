import type { challenges } from '#widgets/train-vs-validation/challenges.ts';
import { type Config, presets } from '#widgets/train-vs-validation/config.ts';
import type { Solutions } from './solution.ts';

const plain = presets['early-stopping'];

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'small-gap': {
    solve: [{ ...plain, hiddenUnits: 64, l2: 0.03 }],
    nearMiss: [{ ...plain, hiddenUnits: 64 }],
  },
  'level-loss': {
    solve: [{ ...plain, l2: 0.02 }],
    nearMiss: [
      { ...plain, l2: 0.002 },
      { ...plain, l2: 0.05 },
    ],
  },
};
