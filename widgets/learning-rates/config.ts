import { type ConfigOf, defaultConfig, type Params, seedParam, trainingStepsParam } from '#src/lab/params.ts';

/** The article's four curves: low, good, high and very high. */
export const RATES = [0.001, 0.1, 0.5, 10] as const;
export const TRAINING_IMAGES = 5000;

export const params = {
  /** `four`: the rates of `RATES` side by side; `one`: the reader's. */
  curves: { kind: 'choice', choices: ['four', 'one'], default: 'four' },
  learningRate: {
    kind: 'number',
    scale: 'log',
    min: 1e-6,
    max: 1e6,
    step: 0.1,
    default: 0.1,
    live: true,
    relevant: ({ curves }) => curves === 'one',
    marks: [{ value: 1e-6 }, { value: 1e-3 }, { value: 0.1 }, { value: 10 }, { value: 1e3 }, { value: 1e6 }],
  },
  batchSize: {
    kind: 'number',
    scale: 'log',
    min: 1,
    max: 1000,
    step: 0.05,
    default: 100,
    integer: true,
    marks: [{ value: 1 }, { value: 10 }, { value: 100 }, { value: 1000 }],
  },
  steps: trainingStepsParam,
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const start = defaultConfig(params);
const one = { ...start, curves: 'one' } as const;

export const presets = {
  four: start,
  low: { ...one, learningRate: RATES[0] },
  good: { ...one, learningRate: RATES[1] },
  high: { ...one, learningRate: RATES[2] },
  'very-high': { ...one, learningRate: RATES[3] },
  'small-batches': { ...one, batchSize: 10 },
  'large-batches': { ...one, batchSize: 1000 },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;
