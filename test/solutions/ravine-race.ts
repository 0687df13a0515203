import type { challenges } from '#widgets/ravine-race/challenges.ts';
import { type Config, presets } from '#widgets/ravine-race/config.ts';
import type { Solutions } from './solution.ts';

const ravine = { ...presets['equal-rate'], mapPoints: 10 };
const descent = { ...ravine, method: 'gd' } as const;
const nets = { ...presets['images-equal-effective'], steps: 250 };
const { valley } = presets;

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'beat-the-best': {
    solve: [{ ...descent, learningRate: 0.0195 }],
    nearMiss: [
      { ...descent, learningRate: 0.019 },
      { ...descent, learningRate: 0.02 },
    ],
  },
  'one-step': { solve: [{ ...descent, startX: 0 }], nearMiss: [{ ...descent, startX: 0.05 }] },
  'narrow-band': {
    solve: [{ ...ravine, momentum: 0.82 }],
    nearMiss: [
      { ...ravine, momentum: 0.8 },
      { ...ravine, momentum: 0.85 },
    ],
  },
  'rates-that-part': {
    solve: [{ ...nets, learningRate: 0.05 }],
    nearMiss: [{ ...nets, learningRate: 0.02 }],
  },
  'below-a-hundred': {
    solve: [{ ...ravine, learningRate: 0.0132, momentum: 0.8 }],
    nearMiss: [{ ...ravine, learningRate: 0.0126, momentum: 0.8 }],
  },
  'ahead-and-behind': {
    solve: [valley, { ...valley, learningRate: 0.02 }],
    nearMiss: [valley, { ...valley, learningRate: 0.0126 }],
  },
};
