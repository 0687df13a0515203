import type { challenges } from '#widgets/dropout/challenges.ts';
import { type Config, presets } from '#widgets/dropout/config.ts';
import type { Solutions } from './solution.ts';

const noisy = presets['noisy-both'];
const half = { ...noisy, labelNoise: 0.5 } as const;

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'rates-alone': {
    solve: [{ ...noisy, dropRate: 0.2, inputDropRate: 0.4 }],
    nearMiss: [noisy],
  },
  'half-by-lot': {
    solve: [{ ...half, epochs: 10, dropRate: 0.2, inputDropRate: 0.4 }],
    nearMiss: [{ ...half, epochs: 5, dropRate: 0, inputDropRate: 0 }],
  },
};
