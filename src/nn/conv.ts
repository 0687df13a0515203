/**
 * Convolution over channels-last images, forward and backward, written out.
 *
 *     y[n, i, j, o] = Σ_abc x[n, s·i + a − p, s·j + b − p, c] w[a, b, c, o],   zero outside of x ("same" padding)
 *
 * for a stride s, with h′ = ⌈h/s⌉ and ⌊max(0, (h′ − 1)s + k − h)/2⌋ = p zeros before the first row; columns likewise.
 * (It is what other fields call correlation: the filter is not flipped.)
 */
import {
  avgPool,
  Conv2DBackpropFilter,
  conv2d,
  conv2dTranspose,
  engine,
  fill,
  mul,
  type Rank,
  reshape,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

/** [k, k, cᵢ, cₒ] */
export type FilterShape = [high: number, wide: number, channelsIn: number, channelsOut: number];

/** x [n, h, w, cᵢ], filter [k, k, cᵢ, cₒ] → [n, ⌈h/s⌉, ⌈w/s⌉, cₒ]. */
export function convForward(x: Tensor4D, filter: Tensor4D, stride: number): Tensor4D {
  return conv2d(x, filter, stride, 'same');
}

/**
 * dL/dw[a, b, c, o] = Σ_nij x[n, s·i + a − p, s·j + b − p, c] δ[n, i, j, o], for δ = dL/dy [n, h′, w′, cₒ]
 * → [k, k, cᵢ, cₒ]. TensorFlow.js has it as a kernel only, not among its operations.
 */
export function convFilterGradient(
  x: Tensor4D,
  delta: Tensor4D,
  filterShape: FilterShape,
  stride: number,
): Tensor4D {
  const attributes = { strides: [stride, stride], pad: 'same', dataFormat: 'NHWC', filterShape };
  return engine().runKernel<Tensor4D>(Conv2DBackpropFilter, { x, dy: delta }, attributes);
}

/**
 * dL/dx[n, i, j, c] = Σ_abo δ[n, (i + p − a)/s, (j + p − b)/s, o] w[a, b, c, o], over the a and b for which the
 * divisions leave no remainder → the shape of x, [n, h, w, cᵢ].
 */
export function convInputGradient(
  delta: Tensor4D,
  filter: Tensor4D,
  inputShape: Tensor4D['shape'],
  stride: number,
): Tensor4D {
  return conv2dTranspose(delta, filter, inputShape, stride, 'same');
}

/** Mean over all pixels: x [n, h, w, c] → [n, c]. */
export function globalAveragePool(x: Tensor4D): Tensor2D {
  const [n, high, wide, c] = x.shape;
  return reshape(avgPool(x, [high, wide], 1, 'valid'), [n, c]);
}

/** dL/dx = δ/(h·w) at every pixel, for δ = dL/dy [n, c] → the shape of x, [n, h, w, c]. */
export function globalAveragePoolGradient(delta: Tensor2D, inputShape: Tensor4D['shape']): Tensor4D {
  const [n, high, wide, c] = inputShape;
  const share = fill<Rank.R3>([1, high * wide, 1], 1 / (high * wide));
  return reshape(mul(reshape(delta, [n, 1, c]), share), inputShape);
}

/**
 * Means of blocks of `block` × `block` pixels: x [n, h, w, c] → [n, ⌊h/block⌋, ⌊w/block⌋, c]; rows and columns that
 * fill no block are left out. It has no gradient here: nets shrink their input by it, which nothing is before.
 */
export function averagePool(x: Tensor4D, block: number): Tensor4D {
  return avgPool(x, block, block, 'valid');
}
