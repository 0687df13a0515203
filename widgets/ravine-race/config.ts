import {
  type ConfigOf,
  type ConfigRecord,
  defaultConfig,
  type Params,
  type SliderMark,
  sameConfig,
  seedParam,
} from '#src/lab/params.ts';

export { MAP_MOMENTUM, MAP_RATES } from '#src/nn/rate-map.ts';

import {
  type DescentSettings,
  type Method,
  methods,
  optimalSettings,
  stabilityLimit,
} from '#src/nn/quadratic-descent.ts';

const isQuadratic = ({ surface }: ConfigRecord) => surface === 'quadratic';
const inThePlane = ({ surface }: ConfigRecord) => surface !== 'images';
const onTheNet = ({ surface }: ConfigRecord) => surface === 'slice' || surface === 'images';
const tunesItself = (config: ConfigRecord) => isQuadratic(config) && config.tuning === 'optimal';
const byHand = (config: ConfigRecord) => !tunesItself(config);

/** What is shown in the sliders' place where each method has its own optimum: that of `all`'s stand-in where all of them race. */
const implied = ({ method, conditionNumber }: ConfigRecord, all: Method): DescentSettings =>
  optimalSettings(methods.find((one) => one === method) ?? all, 1, Number(conditionNumber));

/** Each method's stability limit as a formula, which needs no translation. */
const limitFormulas = {
  gd: '2/L',
  momentum: '2(1+μ)/L',
  nesterov: '2(1+μ)/((1+2μ)L)',
} as const satisfies Record<Method, string>;

const RATES = { min: 1e-4, max: 4 } as const;

/** Powers of ten, and beneath them where each of the methods stops converging; only on the quadratic is that known. */
function rateMarks(config: ConfigRecord): readonly SliderMark[] {
  const plain = [1e-4, 1e-3, 0.01, 0.1, 1].map((value) => ({ value }));
  if (!isQuadratic(config)) return plain;
  const limits = methods.flatMap((method, i): SliderMark[] => {
    if (config.method !== 'all' && config.method !== method) return [];
    const kappa = Number(config.conditionNumber);
    const momentum = tunesItself(config)
      ? optimalSettings(method, 1, kappa).momentum
      : Number(config.momentum);
    const value = stabilityLimit(method, momentum, kappa);
    if (value > RATES.max) return [];
    return [{ value, label: `${limitFormulas[method]} = ${Number(value.toPrecision(3))}`, row: i + 1 }];
  });
  return [...plain, ...limits];
}

export const params = {
  surface: {
    kind: 'choice',
    choices: ['quadratic', 'valley', 'saddle', 'slice', 'images'],
    default: 'quadratic',
  },
  method: { kind: 'choice', choices: ['all', ...methods], default: 'all' },
  /** Quadratic: each method at its own optimum, or all of them as the sliders say. */
  tuning: { kind: 'choice', choices: ['optimal', 'manual'], default: 'optimal', relevant: isQuadratic },
  /** κ: the quadratic's eigenvalues are 1 and κ. */
  conditionNumber: {
    kind: 'number',
    scale: 'log',
    min: 1,
    max: 1000,
    step: 0.02,
    default: 100,
    relevant: isQuadratic,
    marks: [{ value: 1 }, { value: 10 }, { value: 100 }, { value: 1000 }],
  },
  /** a */
  learningRate: {
    kind: 'number',
    scale: 'log',
    ...RATES,
    step: 0.01,
    default: 0.01,
    relevant: byHand,
    implied: (config: ConfigRecord) => implied(config, 'gd').rate,
    marksFor: rateMarks,
  },
  /** μ */
  momentum: {
    kind: 'number',
    scale: 'linear',
    min: 0,
    max: 0.99,
    step: 0.01,
    default: 0.9,
    relevant: (config: ConfigRecord) => byHand(config) && config.method !== 'gd',
    implied: (config: ConfigRecord) => implied(config, 'momentum').momentum,
    marks: [{ value: 0 }, { value: 0.5 }, { value: 0.9 }],
  },
  /** Plain descent takes a/(1 − μ), the step that momentum comes to where the gradient stays the same. */
  equalEffectiveRate: {
    kind: 'toggle',
    default: false,
    relevant: (config: ConfigRecord) => byHand(config) && config.method === 'all',
  },
  startX: {
    kind: 'number',
    scale: 'linear',
    min: -2,
    max: 2,
    step: 0.05,
    default: 1,
    relevant: inThePlane,
    advanced: true,
    marks: [{ value: -2 }, { value: 0 }, { value: 2 }],
  },
  startY: {
    kind: 'number',
    scale: 'linear',
    min: -2,
    max: 2,
    step: 0.05,
    default: 1,
    relevant: inThePlane,
    advanced: true,
    marks: [{ value: -2 }, { value: 0 }, { value: 2 }],
  },
  /** Of training, or of descent in the slice. */
  steps: {
    kind: 'number',
    scale: 'linear',
    integer: true,
    min: 50,
    max: 1500,
    step: 50,
    default: 450,
    advanced: true,
    relevant: onTheNet,
    marks: [{ value: 50 }, { value: 450 }, { value: 1500 }],
  },
  /** Points along each side of the map of rates; what moves along with a slider is coarser. */
  mapPoints: {
    kind: 'number',
    scale: 'linear',
    integer: true,
    min: 10,
    max: 60,
    step: 2,
    default: 40,
    advanced: true,
    relevant: isQuadratic,
    marks: [{ value: 10 }, { value: 40 }, { value: 60 }],
  },
  /** Of the net and its batches; nothing else is random. */
  seed: { ...seedParam, relevant: onTheNet },
} as const satisfies Params;

/** What a moving slider makes do with. */
export const PREVIEW_MAP_POINTS = 16;
/** Losses of mini-batches that are averaged into one. */
export const SMOOTHING = 20;
/** Smoothed losses whose steps are counted. */
export const LOSS_MARKS = [0.7, 0.6, 0.5] as const;

export type Config = ConfigOf<typeof params>;

/** Who races. */
export const racing = ({ method }: Config): readonly Method[] => (method === 'all' ? methods : [method]);

/** With which a and μ. */
export function settingsOf(config: Config, method: Method): DescentSettings {
  if (tunesItself(config)) return optimalSettings(method, 1, config.conditionNumber);
  const { learningRate, momentum, equalEffectiveRate } = config;
  if (method !== 'gd') return { rate: learningRate, momentum };
  const isEqual = equalEffectiveRate && config.method === 'all';
  return { rate: isEqual ? learningRate / (1 - momentum) : learningRate, momentum: 0 };
}

const base = defaultConfig(params);
const byHands = { ...base, tuning: 'manual' } as const;

export const presets = {
  ravine: base,
  gd: { ...base, method: 'gd' },
  'gd-small': { ...byHands, method: 'gd', learningRate: 0.01 },
  'gd-unstable': { ...byHands, method: 'gd', learningRate: 0.0202 },
  'equal-rate': { ...byHands, learningRate: 0.01, momentum: 0.9 },
  round: { ...byHands, conditionNumber: 10, learningRate: 0.1818, momentum: 0.9 },
  'nesterov-limit': { ...byHands, learningRate: 0.014, momentum: 0.9 },
  valley: { ...byHands, surface: 'valley', startX: -1.2, startY: 1 },
  saddle: { ...byHands, surface: 'saddle', startX: 0.01, startY: 1.2 },
  slice: { ...byHands, surface: 'slice', learningRate: 0.05, startX: -2, startY: 0.8 },
  images: { ...byHands, surface: 'images' },
  'images-equal-effective': { ...byHands, surface: 'images', equalEffectiveRate: true },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;

/** Whose map of rates is seen first where all race: that of the method which a preset is about; none is, of others. */
export function firstMapOf(config: Config): Method | undefined {
  const is = (name: PresetName) => sameConfig(params, presets[name], { ...config, seed: presets[name].seed });
  if (is('equal-rate') || is('nesterov-limit')) return 'nesterov';
  return is('ravine') || is('round') ? 'momentum' : undefined;
}
