/**
 * Kernels that TensorFlow.js 4.22 lacks in its WASM backend, or has only as plain loops, made of those that are fast
 * there: its forward convolution and its product without transposes (both XNNPACK).
 *
 * For a convolution y = x ∗ w of stride s, x [n, h, w, cᵢ], w [k, k, cᵢ, cₒ], y [n, h′, w′, cₒ], and p pixels of zeros
 * before the first row and column, with δ = dL/dy:
 *
 *     y[n, i, j, o]   = Σ_abc x[n, s·i + a − p, s·j + b − p, c] w[a, b, c, o]
 *     dw[a, b, c, o]  = Σ_nij x[n, s·i + a − p, s·j + b − p, c] δ[n, i, j, o]
 *     dx[n, i, j, c]  = Σ_abo δˢ[n, i + p − a, j + p − b, o] w[a, b, c, o],   δˢ[s·i, s·j] = δ[i, j], 0 elsewhere
 *
 * dw is itself a convolution, of x with channels and batch exchanged, by the filter δ spread out with dilation s; dx
 * is one of δˢ by the flipped filter with its channels exchanged.
 */
import {
  BatchMatMul,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  conv2d,
  GatherV2,
  getKernel,
  type KernelConfig,
  type KernelFunc,
  matMul,
  type NamedAttrMap,
  pad,
  type Rank,
  registerKernel,
  reshape,
  slice,
  Tensor,
  type Tensor4D,
  type TensorInfo,
  tensor2d,
  tidy,
  transpose,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { gatherOver } from './wasm-gather.ts';

const BACKEND = 'wasm';

let registered = false;

/** Puts these kernels in place, over the WASM backend's own where it has them. The backend must have been loaded. */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  replaceKernel(BatchMatMul, productOf);
  replaceKernel(GatherV2, gatherOver);
  replaceKernel(Conv2DBackpropInput, inputGradientOf);
  registerKernel({ kernelName: Conv2DBackpropFilter, backendName: BACKEND, kernelFunc: filterGradient });
}

function replaceKernel(name: string, over: (own: KernelFunc) => KernelFunc): void {
  const kernel: KernelConfig | undefined = getKernel(name, BACKEND);
  if (!kernel) throw new Error(`the backend ${BACKEND} has no ${name}`);
  unregisterKernel(name, BACKEND);
  registerKernel({ ...kernel, kernelFunc: over(kernel.kernelFunc) });
}

/** A·B, Aᵀ·B, A·Bᵀ or Aᵀ·Bᵀ: the backend's own product goes over to a slow loop where it is to transpose. */
const productOf =
  (own: KernelFunc): KernelFunc =>
  (call) => {
    const { inputs, backend, attrs } = call;
    const { a, b } = inputs;
    const { transposeA, transposeB } = attrs ?? {};
    if (!(a instanceof Tensor && b instanceof Tensor && (transposeA || transposeB))) return own(call);
    const left = transposeA ? lastTwoExchanged(a) : a;
    const right = transposeB ? lastTwoExchanged(b) : b;
    const plain = { transposeA: false, transposeB: false };
    const product = own({ inputs: { a: left, b: right }, backend, attrs: plain });
    if (left !== a) left.dispose();
    if (right !== b) right.dispose();
    return product;
  };

function lastTwoExchanged(matrix: Tensor): Tensor {
  const last = matrix.rank - 1;
  const order = matrix.shape.map((_, i) => (i === last ? last - 1 : i === last - 1 ? last : i));
  return transpose(matrix, order);
}

/** One of the two directions of a convolution. */
interface Direction {
  /** Pixels of x. */
  readonly input: number;
  /** Pixels of y. */
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  /** Zeros before the first pixel. */
  readonly before: number;
}

/** @throws Error for what these kernels were not written for, with its value: see `refusal` */
function directions(
  attrs: NamedAttrMap | undefined,
  inputShape: readonly number[],
  filterShape: readonly number[],
  outputShape: readonly number[],
): readonly [rows: Direction, columns: Direction] {
  const { strides, pad: padding, dataFormat } = attrs ?? {};
  if (dataFormat !== 'NHWC') throw refusal('data format', dataFormat);
  if (padding !== 'same' && padding !== 'valid') throw refusal('padding', padding);
  const [strideRows, strideColumns] = Array.isArray(strides) ? strides : [strides, strides];
  const direction = (axis: 0 | 1, stride: unknown): Direction => {
    if (typeof stride !== 'number') throw refusal('stride', stride);
    const input = inputShape[axis + 1] ?? 0;
    const output = outputShape[axis + 1] ?? 0;
    const kernel = filterShape[axis] ?? 0;
    const zeros = padding === 'same' ? Math.max(0, (output - 1) * stride + kernel - input) : 0;
    return { input, output, kernel, stride, before: Math.floor(zeros / 2) };
  };
  return [direction(0, strideRows), direction(1, strideColumns)];
}

const refusal = (what: string, value: unknown) =>
  new Error(`no gradient of a convolution with this ${what} on ${BACKEND}: ${JSON.stringify(value)}`);

/** dL/dw [k, k, cᵢ, cₒ] from x and δ, both [n, height, width, channels]. */
const filterGradient: KernelFunc = ({ inputs, attrs }) => {
  const x = image(inputs.x);
  const dy = image(inputs.dy);
  const filterShape = attrs?.filterShape;
  if (!isShape(filterShape)) throw refusal('filter shape', filterShape);
  const [rows, columns] = directions(attrs, x.shape, filterShape, dy.shape);
  return tidy(() => {
    const images = transpose(x, [3, 1, 2, 0]); // [cᵢ, height, width, n]
    const filter = transpose(dy, [1, 2, 0, 3]); // [h′, w′, n, cₒ]
    const zeros = ({ input, output, kernel, stride, before }: Direction): [number, number] => {
      const reach = kernel + stride * (output - 1);
      return [before, Math.max(0, reach - input - before)];
    };
    const products = conv2d(images, filter, 1, [[0, 0], zeros(rows), zeros(columns), [0, 0]], 'NHWC', [
      rows.stride,
      columns.stride,
    ]);
    // a stride can leave the last pixels of x unused, which makes room for taps that the filter does not have
    const [, high, wide] = products.shape;
    const isWhole = high === rows.kernel && wide === columns.kernel;
    const taps = isWhole ? products : slice(products, [0, 0, 0, 0], [-1, rows.kernel, columns.kernel, -1]); // [cᵢ, k, k, cₒ]
    return transpose(taps, [1, 2, 0, 3]);
  });
};

/** dL/dx [n, height, width, cᵢ] from δ [n, h′, w′, cₒ] and w [k, k, cᵢ, cₒ]. */
const inputGradientOf =
  (own: KernelFunc): KernelFunc =>
  (call) => {
    const { inputs, attrs } = call;
    const inputShape = attrs?.inputShape;
    const padding = attrs?.pad;
    if (!isShape(inputShape) || attrs?.dataFormat !== 'NHWC') return own(call);
    if (padding !== 'same' && padding !== 'valid') return own(call);
    const dy = image(inputs.dy);
    const filter = image(inputs.filter);
    const [rows, columns] = directions(attrs, inputShape, filter.shape, dy.shape);
    const zeros = ({ input, output, kernel, stride, before }: Direction): [number, number] => {
      const first = kernel - 1 - before;
      return [first, input - stride * output + kernel - 1 - first];
    };
    const [aboveAndBelow, leftAndRight] = [zeros(rows), zeros(columns)];
    // larger than its filter asks for, or with zeros to take away: neither is a plain convolution
    if ([...aboveAndBelow, ...leftAndRight].some((count) => count < 0)) return own(call);
    return tidy(() => {
      const spread = stuffed(dy, rows.stride, columns.stride); // [n, s·h′, s·w′, cₒ]
      return conv2d(spread, flipped(filter), 1, [[0, 0], aboveAndBelow, leftAndRight, [0, 0]]);
    });
  };

/** w [k, k, cᵢ, cₒ] with its taps in reverse order and its channels exchanged → [k, k, cₒ, cᵢ]. */
function flipped(filter: Tensor4D): Tensor4D {
  const [high, wide, cIn, cOut] = filter.shape;
  const count = high * wide;
  const taps = transpose(reshape<Rank.R3>(filter, [count, cIn, cOut]), [0, 2, 1]); // [k·k, cₒ, cᵢ]
  if (count === 1) return reshape(taps, [high, wide, cOut, cIn]);
  // Zeros and ones that exchange the taps, which is exact: the backend's `reverse` and `gather` work out the place of
  // each number anew, and take ten times as long.
  const isExchanged = (i: number) => Math.floor(i / count) + (i % count) === count - 1;
  const exchange = Float32Array.from({ length: count * count }, (_, i) => (isExchanged(i) ? 1 : 0));
  const turned = matMul(tensor2d(exchange, [count, count]), reshape<Rank.R2>(taps, [count, cIn * cOut]));
  return reshape(turned, [high, wide, cOut, cIn]);
}

/** δ [n, h, w, c] with zeros after each row and column → [n, sᵣ·h, s꜀·w, c]. */
function stuffed(dy: Tensor4D, strideRows: number, strideColumns: number): Tensor4D {
  if (strideRows === 1 && strideColumns === 1) return dy;
  const [n, high, wide, c] = dy.shape;
  const row = wide * strideColumns * c;
  const pixels = reshape<Rank.R2>(dy, [n * high * wide, c]);
  const spacedPixels = pad(pixels, [
    [0, 0],
    [0, (strideColumns - 1) * c],
  ]);
  const spacedRows = pad(reshape<Rank.R2>(spacedPixels, [n * high, row]), [
    [0, 0],
    [0, (strideRows - 1) * row],
  ]);
  return reshape(spacedRows, [n, high * strideRows, wide * strideColumns, c]);
}

const isShape = (value: unknown): value is [number, number, number, number] =>
  Array.isArray(value) && value.length === 4 && value.every((size) => typeof size === 'number');

const isImage = (tensor: TensorInfo | undefined): tensor is Tensor4D =>
  tensor instanceof Tensor && tensor.rank === 4;

function image(tensor: TensorInfo | undefined): Tensor4D {
  if (!isImage(tensor)) throw refusal('input', tensor?.shape);
  return tensor;
}
