/**
 * Mean-field theory of a deep, wide, fully connected net at initialisation: what a layer's statistics tend to as the
 * width grows (Poole et al. 2016, arXiv:1606.05340; Schoenholz et al. 2017, arXiv:1611.01232).
 *
 * With weights of variance σ²/n for n inputs and no biases, the pre-activations of layer l are Gaussian with variance
 *     q₁ = σ² E[x²],     q_{l+1} = σ² E[φ(√q_l Z)²],     Z ~ N(0, 1),
 * the activations have mean E φ and variance E φ² − (E φ)², and a gradient going back through the layer is multiplied,
 * in mean square, by χ_l = σ² E[φ′(√q_l Z)²].
 *
 * With batch normalisation (γ = 1, β = 0) the pre-activation's variance over the batch v becomes s² = v/(v + ε), where
 * v₁ = σ² Var x and v_{l+1} = σ² Var φ(s_l Z), and χ_l = σ² E[φ′(s_l Z)²]/(v_l + ε) (Yang et al. 2019, arXiv:1902.08129).
 */
import type { Activation } from './activations.ts';

/**
 * Gaussian expectations by the midpoint rule on [−10, 10]: exponentially accurate for smooth functions, and still
 * right for tanh(22 z), where Gauss–Hermite quadrature with 200 nodes is wrong in the second digit.
 */
const HALF_RANGE = 10;
const STEP = 0.01;
/** Steps are at most this in units of φ's argument: the error for tanh(a z) falls as exp(−π²/(a · step)). */
const ARGUMENT_STEP = 0.25;

/** E[f(Z)] for Z ~ N(0, 1), where f varies on a scale of 1/`sharpness` or more slowly. */
export function gaussianExpectation(f: (z: number) => number, sharpness = 1): number {
  const points = Math.ceil(HALF_RANGE / Math.min(STEP, ARGUMENT_STEP / sharpness));
  const step = HALF_RANGE / points;
  let sum = 0;
  for (let i = -points; i < points; i++) {
    const z = (i + 0.5) * step; // midpoints: a jump at 0, as in the slope of ReLU, is split evenly
    sum += f(z) * Math.exp(-0.5 * z * z);
  }
  return (sum * step) / Math.sqrt(2 * Math.PI);
}

export interface MeanFieldOptions {
  readonly activation: Activation;
  /** σ: weight standard deviation times √fan-in. */
  readonly sigma: number;
  readonly depth: number;
  /** E[x²] of the input (default 1). */
  readonly inputSecondMoment?: number;
  /** ε of batch normalisation before each activation; absent: none. */
  readonly batchNormEpsilon?: number;
}

export interface MeanField {
  /** E h in each layer, first to last. */
  readonly mean: number[];
  /** Standard deviation of h in each layer. */
  readonly std: number[];
  /** Standard deviation of dL/dh in each layer, for a unit gradient at the last. */
  readonly gradientStd: number[];
  /** χ of each layer. */
  readonly chi: number[];
}

export function meanField({
  activation,
  sigma,
  depth,
  inputSecondMoment = 1,
  batchNormEpsilon,
}: MeanFieldOptions): MeanField {
  const variance = sigma * sigma;
  const mean: number[] = [];
  const std: number[] = [];
  const chi: number[] = [];
  let signal = inputSecondMoment; // what σ² multiplies: a second moment, or under batch norm a variance
  for (let layer = 0; layer < depth; layer++) {
    const raw = variance * signal;
    const norm = batchNormEpsilon === undefined ? 1 : raw + batchNormEpsilon;
    const spread = Math.sqrt(batchNormEpsilon === undefined ? raw : raw / norm);
    // A saturating φ turns from one end to the other within 1/spread; ReLU's kink is as sharp at every spread.
    const sharpness = Number.isFinite(activation.range[1]) ? spread : 1;
    const first = gaussianExpectation((z) => activation.value(spread * z), sharpness);
    const second = gaussianExpectation((z) => activation.value(spread * z) ** 2, sharpness);
    const slope = gaussianExpectation((z) => activation.slope(spread * z) ** 2, sharpness);
    mean.push(first);
    std.push(Math.sqrt(Math.max(0, second - first * first)));
    chi.push((variance * slope) / norm);
    signal = batchNormEpsilon === undefined ? second : second - first * first;
  }
  const gradientStd: number[] = new Array(depth).fill(1);
  for (let layer = depth - 2; layer >= 0; layer--) {
    gradientStd[layer] = (gradientStd[layer + 1] ?? 1) * Math.sqrt(chi[layer + 1] ?? 0);
  }
  return { mean, std, gradientStd, chi };
}
