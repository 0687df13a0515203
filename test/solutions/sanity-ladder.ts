import type { challenges } from '#widgets/sanity-ladder/challenges.ts';
import { type Config, presets } from '#widgets/sanity-ladder/config.ts';
import type { Solutions } from './solution.ts';

const strong = presets['penalty-up'];
const stable = { ...strong, learningRate: 0.002 };

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'penalty-edge': {
    solve: [stable, { ...strong, learningRate: 0.0025 }],
    nearMiss: [stable, { ...strong, learningRate: 0.003 }],
  },
};
