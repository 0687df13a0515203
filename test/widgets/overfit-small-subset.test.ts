import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { runExperiment } from '#src/lab/runner.ts';
import { meanOfLast } from '#src/nn/statistics.ts';
import { batchIndices } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { type Bug, bugOf, bugs, presets } from '#widgets/overfit-small-subset/config.ts';
import { experiment, type Summary } from '#widgets/overfit-small-subset/experiment.ts';
import { framesOf, remembered, startBackend, stopAfter, summaryOf } from '../backends.ts';
import { seeds } from '../extent.ts';
import { take } from '../nn/small-problem.ts';

const data = nodeData();
const LN10 = Math.log(10);
/** 500 images in batches of 50. */
const STEPS_PER_EPOCH = 10;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Each run of 500 images is asked about more than once. */
const runOf = remembered(experiment, 'overfit-small-subset');

/** Which bug a run of 500 images has, from its two curves alone. */
function diagnose({ trainLoss, trainAccuracy }: Pick<Summary, 'trainLoss' | 'trainAccuracy'>): Bug {
  const end = meanOfLast(trainLoss, STEPS_PER_EPOCH);
  if (!Number.isFinite(end) || end > 2 * (trainLoss[0] ?? Number.NaN)) return 'sign';
  if (end < 0.1) return (trainAccuracy.at(-1) ?? Number.NaN) > 0.5 ? 'none' : 'off-by-one';
  if (trainLoss.every((loss) => Math.abs(loss - LN10) < 0.01)) return 'zero-init';
  return end > LN10 + 0.2 ? 'tiny-rate' : 'shuffle';
}

describe('on wasm', () => {
  beforeAll(() => startBackend('wasm'));

  describe.each(seeds)('seed %d', (seed) => {
    // NumPy, three seeds: all right after 8–11 epochs with the true labels, 20–22 with random ones; 20 images after 4–10
    it.each([
      ['memorise', 20],
      ['random-labels', 40],
      ['twenty', 15],
    ] as const)('%s: every image is right within %d epochs', async (preset, within) => {
      const { trainAccuracy, epochsToFit, diverged } = await runOf({ ...presets[preset], seed });
      expect(trainAccuracy[0]).toBeLessThan(0.5);
      expect(epochsToFit).toBe(trainAccuracy.indexOf(1));
      expect(epochsToFit).toBeGreaterThan(1);
      expect(epochsToFit).toBeLessThanOrEqual(within);
      expect(trainAccuracy.at(-1)).toBe(1);
      expect(diverged).toBe(false);
    });

    it('20 images: 200 epochs of one step each bring the loss below 0.005', async () => {
      const { trainLoss, trainAccuracy } = await runOf({ ...presets.twenty, seed });
      expect([trainLoss.length, trainAccuracy.length]).toEqual([200, 201]);
      expect(trainLoss.at(-1)).toBeLessThan(0.005);
      expect(trainLoss.at(-1)).toBeGreaterThan(0);
    });

    it('sign: the loss leaves upwards', async () => {
      const { trainLoss, epochsToFit, diverged } = await runOf({ ...presets.sign, seed });
      expect(diverged).toBe(true);
      expect(trainLoss.length).toBeLessThan(400);
      expect(Number.isFinite(trainLoss.at(-1))).toBe(false);
      expect(trainLoss.slice(0, -1).every(Number.isFinite)).toBe(true);
      expect(trainLoss.at(-2)).toBeGreaterThan(100 * (trainLoss[0] ?? Number.NaN));
      expect(epochsToFit).toBe(-1);
    });

    it('shuffle: down to the loss of guessing, and no further', async () => {
      const { trainLoss, trainAccuracy, epochsToFit } = await runOf({ ...presets.shuffle, seed });
      expect(trainLoss[0]).toBeGreaterThan(LN10 + 0.3);
      expect(Math.abs(meanOfLast(trainLoss, 100) - LN10)).toBeLessThan(0.1);
      // what is left to jitter: the labels of 50 images are not exactly 5 of each class
      expect(Math.min(...trainLoss.slice(-100))).toBeLessThan(LN10);
      expect(epochsToFit).toBe(-1);
      // ten classes by chance: the share that is right is 0.1 ± 0.013 for guesses; a net prefers some classes
      expect(Math.max(...trainAccuracy)).toBeLessThan(0.25);
    });

    // With no weights there is no hidden activation, so nothing but the ten output biases b ever has a gradient: that of
    // −Σ f_c log softmax(b)_c, with f the shares of the classes among the batch's labels. Ten numbers, in doubles.
    it('zero-init: every loss is that of ten biases, and stays at ln 10', async () => {
      const { trainLoss, trainAccuracy, epochsToFit } = await summaryOf(experiment, {
        ...presets['zero-init'],
        seed,
      });
      const { labels } = await data.fashionMnist('train', 500, new AbortController().signal);
      const batches = take(400, batchIndices(500, 50, createRng(seed).child('batches')));
      const bias = new Float64Array(10);
      const velocity = new Float64Array(10);
      const expected = batches.map((rows) => {
        const share = new Float64Array(10);
        for (const row of rows) share[labels[row] ?? -1] = (share[labels[row] ?? -1] ?? Number.NaN) + 1 / 50;
        const total = bias.reduce((sum, b) => sum + Math.exp(b), 0);
        const loss = Math.log(total) - bias.reduce((sum, b, c) => sum + b * (share[c] ?? Number.NaN), 0);
        for (const [c, b] of bias.entries()) {
          const gradient = Math.exp(b) / total - (share[c] ?? Number.NaN);
          velocity[c] = 0.9 * (velocity[c] ?? Number.NaN) - 0.02 * gradient;
          bias[c] = b + (velocity[c] ?? Number.NaN);
        }
        return loss;
      });
      expect(trainLoss.length).toBe(400);
      for (const [step, loss] of trainLoss.entries()) {
        expect(Math.abs(loss - (expected[step] ?? Number.NaN)), `step ${step}`).toBeLessThan(2e-6);
        // A share has a standard deviation of √(0.09/50) = 0.042 over the batches. The sum of an epoch's is that of all
        // 500 labels, 50 of each class, so momentum carries on what at most ten batches brought: 14 × 0.02 × 0.042 =
        // 0.012 for a bias, and √10 × 0.042 × 0.012 = 0.0016 for the loss. Six of these:
        expect(Math.abs(loss - LN10), `step ${step}`).toBeLessThan(0.01);
      }
      expect(Math.abs(mean(trainLoss) - LN10)).toBeLessThan(1e-3);
      expect(trainLoss[0]).toBeCloseTo(LN10, 5);
      expect(new Set(trainAccuracy.map((share) => share.toFixed(6)))).toEqual(new Set(['0.100000']));
      expect(epochsToFit).toBe(-1);
    });

    it('tiny-rate: nothing moves by more than the noise of mini-batches, well above ln 10', async () => {
      const { trainLoss, trainAccuracy, epochsToFit } = await runOf({ ...presets['tiny-rate'], seed });
      const epochs = Array.from({ length: 40 }, (_, i) =>
        trainLoss.slice(i * STEPS_PER_EPOCH, (i + 1) * STEPS_PER_EPOCH),
      );
      const means = epochs.map(mean); // of the same 500 images each
      const noise = Math.sqrt(
        mean(epochs.flatMap((own, i) => own.map((loss) => (loss - (means[i] ?? Number.NaN)) ** 2))),
      );
      expect(Math.abs((means[39] ?? Number.NaN) - (means[0] ?? Number.NaN))).toBeLessThan(noise);
      expect(Math.min(...means)).toBeGreaterThan(LN10 + 0.3);
      const changes = trainAccuracy.map((share) => Math.abs(share - (trainAccuracy[0] ?? Number.NaN)));
      expect(Math.max(...changes)).toBeLessThanOrEqual(0.02);
      expect(epochsToFit).toBe(-1);
    });

    it('off-by-one: a perfect loss, and nothing right', async () => {
      const { trainLoss, trainAccuracy, epochsToFit } = await runOf({ ...presets['off-by-one'], seed });
      expect(meanOfLast(trainLoss, STEPS_PER_EPOCH)).toBeLessThan(0.05);
      expect(trainAccuracy.at(-1)).toBeLessThan(0.02);
      expect(epochsToFit).toBe(-1);
    });

    it('the two curves tell each bug from all the others, and from none', async () => {
      for (const bug of bugs) {
        expect(diagnose(await runOf({ ...presets.memorise, bug, seed })), bug).toBe(bug);
      }
      // labels that mean nothing are no bug
      expect(diagnose(await runOf({ ...presets['random-labels'], seed }))).toBe('none');
    });
  });

  it('gives the frame what it is drawn from: each image’s class, and the label that counts', async () => {
    const { labels } = await data.fashionMnist('train', 20, new AbortController().signal);
    for (const bug of ['none', 'off-by-one'] as const) {
      const frames = await framesOf(experiment, { ...presets.twenty, bug });
      expect(frames).toHaveLength(200);
      for (const { predicted, labels: shown, trainAccuracy } of frames) {
        expect(Array.from(shown)).toEqual(Array.from(labels));
        const right = predicted.reduce((sum, one, i) => sum + (one === labels[i] ? 1 : 0), 0);
        expect(trainAccuracy.at(-1)).toBeCloseTo(right / 20, 12);
      }
      const { predicted, progress } = frames.at(-1) ?? frames[0] ?? { predicted: [], progress: 0 };
      expect(progress).toBe(1);
      const taught = bug === 'none' ? labels : labels.map((label) => (label + 1) % 10);
      expect(Array.from(predicted)).toEqual(Array.from(taught));
    }
  });

  it('random labels have nothing to do with the pictures', async () => {
    const { labels } = await data.fashionMnist('train', 500, new AbortController().signal);
    const stop = new AbortController();
    const [frame] = await framesOf(experiment, presets['random-labels'], {
      signal: stop.signal,
      onFrame: () => stop.abort(),
    });
    const random = Array.from(frame?.labels ?? []);
    expect(random).toHaveLength(500);
    // 500 × 0.1 of them are what they were, and of each class: 50 ± 6.7; four of these
    const same = random.filter((label, i) => label === labels[i]).length;
    const counts = Array.from({ length: 10 }, (_, c) => random.filter((label) => label === c).length);
    for (const count of [same, ...counts]) {
      expect(count).toBeGreaterThan(50 - 27);
      expect(count).toBeLessThan(50 + 27);
    }
  });

  it('goes step by step where someone asks for it, with the same losses', async () => {
    const { trainLoss } = await summaryOf(experiment, presets.memorise);
    const frames = await framesOf(experiment, presets.memorise, {
      ...stopAfter(21),
      live: { stepwise: true, changes: {} },
    });
    expect(frames.map((frame) => frame.trainLoss.length)).toEqual(
      Array.from({ length: 21 }, (_, i) => i + 1),
    );
    expect(frames.at(-1)?.trainLoss).toEqual(trainLoss.slice(0, 21));
    // judged before training and after each epoch, not after each step
    expect(frames.map((frame) => frame.trainAccuracy.length)).toEqual([
      ...Array(9).fill(1),
      ...Array(10).fill(2),
      3,
      3,
    ]);
  });

  it('hides each bug behind some seeds, and runs it', async () => {
    const found = new Map<Bug, number[]>();
    for (let seed = 1; seed <= 100; seed++) {
      const bug = bugOf({ bug: 'hidden', seed });
      found.set(bug, [...(found.get(bug) ?? []), seed]);
    }
    expect([...found.keys()].toSorted()).toEqual(bugs.filter((bug) => bug !== 'none').toSorted());
    for (const [bug, itsSeeds] of found) {
      expect(itsSeeds.length, bug).toBeGreaterThanOrEqual(10);
      const [seed = 0] = itsSeeds;
      const hidden = await summaryOf(experiment, { ...presets.twenty, bug: 'hidden', seed });
      expect(hidden, bug).toEqual(await summaryOf(experiment, { ...presets.twenty, bug, seed }));
    }
    for (const bug of bugs) expect(bugOf({ bug, seed: 7 })).toBe(bug);
  });

  it('repeats bit for bit with its seed', async () => {
    const first = await summaryOf(experiment, presets.twenty);
    expect(await summaryOf(experiment, presets.twenty)).toEqual(first);
    expect((await summaryOf(experiment, { ...presets.twenty, seed: 2 })).trainLoss).not.toEqual(
      first.trainLoss,
    );
  });

  it('gives back every tensor: finished, diverged, or stopped after any of the first frames', async () => {
    const { numTensors, numBytes } = memory();
    await summaryOf(experiment, presets.twenty);
    await summaryOf(experiment, { ...presets.twenty, bug: 'sign' });
    for (const bug of ['none', 'sign', 'shuffle'] as const) {
      for (const frames of [1, 2, 3]) {
        const config = { ...presets.memorise, bug };
        expect(await runExperiment(experiment, config, { data, ...stopAfter(frames) })).toBeUndefined();
        expect(memory(), `${bug}, after ${frames} frames`).toMatchObject({ numTensors, numBytes });
      }
    }
  });
});

it('cpu and wasm agree on 20 images', async () => {
  await startBackend('cpu');
  const cpu = await summaryOf(experiment, presets.twenty);
  await startBackend('wasm');
  const wasm = await summaryOf(experiment, presets.twenty);
  expect(cpu.trainLoss.length).toBe(200);
  for (const [i, loss] of cpu.trainLoss.entries()) {
    expect(Math.abs(loss - (wasm.trainLoss[i] ?? Number.NaN)), `step ${i + 1}`).toBeLessThan(1e-4);
  }
  expect(cpu.epochsToFit).toBe(wasm.epochsToFit);
});
