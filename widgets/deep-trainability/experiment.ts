/**
 * Can a net that starts like this be trained at all? 784-100×10-10 on Fashion-MNIST by plain gradient descent:
 * the same ten hidden layers whose statistics the course measures at initialisation, now asked to learn.
 */
import type { Experiment, FrameBase } from '#src/lab/contract.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { evaluate, train, uploadData } from '#src/nn/train.ts';
import { type Config, HIDDEN_UNITS } from './config.ts';

const PIXELS = 784;
const CLASSES = 10;
const HIDDEN_LAYERS = 10;
const TRAINING_IMAGES = 5000;
const VALIDATION_IMAGES = 2000;
export const BATCH_SIZE = 100;
const BATCH_NORM_EPSILON = 1e-5;
const READ_EVERY = 5;

export interface Frame extends FrameBase {
  /** Loss of each step's mini-batch. */
  readonly trainLoss: readonly number[];
  readonly diverged: boolean;
}

export type Summary = {
  readonly trainLoss: readonly number[];
  /** NaN where training diverged; so is the accuracy. */
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  /** A loss, an activation or a gradient was not a finite number; `trainLoss` ends there. */
  readonly diverged: boolean;
};

export const experiment: Experiment<Config, Frame, Summary> = {
  async *run(config, { rng, data, signal }) {
    const trainingImages = await data.fashionMnist('train', TRAINING_IMAGES, signal);
    const validationImages = await data.fashionMnist('test', VALIDATION_IMAGES, signal);
    const training = uploadData(trainingImages, CLASSES);
    const validation = uploadData(validationImages, CLASSES);
    const model = new Mlp(
      {
        sizes: [PIXELS, ...new Array<number>(HIDDEN_LAYERS).fill(HIDDEN_UNITS), CLASSES],
        activation: config.activation,
        initializer: { name: config.init, scale: config.scale },
        ...(config.batchNorm ? { batchNormEpsilon: BATCH_NORM_EPSILON } : {}),
      },
      rng.child('weights'),
    );
    try {
      const trainLoss: number[] = [];
      let diverged = false;
      const run = train({
        model,
        data: training,
        steps: config.steps,
        batchSize: BATCH_SIZE,
        learningRate: config.learningRate,
        rng: rng.child('batches'),
        readEvery: READ_EVERY,
      });
      for await (const progress of run) {
        trainLoss.push(...progress.losses);
        diverged = progress.diverged;
        yield { progress: diverged ? 1 : progress.step / config.steps, trainLoss, diverged };
      }
      const { loss, accuracy } = diverged
        ? { loss: Number.NaN, accuracy: Number.NaN }
        : await evaluate(model, validation);
      return { trainLoss, validationLoss: loss, validationAccuracy: accuracy, diverged };
    } finally {
      model.dispose();
      training.dispose();
      validation.dispose();
    }
  },
};
