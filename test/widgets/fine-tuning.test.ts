import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { drawPerClass, withNoise } from '#src/data/classes.ts';
import { createDataSource, type DataSource } from '#src/data/data-source.ts';
import { ModelFileError } from '#src/data/model-file.ts';
import { transferTasks } from '#src/data/transfer-tasks.ts';
import { runExperiment } from '#src/lab/runner.ts';
import { createRng } from '#src/random.ts';
import { type Config, type PresetName, presets, STEPS, strategies } from '#widgets/fine-tuning/config.ts';
import { experiment, type Frame, type Summary } from '#widgets/fine-tuning/experiment.ts';
import { framesOf, remembered, startBackend, summaryOf } from '../backends.ts';
import { seeds } from '../extent.ts';
import { plainForward } from '../nn/plain-mlp.ts';

const data = nodeData();
const run = remembered(experiment);
const runOf = (preset: PresetName, seed: number) => run({ ...presets[preset], seed });
/** Short: one repeat of few images. */
const short: Config = { ...presets['8to2-few'], repeats: 1 };
const { signal } = new AbortController();

beforeAll(() => startBackend('wasm'));

// The windows are those of REFERENCE, part 3 §1.1: the means of five repeats.
describe.each(seeds)('seed %d', (seed) => {
  it('8 → 2, five images a class: fine-tuning is ahead of scratch by at least 0.03', async () => {
    const summary = await runOf('8to2-few', seed);
    // NumPy, eight repeats: scratch .903, frozen .972, × 0.1 .974
    expect(summary.fullTestAccuracyMean - summary.scratchTestAccuracyMean).toBeGreaterThanOrEqual(0.03);
    expect(summary.smallRateTestAccuracyMean - summary.scratchTestAccuracyMean).toBeGreaterThanOrEqual(0.03);
    // with so little to learn from, it makes no difference whether the borrowed layers move
    expect(Math.abs(summary.frozenTestAccuracyMean - summary.fullTestAccuracyMean)).toBeLessThan(0.02);
    // and they hardly do
    expect(summary.fullFilterShift).toBeLessThan(0.05);
  });

  it('5 → 5, a hundred images a class: frozen layers lose to scratch, fine-tuned ones do not', async () => {
    const summary = await runOf('5to5-many', seed);
    // NumPy: scratch .849, frozen .739, × 1 .857
    expect(summary.scratchTestAccuracyMean - summary.frozenTestAccuracyMean).toBeGreaterThanOrEqual(0.05);
    expect(summary.fullTestAccuracyMean).toBeGreaterThanOrEqual(summary.scratchTestAccuracyMean - 0.01);
    // frozen, the net cannot even fit what it is trained on: underfitting, and not too little data
    const end = (losses: readonly number[]) => losses.at(-1) ?? Number.NaN;
    expect(end(summary.frozenTrainLoss)).toBeGreaterThan(10 * end(summary.fullTrainLoss));
    // fine-tuning goes down faster than scratch at first
    expect(summary.fullTrainLoss[9]).toBeLessThan(summary.scratchTrainLoss[9] ?? Number.NaN);
  });

  it('without noise, from a net that has seen no shoe: borrowing does not beat scratch', async () => {
    const summary = await runOf('negative', seed);
    expect(summary.frozenTestAccuracyMean).toBeLessThanOrEqual(summary.scratchTestAccuracyMean);
    expect(summary.fullTestAccuracyMean).toBeLessThanOrEqual(summary.scratchTestAccuracyMean);
  });
});

describe('the summary', () => {
  it('has a value for each repeat, their mean, and a loss for each step; the first is that of guessing', async () => {
    const summary = await runOf('8to2-few', 1);
    for (const prefix of ['scratch', 'frozen', 'smallRate', 'full'] as const) {
      const accuracies = summary[`${prefix}TestAccuracy`];
      expect(accuracies.length).toBe(5);
      const mean = accuracies.reduce((sum, value) => sum + value, 0) / 5;
      expect(summary[`${prefix}TestAccuracyMean`]).toBeCloseTo(mean, 12);
      // whole numbers of the 400 test images of two classes
      for (const accuracy of accuracies) expect(400 * accuracy).toBeCloseTo(Math.round(400 * accuracy), 3);
      expect(summary[`${prefix}TrainLoss`].length).toBe(STEPS);
      // a head of std 0.01 on 64 activations of size about 1 leaves logits of size 0.1
      expect(Math.abs((summary[`${prefix}TrainLoss`][0] ?? Number.NaN) - Math.log(2))).toBeLessThan(0.1);
    }
    expect(summary.frozenFilterShift).toBe(0);
    expect(summary.smallRateFilterShift).toBeGreaterThan(0);
    expect(summary.smallRateFilterShift).toBeLessThan(summary.fullFilterShift);
    // what the README of the nets says, on another draw of the noise: standard error √(0.85 · 0.15/1,600) = 0.009
    expect(Math.abs(summary.sourceAccuracy - 0.8506)).toBeLessThan(0.036);
  });

  it('speaks of the strategy that is chosen, which changes nothing else', async () => {
    const of = {
      scratch: 'scratch',
      frozen: 'frozen',
      'small-rate': 'smallRate',
      full: 'full',
    } as const;
    const { testAccuracy, testAccuracyMean, trainLoss, ...rest } = await run(short);
    expect([testAccuracy, testAccuracyMean, trainLoss]).toEqual([
      rest.fullTestAccuracy,
      rest.fullTestAccuracyMean,
      rest.fullTrainLoss,
    ]);
    for (const strategy of strategies) {
      const other: Summary = await run({ ...short, strategy });
      expect(other.testAccuracy).toEqual(rest[`${of[strategy]}TestAccuracy`]);
      expect(other.trainLoss).toEqual(rest[`${of[strategy]}TrainLoss`]);
      expect(other).toMatchObject(rest);
    }
  });

  it('repeats itself for a seed, and differs for another', async () => {
    const first = await run(short);
    expect(await summaryOf(experiment, short)).toEqual(first);
    const other = await run({ ...short, seed: 2 });
    expect(other.fullTrainLoss).not.toEqual(first.fullTrainLoss);
  });
});

// With frozen layers all that is left is softmax regression on what they put out, here in doubles, from the definitions:
// p = softmax(h V + c), L = −mean log p[label], v ← 0.9 v − 0.02 ∇L, V ← V + v.
it('frozen: the losses are those of softmax regression on the activations of the borrowed layers', async () => {
  const { frozenTrainLoss } = await run(short);
  const { target, noise } = transferTasks['8to2'];
  const stream = createRng(short.seed).child('repeat').child(0);
  const drawn = drawPerClass(
    await data.fashionMnist('train', 2500),
    target,
    short.imagesPerClass,
    stream.child('images'),
  );
  const { pixels, labels, count } = withNoise(drawn, noise, stream.child('noise'));
  const { layers } = await data.model('8to2');
  const x = Array.from({ length: count }, (_, i) => Array.from(pixels.subarray(784 * i, 784 * (i + 1))));
  const parameters = layers.slice(0, 2).flatMap(({ weights, bias }) => [weights, bias]);
  const z = plainForward({ sizes: [784, 128, 64], activation: 'relu', epsilon: undefined }, parameters, x);
  const h = (z.at(-1) ?? []).map((row) => row.map((value) => Math.max(0, value)));

  const V = Array.from(
    stream
      .child('weights')
      .child('head')
      .normals(64 * 2, 0.01),
  );
  const theta = [...V, 0, 0]; // [64, 2], then the biases
  const velocity = theta.map(() => 0);
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const gradient = theta.map(() => 0);
    let loss = 0;
    for (const [n, row] of h.entries()) {
      const logits = [0, 1].map((k) =>
        row.reduce((sum, value, i) => sum + value * (theta[2 * i + k] ?? 0), theta[128 + k] ?? 0),
      );
      const total = logits.reduce((sum, one) => sum + Math.exp(one), 0);
      loss += (Math.log(total) - (logits[labels[n] ?? 0] ?? Number.NaN)) / count;
      for (const k of [0, 1]) {
        const error = (Math.exp(logits[k] ?? 0) / total - (labels[n] === k ? 1 : 0)) / count;
        for (const [i, value] of [...row.entries(), [64, 1] as const]) {
          gradient[2 * i + k] = (gradient[2 * i + k] ?? 0) + error * value;
        }
      }
    }
    losses.push(loss);
    for (const i of theta.keys()) {
      velocity[i] = 0.9 * (velocity[i] ?? 0) - 0.02 * (gradient[i] ?? 0);
      theta[i] = (theta[i] ?? 0) + (velocity[i] ?? 0);
    }
  }
  // float32 leaves 10⁻⁷ of a loss that starts at 0.7; what is a share of a loss that falls to 10⁻⁴ is larger
  for (const [step, loss] of losses.entries()) {
    expect(Math.abs((frozenTrainLoss[step] ?? Number.NaN) - loss), `step ${step + 1}`).toBeLessThan(
      2e-6 + 1e-3 * loss,
    );
  }
  expect(losses.at(-1)).toBeLessThan(0.01);
});

describe('the net to borrow from', () => {
  const without = (model: DataSource['model']): DataSource => ({
    fashionMnist: (...args) => data.fashionMnist(...args),
    model,
  });
  const noModel = createDataSource(() => Promise.reject(new Error('no file here')));

  it('that is missing ends the run with its name', async () => {
    const missing = without(async () => {
      throw new ModelFileError('missing', 'fashion-8to2.bin', 'HTTP 404');
    });
    await expect(runExperiment(experiment, short, { data: missing, signal })).rejects.toThrow(
      'fashion-8to2.bin',
    );
  });

  it('that is another net than it should be ends the run with its name and both shapes', async () => {
    const other = without((_, aborted) => data.model('5to5', aborted)); // of five classes, where eight are due
    await expect(runExperiment(experiment, short, { data: other, signal })).rejects.toThrow(
      'fashion-8to2.bin (a net of 784-128-64-5 instead of 784-128-64-8)',
    );
  });

  it('that is trained here needs no file, shows its progress, and is as good', async () => {
    const own: Config = { ...short, source: 'own' };
    const frames: Frame[] = [];
    const offline = without(noModel.model);
    const result = await runExperiment(experiment, own, {
      data: offline,
      signal,
      onFrame: (frame) => frames.push(frame),
    });
    const training = frames.filter(({ sourceStep }) => sourceStep < 800);
    expect(training.length).toBeGreaterThan(50);
    const progress = frames.map((frame) => frame.progress);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
    const { sourceAccuracy = Number.NaN, fullTestAccuracyMean } = result?.summary ?? {};
    // the shipped one reaches 0.8506; other weights, order and noise, and 1,600 test images: 0.009 of error in each
    expect(Math.abs(sourceAccuracy - 0.8506)).toBeLessThan(0.04);
    expect(fullTestAccuracyMean).toBeGreaterThan(0.93);
  });
});

describe('a run', () => {
  it('starts with a frame, ends with the numbers of its summary, and draws filters that move where they may', async () => {
    const frames = await framesOf(experiment, short);
    expect(frames[0]?.progress).toBe(0);
    expect(new Set(frames.map(({ progress }) => progress)).size).toBeGreaterThan(8);
    const { strategies: end, filters, sourceAccuracy } = frames.at(-1) ?? {};
    const summary = await run(short);
    expect(end?.full.testAccuracy).toEqual(summary.fullTestAccuracy);
    expect(sourceAccuracy).toBe(summary.sourceAccuracy); // with one repeat too
    expect(end?.full.trainLoss).toEqual(summary.fullTrainLoss);
    for (const { trainLoss, lowestLoss, highestLoss } of Object.values(end ?? {})) {
      expect([lowestLoss.length, highestLoss.length]).toEqual([trainLoss.length, trainLoss.length]);
      const outside = trainLoss.filter(
        (loss, step) => loss < (lowestLoss[step] ?? 0) * 0.9999 || loss > (highestLoss[step] ?? 0) * 1.0001,
      );
      expect(outside).toEqual([]); // no mean is above the highest or beneath the lowest
    }
    expect(filters?.scratchAfter).not.toEqual(filters?.scratchBefore);
    expect(filters?.fullAfter).not.toEqual(filters?.borrowed);
    const start = frames[0]?.filters;
    expect(start?.scratchAfter).toEqual(start?.scratchBefore);
    expect(start?.fullAfter).toEqual(start?.borrowed);
  });

  it.each(['shipped', 'own'] as const)(
    'leaves no tensor behind, also where it is stopped (%s)',
    async (source) => {
      await run(short);
      const before = memory().numTensors;
      const controller = new AbortController();
      let seen = 0;
      const stopped = await runExperiment(
        experiment,
        { ...short, source },
        {
          data,
          signal: controller.signal,
          onFrame: () => {
            if (++seen === 4) controller.abort();
          },
        },
      );
      expect(stopped).toBeUndefined();
      expect(memory().numTensors).toBe(before);
      if (source === 'shipped') await summaryOf(experiment, short);
      expect(memory().numTensors).toBe(before);
    },
  );

  it('shows every step where someone goes step by step', async () => {
    const frames = await framesOf(experiment, short, { live: { stepwise: true, changes: {} } });
    expect(frames.length).toBeGreaterThan(STEPS);
  });
});
