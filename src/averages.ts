/** Means of lists: what experiments and drawings alike need, and nothing else. */

/** NaN of nothing, and where a value is no number. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** √(mean of (x − mean)²): of the values as they are, not an estimate of where they came from. NaN where `mean` is. */
export function standardDeviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
}

/** Mean of each value and up to `span` − 1 before it: a curve to read through the noise of mini-batches. */
export function movingAverage(values: readonly number[], span: number): number[] {
  // summed afresh each time: a running sum would keep the rounding of a spike, and NaN, for good
  return values.map((_, i) => mean(values.slice(Math.max(0, i + 1 - span), i + 1)));
}
