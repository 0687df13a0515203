/**
 * Three checks before any long run, on 784-50-10 (ReLU) and Fashion-MNIST: the loss that the net starts with, against what
 * theory expects; the penalty ½λ‖W‖² turned up, against what it has to add; then training, with data loss and penalty
 * apart.
 */
import { type Scalar, tidy } from '@tensorflow/tfjs-core';
import type { Experiment, FrameBase } from '#src/lab/contract.ts';
import { expectedInitialLoss, initialLossOfSmallLogits } from '#src/nn/initial-loss.ts';
import { type Initializer, weightStd } from '#src/nn/initializers.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { addPenaltyGradient, chain, optimizers } from '#src/nn/optimizers.ts';
import { l2, totalPenalty } from '#src/nn/penalties.ts';
import { adjustable, type RateChange } from '#src/nn/schedules.ts';
import { meanOfLast } from '#src/nn/statistics.ts';
import { type DeviceData, evaluate, firstRows, train, uploadData } from '#src/nn/train.ts';
import type { Rng } from '#src/random.ts';
import { BATCH_SIZE, CLASSES, type Config, SIZES, TRAINING_STEPS } from './config.ts';

const TRAINING_IMAGES = 5000;
/** The first loss is measured on these. */
const FIRST_IMAGES = 500;
const READ_EVERY = 5;
/** Standard deviations at which the first rung is measured, for the curve around the reader's own. */
const SWEEP = [1e-4, 1e-3, 0.003, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1];
/** Of the run's work. */
const SWEEP_SHARE = 0.25;
/** The loss has fallen where its last steps lie this much below the first loss, relative to it. */
const FALL = 0.01;
const LAST_STEPS = 20;

/** The first rung at one size of the weights. */
export interface InitialLoss {
  readonly scale: number;
  readonly measured: number;
  readonly expected: number;
}

export interface Frame extends FrameBase {
  readonly initialLoss: number;
  readonly expectedInitialLoss: number;
  readonly penaltyLoss: number;
  readonly expectedPenaltyLoss: number;
  readonly sweep: readonly InitialLoss[];
  /** ‖W‖² over all weights, before training. */
  readonly squaredNorm: number;
  /** Data loss and penalty of each step, before it. */
  readonly trainLoss: readonly number[];
  readonly trainPenalty: readonly number[];
  readonly rateChanges: readonly RateChange[];
  readonly diverged: boolean;
}

export type Summary = {
  /** Data loss before training: mean cross-entropy of 500 images. */
  readonly initialLoss: number;
  /** What theory expects of it, on the average over the draws of the weights. */
  readonly expectedInitialLoss: number;
  /** ln 10 + 0.45 s², the first two terms of the same, with s² the variance of the logits. */
  readonly smallLogitLoss: number;
  /** s², expected. */
  readonly logitVariance: number;
  /** ½λ‖W‖² before training, and what it is on the average over the draws of the weights. */
  readonly penaltyLoss: number;
  readonly expectedPenaltyLoss: number;
  readonly trainLoss: readonly number[];
  readonly trainPenalty: readonly number[];
  /** Data loss and penalty together ended at least 1% below where they began. */
  readonly lossFalls: boolean;
  readonly diverged: boolean;
};

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  async *run(config, { rng, data, signal, live }) {
    const images = await data.fashionMnist('train', TRAINING_IMAGES, signal);
    const training = uploadData(images, CLASSES);
    const first = firstRows(training, FIRST_IMAGES);
    const initializer: Initializer = { name: config.init, scale: config.initScale };
    const weights = rng.child('weights');
    const model = new Mlp({ sizes: SIZES, activation: 'relu', initializer }, weights);
    const lengths = squaredLengths(images.pixels.subarray(0, FIRST_IMAGES * SIZES[0]));
    const penalty = l2(config.penaltyStrength);
    const { schedule, changes } = adjustable(config.learningRate, () => live.changes.learningRate);
    try {
      const logitVariance = logitVarianceOf(initializer) * lengths.mean;
      const { loss: initialLoss } = await evaluate(model, first);
      const [penaltyLoss, squaredNorm] = await Promise.all([
        read(() => totalPenalty(penalty, model.parameters)),
        read(() => totalPenalty(l2(2), model.parameters)),
      ]);
      const checks = {
        initialLoss,
        expectedInitialLoss: expectedLoss(initializer, lengths),
        penaltyLoss,
        expectedPenaltyLoss: (config.penaltyStrength / 2) * expectedSquaredNorm(initializer),
      };
      const sweep: InitialLoss[] = [];
      const trainLoss: number[] = [];
      const trainPenalty: number[] = [];
      let diverged = false;
      const frame = (progress: number): Frame => ({
        ...checks,
        progress,
        sweep,
        squaredNorm,
        trainLoss,
        trainPenalty,
        rateChanges: [...changes],
        diverged,
      });
      for (const scale of SWEEP) {
        const at: Initializer = { name: 'gaussian', scale };
        const measured = await initialLossAt(at, first, weights);
        sweep.push({ scale, measured, expected: expectedLoss(at, lengths) });
        yield frame((SWEEP_SHARE * sweep.length) / SWEEP.length);
      }
      const run = train({
        model,
        data: training,
        steps: TRAINING_STEPS,
        batchSize: BATCH_SIZE,
        learningRate: schedule,
        rng: rng.child('batches'),
        readEvery: READ_EVERY,
        readNow: () => live.stepwise,
        optimizer: chain(addPenaltyGradient(penalty), optimizers.sgd()),
        inspect: () => totalPenalty(penalty, model.parameters),
      });
      for await (const progress of run) {
        trainLoss.push(...progress.losses);
        trainPenalty.push(...progress.inspected);
        diverged = progress.diverged;
        const share = SWEEP_SHARE + (1 - SWEEP_SHARE) * (progress.step / TRAINING_STEPS);
        yield frame(diverged ? 1 : share);
      }
      const last = meanOfLast(trainLoss, LAST_STEPS) + meanOfLast(trainPenalty, LAST_STEPS);
      return {
        ...checks,
        smallLogitLoss: initialLossOfSmallLogits(logitVariance, CLASSES),
        logitVariance,
        trainLoss,
        trainPenalty,
        lossFalls: !diverged && last < (1 - FALL) * (initialLoss + penaltyLoss),
        diverged,
      };
    } finally {
      model.dispose();
      first.dispose();
      training.dispose();
    }
  },
};

async function read(value: () => Scalar): Promise<number> {
  const scalar = tidy(value);
  const [number = Number.NaN] = await scalar.data();
  scalar.dispose();
  return number;
}

async function initialLossAt(initializer: Initializer, data: DeviceData, rng: Rng): Promise<number> {
  const model = new Mlp({ sizes: SIZES, activation: 'relu', initializer }, rng);
  try {
    return (await evaluate(model, data)).loss;
  } finally {
    model.dispose();
  }
}

/** Mean and standard deviation of ‖x‖² over the images. */
function squaredLengths(pixels: Float32Array): { mean: number; std: number } {
  const lengths = Array.from({ length: pixels.length / SIZES[0] }, (_, i) =>
    pixels.subarray(i * SIZES[0], (i + 1) * SIZES[0]).reduce((sum, x) => sum + x * x, 0),
  );
  const mean = lengths.reduce((sum, l) => sum + l, 0) / lengths.length;
  const variance = lengths.reduce((sum, l) => sum + (l - mean) ** 2, 0) / lengths.length;
  return { mean, std: Math.sqrt(variance) };
}

/**
 * Variance of a logit for an image with ‖x‖² = 1, over the draws of the weights: σ₁² of it is that of a pre-activation;
 * ReLU leaves half of the mean square; 50 units add up with weights of variance σ₂².
 */
function logitVarianceOf(initializer: Initializer): number {
  const [first, second] = [weightStd(initializer, SIZES[0]), weightStd(initializer, SIZES[1])];
  return first ** 2 * 0.5 * SIZES[1] * second ** 2;
}

/** Over images of different lengths: two of them, with the mean and the spread of all. */
function expectedLoss(initializer: Initializer, { mean, std }: { mean: number; std: number }): number {
  const variance = logitVarianceOf(initializer);
  const [short, long] = [mean - std, mean + std].map((l) => expectedInitialLoss(variance * l, CLASSES));
  return ((short ?? Number.NaN) + (long ?? Number.NaN)) / 2;
}

/** E‖W‖² over the draws of the weights. */
function expectedSquaredNorm(initializer: Initializer): number {
  const [inputs, units, classes] = SIZES;
  const [first, second] = [weightStd(initializer, inputs), weightStd(initializer, units)];
  return inputs * units * first ** 2 + units * classes * second ** 2;
}
