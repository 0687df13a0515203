import { type ConfigOf, type ConfigRecord, defaultConfig, type Params, seedParam } from '#src/lab/params.ts';

const usesScale = ({ init }: ConfigRecord) => init === 'gaussian' || init === 'constant';

/** σ_w: the standard deviation of a weight times √fan-in, which is what a layer's scale depends on; NaN without randomness. */
export function sigmaW({ init, scale, width }: ConfigRecord): number {
  if (init === 'xavier') return 1;
  if (init === 'he') return Math.SQRT2;
  return init === 'gaussian' ? Number(scale) * Math.sqrt(Number(width)) : Number.NaN;
}

/** The standard deviation that Xavier's and He's rules give; 0 for weights that are all zero. */
const impliedScale = (config: ConfigRecord) =>
  config.init === 'zero' ? 0 : sigmaW(config) / Math.sqrt(Number(config.width));

export const params = {
  activation: { kind: 'choice', choices: ['tanh', 'relu', 'sigmoid'], default: 'tanh' },
  init: { kind: 'choice', choices: ['gaussian', 'xavier', 'he', 'constant', 'zero'], default: 'gaussian' },
  /** Gaussian: the standard deviation of a weight. Constant: the value of every weight. */
  scale: {
    kind: 'number',
    scale: 'log',
    min: 1e-4,
    max: 10,
    step: 0.02,
    default: 0.01,
    relevant: usesScale,
    implied: impliedScale,
    marks: [
      { value: 1e-4 },
      { value: 1e-3 },
      { value: 0.01 },
      { value: 0.1 },
      { value: 1 / Math.sqrt(500), label: '1/√500', row: 1 },
      { value: 1 },
      { value: 10 },
    ],
  },
  batchNorm: { kind: 'toggle', default: false },
  epsilon: {
    kind: 'number',
    scale: 'log',
    min: 1e-8,
    max: 1e-1,
    step: 1,
    default: 1e-5,
    advanced: true,
    relevant: ({ batchNorm }) => batchNorm === true,
    marks: [{ value: 1e-8 }, { value: 1e-5 }, { value: 1e-3 }, { value: 1e-1 }],
  },
  width: {
    kind: 'number',
    scale: 'linear',
    integer: true,
    min: 10,
    max: 1000,
    step: 10,
    default: 500,
    marks: [{ value: 10 }, { value: 250 }, { value: 500 }, { value: 1000 }],
  },
  depth: {
    kind: 'number',
    scale: 'linear',
    integer: true,
    min: 2,
    max: 20,
    step: 1,
    default: 10,
    advanced: true,
    marks: [{ value: 2 }, { value: 10 }, { value: 20 }],
  },
  /** Inputs fed through the net. */
  samples: {
    kind: 'number',
    scale: 'linear',
    integer: true,
    min: 10,
    max: 2000,
    step: 10,
    default: 1000,
    advanced: true,
    marks: [{ value: 10 }, { value: 1000 }, { value: 2000 }],
  },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const base = defaultConfig(params);

/** Each of the article's five pictures, the two ways to start without any randomness, and batch norm at a scale that fails without. */
export const presets = {
  'tanh-small': base,
  'tanh-large': { ...base, scale: 1 },
  'tanh-xavier': { ...base, init: 'xavier' },
  'relu-xavier': { ...base, activation: 'relu', init: 'xavier' },
  'relu-he': { ...base, activation: 'relu', init: 'he' },
  constant: { ...base, init: 'constant' },
  zero: { ...base, init: 'zero' },
  'tanh-batch-norm': { ...base, batchNorm: true },
  'relu-batch-norm': { ...base, activation: 'relu', batchNorm: true },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;

/** While a slider moves: enough samples to see the shape, few enough to keep up with the hand. */
export const PREVIEW_SAMPLES = 100;
