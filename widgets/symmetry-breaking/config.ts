import { type ConfigOf, defaultConfig, type Params, seedParam, trainingStepsParam } from '#src/lab/params.ts';

export const params = {
  init: { kind: 'choice', choices: ['zero', 'constant', 'random'], default: 'random' },
  /** Constant: every weight. Random: the standard deviation of a weight. */
  value: {
    kind: 'number',
    scale: 'log',
    min: 1e-5,
    max: 1,
    step: 0.1,
    default: 1e-4,
    relevant: ({ init }) => init !== 'zero',
    implied: () => 0,
    marks: [{ value: 1e-5 }, { value: 1e-4 }, { value: 1e-3 }, { value: 0.01 }, { value: 0.1 }, { value: 1 }],
  },
  learningRate: {
    kind: 'number',
    scale: 'log',
    min: 1e-3,
    max: 1,
    step: 0.1,
    default: 0.1,
    advanced: true,
    marks: [{ value: 1e-3 }, { value: 0.01 }, { value: 0.1 }, { value: 1 }],
  },
  steps: trainingStepsParam,
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const base = defaultConfig(params);

export const presets = {
  zero: { ...base, init: 'zero' },
  constant: { ...base, init: 'constant', value: 0.01 },
  random: base,
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;
