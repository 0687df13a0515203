import type { challenges } from '#widgets/activation-statistics/challenges.ts';
import { type Config, presets } from '#widgets/activation-statistics/config.ts';
import type { Solutions } from './solution.ts';

const tanh = presets['tanh-small'];
const sigmoid = { ...tanh, activation: 'sigmoid', width: 100 } as const;
const normalised = { ...presets['tanh-batch-norm'], scale: 0.001 } as const;
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
  'tenfold-fall': { solve: [{ ...tanh, width: 100 }], nearMiss: [{ ...tanh, width: 110 }] },
  'double-per-layer': {
    solve: [
      { ...tanh, scale: 0.32 },
      { ...tanh, scale: 1, width: 50 },
    ],
    nearMiss: [{ ...tanh, scale: 1, width: 50 }],
  },
  'sigmoid-balance': { solve: [{ ...sigmoid, scale: 1 }], nearMiss: [{ ...sigmoid, scale: 0.7 }] },
  'lost-in-epsilon': {
    solve: [{ ...normalised, epsilon: 0.1 }],
    nearMiss: [{ ...normalised, epsilon: 0.001 }],
  },
};
