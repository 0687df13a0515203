import { type ConfigOf, defaultConfig, type Params, seedParam, trainingStepsParam } from '#src/lab/params.ts';

/** Units of each hidden layer. */
export const HIDDEN_UNITS = 100;

export const params = {
  activation: { kind: 'choice', choices: ['tanh', 'relu', 'sigmoid'], default: 'relu' },
  init: { kind: 'choice', choices: ['gaussian', 'xavier', 'he'], default: 'he' },
  scale: {
    kind: 'number',
    scale: 'log',
    min: 1e-3,
    max: 2,
    step: 0.05,
    default: 0.01,
    relevant: ({ init }) => init === 'gaussian',
    implied: ({ init }) => Math.sqrt((init === 'he' ? 2 : 1) / HIDDEN_UNITS),
    marks: [{ value: 1e-3 }, { value: 0.01 }, { value: 0.1, label: '1/√100' }, { value: 1 }, { value: 2 }],
  },
  learningRate: {
    kind: 'number',
    scale: 'log',
    min: 1e-4,
    max: 1,
    step: 0.1,
    default: 0.01,
    marks: [{ value: 1e-4 }, { value: 1e-3 }, { value: 0.01 }, { value: 0.1 }, { value: 1 }],
  },
  batchNorm: { kind: 'toggle', default: false },
  steps: trainingStepsParam,
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const relu = defaultConfig(params);
const tanh = { ...relu, activation: 'tanh', learningRate: 0.05 } as const;

export const presets = {
  'tanh-small': { ...tanh, init: 'gaussian' },
  'tanh-large': { ...tanh, init: 'gaussian', scale: 1 },
  'tanh-xavier': { ...tanh, init: 'xavier' },
  'relu-small': { ...relu, init: 'gaussian' },
  'relu-xavier': { ...relu, init: 'xavier' },
  'relu-he': relu,
  'relu-large': { ...relu, init: 'gaussian', scale: 1 },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;
