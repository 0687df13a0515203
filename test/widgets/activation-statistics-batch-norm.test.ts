/** The ten-layer nets with batch norm: the forward pass is held, and going back the gradient grows. */
import { beforeAll, describe, expect, it } from 'vitest';
import { presets } from '#widgets/activation-statistics/config.ts';
import { experiment } from '#widgets/activation-statistics/experiment.ts';
import { startBackend, summaryOf } from '../backends.ts';
import { at, expectWithin } from './activation-windows.ts';

beforeAll(() => startBackend('wasm'));

const seeds = [1, 2, 3];

/** E f(Z) for a standard normal Z, by the midpoint rule: ReLU's kink lies between two of the points. */
function gaussianMean(f: (z: number) => number): number {
  const [step, steps] = [0.001, 20_000];
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const z = (i + 0.5 - steps / 2) * step;
    sum += f(z) * Math.exp(-0.5 * z * z);
  }
  return (sum * step) / Math.sqrt(2 * Math.PI);
}

/**
 * In each layer z is close to Gaussian, and batch norm gives it mean 0 and variance 1 whatever the weights' scale: the
 * outputs have standard deviation √Var φ(Z). With n inputs of mean square E φ² from the layer before, of which the
 * mean's part is cancelled, the variance that is divided out is n σ² Var φ; a gradient going back gains n σ² E φ′²:
 * together √(E φ′²/Var φ) a layer (Yang et al. 2019, arXiv:1902.08129).
 */
const theories = {
  'tanh-batch-norm': { value: Math.tanh, slope: (z: number) => 1 - Math.tanh(z) ** 2, growth: 1.0853 },
  'relu-batch-norm': {
    value: (z: number) => Math.max(0, z),
    slope: (z: number) => (z > 0 ? 1 : 0),
    growth: 1.2112, // √(π/(π − 1))
  },
} as const;

describe.each(['tanh-batch-norm', 'relu-batch-norm'] as const)('%s', (preset) => {
  const { value, slope, growth } = theories[preset];
  const mean = gaussianMean(value);
  const variance = gaussianMean((z) => value(z) ** 2) - mean ** 2;
  const factor = Math.sqrt(gaussianMean((z) => slope(z) ** 2) / variance);

  it('theory is what was published', () => {
    expectWithin(factor / growth, [0.9999, 1.0001], 'growth a layer');
    if (preset === 'relu-batch-norm') {
      expectWithin(growth / Math.sqrt(Math.PI / (Math.PI - 1)), [0.9999, 1.0001], 'closed form');
    }
  });

  it.each(seeds)('seed %d: each layer’s spread, and the growth of the gradient', async (seed) => {
    const { activationStd, gradientStd, theoryStd, theoryGradientStd } = await summaryOf(experiment, {
      ...presets[preset],
      samples: 500,
      seed,
    });
    for (const [l, std] of activationStd.entries()) {
      expectWithin(std / Math.sqrt(variance), [0.985, 1.015], `layer ${l + 1}`);
    }
    // ε = 10⁻⁵ beside a variance of about 500 · 0.01² · 0.39 = 0.02: 0.03 per cent
    expectWithin(at(theoryStd, 9) / Math.sqrt(variance), [0.999, 1.001], 'the theory shown');
    const shown = (at(theoryGradientStd, 0) / at(theoryGradientStd, 9)) ** (1 / 9);
    expectWithin(shown / factor, [0.999, 1.001], 'the growth shown');
    // a batch of 500 takes two degrees of freedom of its gradient, and width 500 scatters: 0.2–0.3 per cent in NumPy
    const measured = (at(gradientStd, 0) / at(gradientStd, 9)) ** (1 / 9);
    expectWithin(measured / factor, [0.99, 1.01], 'the growth measured');
  });

  it('does not depend on the scale of the weights', async () => {
    for (const scale of [0.01, 0.1, 1]) {
      const { activationStd } = await summaryOf(experiment, { ...presets[preset], scale, samples: 300 });
      const window = preset === 'tanh-batch-norm' ? ([0.62, 0.64] as const) : ([0.57, 0.6] as const);
      for (const [l, std] of activationStd.entries()) expectWithin(std, window, `${scale}, layer ${l + 1}`);
    }
  });
});

it('fails where ε is larger than the variance: tanh, weights 0.001, ε = 10⁻³', async () => {
  const config = { ...presets['tanh-batch-norm'], scale: 1e-3, epsilon: 1e-3 };
  const { activationStd } = await summaryOf(experiment, config);
  expect(Math.abs(at(activationStd, 9) / 0.0159 - 1)).toBeLessThan(0.04); // NumPy, five seeds: 0.0159
});
