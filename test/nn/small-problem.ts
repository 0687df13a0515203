/** A small classification problem, and a training run on it, for the tests of training. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import type { MlpSpec } from '#src/nn/mlp.ts';
import type { Model } from '#src/nn/model.ts';
import { type DeviceData, type TrainOptions, type TrainProgress, train } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';

export const CLASSES = 4;
export const FEATURES = 12;
export const COUNT = 90;
export const STEPS = 20;
export const BATCH_SIZE = 20; // 4 batches an epoch, with 10 examples left out: 20 steps cross four ends of an epoch
export const RATE = 0.2;

export const take = <T>(count: number, from: Iterator<T>): T[] =>
  Array.from({ length: count }, () => from.next()).flatMap(({ value, done }) => (done ? [] : [value]));

/** Points in four clusters, so that there is something to learn. */
export function points() {
  const rng = createRng(5).child('points');
  const centres = rng.normals(CLASSES * FEATURES, 1);
  const labels = Uint8Array.from({ length: COUNT }, () => rng.int(CLASSES));
  const pixels = rng.normals(COUNT * FEATURES, 0.7).map((value, i) => {
    const label = labels[Math.floor(i / FEATURES)] ?? 0;
    return value + (centres[label * FEATURES + (i % FEATURES)] ?? Number.NaN);
  });
  return { count: COUNT, pixels, labels };
}

export const spec = (rest: Partial<MlpSpec> = {}): MlpSpec => ({
  sizes: [FEATURES, 9, 7, CLASSES],
  activation: 'tanh',
  initializer: { name: 'xavier', scale: 1 },
  ...rest,
});

export const options = (model: Model, data: DeviceData, rest: Partial<TrainOptions> = {}): TrainOptions => ({
  model,
  data,
  steps: STEPS,
  batchSize: BATCH_SIZE,
  learningRate: RATE,
  rng: createRng(6).child('batches'),
  readEvery: 3,
  ...rest,
});

/** All that `train` yields. */
export async function collect(given: TrainOptions): Promise<TrainProgress[]> {
  const seen: TrainProgress[] = [];
  for await (const progress of train(given)) seen.push(progress);
  return seen;
}
export const valuesOf = (tensors: readonly Tensor[]) =>
  Promise.all(tensors.map(async (t) => Array.from(await t.data())));

/** The largest |a − b|; NaN where either is. */
export const distance = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - (b[i] ?? Number.NaN))), 0);
};
