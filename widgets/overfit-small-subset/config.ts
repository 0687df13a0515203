import { type ConfigOf, defaultConfig, type Params, seedParam } from '#src/lab/params.ts';

/** Bugs that the reader can put into the training program; what each does is in `experiment.ts`. */
export const bugs = ['none', 'sign', 'shuffle', 'zero-init', 'tiny-rate', 'off-by-one'] as const;
export type Bug = (typeof bugs)[number];

export const params = {
  images: { kind: 'choice', choices: ['20', '500'], default: '500' },
  labels: { kind: 'choice', choices: ['true', 'random'], default: 'true' },
  /** `hidden`: one of the others, by the seed; which one is for the reader to find out. */
  bug: { kind: 'choice', choices: [...bugs, 'hidden'], default: 'none' },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

const start = defaultConfig(params);

export const presets = {
  memorise: start,
  twenty: { ...start, images: '20' },
  'random-labels': { ...start, labels: 'random' },
  sign: { ...start, bug: 'sign' },
  shuffle: { ...start, bug: 'shuffle' },
  'zero-init': { ...start, bug: 'zero-init' },
  'tiny-rate': { ...start, bug: 'tiny-rate' },
  'off-by-one': { ...start, bug: 'off-by-one' },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;

/** The bug that a configuration stands for. */
export function bugOf({ bug, seed }: Pick<Config, 'bug' | 'seed'>): Bug {
  if (bug !== 'hidden') return bug;
  // an order that is no pattern to a reader who draws one seed after the other: bits of a multiplicative hash
  const mixed = Math.imul(seed, 0x9e3779b1) >>> 16;
  return bugs[1 + (mixed % (bugs.length - 1))] ?? 'sign';
}

/** The set-ups of the article (500 images) and of CS231n (20). */
export const setups = {
  '20': { hiddenUnits: 50, learningRate: 0.1, momentum: 0, batchSize: 20, epochs: 200 },
  '500': { hiddenUnits: 256, learningRate: 0.02, momentum: 0.9, batchSize: 50, epochs: 40 },
} as const;
