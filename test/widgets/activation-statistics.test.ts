import { beforeAll, describe, expect, it } from 'vitest';
import { presets } from '#widgets/activation-statistics/config.ts';
import { experiment } from '#widgets/activation-statistics/experiment.ts';
import { backends, startBackend, summaryOf } from '../backends.ts';
import { everything, oneIn } from '../extent.ts';
import { at, type Cs231n, cs231n, expectWindows } from './activation-windows.ts';

const seeds = oneIn(3, [1, 2, 3]);

describe('on wasm, full size', () => {
  beforeAll(() => startBackend('wasm'));

  describe.each(cs231n)('%s', (preset) => {
    it.each(seeds)('is what CS231n’s picture shows, seed %d', async (seed) => {
      expectWindows(preset, await summaryOf(experiment, { ...presets[preset], seed }));
    });
  });
});

/**
 * In plain JavaScript a full run takes ten seconds and more, so there are fewer inputs here. The windows still apply:
 * statistics are pooled over 500 units as before, and what they scatter by comes from the weights, which are the same
 * ones. (20 seeds with 100 inputs: the standard deviation of layer 10 scatters by 1.3 % instead of 1.1 % where tanh is
 * linear, by 11.7 % instead of 11.4 % with ReLU.) The exception is the gradient in the saturated net, for which
 * `expectWindows` allows, and which gets more inputs.
 */
const cpuSamples: Readonly<Record<Cs231n, number>> = {
  'tanh-small': 100,
  'tanh-large': 300,
  'tanh-xavier': 100,
  'relu-xavier': 100,
  'relu-he': 100,
};

describe('on cpu', () => {
  beforeAll(() => startBackend('cpu'));

  describe.each(cs231n)('%s', (preset) => {
    const samples = cpuSamples[preset];
    it.each(seeds)(`is what CS231n’s picture shows, with ${samples} inputs, seed %d`, async (seed) => {
      expectWindows(preset, await summaryOf(experiment, { ...presets[preset], samples, seed }), samples);
    });
  });

  if (everything) {
    it('tanh-small, full size, seed 1', async () => {
      expectWindows('tanh-small', await summaryOf(experiment, presets['tanh-small']));
    });
  }
});

describe.each(backends)('without randomness, on %s', (backend) => {
  beforeAll(() => startBackend(backend));
  const size = { width: 100, samples: 50, depth: 6 };

  it('zero: every activation and every gradient but the one put in is exactly 0', async () => {
    const summary = await summaryOf(experiment, { ...presets.zero, ...size });
    const nothing = new Array(6).fill(0);
    expect(summary).toMatchObject({
      activationMean: nothing,
      activationStd: nothing,
      zeroFraction: new Array(6).fill(1),
      // of 100 · 50 values one is different: 0
      distinctFraction: new Array(6).fill(1 / 5000),
      weightGradientStd: nothing,
      theoryStd: [],
    });
    expect(summary.gradientStd.slice(0, -1)).toEqual([0, 0, 0, 0, 0]);
    expect(Math.abs(at(summary.gradientStd, 5) - 1)).toBeLessThan(4 / Math.sqrt(2 * 5000));
  });

  it('constant: within one input all units are the same, so there are no more different values than inputs', async () => {
    const summary = await summaryOf(experiment, { ...presets.constant, ...size });
    for (const fraction of summary.distinctFraction) expect(fraction).toBeLessThanOrEqual(1 / size.width);
    // …but from input to input they differ: in the first layer z is the sum of an input times 0.01
    expect(at(summary.distinctFraction, 0)).toBe(1 / size.width);
    // z ~ N(0, 100 · 0.01²), the same for all units: 50 draws of tanh(0.1 Z), whose std is 0.0985
    expect(Math.abs(at(summary.activationStd, 0) / 0.0985 - 1)).toBeLessThan(4 / Math.sqrt(2 * 50));
    // between the first layer and the last, all inputs of a unit and all its gradients are alike: so are its updates
    expect(summary.weightGradientStd.slice(1, -1)).toEqual([0, 0, 0, 0]);
    expect(summary.theoryGradientStd).toEqual([]);
  });

  it('constant: every input runs to the fixed point of h = tanh(n c h)', async () => {
    // All units alike: h_{l+1} = tanh(n c h_l). For n c = 1.5 it moves away from 0, to ±h* with h* = tanh(1.5 h*).
    const config = { ...presets.constant, scale: 0.015, width: 100, samples: 50, depth: 20 } as const;
    const { activationMean, activationStd } = await summaryOf(experiment, config);
    let fixed = 1;
    for (let i = 0; i < 1000; i++) fixed = Math.tanh(1.5 * fixed);
    const rms = Math.hypot(at(activationMean, 19), at(activationStd, 19));
    expect(Math.abs(rms / fixed - 1)).toBeLessThan(1e-3);
  });
});
