import type { challenges } from '#widgets/learning-rate-decay/challenges.ts';
import { type Config, presets } from '#widgets/learning-rate-decay/config.ts';
import type { Solutions } from './solution.ts';

const falling = { ...presets['step-half'], every: 500 };
const { inverse } = presets;

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'three-falls': {
    solve: [{ ...falling, factor: 0.15 }],
    nearMiss: [
      { ...falling, factor: 0.1 },
      { ...falling, factor: 0.25 },
    ],
  },
  'tuned-inverse': {
    solve: [{ ...inverse, decay: 0.08 }],
    nearMiss: [
      { ...inverse, decay: 0.06 },
      { ...inverse, decay: 0.1 },
    ],
  },
};
