import { type ConfigOf, type ConfigRecord, defaultConfig, type Params, seedParam } from '#src/lab/params.ts';

const penalised = ({ penalty }: ConfigRecord) => penalty !== 'none';

export const params = {
  dataset: { kind: 'choice', choices: ['sparse-regression', 'images'], default: 'sparse-regression' },
  penalty: {
    kind: 'choice',
    choices: ['none', 'l1-subgradient', 'l1-proximal', 'l2', 'elastic', 'max-norm'],
    default: 'l1-proximal',
  },
  /** λ of the penalty; for max-norm the largest norm c. */
  strength: {
    kind: 'number',
    scale: 'log',
    min: 1e-4,
    max: 10,
    step: 0.05,
    default: 0.1,
    relevant: penalised,
    implied: () => 0,
    marks: [{ value: 1e-4 }, { value: 1e-3 }, { value: 0.01 }, { value: 0.1 }, { value: 1 }, { value: 10 }],
  },
  learningRate: {
    kind: 'number',
    scale: 'log',
    min: 0.01,
    max: 0.5,
    step: 0.05,
    default: 0.1,
    advanced: true,
    marks: [{ value: 0.01 }, { value: 0.1 }, { value: 0.5 }],
  },
  /** Strengths at which the regression and the problem of two weights are solved again, for their paths. */
  pathPoints: {
    kind: 'number',
    scale: 'linear',
    integer: true,
    min: 0,
    max: 49,
    step: 1,
    default: 25,
    advanced: true,
    relevant: penalised,
    marks: [{ value: 0 }, { value: 25 }, { value: 49 }],
  },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const base = defaultConfig(params);
const images = { ...base, dataset: 'images', strength: 3e-3 } as const;

export const presets = {
  proximal: base,
  subgradient: { ...base, penalty: 'l1-subgradient' },
  none: { ...base, penalty: 'none' },
  l2: { ...base, penalty: 'l2' },
  elastic: { ...base, penalty: 'elastic' },
  'max-norm': { ...base, penalty: 'max-norm', strength: 3 },
  'images-proximal': images,
  'images-subgradient': { ...images, penalty: 'l1-subgradient' },
  'images-l2': { ...images, penalty: 'l2', strength: 0.03 },
  'images-max-norm': { ...images, penalty: 'max-norm', strength: 1 },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;

/** The regression: inputs, and how many of them have a weight. */
export const WEIGHTS = 100;
export const TRUE_WEIGHTS = 10;
/** Ends of the path. */
export const PATH_RANGE = { penalty: [1e-3, 10], 'max-norm': [0.1, 10] } as const;
