/**
 * Batch normalisation over the rows of [n, features] (Ioffe & Szegedy 2015, arXiv:1502.03167), training mode:
 *     x̂ = (z − μ)/√(v + ε),  μ and v per feature over the batch (v the population variance).
 * Without γ and β for rows, and with them for rows and for images, whose pixels are all rows [n·h·w, channels].
 */
import {
  add,
  batchNorm,
  mean,
  mul,
  type Rank,
  reshape,
  rsqrt,
  scalar,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';

export type BatchNormCache = {
  /** x̂ [n, features]. */
  readonly normalized: Tensor2D;
  /** 1/√(v + ε) [features]. */
  readonly inverseStd: Tensor1D;
};

export type BatchStatistics = {
  /** μ [features]. */
  readonly mean: Tensor1D;
  /** v, the population variance [features]. */
  readonly variance: Tensor1D;
  /** z − μ [n, features]. */
  readonly centred: Tensor2D;
};

/** μ and v of each feature of z [n, features]. */
export function batchStatistics(z: Tensor2D): BatchStatistics {
  const batchMean = mean<Tensor1D>(z, 0);
  const centred = sub<Tensor2D>(z, batchMean);
  return { mean: batchMean, variance: mean<Tensor1D>(square(centred), 0), centred };
}

/**
 * @param epsilon ε > 0, added to the variance
 * @param statistics those of z, where somebody needs them as well
 */
export function batchNormForward(
  z: Tensor2D,
  epsilon: number,
  { variance, centred }: BatchStatistics = batchStatistics(z),
): BatchNormCache {
  const inverseStd = rsqrt<Tensor1D>(add(variance, epsilon));
  return { normalized: mul(centred, inverseStd), inverseStd };
}

/** dL/dz = (δ − mean δ − x̂ mean(δ x̂))/√(v + ε), for δ = dL/dx̂; means over the batch. */
export function batchNormBackward({ normalized, inverseStd }: BatchNormCache, delta: Tensor2D): Tensor2D {
  const direct = sub(delta, mean<Tensor1D>(delta, 0));
  const along = mul(normalized, mean<Tensor1D>(mul(delta, normalized), 0));
  return mul(sub(direct, along), inverseStd);
}

/** What training-mode normalisation with γ and β leaves for its backward pass. */
export type ChannelNormCache<R extends Rank> = {
  /** γ x̂ + β, in the shape of z. */
  readonly output: Tensor<R>;
  /** z − μ, in the shape of z. */
  readonly centred: Tensor<R>;
  /** μ and v of the batch [c]. */
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
  /** 1/√(v + ε) [c]. */
  readonly inverseStd: Tensor1D;
  /** γ/√(v + ε) [c]. */
  readonly scale: Tensor1D;
};

export interface ChannelNormGradients<R extends Rank> {
  /** dL/dz, in the shape of z. */
  readonly input: Tensor<R>;
  /** dL/dγ [c]. */
  readonly gamma: Tensor1D;
  /** dL/dβ [c]. */
  readonly beta: Tensor1D;
}

/**
 * γ x̂ + β = (z − μ) · γ/√(v + ε) + β for z [n, c] or z [n, h, w, c], with μ and v per channel over all other axes.
 * What is done to [c] costs next to nothing, so γ is multiplied there, and not with the whole of x̂.
 * @param gamma γ [c]  @param beta β [c]  @param epsilon ε > 0, added to the variance
 */
export function channelNormForward<R extends Rank>(
  z: Tensor<R>,
  gamma: Tensor1D,
  beta: Tensor1D,
  epsilon: number,
): ChannelNormCache<R> {
  return tidy(() => {
    const batchMean = mean<Tensor1D>(rows(z), 0);
    const centred = sub<Tensor<R>>(z, batchMean);
    const variance = mean<Tensor1D>(square(rows(centred)), 0);
    const inverseStd = rsqrt<Tensor1D>(add(variance, epsilon));
    const scale = mul<Tensor1D>(gamma, inverseStd);
    const output = add<Tensor<R>>(mul(centred, scale), beta);
    return { output, centred, mean: batchMean, variance, inverseStd, scale };
  });
}

/**
 * For δ = dL/dy in the shape of z and N values a channel: dL/dβ = Σ δ, dL/dγ = Σ δ x̂, and
 *     dL/dz = γ/√(v + ε) · (δ − dL/dβ/N − x̂ dL/dγ/N).
 */
export function channelNormBackward<R extends Rank>(
  { centred, inverseStd, scale }: ChannelNormCache<R>,
  delta: Tensor<R>,
): ChannelNormGradients<R> {
  const share = scalar(scale.size / delta.size); // 1/N
  const beta = channelSum(delta);
  const gamma = mul<Tensor1D>(channelSum(mul(delta, centred)), inverseStd);
  const along = mul<Tensor<R>>(centred, mul(mul(gamma, inverseStd), share));
  const input = mul<Tensor<R>>(sub(sub(delta, mul(beta, share)), along), scale);
  return { input, gamma, beta };
}

/** γ (z − μ)/√(v + ε) + β for given μ, v, γ and β [c]: the inference mode, from running averages. */
export function channelNormInference<R extends Rank>(
  z: Tensor<R>,
  { mean, variance, gamma, beta }: { mean: Tensor1D; variance: Tensor1D; gamma: Tensor1D; beta: Tensor1D },
  epsilon: number,
): Tensor<R> {
  return batchNorm(z, mean, variance, beta, gamma, epsilon);
}

/** Σ of x [n, c] or x [n, h, w, c] over all axes but the last → [c]. */
export const channelSum = (x: Tensor): Tensor1D => sum(rows(x), 0);

/** x [n, c] or x [n, h, w, c] as [N, c]. */
function rows(x: Tensor): Tensor2D {
  const channels = x.shape.at(-1) ?? 1;
  return reshape(x, [x.size / channels, channels]);
}
