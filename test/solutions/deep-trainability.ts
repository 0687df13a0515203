import type { challenges } from '#widgets/deep-trainability/challenges.ts';
import { type Config, presets } from '#widgets/deep-trainability/config.ts';
import type { Solutions } from './solution.ts';

const xavier = presets['relu-xavier'];

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'xavier-catches-up': {
    solve: [{ ...xavier, learningRate: 0.05 }],
    nearMiss: [{ ...xavier, learningRate: 0.02 }],
  },
};
