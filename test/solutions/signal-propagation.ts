import type { challenges } from '#widgets/signal-propagation/challenges.ts';
import { type Config, presets } from '#widgets/signal-propagation/config.ts';
import type { Solutions } from './solution.ts';

const plain = presets['plain-bn-56'];
const residual = { ...presets['residual-bn-56'], layers: 110 };

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'overflow-edge': {
    solve: [
      { ...plain, layers: 446 },
      { ...plain, layers: 510 },
    ],
    nearMiss: [
      { ...plain, layers: 400 },
      { ...plain, layers: 510 },
    ],
  },
  hundredfold: {
    solve: [residual, { ...plain, layers: 26 }],
    nearMiss: [residual, { ...plain, layers: 20 }],
  },
};
