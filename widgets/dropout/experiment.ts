/**
 * Don't memorise the wrong labels: 784-256-256-10 ReLU, He weights, on some of the training images, part of whose labels
 * are drawn anew, with dropout of the inputs and of both hidden layers. Gradient descent with momentum 0.9 at 0.02,
 * mini-batches of 50. Afterwards the net is judged in two ways: by one pass with all units (weight scaling), and by the
 * mean of the softmax over up to 50 passes with random masks (Srivastava et al. 2014, section 7.5).
 */
import {
  add,
  argMax,
  cast,
  div,
  equal,
  keep,
  log,
  maximum,
  mean,
  mul,
  neg,
  type Scalar,
  scalar,
  softmax,
  stack,
  sum,
  type Tensor2D,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import type { Experiment, FrameBase } from '#src/lab/contract.ts';
import { type ForwardPass, Mlp } from '#src/nn/mlp.ts';
import type { Model } from '#src/nn/model.ts';
import { optimizers } from '#src/nn/optimizers.ts';
import { type DeviceData, evaluate, firstRows, train, uploadData } from '#src/nn/train.ts';
import type { Rng } from '#src/random.ts';
import { type Config, EXAMPLES_SHOWN, LAYER_SIZES, MASKED_LAYERS, UNITS_SHOWN } from './config.ts';

const CLASSES = 10;
const TEST_IMAGES = 2000;
/** Training accuracy is measured on this many of the training images: the first ones, no worse a sample than others. */
const JUDGED_IMAGES = 1000;
/** The test images on which the passes with random masks are averaged: the first ones. */
export const MONTE_CARLO_IMAGES = 1000;
export const MONTE_CARLO_PASSES = 50;
export const BATCH_SIZE = 50;
const LEARNING_RATE = 0.02;
const MOMENTUM = 0.9;
/** Between two frames pass no more steps than these, or no more passes with random masks; the first step has its own. */
const STEPS_PER_FRAME = 10;
const PASSES_PER_FRAME = 5;
/** A pass over the test images takes about as long as so many training steps. */
const STEPS_PER_PASS = 5;

/** After each epoch, in inference mode; training accuracy is against the labels that the net was given. */
type Curves = {
  readonly trainAccuracy: readonly number[];
  readonly testAccuracy: readonly number[];
  /** Mean cross-entropy. */
  readonly testLoss: readonly number[];
};

/** On the first 1,000 test images, after training. */
type Prediction = {
  /** Of one pass with all units. NaN before it is there. */
  readonly weightScalingAccuracy: number;
  readonly weightScalingLoss: number;
  /** Of the mean of the softmax over 1, 2, … passes with random masks. */
  readonly monteCarloAccuracy: readonly number[];
  readonly monteCarloLoss: readonly number[];
};

/** What the newest step's masks keep, of the first examples of its mini-batch. */
export interface ShownMasks {
  /** Steps done: 1 for the first. */
  readonly step: number;
  /** [examples, layers, units shown]: 1 kept, 0 dropped. */
  readonly kept: Int8Array;
  /** [examples, layers]: of all the units of the layer. */
  readonly counts: readonly number[];
}

export interface Frame extends FrameBase, Curves, Prediction {
  readonly masks: ShownMasks;
  /** Share of the training labels that are not the true ones. */
  readonly wrongLabelFraction: number;
  readonly diverged: boolean;
}

export type Summary = Curves &
  Prediction & {
    /** Share of the inputs, of the first and of the second hidden layer that the masks of all steps kept. */
    readonly maskKeptFraction: readonly number[];
    readonly wrongLabelFraction: number;
    readonly diverged: boolean;
  };

export const experiment: Experiment<Config, Frame, Summary> = {
  async *run(config, { rng, data, signal, live }) {
    const images = await data.fashionMnist('train', config.images, signal);
    const testImages = await data.fashionMnist('test', TEST_IMAGES, signal);
    const labels = noisyLabels(images.labels, config.labelNoise, rng.child('label-noise'));
    const wrongLabelFraction = labels.filter((label, i) => label !== images.labels[i]).length / images.count;
    const training = uploadData({ ...images, labels }, CLASSES);
    const test = uploadData(testImages, CLASSES);
    const judged = firstRows(training, JUDGED_IMAGES);
    const averaged = firstRows(test, MONTE_CARLO_IMAGES);
    const model = new Mlp(
      {
        sizes: LAYER_SIZES,
        activation: 'relu',
        initializer: { name: 'he', scale: 0 },
        dropout: { input: config.inputDropRate, hidden: config.dropRate },
      },
      rng.child('weights'),
    );
    const counted = countKept(model);
    const stepsPerEpoch = Math.floor(images.count / BATCH_SIZE);
    const steps = config.epochs * stepsPerEpoch;
    const work = steps + MONTE_CARLO_PASSES * STEPS_PER_PASS;
    const curves = { trainAccuracy: [] as number[], testAccuracy: [] as number[], testLoss: [] as number[] };
    let prediction: Prediction = {
      weightScalingAccuracy: Number.NaN,
      weightScalingLoss: Number.NaN,
      monteCarloAccuracy: [],
      monteCarloLoss: [],
    };
    let masks = await shownMasks(model, 0);
    let diverged = false;
    const frame = (progress: number): Frame => ({
      ...curves,
      ...prediction,
      progress,
      masks,
      wrongLabelFraction,
      diverged,
    });
    try {
      const run = train({
        model: counted,
        data: training,
        steps,
        batchSize: BATCH_SIZE,
        learningRate: LEARNING_RATE,
        rng: rng.child('batches'),
        readEvery: stepsPerEpoch,
        readNow: () => live.stepwise || counted.passes() % STEPS_PER_FRAME === 0 || counted.passes() === 1,
        optimizer: optimizers.momentum({ momentum: MOMENTUM }),
      });
      for await (const { step, diverged: gone } of run) {
        diverged = gone;
        masks = await shownMasks(model, step - 1);
        if (!diverged && step % stepsPerEpoch === 0) {
          curves.trainAccuracy.push((await evaluate(model, judged)).accuracy);
          const unseen = await evaluate(model, test);
          curves.testAccuracy.push(unseen.accuracy);
          curves.testLoss.push(unseen.loss);
        }
        yield frame(diverged ? 1 : step / work);
      }
      const maskKeptFraction = await counted.keptFraction();
      if (!diverged) {
        const all = await evaluate(model, averaged);
        const [monteCarloAccuracy, monteCarloLoss]: [number[], number[]] = [[], []];
        prediction = {
          weightScalingAccuracy: all.accuracy,
          weightScalingLoss: all.loss,
          monteCarloAccuracy,
          monteCarloLoss,
        };
        for await (const { accuracy, loss } of monteCarlo(model, averaged)) {
          monteCarloAccuracy.push(accuracy);
          monteCarloLoss.push(loss);
          const passes = monteCarloAccuracy.length;
          if (passes % PASSES_PER_FRAME === 0 || live.stepwise)
            yield frame((steps + passes * STEPS_PER_PASS) / work);
        }
      }
      return { ...curves, ...prediction, maskKeptFraction, wrongLabelFraction, diverged };
    } finally {
      counted.dispose();
      judged.dispose();
      averaged.dispose();
      training.dispose();
      test.dispose();
    }
  },
};

/**
 * That share of the labels, at random places, drawn anew: one time in ten as what it was. A stronger noise hits the same
 * places and more. The share is exact, so that seeds differ in which labels are wrong and hardly in how many.
 */
function noisyLabels(labels: Uint8Array, noise: number, rng: Rng): Uint8Array {
  const places = rng.child('places').permutation(labels.length);
  const noisy = Uint8Array.from(labels);
  for (const place of places.subarray(0, Math.round(noise * labels.length))) noisy[place] = rng.int(CLASSES);
  return noisy;
}

/** What training pass `pass` kept of some of the units, for the first examples of its mini-batch. */
async function shownMasks(model: Mlp, pass: number): Promise<ShownMasks> {
  const masks = tidy(() => [...model.dropoutMasks(pass, EXAMPLES_SHOWN)]);
  const kept = new Int8Array(EXAMPLES_SHOWN * MASKED_LAYERS * UNITS_SHOWN).fill(1);
  const counts = new Array<number>(EXAMPLES_SHOWN * MASKED_LAYERS).fill(0);
  for (let l = 0; l < MASKED_LAYERS; l++) {
    const width = LAYER_SIZES[l] ?? 0;
    const values = await masks[l]?.data<'float32'>();
    masks[l]?.dispose();
    for (let example = 0; example < EXAMPLES_SHOWN; example++) {
      const at = example * MASKED_LAYERS + l;
      const row = values?.subarray(example * width, (example + 1) * width);
      counts[at] = row ? row.reduce((total, value) => total + (value > 0 ? 1 : 0), 0) : width;
      for (let i = 0; i < UNITS_SHOWN && row; i++)
        kept[at * UNITS_SHOWN + i] = (row[shownUnit(i, width)] ?? 0) > 0 ? 1 : 0;
    }
  }
  return { step: pass + 1, kept, counts };
}

/** Which unit of a layer the i-th one drawn is: spread evenly over them. */
const shownUnit = (i: number, width: number) => Math.floor(((i + 0.5) * width) / UNITS_SHOWN);

/** The net, with a count of what the masks of its training passes keep. */
function countKept(model: Mlp): Model<ForwardPass> & {
  passes(): number;
  /** Of the inputs and of each hidden layer, the share kept over all passes so far. */
  keptFraction(): Promise<number[]>;
} {
  const sums = Array.from({ length: MASKED_LAYERS }, () => tidy(() => variable(scalar(0))));
  const { input, hidden } = model.spec.dropout ?? { input: 0, hidden: 0 };
  let passes = 0;
  return {
    parameters: model.parameters,
    forward(x) {
      const pass = model.forward(x);
      for (const [l, total] of sums.entries()) {
        const mask = pass.trace[l]?.inputMask;
        // a mask is 0 or 1/(1 − rate)
        const share = mask ? mul<Scalar>(mean(mask), 1 - (l === 0 ? input : hidden)) : scalar(1);
        total.assign(add(total, share));
      }
      passes++;
      return pass;
    },
    backward: (pass, gradient) => model.backward(pass, gradient),
    predict: (x) => model.predict(x),
    passes: () => passes,
    async keptFraction() {
      const together = tidy(() => div(stack(sums), passes));
      const values = await together.data();
      together.dispose();
      return Array.from(values);
    },
    dispose() {
      model.dispose();
      for (const total of sums) total.dispose();
    },
  };
}

/** Accuracy and mean −log p of the mean of the softmax over 1, 2, … training-mode passes, each with masks of its own. */
async function* monteCarlo(
  model: Mlp,
  { inputs, targets }: DeviceData,
): AsyncGenerator<{ readonly accuracy: number; readonly loss: number }, void> {
  const { input, hidden } = model.spec.dropout ?? { input: 0, hidden: 0 };
  let total: Tensor2D | undefined;
  let judged = { accuracy: Number.NaN, loss: Number.NaN };
  try {
    for (let passes = 1; passes <= MONTE_CARLO_PASSES; passes++) {
      if (passes === 1 || input > 0 || hidden > 0) {
        const next = tidy(() => {
          const probabilities = softmax(model.forward(inputs).logits);
          return keep(total ? add<Tensor2D>(total, probabilities) : probabilities);
        });
        total?.dispose();
        total = next;
        judged = await judge(next, targets, passes);
      } // without masks every pass is the same
      yield judged;
    }
  } finally {
    total?.dispose();
  }
}

/** Least probability whose logarithm is taken. */
const TINY = 1e-30;

async function judge(total: Tensor2D, targets: Tensor2D, passes: number) {
  const both = tidy(() => {
    const mine = sum(mul(total, targets), 1);
    const right = cast(equal(argMax(total, 1), argMax(targets, 1)), 'float32');
    return stack([mean<Scalar>(right), neg(mean<Scalar>(log(maximum(div(mine, passes), TINY))))]);
  });
  const [accuracy = Number.NaN, loss = Number.NaN] = await both.data();
  both.dispose();
  return { accuracy, loss };
}
