import {
  type ConfigOf,
  defaultConfig,
  type Params,
  seedParam,
  trainingImagesParam,
} from '#src/lab/params.ts';

export const params = {
  images: trainingImagesParam,
  hiddenUnits: {
    kind: 'number',
    scale: 'log',
    min: 4,
    max: 512,
    step: 0.05,
    default: 256,
    integer: true,
    marks: [{ value: 4 }, { value: 16 }, { value: 64 }, { value: 256 }, { value: 512 }],
  },
  l2: {
    kind: 'number',
    scale: 'linear',
    min: 0,
    max: 0.1,
    step: 0.002,
    default: 0,
    marks: [{ value: 0 }, { value: 0.02 }, { value: 0.05 }, { value: 0.1 }],
  },
  epochs: {
    kind: 'number',
    scale: 'linear',
    min: 5,
    max: 60,
    step: 1,
    default: 40,
    integer: true,
    advanced: true,
    marks: [{ value: 5 }, { value: 20 }, { value: 40 }, { value: 60 }],
  },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const start = defaultConfig(params);

/** The three cases of the article's picture, and the one that shows where to stop. */
export const presets = {
  good: { ...start, images: 5000, hiddenUnits: 32, l2: 0.02, epochs: 20 },
  slight: { ...start, images: 5000, hiddenUnits: 32, l2: 0.006, epochs: 20 },
  strong: { ...start, images: 200 },
  'early-stopping': start,
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;
