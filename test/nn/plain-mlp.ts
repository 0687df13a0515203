/**
 * A multilayer perceptron in plain double-precision arithmetic, written from the definitions and from nothing in `src`:
 * what the tensor code is checked against.
 */

export interface PlainNet {
  /** Units of each layer, input first. */
  readonly sizes: readonly number[];
  readonly activation: PlainActivation;
  /** ε of batch normalisation before each hidden activation; absent: none. */
  readonly epsilon: number | undefined;
}

export type PlainActivation = 'tanh' | 'relu' | 'sigmoid';
export type Matrix = readonly (readonly number[])[];

export const plainActivations: Readonly<Record<PlainActivation, (z: number) => number>> = {
  tanh: (z) => (Math.exp(z) - Math.exp(-z)) / (Math.exp(z) + Math.exp(-z)),
  relu: (z) => (z > 0 ? z : 0),
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
};

const at = (values: ArrayLike<number>, i: number): number => values[i] ?? Number.NaN;

/** z_nj = Σ_i x_ni W_ij + b_j, for W row by row. */
export function plainDense(x: Matrix, weights: ArrayLike<number>, bias: ArrayLike<number>): number[][] {
  const units = bias.length;
  return x.map((row) =>
    Array.from({ length: units }, (_, j) =>
      row.reduce((sum, value, i) => sum + value * at(weights, i * units + j), at(bias, j)),
    ),
  );
}

/** γ_j (z_nj − μ_j)/√(v_j + ε) + β_j, with the mean and the population variance of each column. */
export function plainBatchNorm(
  z: Matrix,
  epsilon: number,
  gamma: ArrayLike<number>,
  beta: ArrayLike<number>,
): number[][] {
  const columns = z[0]?.map((_, j) => z.map((row) => at(row, j))) ?? [];
  const stats = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
    return { mean, std: Math.sqrt(variance + epsilon) };
  });
  return z.map((row) =>
    row.map((value, j) => {
      const { mean, std } = stats[j] ?? { mean: Number.NaN, std: Number.NaN };
      return (at(gamma, j) * (value - mean)) / std + at(beta, j);
    }),
  );
}

/** −1/n Σ_n log(e^z_label / Σ_k e^z_k). */
export function plainCrossEntropy(logits: Matrix, labels: readonly number[]): number {
  const each = logits.map(
    (row, n) => Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0)) - at(row, at(labels, n)),
  );
  return each.reduce((sum, loss) => sum + loss, 0) / each.length;
}

/** The parameters in order: weights, bias, then γ and β, layer by layer. */
export type PlainParameters = readonly ArrayLike<number>[];

/** Pre-activations as the activations see them, layer by layer; the last are the logits. */
export function plainForward(net: PlainNet, parameters: PlainParameters, x: Matrix): number[][][] {
  const rest = [...parameters];
  const next = () => rest.shift() ?? [];
  const seen: number[][][] = [];
  let h: Matrix = x;
  for (let layer = 1; layer < net.sizes.length; layer++) {
    let z = plainDense(h, next(), next());
    const isHidden = layer < net.sizes.length - 1;
    if (isHidden && net.epsilon !== undefined) z = plainBatchNorm(z, net.epsilon, next(), next());
    seen.push(z);
    h = z.map((row) => row.map(plainActivations[net.activation]));
  }
  return seen;
}

export function plainLoss(
  net: PlainNet,
  parameters: PlainParameters,
  x: Matrix,
  labels: readonly number[],
): number {
  return plainCrossEntropy(plainForward(net, parameters, x).at(-1) ?? [], labels);
}

/**
 * ∂f/∂p by central differences of fourth order, (8(f(p+h) − f(p−h)) − (f(p+2h) − f(p−2h)))/12h, in doubles: with
 * h = 10⁻³ the truncation is of order h⁴ = 10⁻¹² and the rounding of order 10⁻¹³.
 */
export function numericalGradient(f: (values: number[]) => number, values: ArrayLike<number>): number[] {
  const h = 1e-3;
  const point = Array.from(values);
  return point.map((value, i) => {
    const shifted = (by: number) => f(point.with(i, value + by));
    return (8 * (shifted(h) - shifted(-h)) - (shifted(2 * h) - shifted(-2 * h))) / (12 * h);
  });
}
