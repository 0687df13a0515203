/**
 * What the five pictures of CS231n's ten-layer experiment (2016, lecture 5, slides 57–67) have to show: an independent
 * NumPy program in double precision ran each of them with 20 seeds. `spread` is the standard deviation over those
 * seeds; 10 layers of 500 units, 1000 inputs, a unit Gaussian gradient on the last layer's outputs.
 */
import { expect } from 'vitest';
import type { Summary } from '#widgets/activation-statistics/experiment.ts';

export const cs231n = ['tanh-small', 'tanh-large', 'tanh-xavier', 'relu-xavier', 'relu-he'] as const;
export type Cs231n = (typeof cs231n)[number];

type Window = readonly [low: number, high: number];
type TenLayers = readonly number[];

interface Windows {
  /** Of the standard deviation of the activations in the first layer and in the last. */
  readonly firstStd: Window;
  readonly lastStd: Window;
  /** Standard deviation of dL/dh by layer: mean-field theory, and the spread of a run about it. */
  readonly gradient: TenLayers;
  readonly gradientSpread: TenLayers;
  /** Standard deviation of dL/dW by layer: mean of 20 seeds, and their spread. */
  readonly weightGradient: TenLayers;
  readonly weightGradientSpread: TenLayers;
  /**
   * The part of the relative spread that comes from the inputs, and so falls with their number; the rest is the
   * weights'. From 20 seeds with 100 inputs. In the chaotic net a few units carry the gradient.
   */
  readonly inputSpread: number;
}

const ones = (value: number): TenLayers => new Array<number>(10).fill(value);

export const windows: Readonly<Record<Cs231n, Windows>> = {
  'tanh-small': {
    firstStd: [0.211, 0.216],
    lastStd: [2.8e-7, 3.2e-7],
    gradient: [1.394e-6, 6.249e-6, 2.795e-5, 1.25e-4, 5.59e-4, 2.5e-3, 0.01118, 0.05, 0.2236, 1],
    gradientSpread: [1.2e-8, 4.9e-8, 2e-7, 7.6e-7, 2.7e-6, 1.2e-5, 5.2e-5, 1.7e-4, 3.3e-4, 9.1e-4],
    weightGradient: [
      4.219e-8, 4.219e-8, 4.224e-8, 4.223e-8, 4.215e-8, 4.214e-8, 4.217e-8, 4.224e-8, 4.218e-8, 4.214e-8,
    ],
    weightGradientSpread: ones(4e-10),
    inputSpread: 0.004,
  },
  'tanh-large': {
    firstStd: [0.981, 0.983],
    lastStd: [0.98, 0.983],
    gradient: [7.489e4, 2.152e4, 6184, 1777, 510.6, 146.7, 42.15, 12.11, 3.48, 1],
    gradientSpread: [2e3, 5.3e2, 1.4e2, 34, 6.9, 2, 0.44, 0.12, 0.023, 9.1e-4],
    weightGradient: [365.2, 104.3, 29.99, 8.622, 2.474, 0.712, 0.2045, 0.05882, 0.01688, 0.004842],
    weightGradientSpread: [8.3, 2.6, 0.75, 0.2, 0.046, 9.9e-3, 2.7e-3, 6.4e-4, 1.7e-4, 4e-5],
    inputSpread: 0.04,
  },
  'tanh-xavier': {
    firstStd: [0.623, 0.632],
    lastStd: [0.22, 0.237],
    gradient: [0.392, 0.4914, 0.5764, 0.6519, 0.7204, 0.7836, 0.8424, 0.8978, 0.9502, 1],
    gradientSpread: [0.0025, 0.0025, 0.0034, 0.0038, 0.004, 0.004, 0.0041, 0.0031, 0.0016, 9.1e-4],
    weightGradient: [
      0.00846, 0.007804, 0.007575, 0.007447, 0.007363, 0.007312, 0.007289, 0.007276, 0.007249, 0.007226,
    ],
    weightGradientSpread: ones(5.5e-5),
    inputSpread: 0.004,
  },
  'relu-xavier': {
    firstStd: [0.576, 0.591], // He's window over √2
    lastStd: [0.017, 0.037],
    gradient: [0.04419, 0.0625, 0.08839, 0.125, 0.1768, 0.25, 0.3536, 0.5, 2 ** -0.5, 1],
    gradientSpread: [0.0026, 0.0035, 0.0045, 0.0057, 0.0083, 0.0092, 0.012, 0.015, 0.012, 9.1e-4],
    weightGradient: [
      1.008e-3, 1.007e-3, 1.002e-3, 1.014e-3, 1.018e-3, 1.004e-3, 1.01e-3, 1.015e-3, 1.001e-3, 1.005e-3,
    ],
    weightGradientSpread: [5.8e-5, 6.3e-5, 6.1e-5, 7.4e-5, 8.1e-5, 9.2e-5, 9.7e-5, 1.2e-4, 1.2e-4, 1.3e-4],
    inputSpread: 0.004,
  },
  'relu-he': {
    firstStd: [0.815, 0.836],
    lastStd: [0.55, 1.2],
    gradient: ones(1),
    gradientSpread: [0.059, 0.056, 0.051, 0.046, 0.047, 0.037, 0.033, 0.031, 0.017, 9.1e-4],
    weightGradient: [
      0.02281, 0.02279, 0.02268, 0.02295, 0.02303, 0.02271, 0.02285, 0.02297, 0.02264, 0.02274,
    ],
    weightGradientSpread: [0.0013, 0.0014, 0.0014, 0.0017, 0.0018, 0.0021, 0.0022, 0.0027, 0.0028, 0.0031],
    inputSpread: 0.004,
  },
};

/** Four standard deviations: of 20 numbers a run, one in eight hundred runs has one outside by chance. */
const SIGMAS = 4;
const FULL_SAMPLES = 1000;

export const at = (values: readonly number[], layer: number): number => values[layer] ?? Number.NaN;

export function expectWithin(value: number, [low, high]: Window, what: string): void {
  expect(value, what).toBeGreaterThanOrEqual(low);
  expect(value, what).toBeLessThanOrEqual(high);
}

/** Asserts what holds of a single run of the preset with `samples` inputs, at its default width and depth. */
export function expectWindows(preset: Cs231n, summary: Summary, samples = FULL_SAMPLES): void {
  const expected = windows[preset];
  const fewer = FULL_SAMPLES / samples;
  const { activationStd, activationMean, gradientStd, weightGradientStd } = summary;
  for (const values of [activationStd, activationMean, gradientStd, weightGradientStd])
    expect(values.length).toBe(10);
  expectWithin(at(activationStd, 0), expected.firstStd, 'first layer');
  expectWithin(at(activationStd, 9), expected.lastStd, 'last layer');

  for (let l = 0; l < 10; l++) {
    const layer = `layer ${l + 1}`;
    const tolerance = (spread: number) =>
      SIGMAS * Math.sqrt(spread ** 2 + expected.inputSpread ** 2 * (fewer - 1));
    const theory = at(expected.gradient, l);
    expect(Math.abs(at(gradientStd, l) / theory - 1), `dL/dh, ${layer}`).toBeLessThan(
      tolerance(at(expected.gradientSpread, l) / theory),
    );
    // dL/dW is an average over the inputs of independent terms: its size goes as 1/√samples
    const size = at(expected.weightGradient, l) * Math.sqrt(fewer);
    expect(Math.abs(at(weightGradientStd, l) / size - 1), `dL/dW, ${layer}`).toBeLessThan(
      tolerance(at(expected.weightGradientSpread, l) / at(expected.weightGradient, l)),
    );
  }
  if (preset === 'relu-xavier' || preset === 'relu-he') expectRelu(summary);
  else expectTanh(summary, fewer);
  if (preset === 'tanh-small') expectSmall(summary);
  if (preset === 'tanh-large') expectLarge(summary);
  if (preset === 'tanh-xavier') expectXavier(summary);
}

/** tanh is odd: the mean is 0. Over 20 seeds it scatters by 0.0021 standard deviations of a layer, from the inputs. */
function expectTanh({ activationMean, activationStd }: Summary, fewer: number): void {
  for (const [l, mean] of activationMean.entries()) {
    expect(Math.abs(mean) / at(activationStd, l), `mean, layer ${l + 1}`).toBeLessThan(
      5 * 0.0021 * Math.sqrt(fewer),
    );
  }
}

/** Each layer multiplies by √0.05 = 0.2236, forward and back: all weight gradients are alike, and no bit is lost. */
function expectSmall({ activationStd, weightGradientStd, distinctFraction }: Summary): void {
  for (let l = 2; l < 9; l++) {
    expectWithin(at(activationStd, l + 1) / at(activationStd, l), [0.219, 0.228], `ratio at layer ${l + 2}`);
  }
  expect(Math.max(...weightGradientStd) / Math.min(...weightGradientStd)).toBeLessThan(1.1);
  expect(at(distinctFraction, 9)).toBeGreaterThan(0.95);
}

/** Saturated: most slopes are exactly 0 in float32, the median signal too, and yet the standard deviation explodes. */
function expectLarge(summary: Summary): void {
  for (let l = 0; l < 10; l++) {
    expectWithin(at(summary.activationStd, l), [0.98, 0.983], `std, layer ${l + 1}`);
    expectWithin(at(summary.saturatedFraction, l), [0.895, 0.912], `saturated, layer ${l + 1}`);
    expectWithin(at(summary.zeroDerivativeFraction, l), [0.6, 0.7], `zero derivatives, layer ${l + 1}`);
    expect(at(summary.preActivationGradientMedianAbs, l), `median, layer ${l + 1}`).toBe(0);
  }
  expectWithin(at(summary.gradientStd, 0) / at(summary.gradientStd, 9), [6e4, 9e4], 'gradient growth');
}

/** Within 3 % of mean-field theory in every layer; σ_w = 1 is slightly below critical, so the gradient falls a little. */
function expectXavier({ activationStd, gradientStd }: Summary): void {
  const theory = [0.6279, 0.4863, 0.4082, 0.3576, 0.3216, 0.2944, 0.2729, 0.2554, 0.2409, 0.2285];
  for (const [l, std] of theory.entries()) {
    expectWithin(at(activationStd, l) / std, [0.97, 1.03], `std over theory, layer ${l + 1}`);
  }
  expectWithin(at(gradientStd, 0) / at(gradientStd, 9), [0.37, 0.41], 'gradient ratio');
}

/** Half of the units are silent for any input. */
function expectRelu({ zeroFraction }: Summary): void {
  for (const [l, fraction] of zeroFraction.entries())
    expectWithin(fraction, [0.42, 0.58], `zeros, layer ${l + 1}`);
}
