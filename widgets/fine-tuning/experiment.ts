/**
 * Borrowed features: a net of 784-128-64-K that has learned some classes of Fashion-MNIST is to learn others, from a few
 * images each. Its two hidden layers are left aside (scratch), kept as they are (frozen), or trained on, at a tenth of
 * the new head's rate or at the same. All four see the same images in the same order, and start from the same head; each
 * repeat draws other images, other noise and other weights.
 */
import { mean } from '#src/averages.ts';
import { drawPerClass, ofClasses, withNoise } from '#src/data/classes.ts';
import type { LabelledImages } from '#src/data/data-source.ts';
import { type DenseWeights, ModelFileError, modelPath, type NetWeights } from '#src/data/model-file.ts';
import { transferTasks } from '#src/data/transfer-tasks.ts';
import type { Experiment, FrameBase, RunContext } from '#src/lab/contract.ts';
import { filterMaps, MAP_SIDE, relativeShift } from '#src/nn/filter-maps.ts';
import {
  BACKBONE_SIZES,
  BORROWED_LAYERS,
  backboneNet,
  netWeights,
  PRETRAINING_STEPS,
  pretrain,
} from '#src/nn/pretraining.ts';
import { race } from '#src/nn/race.ts';
import { borrowFloats } from '#src/nn/read.ts';
import { evaluate, uploadData } from '#src/nn/train.ts';
import { Transfer, type TransferStart, transferStrategies } from '#src/nn/transfer.ts';
import { createRng, type Rng } from '#src/random.ts';
import { type Config, STEPS, type Strategy, strategies } from './config.ts';

/** What the net to borrow from learns from, and what the images of the new classes are drawn from: 250 of each. */
const SOURCE_IMAGES = 5000;
const POOL_IMAGES = 2500;
const TEST_IMAGES = 2000;
/** Units whose weights are drawn: the layer's first ones. */
const PICTURED_UNITS = 12;
const blank = new Int8Array(PICTURED_UNITS * MAP_SIDE ** 2);
const noFilters = { scratchBefore: blank, scratchAfter: blank, borrowed: blank, fullAfter: blank };
/** Of the progress, where the net to borrow from is trained first. */
const PRETRAINING_SHARE = 0.4;

export interface StrategyState {
  /** On the test images of the new classes, one value for each repeat that is done. */
  readonly testAccuracy: readonly number[];
  /** Their mean; NaN before the first repeat is done. */
  readonly testAccuracyMean: number;
  /** Loss of each step's mini-batch, the mean over the repeats that have come so far. */
  readonly trainLoss: readonly number[];
  /** Lowest and highest of the repeats at each step. */
  readonly lowestLoss: readonly number[];
  readonly highestLoss: readonly number[];
  /** ‖ΔW‖/‖W‖ of the first layer, the mean over the repeats that are done; NaN before. */
  readonly filterShift: number;
}

/** Incoming weights of the first layer's first units in the first repeat, −127 … 127. */
export interface Filters {
  readonly scratchBefore: Int8Array;
  readonly scratchAfter: Int8Array;
  readonly borrowed: Int8Array;
  readonly fullAfter: Int8Array;
}

export interface Frame extends FrameBase {
  readonly strategies: Readonly<Record<Strategy, StrategyState>>;
  readonly filters: Filters;
  /** Steps that the net to borrow from has been trained for, of `sourceSteps`. */
  readonly sourceStep: number;
  readonly sourceSteps: number;
  /** On test images of the classes that it knows; NaN until the end of the first repeat. */
  readonly sourceAccuracy: number;
  readonly diverged: boolean;
}

type Prefixed<Name extends string> = Readonly<
  Record<`${Name}TestAccuracy` | `${Name}TrainLoss`, readonly number[]> &
    Record<`${Name}TestAccuracyMean` | `${Name}FilterShift`, number>
>;

/** Of `strategy`, then of each. `…FilterShift` is the mean over the repeats. */
export type Summary = Prefixed<'scratch'> &
  Prefixed<'frozen'> &
  Prefixed<'smallRate'> &
  Prefixed<'full'> & {
    readonly testAccuracy: readonly number[];
    readonly testAccuracyMean: number;
    readonly trainLoss: readonly number[];
    readonly sourceAccuracy: number;
    readonly diverged: boolean;
  };

type Racers = Readonly<Record<Strategy, Transfer>>;

/** @throws ModelFileError where it is another net than 784-128-64-K, with K classes */
function ofThatShape(net: NetWeights, name: string, classes: number): NetWeights {
  const wanted = [...BACKBONE_SIZES, classes].join('-');
  const found = net.sizes.join('-');
  if (found === wanted) return net;
  throw new ModelFileError('damaged', modelPath(name), `a net of ${found} instead of ${wanted}`);
}

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  async *run(config, context) {
    const { rng, data, signal, live } = context;
    const { source, target } = transferTasks[config.task];
    const own = config.source === 'own';
    const [pool, test] = await Promise.all([
      data.fashionMnist('train', POOL_IMAGES, signal),
      data.fashionMnist('test', TEST_IMAGES, signal),
    ]);
    const noisy = (images: LabelledImages, stream: Rng) => withNoise(images, noiseOf(config), stream);
    const observer = new Observer(config);
    const { layers } = own
      ? yield* trainLender(config, context, observer)
      : ofThatShape(await data.model(config.task, signal), config.task, source.length);
    observer.lender(layers);
    const judged = uploadData(noisy(ofClasses(test, target), rng.child('test-noise')), target.length);
    const before = own ? PRETRAINING_SHARE : 0;
    try {
      for (let repeat = 0; repeat < config.repeats; repeat++) {
        const stream = rng.child('repeat').child(repeat);
        const drawn = drawPerClass(pool, target, config.imagesPerClass, stream.child('images'));
        const images = uploadData(noisy(drawn, stream.child('noise')), target.length);
        const racers = startAll({
          layers: layers.slice(0, BORROWED_LAYERS),
          classes: target.length,
          images,
          judged,
          steps: STEPS,
          rng: stream,
          readNow: () => live.stepwise,
        });
        try {
          await observer.begin(racers);
          if (repeat === 0) yield observer.frame(before);
          for await (const done of race(Object.values(racers), STEPS)) {
            await observer.look();
            yield observer.frame(before + ((1 - before) * (repeat + done)) / config.repeats);
          }
          if (repeat === 0) {
            const known = noisy(ofClasses(test, source), rng.child('source-test-noise'));
            await observer.judgeLender(layers, known, source.length);
            yield observer.frame(before + (1 - before) / config.repeats);
          }
        } finally {
          for (const racer of Object.values(racers)) await racer.dispose();
          images.dispose();
        }
      }
      return observer.summary();
    } finally {
      judged.dispose();
    }
  },
};

/** The noise of this run's pictures; the `clean` task has none. */
const noiseOf = ({ task, noise }: Config) => (task === 'clean' ? 0 : noise);

function startAll(start: TransferStart): Racers {
  return {
    scratch: new Transfer(transferStrategies.scratch, start),
    frozen: new Transfer(transferStrategies.frozen, start),
    'small-rate': new Transfer(transferStrategies['small-rate'], start),
    full: new Transfer(transferStrategies.full, start),
  };
}

/** The net to borrow from, trained here and now. */
async function* trainLender(
  config: Config,
  { rng, data, signal, live }: RunContext,
  observer: Observer,
): AsyncGenerator<Frame, Pick<NetWeights, 'layers'>> {
  const { source } = transferTasks[config.task];
  const images = ofClasses(await data.fashionMnist('train', SOURCE_IMAGES, signal), source);
  const classes = source.length;
  const stream = rng.child('source');
  const net = backboneNet(classes, stream.child('weights'));
  try {
    const run = pretrain({
      net,
      images,
      classes,
      noise: noiseOf(config),
      rng: stream.child('training'),
      readNow: () => live.stepwise,
    });
    for await (const { step, diverged } of run) {
      if (diverged) throw new Error('the net to borrow from diverged');
      observer.sourceStep = step;
      yield observer.frame((PRETRAINING_SHARE * step) / PRETRAINING_STEPS);
    }
    return { layers: await netWeights(net) };
  } finally {
    net.dispose();
  }
}

/** Gathers what frames and summary tell. */
class Observer {
  sourceStep = 0;
  readonly #config: Config;
  #sourceAccuracy = Number.NaN;
  #borrowedFilters: Float32Array = new Float32Array(0);
  #scratchFilters: Float32Array = new Float32Array(0);
  /** Of the repeats so far, the one that goes on last. */
  readonly #repeats: Racers[] = [];
  readonly #testAccuracy = perStrategy(() => [] as number[]);
  readonly #filterShift = perStrategy(() => [] as number[]);
  #filters: Filters = noFilters;

  constructor(config: Config) {
    this.#config = config;
  }

  lender(layers: readonly DenseWeights[]): void {
    this.sourceStep = PRETRAINING_STEPS;
    this.#borrowedFilters = layers[0]?.weights ?? this.#borrowedFilters;
  }

  /** How good the lender is at what it has learned: `images` of `classes` classes. */
  async judgeLender(layers: readonly DenseWeights[], images: LabelledImages, classes: number): Promise<void> {
    const net = backboneNet(classes, createRng(1), { layers, frozen: false });
    const judged = uploadData(images, classes);
    try {
      this.#sourceAccuracy = (await evaluate(net, judged)).accuracy;
    } finally {
      net.dispose();
      judged.dispose();
    }
  }

  async begin(racers: Racers): Promise<void> {
    this.#repeats.push(racers);
    this.#scratchFilters = Float32Array.from(await filtersOf(racers.scratch));
    await this.#picture(racers);
  }

  /** After a turn of all four. */
  async look(): Promise<void> {
    const racers = this.#repeats.at(-1);
    if (!racers) return;
    if (this.#repeats.length === 1) await this.#picture(racers);
    if (!Object.values(racers).every(({ ended }) => ended)) return;
    for (const name of strategies) {
      const before = name === 'scratch' ? this.#scratchFilters : this.#borrowedFilters;
      this.#filterShift[name].push(relativeShift(before, await filtersOf(racers[name])));
      this.#testAccuracy[name].push(racers[name].testAccuracy);
    }
  }

  frame(progress: number): Frame {
    return {
      progress,
      strategies: perStrategy((name) => this.#state(name)),
      filters: this.#filters,
      sourceStep: this.sourceStep,
      sourceSteps: PRETRAINING_STEPS,
      sourceAccuracy: this.#sourceAccuracy,
      diverged: this.#diverged(),
    };
  }

  summary(): Summary {
    const { testAccuracy, testAccuracyMean, trainLoss } = this.#state(this.#config.strategy);
    return {
      testAccuracy,
      testAccuracyMean,
      trainLoss,
      ...prefixed('scratch', this.#state('scratch')),
      ...prefixed('frozen', this.#state('frozen')),
      ...prefixed('smallRate', this.#state('small-rate')),
      ...prefixed('full', this.#state('full')),
      sourceAccuracy: this.#sourceAccuracy,
      diverged: this.#diverged(),
    };
  }

  #diverged(): boolean {
    return this.#repeats.some((racers) => Object.values(racers).some(({ diverged }) => diverged));
  }

  #state(name: Strategy): StrategyState {
    const losses = this.#repeats.map((racers) => racers[name].losses);
    const reached = Math.max(0, ...losses.map(({ length }) => length));
    const at = (step: number) => losses.flatMap((one) => one.slice(step, step + 1));
    const steps = Array.from({ length: reached }, (_, step) => step);
    return {
      testAccuracy: [...this.#testAccuracy[name]],
      testAccuracyMean: mean(this.#testAccuracy[name]),
      trainLoss: steps.map((step) => mean(at(step))),
      lowestLoss: steps.map((step) => Math.min(...at(step))),
      highestLoss: steps.map((step) => Math.max(...at(step))),
      filterShift: mean(this.#filterShift[name]),
    };
  }

  async #picture({ scratch, full }: Racers): Promise<void> {
    const units = BACKBONE_SIZES[1];
    const own = filterMaps(this.#scratchFilters, await filtersOf(scratch), units, PICTURED_UNITS);
    const borrowed = filterMaps(this.#borrowedFilters, await filtersOf(full), units, PICTURED_UNITS);
    this.#filters = {
      scratchBefore: own.before,
      scratchAfter: own.after,
      borrowed: borrowed.before,
      fullAfter: borrowed.after,
    };
  }
}

/** Incoming weights of the first layer [784, 128], valid until the next operation. */
async function filtersOf({ model }: Transfer): Promise<Float32Array> {
  const [first] = model.layers;
  if (!first) throw new Error('a net without layers');
  return borrowFloats(first.weights);
}

function perStrategy<T>(of: (name: Strategy) => T): Record<Strategy, T> {
  return {
    scratch: of('scratch'),
    frozen: of('frozen'),
    'small-rate': of('small-rate'),
    full: of('full'),
  };
}

function prefixed<Name extends string>(name: Name, state: StrategyState): Prefixed<Name> {
  return {
    [`${name}TestAccuracy`]: state.testAccuracy,
    [`${name}TestAccuracyMean`]: state.testAccuracyMean,
    [`${name}TrainLoss`]: state.trainLoss,
    [`${name}FilterShift`]: state.filterShift,
  } as Prefixed<Name>;
}
