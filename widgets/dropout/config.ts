import {
  type ConfigOf,
  defaultConfig,
  type Params,
  seedParam,
  trainingImagesParam,
} from '#src/lab/params.ts';

export const params = {
  dropRate: {
    kind: 'number',
    scale: 'linear',
    min: 0,
    max: 0.8,
    step: 0.05,
    default: 0.5,
    marks: [{ value: 0 }, { value: 0.2 }, { value: 0.5 }, { value: 0.8 }],
  },
  inputDropRate: {
    kind: 'number',
    scale: 'linear',
    min: 0,
    max: 0.5,
    step: 0.05,
    default: 0.2,
    marks: [{ value: 0 }, { value: 0.2 }, { value: 0.5 }],
  },
  labelNoise: {
    kind: 'number',
    scale: 'linear',
    min: 0,
    max: 0.5,
    step: 0.05,
    default: 0.3,
    marks: [{ value: 0 }, { value: 0.3 }, { value: 0.5 }],
  },
  images: trainingImagesParam,
  epochs: {
    kind: 'number',
    scale: 'linear',
    min: 5,
    max: 60,
    step: 1,
    default: 30,
    integer: true,
    advanced: true,
    marks: [{ value: 5 }, { value: 30 }, { value: 60 }],
  },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const start = defaultConfig(params);

export const presets = {
  'noisy-none': { ...start, dropRate: 0, inputDropRate: 0 },
  'noisy-hidden': { ...start, inputDropRate: 0 },
  'noisy-both': start,
  'clean-none': { ...start, dropRate: 0, inputDropRate: 0, labelNoise: 0 },
  'clean-hidden': { ...start, inputDropRate: 0, labelNoise: 0 },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;

/** Units of each layer, inputs first. */
export const LAYER_SIZES = [784, 256, 256, 10] as const;
/** Layers whose outputs dropout can take away: the inputs and both hidden layers. */
export const MASKED_LAYERS = 3;
/** Units of each of these that the figure draws, and examples of the mini-batch that it can draw them for. */
export const UNITS_SHOWN = 12;
export const EXAMPLES_SHOWN = 4;
