import type { challenges } from '#widgets/weight-penalties/challenges.ts';
import { type Config, presets } from '#widgets/weight-penalties/config.ts';
import type { Solutions } from './solution.ts';

const regression = { ...presets.proximal, pathPoints: 0 } as const;
const images = { ...presets['images-proximal'], pathPoints: 0 } as const;

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'predicts-best': {
    solve: [{ ...regression, strength: 0.04 }],
    nearMiss: [{ ...regression, strength: 0.08 }],
  },
  'half-of-the-weights': {
    solve: [{ ...images, strength: 0.006 }],
    nearMiss: [{ ...images, strength: 0.004 }],
  },
};
