import type { challenges } from '#widgets/fine-tuning/challenges.ts';
import { type Config, presets } from '#widgets/fine-tuning/config.ts';
import type { Solutions } from './solution.ts';

const similar = presets['8to2-few'];
const lessSimilar = presets['5to5-few'];

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'where-scratch-catches-up': {
    solve: [
      { ...lessSimilar, imagesPerClass: 2 },
      { ...lessSimilar, imagesPerClass: 10 },
    ],
    nearMiss: [{ ...lessSimilar, imagesPerClass: 10 }],
  },
  'noise-apart': { solve: [{ ...similar, noise: 2.5 }], nearMiss: [{ ...similar, noise: 1.8 }] },
};
