/**
 * The loss that a classifier starts with. Its logits z_c, one for each of n classes, are independent normals of variance
 * s² as long as its last layer's weights are random, and know nothing of the label y:
 *
 *     E[loss] = E[log Σ_c e^{z_c} − z_y] = E[log Σ_c e^{z_c}]  ≈  log n + ½ (1 − 1/n) s²   for small s
 *
 * The whole of it is an integral in one variable. By Frullani, log S = ∫₀^∞ (e^{−t} − e^{−tS}) dt/t; with t = e^u, and
 * γ = 0.5772… for what becomes of the first term,
 *
 *     E[loss] = −γ + ∫_{−∞}^0 (1 − φ(u)^n) du − ∫_0^∞ φ(u)^n du,   φ(u) = E_z[exp(−e^{u + s z})], z ~ N(0, 1)
 *
 * exp(−e^x) is the probability that g > x, where e^g is exponentially distributed. So φ is also E_g[Φ((g − u)/s)], with Φ
 * the normal distribution function: of the two, the one with the wider integrand is used.
 */

const EULER_GAMMA = 0.5772156649015329;
/** Spacing of the sums for φ: both integrands are smooth on this scale, and nothing at the ends, so the error is rounding. */
const STEP = 0.1;
/** Intervals of Simpson's rule on each side of u = 0, an even number. */
const INTERVALS = 480;

/** log n + ½ (1 − 1/n) s²: the first two terms of the expected loss. */
export function initialLossOfSmallLogits(variance: number, classes: number): number {
  check(variance, classes);
  return Math.log(classes) + 0.5 * (1 - 1 / classes) * variance;
}

/**
 * Expected cross-entropy of a softmax over `classes` logits that are independent normals of this variance.
 * @throws RangeError `invalid variance; …`, `invalid number of classes; …`
 */
export function expectedInitialLoss(variance: number, classes: number): number {
  check(variance, classes);
  const s = Math.sqrt(variance);
  if (s === 0) return Math.log(classes);
  const phi = s < 1 ? survivalOverNormals(s) : survivalOverGumbels(s);
  const below = simpson((u) => 1 - phi(u) ** classes, -40 - 9 * s, 0);
  const above = simpson((u) => phi(u) ** classes, 0, 5 + 9 * s);
  return below - above - EULER_GAMMA;
}

function simpson(f: (u: number) => number, from: number, to: number): number {
  const width = (to - from) / INTERVALS;
  let sum = f(from) + f(to);
  for (let i = 1; i < INTERVALS; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * width);
  return (sum * width) / 3;
}

function survivalOverNormals(s: number): (u: number) => number {
  const nodes: { z: number; weight: number }[] = [];
  for (let z = -9; z <= 9; z += STEP) {
    nodes.push({ z, weight: (STEP * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI) });
  }
  return (u) => nodes.reduce((sum, { z, weight }) => sum + weight * Math.exp(-Math.exp(u + s * z)), 0);
}

function survivalOverGumbels(s: number): (u: number) => number {
  const nodes: { g: number; weight: number }[] = [];
  for (let g = -36; g <= 5; g += STEP) nodes.push({ g, weight: STEP * Math.exp(g - Math.exp(g)) });
  return (u) => nodes.reduce((sum, { g, weight }) => sum + weight * normalCdf((g - u) / s), 0);
}

/** Φ(x), to 1.2·10⁻⁷ (Chebyshev fit of erfc, Numerical Recipes §6.2). */
function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + z / 2);
  const coefficients = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
    -0.82215223, 0.17087277,
  ];
  const exponent = coefficients.reduceRight((sum, c) => sum * t + c, 0);
  const tail = (t * Math.exp(-z * z + exponent)) / 2;
  return x > 0 ? 1 - tail : tail;
}

function check(variance: number, classes: number): void {
  if (!(variance >= 0 && Number.isFinite(variance))) {
    throw new RangeError(`invalid variance; not a finite number of at least 0: ${variance}`);
  }
  if (!Number.isInteger(classes) || classes < 1) {
    throw new RangeError(`invalid number of classes; not a positive integer: ${classes}`);
  }
}
