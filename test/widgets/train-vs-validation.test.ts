import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { runExperiment } from '#src/lab/runner.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { addWeightDecay, chain, optimizers } from '#src/nn/optimizers.ts';
import { evaluate, train, uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { type Config, type PresetName, presets } from '#widgets/train-vs-validation/config.ts';
import { experiment, type Summary } from '#widgets/train-vs-validation/experiment.ts';
import { framesOf, remembered, startBackend, stopAfter, summaryOf } from '../backends.ts';
import { seeds } from '../extent.ts';
import { valuesOf } from '../nn/small-problem.ts';

const data = nodeData();

const run = remembered(experiment, 'train-vs-validation');
const runOf = (preset: PresetName, seed: number) => run({ ...presets[preset], seed });

const last = (values: readonly number[]) => values.at(-1) ?? Number.NaN;

beforeAll(() => startBackend('wasm'));

describe.each(seeds)('seed %d', (seed) => {
  it('the gap is smallest in the good case, larger in the slight one, largest in the strong one', async () => {
    const [good, slight, strong] = [
      await runOf('good', seed),
      await runOf('slight', seed),
      await runOf('strong', seed),
    ];
    for (const { gap, trainAccuracy, validationAccuracy, diverged } of [good, slight, strong]) {
      expect(gap).toBeCloseTo(last(trainAccuracy) - last(validationAccuracy), 12);
      expect(gap).toBeGreaterThan(0);
      expect(diverged).toBe(false);
    }
    expect(good.gap).toBeLessThan(slight.gap);
    expect(slight.gap).toBeLessThan(strong.gap);
    // 200 images are learnt by heart; NumPy: validation 0.745, gap 0.255
    expect(last(strong.trainAccuracy)).toBe(1);
    expect(strong.gap).toBeGreaterThan(0.2);
    expect(last(strong.validationAccuracy)).toBeGreaterThan(0.65);
    // a small gap is not the goal
    expect(last(slight.validationAccuracy)).toBeGreaterThanOrEqual(last(good.validationAccuracy));
  });

  it('1,000 images: the validation loss turns and climbs while the accuracy holds', async () => {
    const { validationLoss, validationAccuracy, bestEpoch, trainLoss } = await runOf('early-stopping', seed);
    expect(validationLoss.length).toBe(40);
    const least = Math.min(...validationLoss);
    expect(validationLoss[bestEpoch - 1]).toBe(least);
    // NumPy: lowest after 4–10 epochs, 0.590, and 0.855 at the end
    expect(bestEpoch).toBeGreaterThan(1);
    expect(bestEpoch).toBeLessThanOrEqual(12);
    expect(last(validationLoss)).toBeGreaterThanOrEqual(1.2 * least);
    expect(last(trainLoss)).toBeLessThan(0.1 * least);
    // Accuracy does not follow: at the end it is no lower than where the loss was least, and at most 0.02 under its own
    // best, which is the largest of 40 readings that each have a standard error of √(0.19 · 0.81/2,000) = 0.009.
    expect(last(validationAccuracy)).toBeGreaterThanOrEqual(
      validationAccuracy[bestEpoch - 1] ?? Number.POSITIVE_INFINITY,
    );
    expect(last(validationAccuracy)).toBeGreaterThanOrEqual(Math.max(...validationAccuracy) - 0.02);
  });
});

it('more images close the gap: 200 against 5,000, the same net', async () => {
  const many = await summaryOf(experiment, { ...presets['early-stopping'], images: 5000, epochs: 20 });
  const few = await runOf('strong', 1);
  expect(few.gap - many.gap).toBeGreaterThanOrEqual(0.06);
  // NumPy: 0.985 and 0.844 after 20 epochs
  expect(last(many.trainAccuracy)).toBeGreaterThan(0.95);
  expect(last(many.validationAccuracy)).toBeGreaterThan(0.82);
});

it('without a penalty there is none; the stronger it is, the smaller the weights', async () => {
  const small = { ...presets['early-stopping'], images: 200, hiddenUnits: 16, epochs: 20 };
  const runs = [0, 0.02, 0.1].map((l2) => summaryOf(experiment, { ...small, l2 }));
  const [none, some, strong] = await Promise.all(runs);
  expect(none?.penaltyLoss).toEqual(Array(20).fill(0));
  expect(Math.min(...(some?.penaltyLoss ?? []))).toBeGreaterThan(0);
  const norms = [some, strong].map((run, i) => (2 * last(run?.penaltyLoss ?? [])) / ([0.02, 0.1][i] ?? 0));
  expect(norms[1]).toBeLessThan(norms[0] ?? Number.NaN);
  expect(norms[0]).toBeLessThan(2 * 16 + 20); // that of He’s weights: 784 · 16 · 2/784 + 16 · 10 · 2/16
  expect(last(strong?.trainLoss ?? [])).toBeGreaterThan(last(none?.trainLoss ?? []));
});

it('every number is that of the same net trained by hand, after each epoch', async () => {
  // 230 images: four batches of 50 to an epoch, and 30 left out
  const config: Config = { images: 230, hiddenUnits: 12, l2: 0.03, epochs: 5, seed: 4 };
  const summary = await summaryOf(experiment, config);
  const signal = new AbortController().signal;
  const training = uploadData(await data.fashionMnist('train', 230, signal), 10);
  const validation = uploadData(await data.fashionMnist('test', 2000, signal), 10);
  const model = new Mlp(
    { sizes: [784, 12, 10], activation: 'relu', initializer: { name: 'he', scale: 0 } },
    createRng(4).child('weights'),
  );
  const run = train({
    model,
    data: training,
    steps: 20,
    batchSize: 50,
    learningRate: 0.02,
    rng: createRng(4).child('batches'),
    readEvery: 1,
    optimizer: chain(addWeightDecay(0.03), optimizers.momentum({ momentum: 0.9 })),
  });
  const expected: Summary['trainLoss'][] = [];
  for await (const { step } of run) {
    if (step % 4 !== 0) continue;
    const [seen, unseen] = [await evaluate(model, training), await evaluate(model, validation)];
    const weights = await valuesOf(model.parameters.filter(({ rank }) => rank === 2));
    const squares = weights.flat().reduce((sum, w) => sum + w * w, 0);
    expected.push([seen.accuracy, unseen.accuracy, seen.loss, unseen.loss, 0.5 * 0.03 * squares]);
  }
  for (const one of [model, training, validation]) one.dispose();
  expect(expected.length).toBe(5);
  const measured = expected.map((_, epoch) =>
    [
      summary.trainAccuracy,
      summary.validationAccuracy,
      summary.trainLoss,
      summary.validationLoss,
      summary.penaltyLoss,
    ].map((curve) => curve[epoch] ?? Number.NaN),
  );
  for (const [epoch, values] of measured.entries()) {
    for (const [i, value] of values.entries()) {
      const wanted = expected[epoch]?.[i] ?? Number.NaN;
      expect(Math.abs(value / wanted - 1), `epoch ${epoch + 1}, number ${i}`).toBeLessThan(1e-5);
    }
  }
  // shares of 230 and of 2,000
  for (const [share = Number.NaN, other = Number.NaN] of measured) {
    expect(230 * share).toBeCloseTo(Math.round(230 * share), 3);
    expect(2000 * other).toBeCloseTo(Math.round(2000 * other), 3);
  }
});

it('a frame comes after each epoch, or after each step where someone goes step by step', async () => {
  const config = { ...presets.strong, images: 200, hiddenUnits: 4, epochs: 5 };
  const frames = await framesOf(experiment, config);
  expect(frames.map(({ trainLoss }) => trainLoss.length)).toEqual([1, 2, 3, 4, 5]);
  expect(frames.map(({ progress }) => progress)).toEqual(
    [0.2, 0.4, 0.6, 0.8, 1].map((x) => expect.closeTo(x, 9)),
  );
  const single = await framesOf(experiment, config, { live: { stepwise: true, changes: {} } });
  expect(single.length).toBe(20); // four batches of 50, five times
  expect(single.map(({ trainLoss }) => trainLoss.length)).toEqual(
    Array.from({ length: 20 }, (_, i) => Math.floor((i + 1) / 4)),
  );
  expect(single.at(-1)?.validationLoss).toEqual(frames.at(-1)?.validationLoss);
});

it('judges no more than 2,000 of the training images', async () => {
  const { trainAccuracy } = await summaryOf(experiment, { ...presets.good, hiddenUnits: 4, epochs: 1 });
  expect(2000 * last(trainAccuracy)).toBeCloseTo(Math.round(2000 * last(trainAccuracy)), 3);
});

it('repeats bit for bit with its seed', async () => {
  const config = { ...presets.strong, epochs: 5 };
  const first = await summaryOf(experiment, config);
  expect(await summaryOf(experiment, config)).toEqual(first);
  expect((await summaryOf(experiment, { ...config, seed: 2 })).trainLoss).not.toEqual(first.trainLoss);
});

it('gives back every tensor, finished or stopped after any of the first frames', async () => {
  const { numTensors, numBytes } = memory();
  const config = { ...presets.strong, l2: 0.02, epochs: 5 };
  await summaryOf(experiment, config);
  expect(memory()).toMatchObject({ numTensors, numBytes });
  for (const frames of [1, 2, 3]) {
    expect(await runExperiment(experiment, config, { data, ...stopAfter(frames) })).toBeUndefined();
    expect(memory(), `after ${frames} frames`).toMatchObject({ numTensors, numBytes });
  }
});
