/**
 * Do the hidden units of a net become different from one another? A 784-32-10 tanh net learns Fashion-MNIST from
 * weights that are all zero, all alike, or random and small, by plain gradient descent.
 *
 * All alike: every hidden unit computes the same output and receives the same gradient, so it stays a copy of the
 * others. All zero: h = φ(0) = 0 makes the gradient of the output weights zero, and zero output weights make that of
 * the input weights zero, exactly and for ever; only the output biases move.
 */
import { abs, max, maximum, type Scalar, tidy } from '@tensorflow/tfjs-core';
import type { Experiment, FrameBase } from '#src/lab/contract.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { maxAbs } from '#src/nn/statistics.ts';
import { evaluate, train, uploadData } from '#src/nn/train.ts';
import type { Config } from './config.ts';

export const HIDDEN_UNITS = 32;
export const PIXELS = 784;
const CLASSES = 10;
const TRAINING_IMAGES = 5000;
const VALIDATION_IMAGES = 2000;
const BATCH_SIZE = 100;
const READ_EVERY = 10;

export interface Frame extends FrameBase {
  /** Loss of each step's mini-batch. */
  readonly trainLoss: readonly number[];
  /** Steps at which the distance was taken, and the largest distance between two units' incoming weights there. */
  readonly distanceStep: readonly number[];
  readonly unitDistance: readonly number[];
  /** Incoming weights of each unit, one picture after the other, −127 … 127 for −mapScale … mapScale. */
  readonly maps: Int8Array;
  readonly mapScale: number;
}

export type Summary = {
  /** Largest |dL/dW| of any weight at any step. */
  readonly weightGradientMaxAbs: number;
  /** Largest distance between the incoming weights of two hidden units, ‖w_i − w_j‖₂, after training. */
  readonly unitDistanceMax: number;
  readonly trainLoss: readonly number[];
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly diverged: boolean;
};

const initializers = { zero: 'zero', constant: 'constant', random: 'gaussian' } as const;

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  async *run(config, { rng, data, signal }) {
    const trainingImages = await data.fashionMnist('train', TRAINING_IMAGES, signal);
    const validationImages = await data.fashionMnist('test', VALIDATION_IMAGES, signal);
    const training = uploadData(trainingImages, CLASSES);
    const validation = uploadData(validationImages, CLASSES);
    const model = new Mlp(
      {
        sizes: [PIXELS, HIDDEN_UNITS, CLASSES],
        activation: 'tanh',
        initializer: { name: initializers[config.init], scale: config.value },
      },
      rng.child('weights'),
    );
    try {
      const trainLoss: number[] = [];
      const distanceStep: number[] = [];
      const unitDistance: number[] = [];
      let weightGradientMaxAbs = 0;
      let diverged = false;

      const look = async (progress: number): Promise<Frame> => {
        const weights = await model.layers[0]?.weights.data<'float32'>();
        if (!weights) throw new Error('the net has no first layer');
        distanceStep.push(trainLoss.length);
        unitDistance.push(largestUnitDistance(weights, HIDDEN_UNITS));
        const mapScale = maxAbs(weights);
        return {
          progress,
          trainLoss,
          distanceStep,
          unitDistance,
          maps: quantise(weights, mapScale),
          mapScale,
        };
      };

      yield await look(0);
      const run = train({
        model,
        data: training,
        steps: config.steps,
        batchSize: BATCH_SIZE,
        learningRate: config.learningRate,
        rng: rng.child('batches'),
        readEvery: READ_EVERY,
        inspect: ([hiddenWeights, , outputWeights]) =>
          tidy(() => {
            if (!hiddenWeights || !outputWeights) throw new Error('the net has no weights');
            return maximum<Scalar>(max(abs(hiddenWeights)), max(abs(outputWeights)));
          }),
      });
      for await (const progress of run) {
        trainLoss.push(...progress.losses);
        for (const largest of progress.inspected) {
          if (!(largest <= weightGradientMaxAbs)) weightGradientMaxAbs = largest;
        }
        diverged = progress.diverged;
        yield await look(progress.step / config.steps);
      }
      const { loss, accuracy } = diverged
        ? { loss: Number.NaN, accuracy: Number.NaN }
        : await evaluate(model, validation);
      return {
        weightGradientMaxAbs,
        unitDistanceMax: unitDistance.at(-1) ?? Number.NaN,
        trainLoss,
        validationLoss: loss,
        validationAccuracy: accuracy,
        diverged,
      };
    } finally {
      model.dispose();
      training.dispose();
      validation.dispose();
    }
  },
};

/** max over pairs of ‖w_i − w_j‖₂, for columns w of a [rows, units] matrix. */
function largestUnitDistance(weights: Float32Array, units: number): number {
  const rows = weights.length / units;
  let largest = 0;
  for (let i = 0; i < units; i++) {
    for (let j = i + 1; j < units; j++) {
      let squares = 0;
      for (let row = 0; row < rows; row++) {
        const d = (weights[row * units + i] ?? 0) - (weights[row * units + j] ?? 0);
        squares += d * d;
      }
      if (!(squares <= largest)) largest = squares;
    }
  }
  return Math.sqrt(largest);
}

/** Columns of the weight matrix, one after the other, as signed bytes: 127 for `scale`. */
function quantise(weights: Float32Array, scale: number): Int8Array {
  const maps = new Int8Array(weights.length);
  if (!(scale > 0)) return maps;
  const rows = weights.length / HIDDEN_UNITS;
  for (let row = 0; row < rows; row++) {
    for (let unit = 0; unit < HIDDEN_UNITS; unit++) {
      maps[unit * rows + row] = Math.round(((weights[row * HIDDEN_UNITS + unit] ?? 0) / scale) * 127);
    }
  }
  return maps;
}
