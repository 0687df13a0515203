/**
 * Can it memorise? A net of one hidden layer on 20 or 500 images of Fashion-MNIST, without any regularisation: a program
 * that is right brings the training error down to zero, whatever the labels are. Five bugs can be put in its way.
 */
import { gather, neg, slice, type Tensor } from '@tensorflow/tfjs-core';
import type { Experiment, FrameBase } from '#src/lab/contract.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { chain, optimizers, type Transform } from '#src/nn/optimizers.ts';
import { type DeviceData, predictedClasses, type TrainOptions, train, uploadData } from '#src/nn/train.ts';
import type { Rng } from '#src/random.ts';
import { type Bug, bugOf, type Config, setups } from './config.ts';

const PIXELS = 784;
const CLASSES = 10;
const TINY_RATE = 1e-6;

export interface Frame extends FrameBase {
  /** Loss of each step's mini-batch. */
  readonly trainLoss: readonly number[];
  /** Share of the images whose class is the one on their label, before training and after each epoch. */
  readonly trainAccuracy: readonly number[];
  /** [images]: the class that the net takes each for, and the one on its label. */
  readonly predicted: Int8Array;
  readonly labels: Int8Array;
  readonly diverged: boolean;
}

export type Summary = {
  readonly trainLoss: readonly number[];
  /** Before training, and after each epoch. */
  readonly trainAccuracy: readonly number[];
  /** The first epoch after which every image is right; −1: none. */
  readonly epochsToFit: number;
  readonly diverged: boolean;
};

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  async *run(config, { rng, data, signal, live }) {
    const setup = setups[config.images];
    const bug = bugOf(config);
    const images = await data.fashionMnist('train', Number(config.images), signal);
    const stored =
      config.labels === 'true' ? images.labels : randomLabels(images.count, rng.child('random-labels'));
    const labels = Int8Array.from(stored);
    const taught = bug === 'off-by-one' ? stored.map((label) => (label + 1) % CLASSES) : stored;
    const training = uploadData({ ...images, labels: taught }, CLASSES);
    const model = new Mlp(
      {
        sizes: [PIXELS, setup.hiddenUnits, CLASSES],
        activation: 'relu',
        initializer: { name: bug === 'zero-init' ? 'zero' : 'he', scale: 0 },
      },
      rng.child('weights'),
    );
    const stepsPerEpoch = images.count / setup.batchSize;
    try {
      const trainLoss: number[] = [];
      const trainAccuracy: number[] = [];
      let epochsToFit = -1;
      let predicted = await predictedClasses(model, training.inputs);
      const judge = () => {
        const right = predicted.reduce((sum, value, i) => sum + (value === labels[i] ? 1 : 0), 0);
        trainAccuracy.push(right / labels.length);
        if (right === labels.length && epochsToFit < 0) epochsToFit = trainAccuracy.length - 1;
      };
      judge();
      const steps = setup.epochs * stepsPerEpoch;
      const run = train({
        model,
        data: training,
        steps,
        batchSize: setup.batchSize,
        learningRate: bug === 'tiny-rate' ? TINY_RATE : setup.learningRate,
        rng: rng.child('batches'),
        readEvery: stepsPerEpoch,
        readNow: () => live.stepwise,
        optimizer: withBug(bug, optimizers.momentum({ momentum: setup.momentum })),
        ...(bug === 'shuffle' ? { batch: onlyImagesShuffled(training, setup.batchSize) } : {}),
      });
      for await (const { step, losses, diverged } of run) {
        trainLoss.push(...losses);
        predicted = await predictedClasses(model, training.inputs);
        if (step % stepsPerEpoch === 0 && !diverged) judge();
        yield {
          progress: diverged ? 1 : step / steps,
          trainLoss,
          trainAccuracy,
          predicted,
          labels,
          diverged,
        };
        if (diverged) return { trainLoss, trainAccuracy, epochsToFit, diverged };
      }
      return { trainLoss, trainAccuracy, epochsToFit, diverged: false };
    } finally {
      model.dispose();
      training.dispose();
    }
  },
};

/** Each label drawn anew, with no regard to the picture. */
function randomLabels(count: number, rng: Rng): Uint8Array {
  return Uint8Array.from({ length: count }, () => rng.int(CLASSES));
}

/** `sign`: the first layer's weights go up the slope that all the others go down. */
function withBug(bug: Bug, optimizer: Transform): Transform {
  if (bug !== 'sign') return optimizer;
  const flipped: Transform = {
    slots: 0,
    init: () => [],
    update: (gradients, _state, { parameters }) => ({
      updates: gradients.map((gradient: Tensor, i) =>
        parameters[i]?.rank === 2 && i === 0 ? neg(gradient) : gradient,
      ),
      state: [],
    }),
  };
  return chain(flipped, optimizer);
}

/** `shuffle`: each epoch puts the images in a new order and leaves the labels in the old one. */
function onlyImagesShuffled(
  { inputs, targets, count }: DeviceData,
  batchSize: number,
): NonNullable<TrainOptions['batch']> {
  return (rows, step) => ({
    inputs: gather(inputs, rows),
    targets: slice(targets, [(step * batchSize) % count, 0], [batchSize, CLASSES]),
  });
}
