import { type ConfigOf, type ConfigRecord, defaultConfig, type Params, seedParam } from '#src/lab/params.ts';

/** Channels of the first stage of He et al.'s net, which is not the reader's to choose. */
export const CONV_WIDTH = 16;
const FEWEST_LAYERS = 4;
const MOST_LAYERS = 1202;
const CONV_BLOCK_LAYERS = 6; // a block of two in each of the three stages
const FEWEST_CONV_LAYERS = 8;

/** Numbers of layers that there are next to one: 2n + 2 of dense layers, 6n + 2 of He et al.'s convolutions. */
function nearestLayers(value: number, { model }: ConfigRecord): readonly [number, number] {
  const [first, stride] = model === 'conv' ? [FEWEST_CONV_LAYERS, CONV_BLOCK_LAYERS] : [FEWEST_LAYERS, 2];
  const steps = Math.max(0, (value - first) / stride);
  return [first + stride * Math.floor(steps), first + stride * Math.ceil(steps)];
}

export const params = {
  variant: {
    kind: 'choice',
    choices: ['plain', 'plain-bn', 'residual', 'residual-bn', 'residual-zero'],
    default: 'plain-bn',
  },
  model: { kind: 'choice', choices: ['mlp', 'conv'], default: 'mlp' },
  layers: {
    kind: 'number',
    scale: 'log',
    integer: true,
    min: FEWEST_LAYERS,
    max: MOST_LAYERS,
    step: 0.05,
    default: 56,
    nearest: nearestLayers,
    marks: [{ value: 8 }, { value: 20 }, { value: 56 }, { value: 110 }, { value: 1202 }],
  },
  /** Units of each dense layer. The convolutions have 16, 32 and 64 channels. */
  width: {
    kind: 'number',
    scale: 'log',
    integer: true,
    min: 8,
    max: 256,
    step: 0.1,
    default: 64,
    relevant: ({ model }) => model === 'mlp',
    implied: () => CONV_WIDTH,
    marks: [{ value: 8 }, { value: 64 }, { value: 256 }],
  },
  /** The block that is drawn. */
  block: {
    kind: 'number',
    scale: 'linear',
    integer: true,
    min: 1,
    max: (MOST_LAYERS - 2) / 2,
    step: 1,
    default: 1,
    display: true,
  },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const base = defaultConfig(params);
const conv = { ...base, variant: 'residual-bn', model: 'conv' } as const;

export const presets = {
  'plain-56': { ...base, variant: 'plain' },
  'plain-bn-56': base,
  'residual-56': { ...base, variant: 'residual' },
  'residual-bn-56': { ...base, variant: 'residual-bn' },
  'residual-zero-56': { ...base, variant: 'residual-zero' },
  'conv-20': { ...conv, layers: 20 },
  'conv-110': { ...conv, layers: 110 },
  'conv-1202': { ...conv, layers: 1202 },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;

/** What the variants are made of. */
export const ingredients = {
  plain: { residual: false, batchNorm: false, zeroInitialized: false },
  'plain-bn': { residual: false, batchNorm: true, zeroInitialized: false },
  residual: { residual: true, batchNorm: false, zeroInitialized: false },
  'residual-bn': { residual: true, batchNorm: true, zeroInitialized: false },
  'residual-zero': { residual: true, batchNorm: false, zeroInitialized: true },
} as const satisfies Record<Config['variant'], unknown>;

/** Blocks of two layers, without the first layer and the last. */
export const blocksOf = (layers: number): number => (layers - 2) / 2;

/** Depth of a run that is over before a moving slider has gone on. */
export const PREVIEW_LAYERS = 200;

/** The same blocks with their shortcuts, and without. */
export const withShortcut = (variant: Config['variant']): Config['variant'] =>
  ingredients[variant].batchNorm ? 'residual-bn' : 'residual';
export const withoutShortcut = (variant: Config['variant']): Config['variant'] =>
  ingredients[variant].batchNorm ? 'plain-bn' : 'plain';

const STAGES = 3;

/** Whether a block, counted from 1, is the first of a stage that halves the images of the one before. */
export function isNarrowing({ model, layers }: Config, block: number): boolean {
  const perStage = blocksOf(layers) / STAGES;
  return model === 'conv' && block > 1 && (block - 1) % perStage === 0;
}
