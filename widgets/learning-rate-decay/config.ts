import { type ConfigOf, type ConfigRecord, defaultConfig, type Params, seedParam } from '#src/lab/params.ts';

export const params = {
  problem: { kind: 'choice', choices: ['quadratic', 'images'], default: 'quadratic' },
  schedule: {
    kind: 'choice',
    choices: ['constant', 'step', 'exponential', 'inverse', 'cosine'],
    default: 'step',
  },
  /** a₀ */
  initialRate: {
    kind: 'number',
    scale: 'log',
    min: 1e-3,
    max: 1,
    step: 0.05,
    default: 0.1,
    marks: [{ value: 1e-3 }, { value: 0.01 }, { value: 0.1 }, { value: 1 }],
  },
  /** Of the step schedule: what the rate is multiplied by at each fall, and the steps from one to the next. */
  factor: {
    kind: 'number',
    scale: 'linear',
    min: 0.05,
    max: 1,
    step: 0.05,
    default: 0.5,
    relevant: ({ schedule }: ConfigRecord) => schedule === 'step',
    marks: [{ value: 0.1 }, { value: 0.5 }, { value: 0.8 }, { value: 1 }],
  },
  every: {
    kind: 'number',
    scale: 'linear',
    integer: true,
    min: 50,
    max: 2500,
    step: 10,
    default: 250,
    relevant: ({ schedule }: ConfigRecord) => schedule === 'step',
    marks: [{ value: 50 }, { value: 250 }, { value: 700 }, { value: 1000 }, { value: 2000 }],
  },
  /** k of the exponential and the 1/t schedule, per step. */
  decay: {
    kind: 'number',
    scale: 'linear',
    min: 0,
    max: 0.1,
    step: 5e-4,
    default: 0.003,
    relevant: ({ schedule }: ConfigRecord) => schedule === 'exponential' || schedule === 'inverse',
    marks: [{ value: 0 }, { value: 0.02 }, { value: 0.05 }, { value: 0.1 }],
  },
  /** Of the quadratic: runs side by side, whose mean is drawn. */
  runs: {
    kind: 'number',
    scale: 'log',
    integer: true,
    min: 10,
    max: 1000,
    step: 0.05,
    default: 400,
    advanced: true,
    relevant: ({ problem }: ConfigRecord) => problem === 'quadratic',
    marks: [{ value: 10 }, { value: 100 }, { value: 400 }, { value: 1000 }],
  },
  steps: {
    kind: 'number',
    scale: 'linear',
    integer: true,
    min: 200,
    max: 4000,
    step: 100,
    default: 2000,
    advanced: true,
    marks: [{ value: 200 }, { value: 1000 }, { value: 2000 }, { value: 4000 }],
  },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const base = defaultConfig(params);
const images = { ...base, problem: 'images' } as const;

export const presets = {
  'step-half': base,
  constant: { ...base, schedule: 'constant' },
  'constant-small': { ...base, schedule: 'constant', initialRate: 0.01 },
  'step-tenth': { ...base, factor: 0.1, every: 700 },
  'step-article': { ...base, factor: 0.8 },
  exponential: { ...base, schedule: 'exponential' },
  inverse: { ...base, schedule: 'inverse', decay: 0.05 },
  cosine: { ...base, schedule: 'cosine' },
  'images-constant': { ...images, schedule: 'constant' },
  'images-step': { ...images, factor: 0.1, every: 700 },
  'images-cosine': { ...images, schedule: 'cosine' },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;

/** The quadratic: curvatures of its two axes, noise on each coordinate of the gradient, where both coordinates start. */
export const PROBLEM = { eigenvalues: [1, 10], noise: 1, start: 5 } as const;
/** ½ Σ λx² there: 137.5. */
export const START_LOSS = PROBLEM.eigenvalues.reduce(
  (sum: number, lambda) => sum + (lambda / 2) * PROBLEM.start ** 2,
  0,
);
/** 2/λ_max: from here on steps overshoot by more and more. */
export const STABILITY_LIMIT = 2 / Math.max(...PROBLEM.eigenvalues);

/** The images: small mini-batches, for their noise is the subject. */
export const TRAINING_IMAGES = 5000;
export const BATCH_SIZE = 20;
/** Steps from one reading of the losses to the next. */
export const READ_EVERY = 50;
/** What is called an epoch on the x axis: of the images it is one; on the quadratic, that of 5,000 images in batches of 100. */
export const STEPS_PER_EPOCH = { quadratic: 50, images: TRAINING_IMAGES / BATCH_SIZE } as const;

/** Steps between two points of a recorded curve in the background. */
export const COMPANION_STEPS = { quadratic: 20, images: READ_EVERY } as const;
