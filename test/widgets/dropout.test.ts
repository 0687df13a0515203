import { memory, type Rank, tidy, zeros } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { runExperiment } from '#src/lab/runner.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { optimizers } from '#src/nn/optimizers.ts';
import { evaluate, firstRows, train, uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import {
  type Config,
  EXAMPLES_SHOWN,
  LAYER_SIZES,
  MASKED_LAYERS,
  type PresetName,
  presets,
  UNITS_SHOWN,
} from '#widgets/dropout/config.ts';
import {
  experiment,
  type Frame,
  MONTE_CARLO_IMAGES,
  MONTE_CARLO_PASSES,
  type Summary,
} from '#widgets/dropout/experiment.ts';
import { framesOf, remembered, startBackend, stopAfter, summaryOf } from '../backends.ts';
import { seeds } from '../extent.ts';
import { valuesOf } from '../nn/small-problem.ts';

const data = nodeData();

const run = remembered(experiment, 'dropout');
const runOf = (preset: PresetName, seed: number) => run({ ...presets[preset], seed });

const last = (values: readonly number[]) => values.at(-1) ?? Number.NaN;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** 230 images make four batches of 50 an epoch, and 30 are left out. */
const small: Config = { ...presets['noisy-both'], images: 230, epochs: 5, seed: 4 };
const bare: Config = { ...small, dropRate: 0, inputDropRate: 0 };

beforeAll(() => startBackend('wasm'));

describe.each(seeds)('seed %d', (seed) => {
  it('30% of the labels drawn anew: without dropout the net learns them, and unlearns what it could', async () => {
    const { trainAccuracy, testAccuracy, testLoss, wrongLabelFraction, diverged } = await runOf(
      'noisy-none',
      seed,
    );
    expect(diverged).toBe(false);
    expect(testLoss.length).toBe(30);
    // 300 labels drawn from ten classes: 270 of them come out wrong, give or take √(300 · 0.1 · 0.9) = 5.2
    expect(Math.abs(1000 * wrongLabelFraction - 270)).toBeLessThan(3.3 * 5.2);
    expect(Math.max(...trainAccuracy)).toBeGreaterThan(0.95);
    // stopping early would have kept most of what dropout gains
    expect(Math.max(...testAccuracy)).toBeGreaterThan(last(testAccuracy) + 0.03);
    expect(testAccuracy.indexOf(Math.max(...testAccuracy))).toBeLessThan(10);
    expect(last(testLoss)).toBeGreaterThan(1.3 * Math.min(...testLoss));
  });

  it('with dropout it doesn’t, and does better on the test images', async () => {
    const [without, both] = [await runOf('noisy-none', seed), await runOf('noisy-both', seed)];
    expect(both.wrongLabelFraction).toBe(without.wrongLabelFraction);
    expect(last(both.trainAccuracy)).toBeLessThan(0.8); // NumPy: 0.672; 0.73 of the labels are right
    expect(last(both.testAccuracy)).toBeGreaterThan(last(without.testAccuracy));
    expect(last(both.testLoss)).toBeLessThan(last(without.testLoss));
  });

  it('clean labels: a lower test loss, and no higher accuracy', async () => {
    const [without, hidden] = [await runOf('clean-none', seed), await runOf('clean-hidden', seed)];
    expect([without.wrongLabelFraction, hidden.wrongLabelFraction]).toEqual([0, 0]);
    expect(last(without.testLoss) - last(hidden.testLoss)).toBeGreaterThanOrEqual(0.15); // NumPy: 0.969 and 0.736
    expect(last(hidden.testAccuracy)).toBeLessThanOrEqual(last(without.testAccuracy)); // 0.794 and 0.809
    expect(last(without.trainAccuracy)).toBe(1);
    expect(last(hidden.trainAccuracy)).toBeLessThan(1);
  });

  it('clean labels: thirty random masks do as well as all units at once, one does worse', async () => {
    const run = await runOf('clean-hidden', seed);
    const { monteCarloAccuracy, monteCarloLoss, weightScalingAccuracy, weightScalingLoss } = run;
    expect(monteCarloAccuracy.length).toBe(MONTE_CARLO_PASSES);
    const [one = Number.NaN, thirty = Number.NaN] = [monteCarloAccuracy[0], monteCarloAccuracy[29]];
    expect(thirty - one).toBeGreaterThanOrEqual(0.03);
    // On the same 1,000 images: of those, one is right and the other wrong on some 2.3% (NumPy, three seeds), which makes
    // for a standard error of √(0.023/1,000) = 0.005 of the difference. Each of them alone has √(0.2 · 0.8/1,000) = 0.013.
    expect(Math.abs(thirty - weightScalingAccuracy)).toBeLessThanOrEqual(0.01);
    // NumPy: 0.707 with all units, 0.985 with one mask, 0.586 with thirty: the average knows better what it doesn't know
    expect(monteCarloLoss[0]).toBeGreaterThan(weightScalingLoss);
    expect(weightScalingLoss - (monteCarloLoss[29] ?? Number.NaN)).toBeGreaterThan(0.05);
    // −log is convex: the loss of an average over masks has an expectation that falls with their number
    expect(last(monteCarloLoss)).toBeLessThan(monteCarloLoss[4] ?? Number.NaN);
    expect(monteCarloLoss[4]).toBeLessThan(monteCarloLoss[0] ?? Number.NaN);
  });

  it('keeps what it should, over all steps', async () => {
    const { maskKeptFraction } = await runOf('noisy-both', seed);
    const draws = 600 * 50;
    for (const [l, keep] of [0.8, 0.5, 0.5].entries()) {
      const deviation = Math.sqrt((keep * (1 - keep)) / (draws * (LAYER_SIZES[l] ?? 0)));
      expect(Math.abs((maskKeptFraction[l] ?? Number.NaN) - keep)).toBeLessThan(4 * deviation + 1e-6);
    }
    expect((await runOf('clean-hidden', seed)).maskKeptFraction[0]).toBe(1);
    expect((await runOf('clean-none', seed)).maskKeptFraction).toEqual([1, 1, 1]);
  });
});

// REFERENCE 2.2 (NumPy, three seeds and one draw of the noise, the first 1,000 and 2,000 images of Fashion-MNIST) has
// 0.632 → 0.739 and asks for a gain of 0.05. The same NumPy program on the course's own balanced images gives, over six
// seeds, 0.047 ± 0.018 with that draw and 0.076 ± 0.017 with fresh ones of exactly 300 labels; single runs of this
// experiment scatter still more. So the window is one for the mean over the seeds, as the reference's numbers are.
it('gains at least 0.05 of accuracy from dropout under label noise, on the average of the seeds', async () => {
  const without = await Promise.all(seeds.map((seed) => runOf('noisy-none', seed)));
  const both = await Promise.all(seeds.map((seed) => runOf('noisy-both', seed)));
  const at = (runs: readonly Summary[], key: 'testAccuracy' | 'trainAccuracy') =>
    mean(runs.map((run) => last(run[key])));
  expect(at(both, 'testAccuracy') - at(without, 'testAccuracy')).toBeGreaterThanOrEqual(0.05);
  expect(at(without, 'trainAccuracy')).toBeGreaterThan(0.95);
});

describe('the masks that are shown', () => {
  const at = (example: number, layer: number) => (example * MASKED_LAYERS + layer) * UNITS_SHOWN;
  const pictureOf = ({ masks }: Frame, example: number) =>
    String(masks.kept.subarray(at(example, 0), at(example + 1, 0)));
  const stepwise = { live: { stepwise: true, changes: {} } };

  it('are those that training uses: new at each step and for each example', async () => {
    const stop = new AbortController();
    const frames: Frame[] = [];
    await runExperiment(experiment, small, {
      data,
      signal: stop.signal,
      ...stepwise,
      onFrame: (frame) => {
        frames.push(structuredClone(frame));
        if (frames.length === 8) stop.abort();
      },
    });
    expect(frames.map(({ masks }) => masks.step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const pictures = frames.flatMap((frame) => [0, 1, 2, 3].map((example) => pictureOf(frame, example)));
    expect(new Set(pictures).size).toBe(8 * EXAMPLES_SHOWN);

    // a net of the same stream, trained by hand: what its forward passes multiply by
    const model = new Mlp(
      {
        sizes: LAYER_SIZES,
        activation: 'relu',
        initializer: { name: 'he', scale: 0 },
        dropout: { input: 0.2, hidden: 0.5 },
      },
      createRng(small.seed).child('weights'),
    );
    const inputs = zeros<Rank.R2>([50, 784]); // masks don't depend on what they are for
    for (const { masks } of frames) {
      const used = await valuesOf(
        tidy(() => model.forward(inputs).trace.flatMap(({ inputMask }) => inputMask ?? [])),
      );
      expect(used.length).toBe(MASKED_LAYERS);
      for (const [l, mask] of used.entries()) {
        const width = LAYER_SIZES[l] ?? 0;
        for (let example = 0; example < EXAMPLES_SHOWN; example++) {
          const kept = mask.slice(example * width, (example + 1) * width).map((value) => Number(value > 0));
          expect(masks.counts[example * MASKED_LAYERS + l]).toBe(kept.reduce((sum, one) => sum + one, 0));
          const shown = Array.from(masks.kept.subarray(at(example, l), at(example, l + 1)));
          expect(shown).toEqual(kept.filter((_, i) => shownUnits(width).includes(i)));
        }
      }
    }
    inputs.dispose();
    model.dispose();
  });

  const shownUnits = (width: number) =>
    Array.from({ length: UNITS_SHOWN }, (_, i) => Math.floor(((i + 0.5) / UNITS_SHOWN) * width));

  it('keep everything where nothing is dropped', async () => {
    const [frame] = await framesOf(experiment, bare);
    expect(new Set(frame?.masks.kept)).toEqual(new Set([1]));
    expect(frame?.masks.counts.slice(0, 3)).toEqual([784, 256, 256]);
  });
});

it('every number is that of the same net trained by hand', async () => {
  const summary = await summaryOf(experiment, { ...bare, labelNoise: 0 });
  const signal = new AbortController().signal;
  const training = uploadData(await data.fashionMnist('train', 230, signal), 10);
  const test = uploadData(await data.fashionMnist('test', 2000, signal), 10);
  const part = firstRows(test, MONTE_CARLO_IMAGES);
  const model = new Mlp(
    { sizes: LAYER_SIZES, activation: 'relu', initializer: { name: 'he', scale: 0 } },
    createRng(4).child('weights'),
  );
  const run = train({
    model,
    data: training,
    steps: 20,
    batchSize: 50,
    learningRate: 0.02,
    rng: createRng(4).child('batches'),
    readEvery: 4,
    optimizer: optimizers.momentum({ momentum: 0.9 }),
  });
  const epochs: number[][] = [];
  for await (const _ of run) {
    const [seen, unseen] = [await evaluate(model, training), await evaluate(model, test)];
    epochs.push([seen.accuracy, unseen.accuracy, unseen.loss]);
  }
  expect(epochs.length).toBe(5);
  const measured = epochs.map((_, i) =>
    [summary.trainAccuracy, summary.testAccuracy, summary.testLoss].map((curve) => curve[i]),
  );
  expect(measured).toEqual(epochs.map((values) => values.map((value) => expect.closeTo(value, 5))));
  const ended = await evaluate(model, part);
  expect(summary.weightScalingAccuracy).toBeCloseTo(ended.accuracy, 6);
  expect(summary.weightScalingLoss).toBeCloseTo(ended.loss, 5);
  // without masks all passes are one pass
  expect(new Set(summary.monteCarloAccuracy.map((value) => value.toFixed(6))).size).toBe(1);
  expect(summary.monteCarloAccuracy.length).toBe(MONTE_CARLO_PASSES);
  expect(last(summary.monteCarloLoss)).toBeCloseTo(ended.loss, 4);
  for (const one of [model, training, test, part]) one.dispose();
});

it('a stronger noise hits the same labels and more', async () => {
  const shares = await Promise.all(
    [0, 0.25, 0.5].map(
      async (labelNoise) => (await framesOf(experiment, { ...bare, labelNoise }))[0]?.wrongLabelFraction,
    ),
  );
  expect(shares[0]).toBe(0);
  expect(shares[1]).toBeGreaterThan(0.15);
  expect(shares[2]).toBeGreaterThan(shares[1] ?? Number.NaN);
  expect(shares[2]).toBeLessThanOrEqual(0.5);
});

it('frames come after the first step, at each epoch’s end, at least every ten steps, and at each step for who goes step by step', async () => {
  const frames = await framesOf(experiment, { ...bare, images: 1300, epochs: 2 });
  const training = frames.filter(({ monteCarloAccuracy }) => monteCarloAccuracy.length === 0);
  expect(training.map(({ masks }) => masks.step)).toEqual([1, 10, 20, 26, 30, 40, 50, 52]);
  expect(training.map(({ testLoss }) => testLoss.length)).toEqual([0, 0, 0, 1, 1, 1, 1, 2]);
  const progress = frames.map((frame) => frame.progress);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(last(progress)).toBe(1);
  expect(last(frames.map(({ monteCarloAccuracy }) => monteCarloAccuracy.length))).toBe(MONTE_CARLO_PASSES);
});

it('repeats bit for bit with its seed, also step by step', async () => {
  const first = await framesOf(experiment, small);
  const again = await framesOf(experiment, small, { live: { stepwise: true, changes: {} } });
  expect(again.at(-1)).toEqual(first.at(-1));
  const { testLoss } = await summaryOf(experiment, { ...bare, seed: 5 });
  expect(testLoss).not.toEqual((await summaryOf(experiment, bare)).testLoss);
});

it('gives back every tensor, finished or stopped while it trains or while it averages', async () => {
  const { numTensors, numBytes } = memory();
  await summaryOf(experiment, bare);
  expect(memory()).toMatchObject({ numTensors, numBytes });
  for (const frames of [1, 3, 6, 8]) {
    expect(await runExperiment(experiment, small, { data, ...stopAfter(frames) })).toBeUndefined();
    expect(memory(), `after ${frames} frames`).toMatchObject({ numTensors, numBytes });
  }
});
