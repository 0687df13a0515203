/**
 * Least squares under a penalty, by gradient descent with all of the data, in double precision: small enough to be run
 * again while a slider moves. The penalties are those of `penalties.ts`, without tensors.
 *
 * | rule | added to the gradient | after the step of size a |
 * | --- | --- | --- |
 * | none | | |
 * | l1-subgradient | λ sign(w), 0 at 0 | |
 * | l1-proximal | | w ← sign(w) max(\|w\| − aλ, 0) |
 * | l2 | λ w | |
 * | elastic | | the soft threshold, then w ← w/(1 + aλ), with the same λ for both |
 * | max-norm | | w ← w min(1, c/‖w‖) |
 */

/** f(w) = ½ wᵀHw − bᵀw + c, with H symmetric. */
export interface Quadratic {
  readonly dimension: number;
  /** H, [dimension, dimension], row after row. */
  readonly hessian: Float64Array;
  /** b, [dimension] */
  readonly linear: Float64Array;
  readonly constant: number;
}

export type PenaltyRule = 'none' | 'l1-subgradient' | 'l1-proximal' | 'l2' | 'elastic' | 'max-norm';

/** What a step does besides descending on the data loss. */
export interface Rule {
  /** Ω(w); 0 for a constraint. */
  value(weights: Float64Array): number;
  /** The subgradient of Ω that is added for one weight. */
  slope(weight: number): number;
  /** What becomes of the weights after the step. */
  after(weights: Float64Array, rate: number): Float64Array;
}

/**
 * ½ mean (x·w − y)² as a quadratic: H = XᵀX/n, b = Xᵀy/n, c = ½ mean y².
 * @param data inputs [count, dimension], row after row, and targets [count]
 */
export function leastSquares(data: {
  readonly count: number;
  readonly dimension: number;
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
}): Quadratic {
  const { count, dimension, inputs, targets } = data;
  const hessian = new Float64Array(dimension * dimension);
  const linear = new Float64Array(dimension);
  let squares = 0;
  for (let row = 0; row < count; row++) {
    const x = inputs.subarray(row * dimension, (row + 1) * dimension);
    const y = targets[row] ?? Number.NaN;
    squares += y * y;
    for (const [i, xi] of x.entries()) {
      linear[i] = at(linear, i) + xi * y;
      const line = hessian.subarray(i * dimension, (i + 1) * dimension);
      for (let j = 0; j <= i; j++) line[j] = at(line, j) + xi * at(x, j);
    }
  }
  for (let i = 0; i < dimension; i++) {
    linear[i] = at(linear, i) / count;
    for (let j = 0; j <= i; j++) {
      const value = at(hessian, i * dimension + j) / count;
      hessian[i * dimension + j] = value;
      hessian[j * dimension + i] = value;
    }
  }
  return { dimension, hessian, linear, constant: squares / (2 * count) };
}

/** f(w). */
export function quadraticValue(quadratic: Quadratic, weights: Float64Array): number {
  const gradient = quadraticGradient(quadratic, weights); // Hw − b, so ½ wᵀHw − bᵀw = ½ w·(gradient − b)
  let sum = 0;
  for (const [i, w] of weights.entries()) sum += w * (at(gradient, i) - at(quadratic.linear, i));
  return sum / 2 + quadratic.constant;
}

/** ∇f(w) = Hw − b. */
export function quadraticGradient({ dimension, hessian, linear }: Quadratic, weights: Float64Array) {
  const gradient = new Float64Array(dimension);
  for (let i = 0; i < dimension; i++) {
    const row = i * dimension;
    let sum = 0;
    for (let j = 0; j < dimension; j++) sum += at(hessian, row + j) * at(weights, j);
    gradient[i] = sum - at(linear, i);
  }
  return gradient;
}

/** sign(w) max(|w| − t, 0): argmin over u of ½ (u − w)² + t |u|. Exactly 0 within ±t, and NaN stays NaN. */
export function softThreshold(weight: number, threshold: number): number {
  if (Math.abs(weight) <= threshold) return 0;
  return weight - Math.sign(weight) * threshold;
}

/** ‖w‖₂ */
export function norm(weights: Float64Array): number {
  return Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0));
}

const sumOfAbs = (weights: Float64Array) => weights.reduce((sum, w) => sum + Math.abs(w), 0);
const sumOfSquares = (weights: Float64Array) => weights.reduce((sum, w) => sum + w * w, 0);

/**
 * @param strength λ > 0, or c > 0 for max-norm; of no account for `none`
 * @throws RangeError `invalid strength; not a positive number: ${strength}`
 */
export function makeRule(name: PenaltyRule, strength: number): Rule {
  if (name !== 'none' && !(strength > 0 && Number.isFinite(strength))) {
    throw new RangeError(`invalid strength; not a positive number: ${strength}`);
  }
  const nothing: Rule = { value: () => 0, slope: () => 0, after: (weights) => weights };
  const rules = {
    none: nothing,
    'l1-subgradient': {
      ...nothing,
      value: (weights) => strength * sumOfAbs(weights),
      slope: (weight) => strength * Math.sign(weight),
    },
    'l1-proximal': {
      ...nothing,
      value: (weights) => strength * sumOfAbs(weights),
      after: (weights, rate) => weights.map((w) => softThreshold(w, rate * strength)),
    },
    l2: {
      ...nothing,
      value: (weights) => (strength / 2) * sumOfSquares(weights),
      slope: (weight) => strength * weight,
    },
    elastic: {
      ...nothing,
      value: (weights) => strength * (sumOfAbs(weights) + sumOfSquares(weights) / 2),
      after: (weights, rate) => weights.map((w) => softThreshold(w, rate * strength) / (1 + rate * strength)),
    },
    'max-norm': {
      ...nothing,
      after: (weights) => {
        const length = norm(weights);
        return length > strength ? weights.map((w) => (w * strength) / length) : weights;
      },
    },
  } satisfies Record<PenaltyRule, Rule>;
  return rules[name];
}

/** One step: w ← after(w − a (∇f(w) + slope(w))). A new array. */
export function descend(quadratic: Quadratic, rule: Rule, weights: Float64Array, rate: number): Float64Array {
  const gradient = quadraticGradient(quadratic, weights);
  const moved = weights.map((w, i) => w - rate * (at(gradient, i) + rule.slope(w)));
  return rule.after(moved, rate);
}

/** `steps` of them. */
export function descendFor(
  steps: number,
  quadratic: Quadratic,
  rule: Rule,
  start: Float64Array,
  rate: number,
): Float64Array {
  let weights = start;
  for (let step = 0; step < steps; step++) weights = descend(quadratic, rule, weights, rate);
  return weights;
}

const at = (values: Float64Array, i: number) => values[i] ?? Number.NaN;
