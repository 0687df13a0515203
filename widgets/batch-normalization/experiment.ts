/**
 * Initialise it badly: 784-100×6-10 with ReLU on 5,000 images of Fashion-MNIST, plain gradient descent, with batch norm
 * before each hidden activation or without; or both, from the same weights and through the same mini-batches.
 * Before training, one unit of the first layer: what normalising it over 1,000 images does to its distribution.
 */
import { argMax, gather, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Experiment, FrameBase, LiveControl } from '#src/lab/contract.ts';
import { denseForward } from '#src/nn/dense.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { batchNormForward } from '#src/nn/norm.ts';
import { race, TrainingRacer } from '#src/nn/race.ts';
import { histogram, shapeOf } from '#src/nn/statistics.ts';
import { type DeviceData, evaluate, firstRows, type TrainProgress, uploadData } from '#src/nn/train.ts';
import type { Rng } from '#src/random.ts';
import type { Config } from './config.ts';

const PIXELS = 784;
const CLASSES = 10;
const HIDDEN_LAYERS = 6;
const HIDDEN_UNITS = 100;
const TRAINING_IMAGES = 5000;
const VALIDATION_IMAGES = 2000;
/** Images over which the one unit is normalised. */
const UNIT_IMAGES = 1000;
/** Its histogram shows this many standard deviations either side of the mean. */
const UNIT_RANGE = 5;
const UNIT_BINS = 40;
const READ_EVERY = 10;
/** Shares of the progress bar: the one unit at the start, then training; the rest is judging the nets afterwards. */
const FIRST_SHARE = 0.01;
const TRAINING_SHARE = 0.9;
/** Batches judged by their own statistics, at most: 1,000 images in batches of 2. */
const JUDGED_BATCHES = 500;
const JUDGED_BATCHES_PER_FRAME = 50;

/** A net in training; of a diverged one the accuracies stay NaN. */
export type RunState = {
  /** Loss of each step's mini-batch; the last one is NaN where the run diverged. */
  readonly trainLoss: readonly number[];
  readonly diverged: boolean;
  /** Batch norm by its running averages. NaN until training is over. */
  readonly validationAccuracy: number;
  /** Batch norm by the statistics of the batch, in batches as large as in training. NaN until then. */
  readonly validationAccuracyBatchStatistics: number;
  /**
   * Median time of a step so far, NaN where there is none that went well. A measured time and so not repeatable: comparisons of runs
   * leave keys that end in `Millis` out (src/cli/compare.ts).
   */
  readonly stepMillis: number;
};

/** The most skewed unit of the first layer, over 1,000 images, before training. */
export type UnitState = {
  /** Counted from 1. */
  readonly unit: number;
  /** Counts of z in equal bins, from `range` times √(v + ε) below the mean to as much above it. */
  readonly preActivationHistogram: readonly number[];
  /** Counts of x̂ in equal bins, from −`range` to `range`. */
  readonly normalizedHistogram: readonly number[];
  readonly range: number;
  /** An axis from minus this to this has room for both histograms. */
  readonly reach: number;
  readonly preActivationMean: number;
  readonly preActivationStd: number;
  readonly preActivationSkew: number;
  /** Excess kurtosis: 0 for a Gaussian. So is `normalizedKurtosis`. */
  readonly preActivationKurtosis: number;
  readonly normalizedMean: number;
  readonly normalizedStd: number;
  readonly normalizedSkew: number;
  readonly normalizedKurtosis: number;
  /** γ = √(v + ε) and β = μ: they undo the normalisation. */
  readonly identityGamma: number;
  readonly identityBeta: number;
};

export interface Frame extends FrameBase {
  readonly withBatchNorm: RunState | undefined;
  readonly without: RunState | undefined;
  readonly unit: UnitState;
}

type Scalars = Omit<UnitState, 'preActivationHistogram' | 'normalizedHistogram' | 'range' | 'reach'>;

/** `other`: the run beside it; empty, NaN and false where there is none. */
export type Summary = RunState &
  Scalars & {
    readonly otherTrainLoss: readonly number[];
    readonly otherDiverged: boolean;
    readonly otherValidationAccuracy: number;
    readonly otherValidationAccuracyBatchStatistics: number;
    readonly otherStepMillis: number;
  };

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  async *run(config, { rng, data, signal, live }) {
    const trainingImages = await data.fashionMnist('train', TRAINING_IMAGES, signal);
    const validationImages = await data.fashionMnist('test', VALIDATION_IMAGES, signal);
    const training = uploadData(trainingImages, CLASSES);
    const validation = uploadData(validationImages, CLASSES);
    const normalised = [config.batchNorm, ...(config.compare ? [!config.batchNorm] : [])];
    const racers = normalised.map((batchNorm) => new NormRacer(batchNorm, config, training, rng, live));
    const [main, other] = racers;
    try {
      if (!main) throw new Error('no net');
      const unit = await unitStatistics(main.model, training, config.epsilon);
      const frame = (progress: number): Frame => ({
        progress,
        withBatchNorm: racers.find(({ batchNorm }) => batchNorm)?.state(),
        without: racers.find(({ batchNorm }) => !batchNorm)?.state(),
        unit,
      });
      yield frame(FIRST_SHARE);

      for await (const done of race(racers, config.steps)) {
        yield frame(FIRST_SHARE + TRAINING_SHARE * done);
      }

      const judged = FIRST_SHARE + TRAINING_SHARE;
      const order = rng.child('validation-batches').permutation(VALIDATION_IMAGES);
      for (const [i, racer] of racers.entries()) {
        for await (const done of racer.judge(validation, validationImages.labels, order)) {
          yield frame(judged + ((1 - judged) * (i + done)) / racers.length);
        }
      }
      yield frame(1);

      const beside = other?.state() ?? nothing;
      const { preActivationHistogram, normalizedHistogram, range, reach, ...scalars } = unit;
      return {
        ...main.state(),
        ...scalars,
        otherTrainLoss: beside.trainLoss,
        otherDiverged: beside.diverged,
        otherValidationAccuracy: beside.validationAccuracy,
        otherValidationAccuracyBatchStatistics: beside.validationAccuracyBatchStatistics,
        otherStepMillis: beside.stepMillis,
      };
    } finally {
      for (const racer of racers) await racer.dispose();
      training.dispose();
      validation.dispose();
    }
  },
};

const nothing: RunState = {
  trainLoss: [],
  diverged: false,
  validationAccuracy: Number.NaN,
  validationAccuracyBatchStatistics: Number.NaN,
  stepMillis: Number.NaN,
};

/** One net in training. */
class NormRacer extends TrainingRacer<Mlp> {
  readonly batchNorm: boolean;
  readonly #batchSize: number;
  /** Of each stretch between two reads: milliseconds a step. */
  readonly #stepMillis: number[] = [];
  #accuracy = Number.NaN;
  #batchAccuracy = Number.NaN;

  constructor(batchNorm: boolean, config: Config, data: DeviceData, rng: Rng, live: LiveControl) {
    const model = new Mlp(
      {
        sizes: [PIXELS, ...new Array<number>(HIDDEN_LAYERS).fill(HIDDEN_UNITS), CLASSES],
        activation: 'relu',
        initializer: { name: config.init, scale: config.initScale },
        ...(batchNorm ? { batchNormEpsilon: config.epsilon, batchNormAffine: config.affine } : {}),
      },
      rng.child('weights'),
    );
    super({
      model,
      data,
      steps: config.steps,
      batchSize: config.batchSize,
      learningRate: config.learningRate,
      rng: rng.child('batches'),
      readEvery: READ_EVERY,
      readNow: () => live.stepwise,
    });
    this.batchNorm = batchNorm;
    this.#batchSize = config.batchSize;
  }

  override async advance(): Promise<TrainProgress> {
    const [before, began] = [this.step, performance.now()];
    const progress = await super.advance();
    const millis = performance.now() - began;
    // a stretch that diverged has run on to its end, and tells only of the steps before
    if (!this.diverged) this.#stepMillis.push(millis / (this.step - before));
    return progress;
  }

  /** Measures both accuracies, and yields the share that is done. */
  async *judge(data: DeviceData, labels: Uint8Array, order: Int32Array): AsyncGenerator<number, void> {
    if (this.diverged) return;
    this.#accuracy = (await evaluate(this.model, data)).accuracy;
    if (!this.batchNorm) {
      this.#batchAccuracy = this.#accuracy; // no statistics in it: the same net
      return;
    }
    const batchSize = this.#batchSize;
    const batches = Math.min(JUDGED_BATCHES, Math.floor(order.length / batchSize));
    let right = 0;
    for (let i = 0; i < batches; i++) {
      const rows = order.slice(i * batchSize, (i + 1) * batchSize);
      // the training mode; that it moves the running averages matters no more
      const classes = tidy(() =>
        argMax<Tensor1D>(this.model.forward(gather(data.inputs, tensor1d(rows, 'int32'))).logits, 1),
      );
      const predicted = await classes.data();
      classes.dispose();
      for (const [k, row] of rows.entries()) right += predicted[k] === labels[row] ? 1 : 0;
      if (i % JUDGED_BATCHES_PER_FRAME === 0) yield i / batches;
    }
    this.#batchAccuracy = right / (batches * batchSize);
  }

  state(): RunState {
    return {
      trainLoss: [...this.losses],
      diverged: this.diverged,
      validationAccuracy: this.#accuracy,
      validationAccuracyBatchStatistics: this.#batchAccuracy,
      stepMillis: medianOf(this.#stepMillis),
    };
  }
}

/** Pre-activations of the first layer, before and after normalising them over the first 1,000 images. */
async function unitStatistics(model: Mlp, training: DeviceData, epsilon: number): Promise<UnitState> {
  const [layer] = model.layers;
  if (!layer) throw new Error('a net without layers');
  const images = firstRows(training, UNIT_IMAGES);
  const { z, normalized } = tidy(() => {
    const z = denseForward(images.inputs, layer.weights, layer.bias);
    return { z, normalized: batchNormForward(z, epsilon).normalized };
  });
  images.dispose();
  const before = columnsOf(await z.data<'float32'>(), HIDDEN_UNITS);
  const after = columnsOf(await normalized.data<'float32'>(), HIDDEN_UNITS);
  z.dispose();
  normalized.dispose();
  const skews = before.map((column) => Math.abs(shapeOf(column).skewness));
  const index = skews.indexOf(Math.max(...skews));
  const [own = new Float32Array(), ownNormalized = new Float32Array()] = [before[index], after[index]];
  const shape = shapeOf(own);
  const normalizedShape = shapeOf(ownNormalized);
  const width = Math.sqrt(shape.std ** 2 + epsilon);
  return {
    unit: index + 1,
    preActivationHistogram: histogram(own, [-UNIT_RANGE, UNIT_RANGE], UNIT_BINS, {
      center: shape.mean,
      scale: 1 / width,
    }),
    normalizedHistogram: histogram(ownNormalized, [-UNIT_RANGE, UNIT_RANGE], UNIT_BINS),
    range: UNIT_RANGE,
    reach: roundedUp(Math.max(UNIT_RANGE, Math.abs(shape.mean) + UNIT_RANGE * width)),
    preActivationMean: shape.mean,
    preActivationStd: shape.std,
    preActivationSkew: shape.skewness,
    preActivationKurtosis: shape.excessKurtosis,
    normalizedMean: normalizedShape.mean,
    normalizedStd: normalizedShape.std,
    normalizedSkew: normalizedShape.skewness,
    normalizedKurtosis: normalizedShape.excessKurtosis,
    identityGamma: width,
    identityBeta: shape.mean,
  };
}

/** The columns of a matrix given row by row. */
function columnsOf(values: Float32Array, columns: number): Float32Array[] {
  const rows = values.length / columns;
  return Array.from({ length: columns }, (_, column) =>
    Float32Array.from({ length: rows }, (_, row) => values[row * columns + column] ?? Number.NaN),
  );
}

/** To one digit: 8 for 7.1, 200 for 130. */
function roundedUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / unit) * unit;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}
