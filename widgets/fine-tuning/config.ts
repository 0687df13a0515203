import { transferTasks } from '#src/data/transfer-tasks.ts';
import { type ConfigOf, defaultConfig, type Params, seedParam } from '#src/lab/params.ts';

export { MAP_SIDE } from '#src/nn/filter-maps.ts';

export const tasks = ['8to2', '5to5', 'clean'] as const;
export const strategies = ['scratch', 'frozen', 'small-rate', 'full'] as const;
/** Of each net on the new task. */
export const STEPS = 100;
export type Strategy = (typeof strategies)[number];

export const params = {
  task: { kind: 'choice', choices: tasks, default: '8to2' },
  imagesPerClass: {
    kind: 'number',
    scale: 'log',
    min: 1,
    max: 100,
    step: 0.05,
    default: 5,
    integer: true,
    marks: [{ value: 1 }, { value: 5 }, { value: 20 }, { value: 100 }],
  },
  /** `own`: trained at the start of the run, and no file is read. */
  source: { kind: 'choice', choices: ['shipped', 'own'], default: 'shipped' },
  /** All four are run side by side; of this one the spread is drawn, and the summary speaks. */
  strategy: { kind: 'choice', choices: strategies, default: 'full', display: true },
  /** Standard deviation of the noise on each pixel, in normalised units. */
  noise: {
    kind: 'number',
    scale: 'linear',
    min: 0,
    max: 3,
    step: 0.1,
    default: 1.5,
    advanced: true,
    relevant: ({ task }) => task !== 'clean',
    implied: () => 0,
    marks: [{ value: 0 }, { value: 1.5 }, { value: 3 }],
  },
  repeats: {
    kind: 'number',
    scale: 'linear',
    min: 1,
    max: 10,
    step: 1,
    default: 5,
    integer: true,
    advanced: true,
    marks: [{ value: 1 }, { value: 5 }, { value: 10 }],
  },
  seed: seedParam,
} as const satisfies Params;

export type Config = ConfigOf<typeof params>;

/** How many classes the new task has. */
export const newClasses = ({ task }: Config): number => transferTasks[task].target.length;

const start = defaultConfig(params);

/** The first four are the cells of CS231n's table. */
export const presets = {
  '8to2-few': start,
  '8to2-many': { ...start, imagesPerClass: 100 },
  '5to5-few': { ...start, task: '5to5' },
  '5to5-many': { ...start, task: '5to5', imagesPerClass: 100 },
  negative: { ...start, task: 'clean' },
} as const satisfies Record<string, Config>;

export type PresetName = keyof typeof presets;
