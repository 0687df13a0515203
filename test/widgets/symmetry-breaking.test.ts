import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { runExperiment } from '#src/lab/runner.ts';
import { meanOfLast } from '#src/nn/statistics.ts';
import { type Config, presets } from '#widgets/symmetry-breaking/config.ts';
import { experiment, type Frame, HIDDEN_UNITS, PIXELS } from '#widgets/symmetry-breaking/experiment.ts';
import { backends, startBackend, stopAfter, summaryOf } from '../backends.ts';
import { seeds } from '../extent.ts';

const data = nodeData();
const LN10 = Math.log(10);

async function lastFrame(config: Config): Promise<Frame> {
  const result = await runExperiment(experiment, config, { data, signal: new AbortController().signal });
  if (!result) throw new Error('the run was stopped');
  return result.frame;
}

describe('on wasm, 300 steps', () => {
  beforeAll(() => startBackend('wasm'));

  describe.each(seeds)('seed %d', (seed) => {
    it('zero: no weight ever has a gradient, and the net goes on guessing', async () => {
      const summary = await summaryOf(experiment, { ...presets.zero, seed });
      expect(summary).toMatchObject({ weightGradientMaxAbs: 0, unitDistanceMax: 0, diverged: false });
      // Ten equally frequent classes: whatever the biases do, one class is right one time in ten, and the loss cannot
      // fall below ln 10 = 2.3026. It lies above by as much as the biases follow each batch's accidents.
      expect(summary.validationAccuracy).toBeCloseTo(0.1, 6);
      expect(summary.validationLoss).toBeGreaterThan(LN10 - 1e-5);
      expect(summary.validationLoss).toBeLessThan(LN10 + 1e-3);
      expect(summary.trainLoss.length).toBe(300);
      expect(Math.abs(meanOfLast(summary.trainLoss, 30) - LN10)).toBeLessThan(2e-3);
    });

    it('constant 0.01: thirty-two copies of one unit, and no more than one unit can do', async () => {
      const summary = await summaryOf(experiment, { ...presets.constant, seed });
      expect(summary.unitDistanceMax).toBe(0);
      expect(summary.weightGradientMaxAbs).toBeGreaterThan(0.01);
      // NumPy, 2 seeds: 0.23–0.26; here, 10 seeds: 0.245–0.274, mean 0.260 ± 0.012
      expect(summary.validationAccuracy).toBeGreaterThan(0.22);
      expect(summary.validationAccuracy).toBeLessThan(0.3);
      // 10 seeds: 1.674–1.697
      expect(Math.abs(meanOfLast(summary.trainLoss, 30) - 1.685)).toBeLessThan(0.03);
    });

    it('random, a hundred times smaller: every unit goes its own way, and the net learns', async () => {
      const summary = await summaryOf(experiment, { ...presets.random, seed });
      expect(summary.unitDistanceMax).toBeGreaterThan(0.5);
      // NumPy: 0.79–0.80; here, 10 seeds: 0.797–0.815
      expect(summary.validationAccuracy).toBeGreaterThanOrEqual(0.77);
      expect(summary.validationAccuracy).toBeLessThan(0.85);
      expect(meanOfLast(summary.trainLoss, 30)).toBeLessThan(0.65);
    });
  });

  it('a constant does not learn to differ, however large', async () => {
    for (const value of [1e-5, 0.1, 1]) {
      const summary = await summaryOf(experiment, { ...presets.constant, value, steps: 50 });
      expect(summary.unitDistanceMax, `value ${value}`).toBe(0);
    }
  });

  it('repeats bit for bit with its seed', async () => {
    const config = { ...presets.random, steps: 50 };
    const first = await summaryOf(experiment, config);
    expect(await summaryOf(experiment, config)).toEqual(first);
    expect((await summaryOf(experiment, { ...config, seed: 2 })).trainLoss).not.toEqual(first.trainLoss);
  });
});

describe('frames', () => {
  beforeAll(() => startBackend('wasm'));

  it('draw each unit’s weights as signed bytes: identical pictures for a constant, different ones otherwise', async () => {
    const pictures = ({ maps }: Frame) =>
      Array.from({ length: HIDDEN_UNITS }, (_, unit) =>
        maps.subarray(unit * PIXELS, (unit + 1) * PIXELS).join(),
      );
    const constant = await lastFrame({ ...presets.constant, steps: 50 });
    expect(constant.maps.length).toBe(HIDDEN_UNITS * PIXELS);
    expect(new Set(pictures(constant)).size).toBe(1);
    const random = await lastFrame({ ...presets.random, steps: 50 });
    expect(new Set(pictures(random)).size).toBe(HIDDEN_UNITS);
    for (const { maps, mapScale } of [constant, random]) {
      expect(Math.max(...maps.map(Math.abs))).toBe(127); // the largest weight is the scale
      expect(mapScale).toBeGreaterThan(0);
    }
    const zero = await lastFrame({ ...presets.zero, steps: 50 });
    expect(new Set(zero.maps)).toEqual(new Set([0]));
    expect(zero.mapScale).toBe(0);
  });

  it('take the distance at the start and at every read', async () => {
    const frame = await lastFrame({ ...presets.random, steps: 50 });
    expect(frame.distanceStep).toEqual([0, 10, 20, 30, 40, 50]);
    expect(frame.unitDistance.length).toBe(6);
    // Two columns of 784 normals of std 10⁻⁴ are at √(2 · 784) · 10⁻⁴ = 0.00396; the largest of 496 pairs, 3 standard
    // deviations (of 2.5 %) more.
    expect(frame.unitDistance[0]).toBeGreaterThan(0.00396);
    expect(frame.unitDistance[0]).toBeLessThan(0.00396 * (1 + 5 * 0.025));
    expect(frame.progress).toBe(1);
  });
});

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it('gives back every tensor, finished or stopped after any frame', async () => {
    const { numTensors, numBytes } = memory();
    await summaryOf(experiment, { ...presets.random, steps: 50 });
    expect(memory()).toMatchObject({ numTensors, numBytes });
    for (const frames of [1, 2, 4]) {
      expect(await runExperiment(experiment, presets.random, { data, ...stopAfter(frames) })).toBeUndefined();
      expect(memory(), `after ${frames} frames`).toMatchObject({ numTensors, numBytes });
    }
  });
});

describe('cpu and wasm agree over 50 steps', () => {
  // Gradient descent on a shallow tanh net at this rate is no chaos: what float32 rounds stays within some dozens of
  // roundings of losses of size 2, each 2·10⁻⁷.
  it.each(['zero', 'constant', 'random'] as const)('%s, losses within 2e-5', async (preset) => {
    const config = { ...presets[preset], steps: 50 };
    await startBackend('cpu');
    const cpu = await summaryOf(experiment, config);
    await startBackend('wasm');
    const wasm = await summaryOf(experiment, config);
    expect(cpu.trainLoss.length).toBe(50);
    for (const [i, loss] of cpu.trainLoss.entries()) {
      expect(Math.abs(loss - (wasm.trainLoss[i] ?? Number.NaN)), `step ${i + 1}`).toBeLessThan(2e-5);
    }
    expect(Math.abs(cpu.validationLoss - wasm.validationLoss)).toBeLessThan(2e-5);
    expect(Math.abs(cpu.validationAccuracy - wasm.validationAccuracy)).toBeLessThan(2e-3); // 4 images of 2,000
    expect(Math.abs(cpu.unitDistanceMax - wasm.unitDistanceMax)).toBeLessThanOrEqual(
      1e-5 * cpu.unitDistanceMax,
    );
    expect(cpu.diverged || wasm.diverged).toBe(false);
  });
});
