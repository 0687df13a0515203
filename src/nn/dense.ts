/**
 * A fully connected layer, forward and backward, written out.
 *
 * Gradients are explicit rather than recorded on a tape: a lesson can look at each of them, a step costs the few
 * operations it needs, and every product is a plain A·B. (The WASM backend's product is fast only without
 * transposes: transposing first is six times faster than asking it for A·Bᵀ at 1000 × 500 × 500.)
 */
import { add, matMul, sum, type Tensor1D, type Tensor2D, transpose } from '@tensorflow/tfjs-core';

/** z = x W + b; x [n, fanIn], W [fanIn, fanOut], b [fanOut] or none → z [n, fanOut]. */
export function denseForward(x: Tensor2D, weights: Tensor2D, bias?: Tensor1D): Tensor2D {
  const product = matMul<Tensor2D>(x, weights);
  return bias ? add(product, bias) : product;
}

/** dL/dW = xᵀ δ, for δ = dL/dz [n, fanOut] → [fanIn, fanOut]. */
export function denseWeightGradient(x: Tensor2D, delta: Tensor2D): Tensor2D {
  return matMul(transpose(x), delta);
}

/** dL/db = Σ over the batch of δ → [fanOut]. */
export function denseBiasGradient(delta: Tensor2D): Tensor1D {
  return sum(delta, 0);
}

/** dL/dx = δ Wᵀ → [n, fanIn]. */
export function denseInputGradient(delta: Tensor2D, weights: Tensor2D): Tensor2D {
  return matMul(delta, transpose(weights));
}
