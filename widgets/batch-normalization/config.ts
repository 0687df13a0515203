import { type ConfigOf, defaultConfig, type Params, seedParam } from '#src/lab/params.ts';

/** Inputs of a unit of the first layer: its He weights have standard deviation √(2/784) = 0.0505. */
const PIXELS = 784;
const usesScale = ({ init }: { readonly init?: unknown }) => init === 'gaussian';

export const params = {
  batchNorm: { kind: 'toggle', default: true },
  /** The same run beside it, without batch norm where it is on, and with it where it is off. */
  compare: { kind: 'toggle', default: true },
  init: { kind: 'choice', choices: ['he', 'gaussian'], default: 'gaussian' },
  /** Gaussian: the standard deviation of every weight. */
  initScale: {
    kind: 'number',
    scale: 'log',
    min: 1e-3,
    max: 1,
    step: 0.05,
    default: 0.01,
    relevant: usesScale,
    implied: () => Math.sqrt(2 / PIXELS),
    marks: [{ value: 1e-3 }, { value: 0.01 }, { value: 0.1 }, { value: 1 }],
  },
  learningRate: {
    kind: 'number',
    scale: 'log',
    min: 1e-3,
    max: 10,
    step: 0.05,
    default: 0.05,
    marks: [{ value: 1e-3 }, { value: 0.01 }, { value: 0.1 }, { value: 1 }, { value: 10 }],
  },
  /** A batch of one has no variance: every x̂ would be 0. */
  batchSize: {
    kind: 'number',
    scale: 'log',
    min: 2,
    max: 500,
    step: 0.05,
    default: 100,
    integer: true,
    marks: [{ value: 2 }, { value: 10 }, { value: 100 }, { value: 500 }],
  },
  /** Of every batch norm. Above 0, or a unit that is constant over the batch would divide 0 by 0. */
  epsilon: {
    kind: 'number',
    scale: 'log',
    min: 1e-8,
    max: 1e-1,
    step: 0.5,
    default: 1e-5,
    advanced: true,
    marks: [{ value: 1e-8 }, { value: 1e-5 }, { value: 1e-3 }, { value: 1e-1 }],
  },
  /** Whether γ and β are trained; else they stay at 1 and 0. */
  affine: { kind: 'toggle', default: true, advanced: true },
  steps: {
    kind: 'number',
    scale: 'linear',
    min: 50,
    max: 500,
    step: 50,
    default: 200,
    integer: true,
    advanced: true,
    marks: [{ value: 50 }, { value: 200 }, { value: 500 }],
  },
  /** The reader's own γ and β for the one unit whose distribution is drawn; no net has them. */
  gamma: { kind: 'number', scale: 'log', min: 1e-3, max: 100, step: 0.01, default: 1, display: true },
  beta: { kind: 'number', scale: 'linear', min: -100, max: 100, step: 0.01, default: 0, display: true },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const start = defaultConfig(params);
const he = { ...start, init: 'he' } as const;

export const presets = {
  'small-weights': start,
  'large-weights': { ...start, initScale: 1 },
  'high-rate': { ...he, learningRate: 1 },
  'low-rate': { ...he, learningRate: 0.003 },
  'tiny-batches': { ...he, batchSize: 2 },
  'large-epsilon': { ...start, initScale: 1e-3, epsilon: 1e-3 },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;
