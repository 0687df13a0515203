/** Mini-batch gradient descent on a classifier: the one training loop of the course. */
import {
  addN,
  argMax,
  cast,
  equal,
  gather,
  mean,
  mul,
  oneHot,
  type Rank,
  reshape,
  type Scalar,
  scalar,
  stack,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import type { Rng } from '#src/random.ts';
import { softmaxCrossEntropy } from './losses.ts';
import type { Mlp } from './mlp.ts';

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

/** Endless mini-batches of indices: each epoch is a fresh random order; a remainder smaller than a batch is left out. */
export function* batchIndices(count: number, batchSize: number, rng: Rng): Generator<Int32Array> {
  if (batchSize > count)
    throw new RangeError(`invalid batch size; more than the ${count} examples: ${batchSize}`);
  for (let epoch = 0; ; epoch++) {
    const order = rng.child(epoch).permutation(count);
    for (let start = 0; start + batchSize <= count; start += batchSize) {
      yield order.subarray(start, start + batchSize);
    }
  }
}

export interface TrainOptions {
  readonly model: Mlp;
  readonly data: DeviceData;
  readonly steps: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly rng: Rng;
  /** How many steps run between two reads of the losses from the device. */
  readonly readEvery: number;
  /** Sees each step's gradients, in the order of `model.parameters`; runs inside the step's tidy; what it returns is kept for the reader. */
  readonly inspect?: (gradients: readonly (Tensor1D | Tensor2D)[]) => Scalar;
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

/** One step of gradient descent, p ← p − rate · dL/dp; returns the loss before the step. */
export function gradientDescentStep(
  model: Mlp,
  inputs: Tensor2D,
  targets: Tensor2D,
  rate: Scalar,
  inspect?: TrainOptions['inspect'],
): StepResult {
  const pass = model.forward(inputs);
  const { loss, gradient } = softmaxCrossEntropy(pass.logits, targets);
  const gradients = model.backward(pass, gradient);
  const inspected = inspect?.(gradients);
  const health = addN([...pass.trace.map(({ output }) => output), ...gradients].map((t) => sum<Scalar>(t)));
  for (const [i, parameter] of model.parameters.entries()) descend(parameter, gradients[i], rate);
  return inspected ? { loss, health, inspected } : { loss, health };
}

function descend(parameter: Variable, gradient: Tensor1D | Tensor2D | undefined, rate: Scalar): void {
  if (!gradient) throw new Error(`no gradient for parameter ${parameter.name}`);
  parameter.assign(sub(parameter, mul(gradient, rate)));
}

/** Trains, and yields the losses as they are read. Stops early where the loss is no longer finite. */
export async function* train(options: TrainOptions): AsyncGenerator<TrainProgress, void> {
  const { model, data, steps, batchSize, learningRate, rng, readEvery, inspect } = options;
  const batches = batchIndices(data.count, batchSize, rng);
  const rate = scalar(learningRate);
  let pending: StepResult[] = [];
  try {
    for (let step = 1; step <= steps; step++) {
      const indices = batches.next().value as Int32Array;
      pending.push(
        tidy(() => {
          const rows = tensor1d(indices, 'int32');
          return gradientDescentStep(
            model,
            gather(data.inputs, rows),
            gather(data.targets, rows),
            rate,
            inspect,
          );
        }),
      );
      if (step % readEvery !== 0 && step !== steps) continue;
      const read = await readScalars(pending.map(({ loss }) => loss));
      const health = await readScalars(pending.map((p) => p.health));
      const losses = read.map((loss, i) => (Number.isFinite(health[i]) ? loss : Number.NaN));
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
    rate.dispose();
    for (const { loss, health, inspected } of pending) {
      loss.dispose();
      health.dispose();
      inspected?.dispose();
    }
  }
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
export async function evaluate(model: Mlp, data: DeviceData): Promise<{ loss: number; accuracy: number }> {
  const both = tidy(() => {
    const logits = model.predict(data.inputs);
    const { loss } = softmaxCrossEntropy(logits, data.targets);
    const right = cast(equal(argMax(logits, 1), argMax(data.targets, 1)), 'float32');
    return stack([loss, mean<Scalar>(right)]);
  });
  const [loss = Number.NaN, accuracy = Number.NaN] = await both.data();
  both.dispose();
  return { loss, accuracy };
}
