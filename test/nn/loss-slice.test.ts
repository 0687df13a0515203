import { add, memory, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { assign, dot, sliceOf, steepestAcross } from '#src/nn/loss-slice.ts';
import { softmaxCrossEntropy } from '#src/nn/losses.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { startBackend } from '../backends.ts';
import { CLASSES, FEATURES, points } from './small-problem.ts';

beforeAll(() => startBackend('cpu'));

const net = (seed: number) =>
  new Mlp(
    { sizes: [FEATURES, 9, CLASSES], activation: 'relu', initializer: { name: 'he', scale: 0 } },
    createRng(seed),
  );

/** The slice through one net along another's weights and a third's, with the full net to compare with. */
async function setUp() {
  const rows = points();
  const data = uploadData(rows, CLASSES);
  const models = [net(1), net(2), net(3)] as const;
  const copies = (model: Mlp): Tensor[] => model.parameters.map((parameter) => parameter.clone());
  const [centre, first, second] = [copies(models[0]), copies(models[1]), copies(models[2])];
  const slice = await sliceOf(data, centre, first, second, rows.labels);
  /** Loss and projected gradient of the net itself at w(x, y). */
  const whole = async (x: number, y: number) => {
    const results = tidy(() => {
      assign(
        models[0],
        centre.map((one, i) => add<Tensor>(add(one, mul(first[i] ?? one, x)), mul(second[i] ?? one, y))),
      );
      const pass = models[0].forward(data.inputs);
      const { loss, gradient } = softmaxCrossEntropy(pass.logits, data.targets);
      const gradients = models[0].backward(pass, gradient);
      return [loss, dot(gradients, first), dot(gradients, second)];
    });
    const values = await Promise.all(results.map(async (one) => (await one.data())[0] ?? Number.NaN));
    for (const one of results) one.dispose();
    return values;
  };
  const dispose = () => {
    for (const one of [...centre, ...first, ...second, ...models, data]) one.dispose();
  };
  return { slice, whole, models, data, centre, first, dispose };
}

const places = [
  [0, 0],
  [0.4, -0.3],
  [-1, 1.5],
  [0.01, 0.9],
] as const;

it('has the loss of the net, and its gradient projected on the two directions', async () => {
  const { slice, whole, dispose } = await setUp();
  for (const [x, y] of places) {
    const [loss = Number.NaN, dx = Number.NaN, dy = Number.NaN] = await whole(x, y);
    const slope = new Float64Array(2);
    slice.gradient(x, y, slope);
    expect(slice.value(x, y)).toBeCloseTo(loss, 4);
    expect(slope[0]).toBeCloseTo(dx, 4);
    expect(slope[1]).toBeCloseTo(dy, 4);
  }
  dispose();
});

it('has the gradient that differences of its values give', async () => {
  const { slice, dispose } = await setUp();
  const step = 1e-6;
  const slope = new Float64Array(2);
  for (const [x, y] of places) {
    slice.gradient(x, y, slope);
    expect(slope[0]).toBeCloseTo((slice.value(x + step, y) - slice.value(x - step, y)) / (2 * step), 5);
    expect(slope[1]).toBeCloseTo((slice.value(x, y + step) - slice.value(x, y - step)) / (2 * step), 5);
  }
  dispose();
});

it('finds a direction across another, as long, in which the loss curves more than in others; and gives back its tensors', async () => {
  const { data, models, first, dispose } = await setUp();
  const before = memory().numTensors;
  const across = steepestAcross(models[0], data, first);
  expect(memory().numTensors).toBe(before + across.length);
  const numbers = tidy(() => [dot(across, first), dot(across, across), dot(first, first)]);
  const [overlap = Number.NaN, size = Number.NaN, length = Number.NaN] = await Promise.all(
    numbers.map(async (one) => (await one.data())[0] ?? Number.NaN),
  );
  expect(Math.abs(overlap)).toBeLessThan(1e-4 * length);
  expect(Math.abs(size / length - 1)).toBeLessThan(1e-4);

  /** Second difference of the loss along a direction brought to length 1. */
  const curvature = async (direction: readonly Tensor[], squared: number) => {
    const slice = await sliceOf(data, models[0].parameters, direction, direction, points().labels);
    const step = 0.05 / Math.sqrt(squared);
    return (slice.value(step, 0) - 2 * slice.value(0, 0) + slice.value(-step, 0)) / 0.05 ** 2;
  };
  const steepest = await curvature(across, size);
  for (let seed = 10; seed < 20; seed++) {
    const other = net(seed);
    const squared = tidy(() => dot(other.parameters, other.parameters));
    const [value = Number.NaN] = await squared.data();
    expect(await curvature(other.parameters, value)).toBeLessThan(steepest);
    other.dispose();
    squared.dispose();
  }
  for (const one of [...across, ...numbers]) one.dispose();
  dispose();
  expect(memory().numTensors).toBe(0);
});
