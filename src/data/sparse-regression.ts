/** A made-up regression in which most inputs have no say: what a penalty leaves of their weights can be counted. */
import type { Rng } from '#src/random.ts';

export interface RegressionData {
  readonly count: number;
  /** Inputs of an example. */
  readonly dimension: number;
  /** [count, dimension], row after row. */
  readonly inputs: Float64Array;
  /** [count] */
  readonly targets: Float64Array;
}

export interface SparseRegressionSpec {
  readonly dimension: number;
  /** The first inputs, as many as these, have a weight; the others have none. */
  readonly relevant: number;
  /** Standard deviation of what is added to each target. */
  readonly noise: number;
}

/** [dimension]: ± a size uniform in [1, 2) for the relevant inputs, 0 for the others. */
export function trueWeights({ dimension, relevant }: SparseRegressionSpec, rng: Rng): Float64Array {
  return Float64Array.from({ length: dimension }, (_, i) =>
    i < relevant ? (rng.uniform() < 0.5 ? -1 : 1) * (1 + rng.uniform()) : 0,
  );
}

/** x ~ N(0, 1), y = x·w + noise · N(0, 1), `count` times. */
export function sparseRegression(
  { dimension, noise }: SparseRegressionSpec,
  weights: Float64Array,
  count: number,
  rng: Rng,
): RegressionData {
  const inputs = new Float64Array(count * dimension);
  const targets = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    let target = noise * rng.normal();
    for (let i = 0; i < dimension; i++) {
      const x = rng.normal();
      inputs[row * dimension + i] = x;
      target += x * (weights[i] ?? 0);
    }
    targets[row] = target;
  }
  return { count, dimension, inputs, targets };
}
