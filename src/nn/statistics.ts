/**
 * Statistics of pooled values, in double precision whatever the tensor's type.
 * Every function takes a plain typed array, so that nothing here depends on a backend.
 */

export interface Moments {
  readonly mean: number;
  /** Population standard deviation, √(E x² − (E x)²). */
  readonly std: number;
  /** Fraction of values that are exactly zero. */
  readonly zeroFraction: number;
}

/** Mean, population standard deviation and zero fraction; NaN for an empty array. Values equal to one another give a std of exactly 0. */
export function moments(values: Float32Array): Moments {
  const n = values.length;
  const shift = values[0] ?? Number.NaN; // sums of differences: no cancellation where all values are alike
  // two sums side by side, so that one addition need not wait for the other
  let sumEven = 0;
  let sumOdd = 0;
  let squaresEven = 0;
  let squaresOdd = 0;
  for (let i = 0; i + 1 < n; i += 2) {
    const even = (values[i] ?? 0) - shift;
    const odd = (values[i + 1] ?? 0) - shift;
    sumEven += even;
    sumOdd += odd;
    squaresEven += even * even;
    squaresOdd += odd * odd;
  }
  if (n % 2 === 1) {
    const last = (values[n - 1] ?? 0) - shift;
    sumEven += last;
    squaresEven += last * last;
  }
  const zeros = countZeros(values);
  const sum = sumEven + sumOdd;
  const squares = squaresEven + squaresOdd;
  const mean = sum / n;
  return {
    mean: shift + mean,
    std: Math.sqrt(Math.max(0, squares / n - mean * mean)),
    zeroFraction: zeros / n,
  };
}

export interface Shape {
  readonly mean: number;
  /** Population standard deviation. */
  readonly std: number;
  /** E(x − μ)³/σ³: 0 where the distribution is symmetric. */
  readonly skewness: number;
  /** E(x − μ)⁴/σ⁴ − 3: 0 for a Gaussian. */
  readonly excessKurtosis: number;
}

/** Place, width and shape of a distribution; of values equal to one another skewness and kurtosis are NaN. */
export function shapeOf(values: Float32Array): Shape {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let [second, third, fourth] = [0, 0, 0];
  for (const value of values) {
    const d = value - mean;
    second += d * d;
    third += d ** 3;
    fourth += d ** 4;
  }
  const variance = second / n;
  return {
    mean,
    std: Math.sqrt(variance),
    skewness: third / n / variance ** 1.5,
    excessKurtosis: fourth / n / variance ** 2 - 3,
  };
}

function countZeros(values: Float32Array): number {
  let zeros = 0;
  for (let i = 0; i < values.length; i++) zeros += values[i] === 0 ? 1 : 0;
  return zeros;
}

/** Fraction of values with |x| > threshold. */
export function fractionAbove(values: Float32Array, threshold: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) count += Math.abs(values[i] ?? 0) > threshold ? 1 : 0;
  return count / values.length;
}

/**
 * How many values fall into each of `bins` equal parts of [low, high]; values outside are not counted, exact zeros
 * only where `withZeros` (default true). The upper end belongs to the last bin.
 * Each value x counts as (x − center) · scale (defaults 0 and 1).
 */
export function histogram(
  values: Float32Array,
  range: readonly [low: number, high: number],
  bins: number,
  {
    scale = 1,
    center = 0,
    withZeros = true,
  }: { readonly scale?: number; readonly center?: number; readonly withZeros?: boolean } = {},
): number[] {
  const [low, high] = range;
  const n = values.length;
  // Bin 0 is for what lies below, then come the bins asked for, then the upper end itself, then what lies above. Two
  // counters take turns: equal neighbours, as in a saturated layer, need not wait for one another's increment.
  const above = bins + 2;
  const even = new Uint32Array(above + 1);
  const odd = new Uint32Array(above + 1);
  const perUnit = bins / (high - low);
  const factor = scale * perUnit;
  const offset = 1 - low * perUnit - center * factor;
  const place = (value: number) => {
    const position = value * factor + offset;
    return position < 1 ? 0 : position > bins + 1 ? above : position | 0; // NaN: 0
  };
  for (let i = 0; i + 1 < n; i += 2) {
    const first = place(values[i] ?? 0);
    const second = place(values[i + 1] ?? 0);
    even[first] = (even[first] ?? 0) + 1;
    odd[second] = (odd[second] ?? 0) + 1;
  }
  if (n % 2 === 1) {
    const last = place(values[n - 1] ?? 0);
    even[last] = (even[last] ?? 0) + 1;
  }
  if (!withZeros) {
    const zero = place(0);
    even[zero] = (even[zero] ?? 0) - countZeros(values); // may wrap around; the sum below wraps back
  }
  const counts = Array.from(even.subarray(1, bins + 1), (count, i) => (count + (odd[i + 1] ?? 0)) >>> 0);
  const end = ((even[bins + 1] ?? 0) + (odd[bins + 1] ?? 0)) >>> 0;
  counts[bins - 1] = (counts[bins - 1] ?? 0) + end;
  return counts;
}

const MAGNITUDE_BITS = 0x7fffffff;

/**
 * The median of |x|, exact: magnitudes of float32 sort as their bit patterns do, so two counting passes of 2¹⁶
 * buckets find the middle ones. For an even count, the mean of the two middle values. NaN for an empty array.
 */
export function medianAbs(values: Float32Array<ArrayBuffer>): number {
  const n = values.length;
  if (n === 0) return Number.NaN;
  const bits = new Uint32Array(values.buffer, values.byteOffset, n);
  const coarse = new Uint32Array(1 << 15);
  for (let i = 0; i < n; i++) {
    const bucket = ((bits[i] ?? 0) & MAGNITUDE_BITS) >>> 16;
    coarse[bucket] = (coarse[bucket] ?? 0) + 1;
  }
  const lower = orderStatistic(bits, coarse, (n - 1) >> 1);
  return n % 2 === 1 ? lower : (lower + orderStatistic(bits, coarse, n >> 1)) / 2;
}

/** The magnitude of rank `rank` (0 = smallest), given the counts of the upper halves of the bit patterns. */
function orderStatistic(bits: Uint32Array, coarse: Uint32Array, rank: number): number {
  let below = 0;
  let bucket = 0;
  while (below + (coarse[bucket] ?? 0) <= rank) below += coarse[bucket++] ?? 0;
  const fine = new Uint32Array(1 << 16);
  for (let i = 0; i < bits.length; i++) {
    const magnitude = (bits[i] ?? 0) & MAGNITUDE_BITS;
    if (magnitude >>> 16 === bucket) fine[magnitude & 0xffff] = (fine[magnitude & 0xffff] ?? 0) + 1;
  }
  let low = 0;
  while (below + (fine[low] ?? 0) <= rank) below += fine[low++] ?? 0;
  return new Float32Array(Uint32Array.of((bucket << 16) | low).buffer)[0] ?? Number.NaN;
}

const PARTITIONS = 256;

/** Number of different float32 values divided by the number of values (±0 count as one value; NaN for an empty array). */
export function distinctFraction(values: Float32Array<ArrayBuffer>): number {
  return createDistinctCounter(values.length)(values);
}

/**
 * `distinctFraction` for many arrays of one length, on one piece of memory. The values are first dealt out by their
 * lowest bits, so that the hash table of each part stays in the processor's cache.
 */
export function createDistinctCounter(length: number): (values: Float32Array<ArrayBuffer>) => number {
  const dealt = new Int32Array(length);
  const ends = new Uint32Array(PARTITIONS + 1);
  const next = new Uint32Array(PARTITIONS);
  let slots = new Int32Array(2);

  /** Open addressing at a load of at most one half; 0 marks a free slot, so zero itself is counted apart. */
  const countPart = (from: number, to: number): number => {
    let capacity = 2;
    while (capacity < 2 * (to - from)) capacity *= 2;
    if (capacity > slots.length) slots = new Int32Array(capacity);
    else slots.fill(0, 0, capacity);
    const mask = capacity - 1;
    let distinct = 0;
    let sawZero = 0;
    for (let i = from; i < to; i++) {
      const key = dealt[i] ?? 0;
      if ((key & MAGNITUDE_BITS) === 0) {
        sawZero = 1;
        continue;
      }
      let slot = (Math.imul(key >>> 8, 0x9e3779b1) >>> 8) & mask;
      let held = slots[slot] ?? 0;
      while (held !== 0 && held !== key) {
        slot = (slot + 1) & mask;
        held = slots[slot] ?? 0;
      }
      if (held === 0) {
        slots[slot] = key;
        distinct++;
      }
    }
    return distinct + sawZero;
  };

  return (values) => {
    if (values.length !== length) throw new RangeError(`invalid length; not ${length}: ${values.length}`);
    const bits = new Int32Array(values.buffer, values.byteOffset, length);
    ends.fill(0);
    for (let i = 0; i < length; i++) {
      const part = ((bits[i] ?? 0) & (PARTITIONS - 1)) + 1; // +0 and −0 share part 0
      ends[part] = (ends[part] ?? 0) + 1;
    }
    for (let part = 1; part <= PARTITIONS; part++) ends[part] = (ends[part] ?? 0) + (ends[part - 1] ?? 0);
    next.set(ends.subarray(0, PARTITIONS));
    for (let i = 0; i < length; i++) {
      const key = bits[i] ?? 0;
      const part = key & (PARTITIONS - 1);
      const place = next[part] ?? 0;
      dealt[place] = key;
      next[part] = place + 1;
    }
    let distinct = 0;
    for (let part = 0; part < PARTITIONS; part++) distinct += countPart(ends[part] ?? 0, ends[part + 1] ?? 0);
    return distinct / length;
  };
}

/** Largest |x|; NaN where any value is NaN; 0 for an empty array. */
export function maxAbs(values: Float32Array): number {
  let largest = 0;
  for (const value of values) {
    const magnitude = Math.abs(value);
    if (!(magnitude <= largest)) largest = magnitude;
    if (Number.isNaN(magnitude)) return Number.NaN;
  }
  return largest;
}

/** Mean of the last `count` values, or of all where there are fewer. */
export function meanOfLast(values: readonly number[], count: number): number {
  const last = values.slice(-count);
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}
