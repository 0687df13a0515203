import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { type RunHooks, runExperiment } from '#src/lab/runner.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { meanOfLast } from '#src/nn/statistics.ts';
import { batchIndices, evaluate, train, uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { type Config, presets, RATES } from '#widgets/learning-rates/config.ts';
import { experiment, type Frame, type Summary } from '#widgets/learning-rates/experiment.ts';
import { remembered, startBackend, stopAfter, summaryOf } from '../backends.ts';
import { seeds } from '../extent.ts';
import { take, valuesOf } from '../nn/small-problem.ts';

const data = nodeData();
const IMAGES = 5000;
const numbers = [1, 2, 3, 4] as const;

const remember = remembered(experiment, 'learning-rates');
const four = (seed: number) => remember({ ...presets.four, seed });

async function run(
  config: Config,
  hooks: Partial<RunHooks<Frame>> = {},
): Promise<{ frames: Frame[]; summary: Summary }> {
  const frames: Frame[] = [];
  const result = await runExperiment(experiment, config, {
    data,
    signal: new AbortController().signal,
    ...hooks,
    onFrame: (frame) => {
      frames.push(structuredClone(frame));
      hooks.onFrame?.(frame);
    },
  });
  if (!result) throw new Error('the run was stopped');
  return { frames, summary: result.summary };
}

const relative = (value: number | undefined, expected: number | undefined) =>
  Math.abs((value ?? Number.NaN) / (expected ?? Number.NaN) - 1);

const loadImages = () => data.fashionMnist('train', IMAGES, new AbortController().signal);

/** The net that a seed starts from. */
const freshNet = (seed: number) =>
  new Mlp(
    { sizes: [784, 100, 10], activation: 'relu', initializer: { name: 'he', scale: 0 } },
    createRng(seed).child('weights'),
  );

beforeAll(() => startBackend('wasm'));

// Mean loss of the last 30 of 300 steps, NumPy, 3 seeds: 1.03–1.10, 0.33–0.37, 0.50–0.59; 10 overflows in 4–21 steps.
describe.each(seeds)('four rates, seed %d', (seed) => {
  it('too low, good, too high and hopeless end where they should', async () => {
    const summary = await four(seed);
    const [low, good, high] = numbers.map((n) => meanOfLast(summary[`rate${n}TrainLoss`], 30));
    expect(low).toBeGreaterThan(0.95);
    expect(low).toBeLessThan(1.2);
    expect(good).toBeGreaterThan(0.28);
    expect(good).toBeLessThan(0.42);
    expect(high).toBeGreaterThan((good ?? Number.NaN) + 0.08);
    for (const n of [1, 2, 3] as const) {
      expect(summary[`rate${n}TrainLoss`].length).toBe(300);
      expect(summary[`rate${n}TrainLoss`].every(Number.isFinite)).toBe(true);
      expect(summary[`rate${n}Diverged`]).toBe(false);
    }
    expect(summary.rate4Diverged).toBe(true);
    expect(summary.rate4TrainLoss.length).toBeLessThan(50);
    expect(summary.rate4TrainLoss.slice(0, -1).every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(summary.rate4TrainLoss.at(-1))).toBe(false);
  });

  it('the low rate comes down epoch after epoch, slowly', async () => {
    const { rate1EpochLoss, rate2EpochLoss } = await four(seed);
    expect(rate1EpochLoss.length).toBe(6); // of 50 steps
    expect(rate1EpochLoss.every((loss, i) => i === 0 || loss < (rate1EpochLoss[i - 1] ?? Number.NaN))).toBe(
      true,
    );
    expect(rate1EpochLoss.at(-1)).toBeGreaterThan(rate2EpochLoss[0] ?? Number.NaN);
  });

  it('the good rate moves the weights by some thousandths a step, and the others in proportion', async () => {
    const { rate1UpdateRatio, rate2UpdateRatio } = await four(seed);
    expect(rate2UpdateRatio.length).toBe(300);
    const settled = rate2UpdateRatio.slice(20);
    expect(Math.min(...settled)).toBeGreaterThan(1e-4);
    expect(Math.max(...settled)).toBeLessThan(3e-2);
    // the first step starts from the same weights with the same gradient, whatever the rate
    expect(relative(rate2UpdateRatio[0], 100 * (rate1UpdateRatio[0] ?? Number.NaN))).toBeLessThan(1e-5);
  });
});

it('one rate by itself is the matching one of the four, bit for bit', async () => {
  const all = await four(2);
  for (const [i, learningRate] of RATES.entries()) {
    const n = numbers[i] ?? 1;
    const one = await summaryOf(experiment, { ...presets.good, learningRate, steps: 100, seed: 2 });
    expect(one.trainLoss, `rate ${learningRate}`).toEqual(all[`rate${n}TrainLoss`].slice(0, 100));
    expect(one.updateRatio).toEqual(all[`rate${n}UpdateRatio`].slice(0, 100));
    expect(one.epochLoss).toEqual(all[`rate${n}EpochLoss`].slice(0, 2));
    expect(one.diverged).toBe(n === 4);
    expect([one.rate1TrainLoss, one.rate4UpdateRatio, one.rate4Diverged]).toEqual([[], [], false]);
  }
  expect([all.trainLoss, all.updateRatio, all.diverged]).toEqual([[], [], false]);
});

it('an epoch’s loss is the mean of its steps, the last one’s of those that there were', async () => {
  const { rate2TrainLoss, rate2EpochLoss, rate4TrainLoss, rate4EpochLoss } = await four(2);
  for (const [epoch, loss] of rate2EpochLoss.entries()) {
    let sum = 0;
    for (let step = 0; step < 50; step++) sum += rate2TrainLoss[50 * epoch + step] ?? Number.NaN;
    expect(Math.abs(loss - sum / 50)).toBeLessThan(1e-9);
  }
  expect(rate4EpochLoss.length).toBe(1);
  expect(Number.isFinite(rate4EpochLoss[0])).toBe(false);
  expect(rate4TrainLoss.length).toBeGreaterThan(1);
});

it('the update ratio is ‖after − before‖/‖before‖ of the first layer’s weights', async () => {
  for (const learningRate of [0.1, 0.5]) {
    const { updateRatio } = await summaryOf(experiment, { ...presets.good, learningRate, steps: 3, seed: 2 });
    const images = uploadData(await loadImages(), 10);
    const model = freshNet(2);
    const weights = async () => (await valuesOf(model.parameters.slice(0, 1)))[0] ?? [];
    let before = await weights();
    const ratios: number[] = [];
    const rng = createRng(2).child('batches');
    const options = { model, data: images, steps: 3, batchSize: 100, learningRate, rng, readEvery: 1 };
    for await (const _ of train(options)) {
      const after = await weights();
      const moved = after.map((w, i) => w - (before[i] ?? Number.NaN));
      ratios.push(Math.sqrt(sumOfSquares(moved) / sumOfSquares(before)));
      before = after;
    }
    model.dispose();
    images.dispose();
    expect(updateRatio.length).toBe(3);
    // weights of 0.05 are rounded to 2·10⁻⁹, moves of 0.5 % or more of them
    for (const [i, ratio] of updateRatio.entries()) expect(relative(ratio, ratios[i])).toBeLessThan(1e-4);
  }
});

const sumOfSquares = (values: readonly number[]) => values.reduce((sum, value) => sum + value * value, 0);

// At a rate of 10⁻⁶ the net stays what it was, and the loss of a mini-batch is the mean of b of the 5,000 images' losses,
// drawn without replacement: its standard deviation is that of a single image's over √b, times √((5000 − b)/4999).
it('the losses of larger mini-batches scatter less, as 1/√b', async () => {
  const images = await loadImages();
  const uploaded = uploadData(images, 10);
  const model = freshNet(1);
  const logits = model.predict(uploaded.inputs);
  const values = await logits.data();
  const losses = Array.from(images.labels, (label, i) => {
    const row = Array.from(values.subarray(10 * i, 10 * i + 10));
    return Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - (row[label] ?? Number.NaN);
  });
  for (const one of [logits, model, uploaded]) one.dispose();
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / IMAGES;
  const spread = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / IMAGES);

  const scatter: number[] = [];
  for (const [batchSize, steps] of [
    [1, 500],
    [10, 500],
    [100, 200],
    [1000, 100],
  ] as const) {
    const { trainLoss } = await summaryOf(experiment, {
      ...presets.good,
      learningRate: 1e-6,
      batchSize,
      steps,
    });
    const expected = (spread / Math.sqrt(batchSize)) * Math.sqrt((IMAGES - batchSize) / (IMAGES - 1));
    const measured = Math.sqrt(trainLoss.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / steps);
    // Of n independent normals the standard deviation is known to 1/√(2n): 3 % of 500. Of 100 batches of 1,000, five make
    // up an epoch, whose sum is given: 80 are free, 8 %. Single images' losses have long tails: twice that. Three of these:
    expect(relative(measured, expected), `batches of ${batchSize}`).toBeLessThan(0.25);
    scatter.push(measured);
  }
  const [, ten = Number.NaN, , thousand = Number.NaN] = scatter;
  expect(ten / thousand).toBeGreaterThan(8); // 11.2 with the images running out, 10 without
});

it('the first loss of a batch of 1 and of 1,000 is that of its images', async () => {
  const images = await loadImages();
  for (const batchSize of [1, 1000]) {
    const { trainLoss, epochLoss, updateRatio, diverged } = await summaryOf(experiment, {
      ...presets.good,
      batchSize,
      steps: 12,
    });
    const [rows = new Int32Array(0)] = take(
      1,
      batchIndices(IMAGES, batchSize, createRng(1).child('batches')),
    );
    expect(rows.length).toBe(batchSize);
    const pixels = new Float32Array(784 * batchSize);
    for (const [k, row] of rows.entries())
      pixels.set(images.pixels.subarray(784 * row, 784 * row + 784), 784 * k);
    const batch = {
      count: batchSize,
      pixels,
      labels: Uint8Array.from(rows, (row) => images.labels[row] ?? 0),
    };
    const uploaded = uploadData(batch, 10);
    const model = freshNet(1);
    const { loss } = await evaluate(model, uploaded);
    uploaded.dispose();
    model.dispose();
    expect(relative(trainLoss[0], loss), `batch of ${batchSize}`).toBeLessThan(1e-4);
    expect([trainLoss.length, updateRatio.length, diverged]).toEqual([12, 12, false]);
    expect(epochLoss.length).toBe(batchSize === 1 ? 1 : 3); // 5,000 steps to an epoch, or 5
  }
});

describe('a rate that the reader changes while it runs', () => {
  const config = { ...presets.good, steps: 60 };

  /** Sets the rate after so many steps, as a slider would. */
  function moving(at: number, learningRate: number) {
    const changes: Record<string, number> = {};
    const onFrame = ({ curves }: Frame) => {
      if ((curves[0]?.trainLoss.length ?? 0) >= at) changes.learningRate = learningRate;
    };
    return { live: { stepwise: false, changes }, onFrame };
  }

  it('is that of the next step, and not of any before', async () => {
    const untouched = await run(config);
    const { frames, summary } = await run(config, moving(30, 0.5));
    expect(untouched.summary.trainLoss.length).toBe(60);
    // a step's loss is measured before it: the 31st is the last that knows nothing of the new rate
    expect(summary.trainLoss.slice(0, 31)).toEqual(untouched.summary.trainLoss.slice(0, 31));
    expect(summary.trainLoss[31]).not.toBe(untouched.summary.trainLoss[31]);
    expect(summary.updateRatio.slice(0, 30)).toEqual(untouched.summary.updateRatio.slice(0, 30));
    expect(
      relative(summary.updateRatio[30], 5 * (untouched.summary.updateRatio[30] ?? Number.NaN)),
    ).toBeLessThan(1e-5);
    expect(frames.map(({ rateChanges }) => rateChanges.length)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(frames.at(-1)?.rateChanges).toEqual([{ step: 30, rate: 0.5 }]);
    expect(untouched.frames.flatMap(({ rateChanges }) => rateChanges)).toEqual([]);
  });

  it('is no change where it is the same', async () => {
    const untouched = await run(config);
    const { frames, summary } = await run(config, moving(30, 0.1));
    expect(summary).toEqual(untouched.summary);
    expect(frames.at(-1)?.rateChanges).toEqual([]);
  });

  it('is not that of the four, which have their own', async () => {
    const fourAtOnce = { ...presets.four, steps: 20 };
    const untouched = await run(fourAtOnce);
    const { frames, summary } = await run(fourAtOnce, moving(10, 0.5));
    expect(summary).toEqual(untouched.summary);
    expect(frames.at(-1)?.rateChanges).toEqual([]);
  });
});

it('a frame comes after every ten steps, or after each where someone goes step by step', async () => {
  const config = { ...presets.four, steps: 40 };
  const { frames, summary } = await run(config);
  expect(frames.map(({ curves }) => curves[1]?.trainLoss.length)).toEqual([10, 20, 30, 40]);
  // the fourth has ended early, and waits with what it has
  expect(frames.at(-1)?.curves[3]?.trainLoss).toEqual(summary.rate4TrainLoss);
  expect(frames.at(-1)?.curves.map(({ rate, diverged }) => [rate, diverged])).toEqual([
    [0.001, false],
    [0.1, false],
    [0.5, false],
    [10, true],
  ]);
  const shares = frames.map(({ progress }) => progress);
  expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  expect(shares.at(-1)).toBe(1);

  const single = await run({ ...config, steps: 12 }, { live: { stepwise: true, changes: {} } });
  expect(single.frames.map(({ curves }) => curves.map(({ trainLoss }) => trainLoss.length))).toEqual(
    Array.from({ length: 12 }, (_, i) => Array(4).fill(i + 1)),
  );
  expect(single.summary.rate3TrainLoss).toEqual(summary.rate3TrainLoss.slice(0, 12));
});

it('repeats bit for bit with its seed', async () => {
  const config = { ...presets.good, steps: 30 };
  const first = await summaryOf(experiment, config);
  expect(await summaryOf(experiment, config)).toEqual(first);
  expect((await summaryOf(experiment, { ...config, seed: 2 })).trainLoss).not.toEqual(first.trainLoss);
});

it('gives back every tensor: finished, diverged, or stopped after any of the first frames', async () => {
  const { numTensors, numBytes } = memory();
  await summaryOf(experiment, { ...presets.good, steps: 20 });
  await summaryOf(experiment, presets['very-high']);
  for (const preset of ['four', 'good'] as const) {
    for (const frames of [1, 2, 3]) {
      const config = presets[preset];
      expect(await runExperiment(experiment, config, { data, ...stopAfter(frames) })).toBeUndefined();
      expect(memory(), `${preset}, after ${frames} frames`).toMatchObject({ numTensors, numBytes });
    }
  }
});
