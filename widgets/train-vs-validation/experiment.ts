/**
 * Mind the gap: a net of one hidden layer on some of the training images, judged after each epoch on images that it was
 * trained on and on 2,000 that it has never seen. 784-h-10 by gradient descent with momentum 0.9, mini-batches of 50;
 * the penalty ½λ‖W‖² is added to the loss.
 */
import { tidy } from '@tensorflow/tfjs-core';
import type { Experiment, FrameBase } from '#src/lab/contract.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { addPenaltyGradient, chain, optimizers } from '#src/nn/optimizers.ts';
import { l2, totalPenalty } from '#src/nn/penalties.ts';
import { evaluate, firstRows, train, uploadData } from '#src/nn/train.ts';
import type { Config } from './config.ts';

const PIXELS = 784;
const CLASSES = 10;
const VALIDATION_IMAGES = 2000;
/** Training accuracy and loss are measured on this many of the training images, the first ones. */
const JUDGED_IMAGES = 2000;
export const BATCH_SIZE = 50;
const LEARNING_RATE = 0.02;
const MOMENTUM = 0.9;

/** After each epoch; the data loss without the penalty. */
type Curves = {
  readonly trainAccuracy: readonly number[];
  readonly validationAccuracy: readonly number[];
  readonly trainLoss: readonly number[];
  readonly validationLoss: readonly number[];
  /** ½λ‖W‖² */
  readonly penaltyLoss: readonly number[];
};

export interface Frame extends FrameBase, Curves {
  readonly diverged: boolean;
}

export type Summary = Curves & {
  /** Training less validation accuracy after the last epoch. */
  readonly gap: number;
  /** The epoch with the lowest validation loss, counted from 1. */
  readonly bestEpoch: number;
  readonly diverged: boolean;
};

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  async *run(config, { rng, data, signal, live }) {
    const images = await data.fashionMnist('train', config.images, signal);
    const validationImages = await data.fashionMnist('test', VALIDATION_IMAGES, signal);
    const training = uploadData(images, CLASSES);
    const validation = uploadData(validationImages, CLASSES);
    const judged = firstRows(training, JUDGED_IMAGES);
    const model = new Mlp(
      {
        sizes: [PIXELS, config.hiddenUnits, CLASSES],
        activation: 'relu',
        initializer: { name: 'he', scale: 0 },
      },
      rng.child('weights'),
    );
    const stepsPerEpoch = Math.floor(images.count / BATCH_SIZE);
    const steps = config.epochs * stepsPerEpoch;
    const penalty = l2(config.l2);
    const curves = {
      trainAccuracy: [] as number[],
      validationAccuracy: [] as number[],
      trainLoss: [] as number[],
      validationLoss: [] as number[],
      penaltyLoss: [] as number[],
    };
    let diverged = false;
    const summary = (): Summary => ({
      ...curves,
      gap: (curves.trainAccuracy.at(-1) ?? Number.NaN) - (curves.validationAccuracy.at(-1) ?? Number.NaN),
      bestEpoch: 1 + curves.validationLoss.indexOf(Math.min(...curves.validationLoss)),
      diverged,
    });
    try {
      const run = train({
        model,
        data: training,
        steps,
        batchSize: BATCH_SIZE,
        learningRate: LEARNING_RATE,
        rng: rng.child('batches'),
        readEvery: stepsPerEpoch,
        readNow: () => live.stepwise,
        optimizer: chain(addPenaltyGradient(penalty), optimizers.momentum({ momentum: MOMENTUM })),
      });
      for await (const progress of run) {
        diverged = progress.diverged;
        if (!diverged && progress.step % stepsPerEpoch === 0) {
          const [seen, unseen] = [await evaluate(model, judged), await evaluate(model, validation)];
          curves.trainAccuracy.push(seen.accuracy);
          curves.validationAccuracy.push(unseen.accuracy);
          curves.trainLoss.push(seen.loss);
          curves.validationLoss.push(unseen.loss);
          const value = tidy(() => totalPenalty(penalty, model.parameters));
          curves.penaltyLoss.push(...(await value.data()));
          value.dispose();
        }
        yield { ...curves, progress: diverged ? 1 : progress.step / steps, diverged };
      }
      return summary();
    } finally {
      model.dispose();
      judged.dispose();
      training.dispose();
      validation.dispose();
    }
  },
};
