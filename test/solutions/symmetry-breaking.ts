import type { challenges } from '#widgets/symmetry-breaking/challenges.ts';
import { type Config, presets } from '#widgets/symmetry-breaking/config.ts';
import type { Solutions } from './solution.ts';

const quick = { ...presets.random, steps: 100 } as const;

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'tiny-and-quick': { solve: [{ ...quick, learningRate: 0.3 }], nearMiss: [quick] },
};
