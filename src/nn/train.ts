/** Mini-batch gradient descent on a classifier: the one training loop of the course. */
import {
  add,
  argMax,
  cast,
  equal,
  gather,
  keep,
  mean,
  oneHot,
  type Rank,
  reshape,
  type Scalar,
  slice,
  stack,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Rng } from '#src/random.ts';
import { softmaxCrossEntropy } from './losses.ts';
import type { Model } from './model.ts';
import { type OptimizerState, optimizers, type StepContext, type Transform } from './optimizers.ts';
import type { PostUpdate } from './penalties.ts';
import type { Schedule } from './schedules.ts';

/** A labelled data set on the device. */
export interface DeviceData {
  /** [n, features] */
  readonly inputs: Tensor2D;
  /** One-hot, [n, classes]. */
  readonly targets: Tensor2D;
  readonly count: number;
  dispose(): void;
}

/** Uploads n rows of `features` numbers and their labels. */
export function uploadData(
  rows: { readonly count: number; readonly pixels: Float32Array; readonly labels: Uint8Array },
  classes: number,
): DeviceData {
  const { count, pixels, labels } = rows;
  const inputs = tensor2d(pixels, [count, pixels.length / count]);
  const targets = tidy(() => {
    const rows = oneHot(tensor1d(Int32Array.from(labels), 'int32'), classes);
    return reshape<Rank.R2>(cast(rows, 'float32'), [count, classes]);
  });
  return {
    inputs,
    targets,
    count,
    dispose() {
      inputs.dispose();
      targets.dispose();
    },
  };
}

/** The first `count` rows, or all of them where there are fewer. To be disposed of on its own. */
export function firstRows({ inputs, targets, count: all }: DeviceData, count: number): DeviceData {
  const kept = Math.min(all, count);
  const rows = { inputs: slice(inputs, 0, kept), targets: slice(targets, 0, kept) };
  return {
    ...rows,
    count: kept,
    dispose() {
      rows.inputs.dispose();
      rows.targets.dispose();
    },
  };
}

/** Endless mini-batches of indices: each epoch is a fresh random order; a remainder smaller than a batch is left out. */
export function* batchIndices(count: number, batchSize: number, rng: Rng): Generator<Int32Array> {
  checkBatchSize(count, batchSize);
  for (let epoch = 0; ; epoch++) {
    const order = epochOrder(count, epoch, rng);
    for (let start = 0; start + batchSize <= count; start += batchSize) {
      yield order.subarray(start, start + batchSize);
    }
  }
}

/** The same batches on the device, where each epoch's order is uploaded once. */
function deviceBatches(count: number, batchSize: number, rng: Rng) {
  checkBatchSize(count, batchSize);
  const perEpoch = Math.floor(count / batchSize);
  let epoch = -1;
  let order: Tensor1D | undefined;
  return {
    /** Indices of the batch that `done` batches precede, int32 [batchSize]. */
    at(done: number): Tensor1D {
      const wanted = Math.floor(done / perEpoch);
      if (!order || wanted !== epoch) {
        order?.dispose();
        order = keep(tensor1d(epochOrder(count, wanted, rng), 'int32'));
        epoch = wanted;
      }
      return slice(order, (done % perEpoch) * batchSize, batchSize);
    },
    dispose: () => order?.dispose(),
  };
}

const epochOrder = (count: number, epoch: number, rng: Rng) => rng.child(epoch).permutation(count);

function checkBatchSize(count: number, batchSize: number): void {
  if (batchSize > count)
    throw new RangeError(`invalid batch size; more than the ${count} examples: ${batchSize}`);
}

/** What a step does with the gradients. */
export interface UpdateRule {
  /** Default: plain gradient descent. */
  readonly optimizer?: Transform;
  /** Projects or shrinks the parameters after each step; default: leaves them. */
  readonly postUpdate?: PostUpdate;
}

export interface Batch {
  /** [batchSize, features] */
  readonly inputs: Tensor2D;
  /** [batchSize, classes] */
  readonly targets: Tensor2D;
}

/** Logits and one-hot targets of a mini-batch, both [batchSize, classes]. */
export interface Answers {
  readonly logits: Tensor2D;
  readonly targets: Tensor2D;
}

export interface TrainOptions extends UpdateRule {
  readonly model: Model;
  readonly data: DeviceData;
  readonly steps: number;
  readonly batchSize: number;
  /** A constant, or a schedule of the steps done: asked before each step for the rate of that step. */
  readonly learningRate: number | Schedule;
  readonly rng: Rng;
  /**
   * What a step trains on, from the rows that are its turn, int32 [batchSize], and the number of steps before it;
   * runs inside the step's tidy. Default: those rows' inputs and targets.
   */
  readonly batch?: (rows: Tensor1D, step: number) => Batch;
  /** How many steps run between two reads of the losses from the device. */
  readonly readEvery: number;
  /** Asked after each step, with the steps done so far: whether its loss is wanted at once, as when someone goes step by step. */
  readonly readNow?: (step: number) => boolean;
  /**
   * Sees each step's gradients, in the order of `model.parameters`, and what the net made of the mini-batch before the
   * step; runs inside the step's tidy; what it returns is kept for the reader.
   */
  readonly inspect?: (gradients: readonly Tensor[], answers: Answers) => Scalar;
}

export interface TrainProgress {
  /** Steps done so far. */
  readonly step: number;
  /** The losses of the steps since the last progress. */
  readonly losses: readonly number[];
  /** What `inspect` returned for each of those steps; empty without it. */
  readonly inspected: readonly number[];
  /** A loss, an activation or a gradient that is not a finite number: training has stopped there. */
  readonly diverged: boolean;
}

type StepResult = {
  readonly loss: Scalar;
  /**
   * The sum of every activation and gradient of the step: not finite where any of them is not. The loss alone does not
   * tell: the WASM backend's ReLU and product (XNNPACK) turn NaN into 0, and a net that has overflowed reports the
   * loss of guessing.
   */
  readonly health: Scalar;
  readonly inspected?: Scalar;
};

/** What a step starts from: the state of the optimiser, and where it is in the run. */
export type StepStart = Omit<StepContext, 'parameters'> & { readonly state: OptimizerState };

/** One step: parameters ← postUpdate(parameters + updates). Returns the loss before it. Call inside a tidy. */
export function trainingStep(
  model: Model,
  inputs: Tensor2D,
  targets: Tensor2D,
  { state, rate, step }: StepStart,
  { optimizer = optimizers.sgd(), postUpdate, inspect }: UpdateRule & Pick<TrainOptions, 'inspect'> = {},
): { readonly result: StepResult; readonly state: Tensor[][] } {
  const pass = model.forward(inputs);
  const { loss, gradient } = softmaxCrossEntropy(pass.logits, targets);
  const gradients = model.backward(pass, gradient);
  const inspected = inspect?.(gradients, { logits: pass.logits, targets });
  // not addN: on WebGPU a program takes no more than seven inputs, and its refusal undoes the step without a word
  const health = sum<Scalar>(stack([...pass.outputs, ...gradients].map((t) => sum<Scalar>(t))));
  const { parameters } = model;
  const next = optimizer.update(gradients, state, { parameters, rate, step });
  const moved = parameters.map((parameter, i) => add(parameter, ofParameter(next.updates, i)));
  const after = postUpdate ? postUpdate(moved, rate) : moved;
  for (const [i, parameter] of parameters.entries()) parameter.assign(ofParameter(after, i));
  return { result: inspected ? { loss, health, inspected } : { loss, health }, state: next.state };
}

function ofParameter(tensors: readonly Tensor[], i: number): Tensor {
  const tensor = tensors[i];
  if (!tensor) throw new Error(`no update for parameter ${i}`);
  return tensor;
}

/** Trains, and yields the losses as they are read. Stops early where the loss is no longer finite. */
export async function* train(options: TrainOptions): AsyncGenerator<TrainProgress, void> {
  const { model, data, steps, batchSize, learningRate, rng, readEvery } = options;
  const { optimizer = optimizers.sgd() } = options;
  const rateAt: Schedule = typeof learningRate === 'number' ? () => learningRate : learningRate;
  const batches = deviceBatches(data.count, batchSize, rng);
  const batchOf =
    options.batch ??
    ((rows: Tensor1D): Batch => ({
      inputs: gather(data.inputs, rows),
      targets: gather(data.targets, rows),
    }));
  let state = optimizer.init(model.parameters);
  let pending: StepResult[] = [];
  try {
    for (let step = 1; step <= steps; step++) {
      const done = tidy(() => {
        const { inputs, targets } = batchOf(batches.at(step - 1), step - 1);
        const start = { state, rate: rateAt(step - 1), step: step - 1 };
        return trainingStep(model, inputs, targets, start, { ...options, optimizer });
      });
      disposeState(state);
      state = done.state;
      pending.push(done.result);
      if (step % readEvery !== 0 && step !== steps && !options.readNow?.(step)) continue;
      const read = await readScalars(pending.map(({ loss }) => loss));
      const health = await readScalars(pending.map((p) => p.health));
      const losses = read.map((loss, i) => (Number.isFinite(loss + (health[i] ?? 0)) ? loss : Number.NaN));
      const inspected = await readScalars(pending.flatMap((p) => (p.inspected ? [p.inspected] : [])));
      pending = [];
      const firstBad = losses.findIndex((loss) => !Number.isFinite(loss));
      if (firstBad >= 0) {
        yield {
          step: step - losses.length + firstBad + 1,
          losses: losses.slice(0, firstBad + 1),
          inspected: inspected.slice(0, firstBad + 1),
          diverged: true,
        };
        return;
      }
      yield { step, losses, inspected, diverged: false };
    }
  } finally {
    batches.dispose();
    disposeState(state);
    for (const { loss, health, inspected } of pending) {
      loss.dispose();
      health.dispose();
      inspected?.dispose();
    }
  }
}

function disposeState(state: OptimizerState): void {
  for (const tensor of state.flat()) tensor.dispose();
}

/** Reads scalars from the device in one transfer, and disposes of them. */
async function readScalars(scalars: readonly Scalar[]): Promise<number[]> {
  if (scalars.length === 0) return [];
  const stacked = tidy(() => stack([...scalars]));
  for (const s of scalars) s.dispose();
  const values = await stacked.data();
  stacked.dispose();
  return Array.from(values);
}

/** Mean cross-entropy and fraction right, in inference mode. */
export async function evaluate(
  model: Pick<Model, 'predict'>,
  data: DeviceData,
): Promise<{ loss: number; accuracy: number }> {
  const both = tidy(() => {
    const logits = model.predict(data.inputs);
    const { loss } = softmaxCrossEntropy(logits, data.targets);
    return stack([loss, fractionRight({ logits, targets: data.targets })]);
  });
  const [loss = Number.NaN, accuracy = Number.NaN] = await both.data();
  both.dispose();
  return { loss, accuracy };
}

/** The share of rows whose largest logit is that of their class. Call inside a tidy. */
export function fractionRight({ logits, targets }: Answers): Scalar {
  return mean<Scalar>(cast(equal(argMax(logits, 1), argMax(targets, 1)), 'float32'));
}

/**
 * `evaluate` on at most `rows` examples at a time, and the mean over all of them: what a deep net of convolutions needs
 * for a thousand images at once is more than a page should hold.
 */
export async function evaluateInParts(
  model: Pick<Model, 'predict'>,
  { inputs, targets, count }: DeviceData,
  rows: number,
): Promise<{ loss: number; accuracy: number }> {
  const total = { loss: 0, accuracy: 0 };
  for (let start = 0; start < count; start += rows) {
    const size = Math.min(rows, count - start);
    const part = { inputs: slice(inputs, start, size), targets: slice(targets, start, size), count: size };
    const { loss, accuracy } = await evaluate(model, { ...part, dispose() {} });
    part.inputs.dispose();
    part.targets.dispose();
    total.loss += (loss * size) / count;
    total.accuracy += (accuracy * size) / count;
  }
  return total;
}

/** The class that the model takes each row of inputs [n, features] for, in inference mode. */
export async function predictedClasses(
  model: Pick<Model, 'predict'>,
  inputs: Tensor2D,
): Promise<Int8Array<ArrayBuffer>> {
  const classes = tidy(() => argMax(model.predict(inputs), 1));
  const values = await classes.data();
  classes.dispose();
  return Int8Array.from(values);
}
