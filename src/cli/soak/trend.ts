/**
 * How much a series grows. The slope is Theil and Sen's, the median of the slopes between all pairs of samples: up to
 * 29 % of the samples may be anything without moving it far, so that one late collection or one large run is no trend.
 */

/** Samples at the start that don't count, as caches fill and code is compiled: a third, and the first dozen at least. */
const WARM_UP_SHARE = 1 / 3;
export const WARM_UP_SAMPLES = 12;
/** Fewer samples than this after the warm-up say nothing. */
export const LEAST_SAMPLES = 6;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

/** Median of (yⱼ − yᵢ)/(j − i) over all i < j; NaN for less than two samples. */
export function slopeOf(values: readonly number[]): number {
  const slopes = values.flatMap((from, i) => values.slice(i + 1).map((to, gap) => (to - from) / (gap + 1)));
  return median(slopes);
}

/**
 * @param warmUp samples that don't count for a reason of their own
 * @returns growth from the first sample after the warm-up to the last, along the trend and relative to the median: 0.05 is 5 %.
 * NaN where there are too few samples to tell.
 */
export function growthOf(samples: readonly number[], warmUp = 0): number {
  const settled = samples.slice(Math.max(warmUp, WARM_UP_SAMPLES, Math.ceil(samples.length * WARM_UP_SHARE)));
  if (settled.length < LEAST_SAMPLES) return Number.NaN;
  const rise = slopeOf(settled) * (settled.length - 1);
  return rise === 0 ? 0 : rise / median(settled);
}
