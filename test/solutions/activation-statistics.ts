import type { challenges } from '#widgets/activation-statistics/challenges.ts';
import { type Config, presets } from '#widgets/activation-statistics/config.ts';
import type { Solutions } from './solution.ts';

const tanh = presets['tanh-small'];
const relu = { ...tanh, activation: 'relu', width: 200 } as const;

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'level-gradient': { solve: [{ ...tanh, scale: 0.058 }], nearMiss: [{ ...tanh, scale: 0.05 }] },
  'one-curve-two-widths': {
    solve: [
      { ...tanh, width: 100, scale: 0.1 },
      { ...tanh, width: 400, scale: 0.05 },
    ],
    nearMiss: [
      { ...tanh, width: 100, scale: 0.1 },
      { ...tanh, width: 400, scale: 0.045 },
    ],
  },
  'relu-by-hand': { solve: [{ ...relu, scale: 0.1 }], nearMiss: [{ ...relu, scale: 0.07 }] },
};
