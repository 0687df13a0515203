/**
 * Convolutions and a residual net in plain double-precision arithmetic, written from the definitions and from nothing
 * in `src`: what the tensor code is checked against.
 */
import { plainBatchNorm, plainCrossEntropy, plainDense } from './plain-mlp.ts';

/** Numbers of an array [n, h, w, c], the last index running fastest. */
export interface Images {
  readonly shape: readonly [n: number, h: number, w: number, c: number];
  readonly values: ArrayLike<number>;
}

export type Filter = Images; // [k, k, cᵢ, cₒ]

/** Zeros before the first pixel and the number of outputs, for "same" padding as TensorFlow defines it. */
function samePadding(size: number, kernel: number, stride: number) {
  const outputs = Math.ceil(size / stride);
  const zeros = Math.max(0, (outputs - 1) * stride + kernel - size);
  return { outputs, before: Math.floor(zeros / 2) };
}

/** y[n, i, j, o] = Σ_abc x[n, s·i + a − p, s·j + b − p, c] w[a, b, c, o]. */
export function plainConv(x: Images, filter: Filter, stride: number): Images {
  const [n, h, w, c] = x.shape;
  const [high, wide, , o] = filter.shape;
  const rows = samePadding(h, high, stride);
  const columns = samePadding(w, wide, stride);
  const values = new Float64Array(n * rows.outputs * columns.outputs * o);
  for (let m = 0, at = 0; m < n; m++)
    for (let i = 0; i < rows.outputs; i++)
      for (let j = 0; j < columns.outputs; j++, at += o)
        for (let a = 0; a < high; a++)
          for (let b = 0; b < wide; b++) {
            const [row, column] = [stride * i + a - rows.before, stride * j + b - columns.before];
            if (row < 0 || row >= h || column < 0 || column >= w) continue;
            for (let from = 0; from < c; from++) {
              const value = x.values[((m * h + row) * w + column) * c + from] ?? Number.NaN;
              for (let to = 0; to < o; to++) {
                const weight = filter.values[((a * wide + b) * c + from) * o + to] ?? Number.NaN;
                values[at + to] = (values[at + to] ?? Number.NaN) + value * weight;
              }
            }
          }
  return { shape: [n, rows.outputs, columns.outputs, o], values };
}

const rowsOf = ({ values, shape: [, , , c] }: Images): number[][] =>
  Array.from({ length: values.length / c }, (_, row) =>
    Array.from({ length: c }, (_, j) => values[row * c + j] ?? Number.NaN),
  );

const mapped = ({ shape, values }: Images, f: (value: number, i: number) => number): Images => ({
  shape,
  values: Float64Array.from(values, f),
});

/** Every `stride`th row and column, with channels of zeros added up to `channels`. */
function plainShortcut(x: Images, channels: number, stride: number): Images {
  const [n, h, w, c] = x.shape;
  const [high, wide] = [Math.ceil(h / stride), Math.ceil(w / stride)];
  const values = new Float64Array(n * high * wide * channels);
  for (let m = 0; m < n; m++)
    for (let i = 0; i < high; i++)
      for (let j = 0; j < wide; j++)
        for (let k = 0; k < c; k++) {
          const value = x.values[((m * h + stride * i) * w + stride * j) * c + k] ?? Number.NaN;
          values[((m * high + i) * wide + j) * channels + k] = value;
        }
  return { shape: [n, high, wide, channels], values };
}

/** Means of blocks × blocks pixels; h and w must be multiples of it. */
export function plainPool(x: Images, rows: number, columns = rows): Images {
  const [n, h, w, c] = x.shape;
  const [high, wide] = [h / rows, w / columns];
  const values = new Float64Array(n * high * wide * c);
  for (let m = 0; m < n; m++)
    for (let i = 0; i < h; i++)
      for (let j = 0; j < w; j++)
        for (let k = 0; k < c; k++) {
          const at = ((m * high + Math.floor(i / rows)) * wide + Math.floor(j / columns)) * c + k;
          const value = x.values[((m * h + i) * w + j) * c + k] ?? Number.NaN;
          values[at] = (values[at] ?? Number.NaN) + value / (rows * columns);
        }
  return { shape: [n, high, wide, c], values };
}

export interface PlainResNet {
  /** Blocks in each of the three stages. */
  readonly n: number;
  readonly width: number;
  readonly residual: boolean;
  /** ε of batch norm; `undefined`: none, and biases. */
  readonly epsilon: number | undefined;
  readonly poolInput: number;
}

/** The loss; the parameters in order: stem, blocks, dense layer, each with its γ and β or its bias after it. */
export function plainResNetLoss(
  { n, width, residual, epsilon, poolInput }: PlainResNet,
  parameters: readonly Images[],
  x: Images,
  labels: readonly number[],
): number {
  const rest = [...parameters];
  const next = (): Images => {
    const parameter = rest.shift();
    if (!parameter) throw new Error('too few parameters');
    return parameter;
  };
  const unit = (h: Images, stride: number): Images => {
    const z = plainConv(h, next(), stride);
    const channels = z.shape[3];
    if (epsilon === undefined) {
      const bias = next().values;
      return mapped(z, (value, i) => value + (bias[i % channels] ?? Number.NaN));
    }
    return {
      shape: z.shape,
      values: plainBatchNorm(rowsOf(z), epsilon, next().values, next().values).flat(),
    };
  };
  const rectified = (h: Images) => mapped(h, (value) => (value > 0 ? value : 0));
  let h = rectified(unit(poolInput === 1 ? x : plainPool(x, poolInput), 1));
  for (let stage = 0; stage < 3; stage++)
    for (let i = 0; i < n; i++) {
      const stride = stage > 0 && i === 0 ? 2 : 1;
      const branch = unit(rectified(unit(h, stride)), 1);
      const past = plainShortcut(h, width * 2 ** stage, stride).values;
      h = rectified(residual ? mapped(branch, (value, at) => value + (past[at] ?? Number.NaN)) : branch);
    }
  const pooled = plainPool(h, h.shape[1], h.shape[2]);
  const logits = plainDense(rowsOf(pooled), next().values, next().values);
  if (rest.length > 0) throw new Error('too many parameters');
  return plainCrossEntropy(logits, labels);
}
