import { type ConfigOf, defaultConfig, type Params, seedParam } from '#src/lab/params.ts';

export const params = {
  init: { kind: 'choice', choices: ['gaussian', 'he'], default: 'gaussian' },
  /** Standard deviation of every weight. */
  initScale: {
    kind: 'number',
    scale: 'log',
    min: 1e-4,
    max: 1,
    step: 0.05,
    default: 1e-4,
    relevant: ({ init }) => init === 'gaussian',
    marks: [{ value: 1e-4 }, { value: 1e-3 }, { value: 0.01 }, { value: 0.1 }, { value: 1 }],
  },
  /** λ of ½λ‖W‖². */
  penaltyStrength: {
    kind: 'number',
    scale: 'log',
    min: 1e-6,
    max: 1e4,
    step: 0.1,
    default: 1e-6,
    marks: [{ value: 1e-6 }, { value: 1e-4 }, { value: 0.01 }, { value: 1 }, { value: 100 }, { value: 1e4 }],
  },
  learningRate: {
    kind: 'number',
    scale: 'log',
    min: 1e-6,
    max: 1e6,
    step: 0.1,
    default: 0.1,
    live: true,
    marks: [{ value: 1e-6 }, { value: 1e-3 }, { value: 0.1 }, { value: 10 }, { value: 1e3 }, { value: 1e6 }],
  },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const start = defaultConfig(params);

export const presets = {
  ladder: start,
  'penalty-up': { ...start, penaltyStrength: 1e3 },
  he: { ...start, init: 'he' },
  'large-weights': { ...start, initScale: 1 },
  'tiny-rate': { ...start, learningRate: 1e-6 },
  'huge-rate': { ...start, learningRate: 1e6 },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;

export const CLASSES = 10;
export const SIZES = [784, 50, CLASSES] as const;
export const TRAINING_STEPS = 300;
export const BATCH_SIZE = 100;
