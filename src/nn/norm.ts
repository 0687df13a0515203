/**
 * Batch normalisation over the rows of [n, features] (Ioffe & Szegedy 2015, arXiv:1502.03167), training mode:
 *     x̂ = (z − μ)/√(v + ε),  μ and v per feature over the batch (v the population variance).
 * γ = 1 and β = 0 here.
 */
import { add, mean, mul, rsqrt, square, sub, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core';

export type BatchNormCache = {
  /** x̂ [n, features]. */
  readonly normalized: Tensor2D;
  /** 1/√(v + ε) [features]. */
  readonly inverseStd: Tensor1D;
};

/** @param epsilon ε > 0, added to the variance */
export function batchNormForward(z: Tensor2D, epsilon: number): BatchNormCache {
  const centred = sub<Tensor2D>(z, mean<Tensor1D>(z, 0));
  const variance = mean<Tensor1D>(square(centred), 0);
  const inverseStd = rsqrt<Tensor1D>(add(variance, epsilon));
  return { normalized: mul(centred, inverseStd), inverseStd };
}

/** dL/dz = (δ − mean δ − x̂ mean(δ x̂))/√(v + ε), for δ = dL/dx̂; means over the batch. */
export function batchNormBackward({ normalized, inverseStd }: BatchNormCache, delta: Tensor2D): Tensor2D {
  const direct = sub(delta, mean<Tensor1D>(delta, 0));
  const along = mul(normalized, mean<Tensor1D>(mul(delta, normalized), 0));
  return mul(sub(direct, along), inverseStd);
}
