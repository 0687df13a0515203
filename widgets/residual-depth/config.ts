import {
  type ConfigOf,
  defaultConfig,
  type Params,
  seedParam,
  trainingImagesParam,
  trainingStepsParam,
} from '#src/lab/params.ts';

const isMlp = ({ model }: { readonly model?: unknown }) => model === 'mlp';
const isConv = ({ model }: { readonly model?: unknown }) => model === 'conv';

export const params = {
  /** `residual`: without batch norm, and with He's weights throughout; `residual-zero`: each branch starts at F = 0. */
  variant: {
    kind: 'choice',
    choices: ['plain', 'residual-zero', 'residual', 'plain-bn', 'residual-bn'],
    default: 'plain',
  },
  layers: {
    kind: 'choice',
    choices: ['4', '8', '10', '20', '32', '38', '56', '110'],
    default: '20',
  },
  model: { kind: 'choice', choices: ['mlp', 'conv'], default: 'mlp' },
  learningRate: {
    kind: 'number',
    scale: 'log',
    min: 1e-4,
    max: 1,
    step: 0.1,
    default: 0.01,
    marks: [{ value: 1e-4 }, { value: 1e-3 }, { value: 0.01 }, { value: 0.1 }, { value: 1 }],
  },
  /** The counterpart is trained beside it, from the same weights through the same mini-batches. */
  compare: { kind: 'toggle', default: true },
  steps: {
    ...trainingStepsParam,
    default: 200,
    min: 20,
    step: 20,
    marks: [{ value: 20 }, { value: 200 }, { value: 500 }, { value: 1000 }],
  },
  images: { ...trainingImagesParam, default: 2000, advanced: true },
  batchSize: {
    kind: 'number',
    scale: 'log',
    min: 10,
    max: 200,
    step: 0.05,
    default: 100,
    integer: true,
    advanced: true,
    marks: [{ value: 10 }, { value: 32 }, { value: 100 }, { value: 200 }],
  },
  /** Units of each hidden dense layer. */
  width: {
    kind: 'number',
    scale: 'log',
    min: 16,
    max: 256,
    step: 0.05,
    default: 64,
    integer: true,
    advanced: true,
    relevant: isMlp,
    marks: [{ value: 16 }, { value: 64 }, { value: 256 }],
  },
  /** Channels of the first stage; twice and four times as many in the other two. */
  channels: {
    kind: 'number',
    scale: 'log',
    min: 4,
    max: 16,
    step: 0.05,
    default: 8,
    integer: true,
    advanced: true,
    relevant: isConv,
    marks: [{ value: 4 }, { value: 8 }, { value: 16 }],
  },
  /** What the figure draws. */
  show: { kind: 'choice', choices: ['error', 'loss'], default: 'error', display: true },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;
export type Variant = Config['variant'];

/** Steps whose mean is the final loss, and the training error at the end. */
export const FINAL_STEPS = 20;

/** The same net with the shortcuts, or without them. */
export const counterpart = {
  plain: 'residual-zero',
  'residual-zero': 'plain',
  residual: 'plain',
  'plain-bn': 'residual-bn',
  'residual-bn': 'plain-bn',
} as const satisfies Record<Variant, Variant>;

export const isResidual = (variant: Variant) => variant !== 'plain' && variant !== 'plain-bn';
export const hasBatchNorm = (variant: Variant) => variant === 'plain-bn' || variant === 'residual-bn';

const LAYERS_OF_A_STEP = 6;
const LAYERS_BESIDE = 2;

/** The layers that are trained: a net of convolutions has 6n + 2, so that 4 and 10 become 8. */
export function trainedLayers({ layers, model }: Pick<Config, 'layers' | 'model'>): number {
  const asked = Number(layers);
  if (model === 'mlp') return asked;
  const n = Math.max(1, Math.round((asked - LAYERS_BESIDE) / LAYERS_OF_A_STEP));
  return LAYERS_OF_A_STEP * n + LAYERS_BESIDE;
}

const start = defaultConfig(params);
const batchNorm = { ...start, variant: 'plain-bn', learningRate: 0.02 } as const;

export const presets = {
  'plain-20': start,
  'plain-4': { ...start, layers: '4' },
  'plain-56': { ...start, layers: '56' },
  'residual-20': { ...start, variant: 'residual' },
  'residual-naive-38': { ...start, variant: 'residual', layers: '38' },
  'plain-bn-4': { ...batchNorm, layers: '4' },
  'plain-bn-20': batchNorm,
  'plain-bn-56': { ...batchNorm, layers: '56' },
  'conv-plain-20': {
    ...start,
    model: 'conv',
    variant: 'plain-bn',
    learningRate: 0.02,
    batchSize: 16,
    steps: 120,
  },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;
