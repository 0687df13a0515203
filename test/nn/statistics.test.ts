import { describe, expect, it } from 'vitest';
import {
  createDistinctCounter,
  distinctFraction,
  fractionAbove,
  histogram,
  maxAbs,
  meanOfLast,
  medianAbs,
  moments,
  shapeOf,
} from '#src/nn/statistics.ts';
import { createRng, type Rng } from '#src/random.ts';

const DENORMAL = 2 ** -149; // the smallest float32 above 0

/** Arrays that a run meets, and some that it should not. */
const arrays: readonly (readonly [name: string, values: Float32Array<ArrayBuffer>])[] = [
  ['normals', createRng(1).normals(5001)],
  ['an even number of normals', createRng(2).normals(5000)],
  ['tiny normals', createRng(3).normals(4000, 3e-7)],
  ['huge normals', createRng(4).normals(4000, 1e30)],
  [
    'far from 0',
    createRng(5)
      .normals(4000, 1e-3)
      .map((value) => value + 1000),
  ],
  [
    'half zeros',
    createRng(6)
      .normals(4001)
      .map((value) => Math.max(0, value)),
  ],
  [
    'few different values',
    createRng(7)
      .normals(3000)
      .map((value) => Math.round(value)),
  ],
  ['an outlier in front', Float32Array.of(1e8, ...createRng(8).normals(999))],
  ['one value', Float32Array.of(-3)],
  ['a constant', new Float32Array(1000).fill(0.1)],
  ['a constant 1e-30', new Float32Array(1001).fill(1e-30)],
  ['zeros', new Float32Array(100)],
  ['both zeros', Float32Array.of(0, -0, 0, -0, 1)],
  ['denormals', Float32Array.of(DENORMAL, -DENORMAL, 2 * DENORMAL, 0, -0, 3 * DENORMAL, DENORMAL)],
  ['±1 and neighbours', Float32Array.of(1, -1, 1 - 2 ** -24, 1 + 2 ** -23, -1 - 2 ** -23, 1)],
  ['a part of a buffer', createRng(9).normals(100).subarray(7, 60)],
];

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

describe('moments', () => {
  it.each(arrays)('of %s', (_, values) => {
    // the textbook's two passes in double precision
    const mean = sum(values) / values.length;
    const variance = sum(Array.from(values, (value) => (value - mean) ** 2)) / values.length;
    const zeros = values.filter((value) => value === 0).length / values.length;
    const scale = Math.max(...values.map(Math.abs));
    const found = moments(values);
    expect(Math.abs(found.mean - mean)).toBeLessThanOrEqual(1e-13 * scale);
    expect(Math.abs(found.std - Math.sqrt(variance))).toBeLessThanOrEqual(1e-8 * Math.sqrt(variance));
    expect(found.zeroFraction).toBe(zeros);
  });

  it('finds exactly 0 for values that are all alike', () => {
    for (const value of [0.1, -1 / 3, 1e-30, 1e30, DENORMAL]) {
      const constant = new Float32Array(999).fill(value);
      expect(moments(constant)).toEqual({ mean: Math.fround(value), std: 0, zeroFraction: 0 });
    }
  });

  it('says NaN where a value is NaN, wherever it stands, and for nothing at all', () => {
    for (const at of [0, 500, 999]) {
      const values = createRng(1).normals(1000);
      values[at] = Number.NaN;
      expect(moments(values)).toMatchObject({ mean: Number.NaN, std: Number.NaN });
    }
    expect(moments(new Float32Array(0))).toEqual({
      mean: Number.NaN,
      std: Number.NaN,
      zeroFraction: Number.NaN,
    });
  });

  it('says that an infinite value has no finite standard deviation', () => {
    expect(moments(Float32Array.of(1, Number.POSITIVE_INFINITY, 2)).std).toBeNaN();
    expect(moments(Float32Array.of(Number.NEGATIVE_INFINITY, 1, 2)).std).toBeNaN();
  });
});

describe('fractionAbove', () => {
  it.each(arrays)('of %s', (_, values) => {
    for (const threshold of [0, 0.5, 0.99, 1]) {
      const count = [...values].filter((value) => value > threshold || value < -threshold).length;
      expect(fractionAbove(values, threshold)).toBe(count / values.length);
    }
  });

  it('does not count NaN, and counts infinity', () => {
    expect(fractionAbove(Float32Array.of(Number.NaN, Number.NEGATIVE_INFINITY, 0, 5), 0.99)).toBe(0.5);
  });
});

describe('histogram', () => {
  /** Bin by bin: how many values lie in [edge, next edge), the last one closed. */
  function naive(
    values: Iterable<number>,
    [low, high]: readonly [number, number],
    bins: number,
    scale = 1,
  ): number[] {
    const edge = (bin: number) => low + ((high - low) * bin) / bins;
    return Array.from({ length: bins }, (_, bin) => {
      const isLast = bin === bins - 1;
      return [...values].filter((value) => {
        const x = value * scale;
        return x >= edge(bin) && (isLast ? x <= high : x < edge(bin + 1));
      }).length;
    });
  }

  // 64 bins of ranges that are powers of two: every edge is exact, values that lie on one included. Denormals lie nearer
  // to the edge at 0 than a double can tell positions apart.
  it.each(arrays.filter(([name]) => name !== 'denormals'))('of %s', (_, values) => {
    for (const range of [
      [-1, 1],
      [0, 4],
      [-(2 ** -20), 2 ** -20],
    ] as const) {
      expect(histogram(values, range, 64)).toEqual(naive(values, range, 64));
      expect(histogram(values, range, 64, { scale: 4 })).toEqual(naive(values, range, 64, 4));
    }
  });

  it('has sixty bins between −1 and 1 as the figures do', () => {
    const values = createRng(21).normals(20_000, 0.4);
    expect(histogram(values, [-1, 1], 60)).toEqual(naive(values, [-1, 1], 60));
  });

  it('puts denormals into the bins beside 0', () => {
    const [below, above] = histogram(Float32Array.of(DENORMAL, -DENORMAL, 0), [-1, 1], 64).slice(31, 33);
    expect((below ?? Number.NaN) + (above ?? Number.NaN)).toBe(3);
  });

  it('counts distances from a centre where there is one', () => {
    const values = createRng(22)
      .normals(5000, 0.5)
      .map((value) => value + 0.5);
    const count = naive(
      Float64Array.from(values, (value) => 2 * (value - 0.5)),
      [-2, 2],
      40,
    );
    expect(histogram(values, [-2, 2], 40, { center: 0.5, scale: 2 })).toEqual(count);
  });

  it('puts a value on an edge above it, and the upper end into the last bin', () => {
    expect(histogram(Float32Array.of(-1, -0.5, 0, 0.5, 1), [-1, 1], 4)).toEqual([1, 1, 1, 2]);
  });

  it('leaves out what lies outside, NaN and infinity included', () => {
    const strange = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1.01, 1.01, 1e30];
    expect(histogram(Float32Array.from(strange), [-1, 1], 4)).toEqual([0, 0, 0, 0]);
  });

  it('leaves out exact zeros where asked to, of either sign, but nothing near them', () => {
    const values = Float32Array.of(0, -0, DENORMAL, 0.3);
    expect(histogram(values, [0, 1], 2, { withZeros: false })).toEqual([2, 0]);
    expect(histogram(values, [0, 1], 2)).toEqual([4, 0]);
    // the zeros fall into the same bin as others, and wherever they stand in the array
    const mixed = Float32Array.of(0.1, 0, 0, 0, 0.2, 0, 0.3);
    expect(histogram(mixed, [-1, 1], 4, { withZeros: false })).toEqual([0, 0, 3, 0]);
    expect(histogram(mixed, [0.25, 1], 2, { withZeros: false })).toEqual([1, 0]);
  });
});

describe('medianAbs', () => {
  it.each(arrays)('of %s', (_, values) => {
    const sorted = Array.from(values, Math.abs).sort((a, b) => a - b);
    const [lower, upper] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
    expect(medianAbs(values)).toBe(((lower ?? Number.NaN) + (upper ?? Number.NaN)) / 2);
  });

  it('is exactly 0 where more than half of the values are, whatever the rest', () => {
    expect(medianAbs(Float32Array.of(0, -0, 0, 1e30, Number.POSITIVE_INFINITY))).toBe(0);
  });

  it('takes NaN as the largest of all', () => {
    expect(medianAbs(Float32Array.of(Number.NaN, 1, -2))).toBe(2);
    expect(medianAbs(Float32Array.of(Number.NaN, 1, Number.NaN))).toBeNaN();
    expect(medianAbs(new Float32Array(0))).toBeNaN();
  });
});

describe('distinctFraction', () => {
  it.each(arrays)('of %s', (_, values) => {
    // a Set tells numbers apart by value, with +0 and −0 as one
    expect(distinctFraction(values)).toBe(new Set(values).size / values.length);
  });

  it('counts a quarter of a million values, dense and sparse', () => {
    const many = createRng(31).normals(250_000);
    expect(distinctFraction(many)).toBe(new Set(many).size / many.length);
    const saturated = many.map((value) => Math.tanh(22 * value));
    expect(distinctFraction(saturated)).toBe(new Set(saturated).size / saturated.length);
  });

  it('counts array after array of one length on the same memory', () => {
    const count = createDistinctCounter(4000);
    const normals = createRng(32).normals(4000);
    const rounded = normals.map((value) => Math.round(value));
    for (const values of [
      normals,
      rounded,
      new Float32Array(4000),
      normals.map((value) => value / 3),
      rounded,
    ]) {
      expect(count(values)).toBe(new Set(values).size / 4000);
    }
    expect(() => count(new Float32Array(3999))).toThrow(new RangeError('invalid length; not 4000: 3999'));
  });

  it('counts NaN as a value, and infinities of either sign as two', () => {
    const { NaN: nan, POSITIVE_INFINITY: high, NEGATIVE_INFINITY: low } = Number;
    expect(distinctFraction(Float32Array.of(nan, nan, high, low, 0, 1))).toBe(5 / 6);
    expect(distinctFraction(new Float32Array(0))).toBeNaN();
  });
});

describe('maxAbs', () => {
  it.each(arrays)('of %s', (_, values) => {
    expect(maxAbs(values)).toBe(
      [...values].reduce((largest, value) => Math.max(largest, Math.abs(value)), 0),
    );
  });

  it('is NaN where any value is, and 0 of nothing', () => {
    for (const values of [
      [Number.NaN, 1],
      [1, Number.NaN],
      [1, Number.NaN, 5],
    ]) {
      expect(maxAbs(Float32Array.from(values))).toBeNaN();
    }
    expect(maxAbs(Float32Array.of(1, Number.NEGATIVE_INFINITY))).toBe(Number.POSITIVE_INFINITY);
    expect(maxAbs(new Float32Array(0))).toBe(0);
  });
});

describe('meanOfLast', () => {
  it('averages the last values, or all where there are fewer', () => {
    const values = draw(createRng(41), 50);
    expect(meanOfLast(values, 20)).toBeCloseTo(sum(values.slice(30)) / 20, 14);
    expect(meanOfLast(values, 50)).toBeCloseTo(sum(values) / 50, 14);
    expect(meanOfLast(values, 80)).toBeCloseTo(sum(values) / 50, 14);
    expect(meanOfLast([1, 2, 9], 1)).toBe(9);
  });

  it('is NaN of nothing and of NaN', () => {
    expect(meanOfLast([], 20)).toBeNaN();
    expect(meanOfLast([1, Number.NaN, 3], 2)).toBeNaN();
    expect(meanOfLast([Number.NaN, 1, 3], 2)).toBe(2);
  });
});

const draw = (rng: Rng, count: number) => Array.from({ length: count }, rng.normal);

describe('shapeOf', () => {
  it('of a coin: skewness (1 − 2p)/√(pq), excess kurtosis (1 − 6pq)/pq', () => {
    for (const heads of [1, 10, 50, 73]) {
      const [p, q] = [heads / 100, 1 - heads / 100];
      const shape = shapeOf(Float32Array.from({ length: 100 }, (_, i) => (i < heads ? 1 : 0)));
      expect(shape.mean).toBeCloseTo(p, 12);
      expect(shape.std).toBeCloseTo(Math.sqrt(p * q), 12);
      expect(shape.skewness).toBeCloseTo((1 - 2 * p) / Math.sqrt(p * q), 10);
      expect(shape.excessKurtosis).toBeCloseTo((1 - 6 * p * q) / (p * q), 9);
    }
  });

  it('of 1, …, n: no skewness, excess kurtosis −(6/5)(n² + 1)/(n² − 1)', () => {
    for (const n of [2, 3, 10, 1001]) {
      const { skewness, excessKurtosis } = shapeOf(Float32Array.from({ length: n }, (_, i) => i + 1));
      expect(skewness).toBeCloseTo(0, 12);
      expect(excessKurtosis).toBeCloseTo((-1.2 * (n * n + 1)) / (n * n - 1), 10);
    }
  });

  it('keeps its shape under a shift and a stretch, and turns it round with the sign', () => {
    const values = createRng(41).normals(5000).map(Math.exp);
    const [plain, moved, mirrored] = [values, values.map((x) => 4 * x + 3), values.map((x) => -x / 8)].map(
      shapeOf,
    );
    expect(plain?.skewness).toBeGreaterThan(2);
    expect(moved?.skewness).toBeCloseTo(plain?.skewness ?? Number.NaN, 4);
    expect(moved?.excessKurtosis).toBeCloseTo(plain?.excessKurtosis ?? Number.NaN, 3);
    expect(mirrored?.skewness).toBeCloseTo(-(plain?.skewness ?? Number.NaN), 10);
  });

  it('has none where all values are alike, nor where one is no number', () => {
    expect(shapeOf(Float32Array.of(2, 2, 2))).toEqual({
      mean: 2,
      std: 0,
      skewness: Number.NaN,
      excessKurtosis: Number.NaN,
    });
    expect(shapeOf(Float32Array.of(1, Number.NaN)).skewness).toBeNaN();
    expect(shapeOf(new Float32Array(0)).std).toBeNaN();
  });
});
