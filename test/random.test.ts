import { describe, expect, it } from 'vitest';
import { createRng } from '#src/random.ts';

/** φ, the standard normal density. */
const density = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/**
 * Φ to double precision: for |x| < 3 Marsaglia's series ½ + φ(x) Σ x^(2k+1)/(1·3·5…(2k+1)), beyond it the continued
 * fraction of the Mills ratio, 1 − Φ(x) = φ(x)/(x + 1/(x + 2/(x + 3/(x + …)))).
 */
function normalCdf(x: number): number {
  if (x < 0) return upperTail(-x);
  return x < 3 ? 0.5 + centre(x) : 1 - upperTail(x);
}

function upperTail(x: number): number {
  if (x < 3) return 0.5 - centre(x);
  let fraction = x;
  for (let k = 200; k >= 1; k--) fraction = x + k / fraction;
  return density(x) / fraction;
}

function centre(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; k < 200; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return density(x) * sum;
}

/** The largest distance between the empirical distribution of `values` and `cdf`. */
function kolmogorovSmirnov(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.toSorted();
  let largest = 0;
  for (const [i, value] of sorted.entries()) {
    const expected = cdf(value);
    largest = Math.max(largest, (i + 1) / sorted.length - expected, expected - i / sorted.length);
  }
  return largest;
}

/** The distance that a sample from the right distribution exceeds once in a hundred: √(ln(2/0.01)/2)/√n. */
const ksBound = (n: number) => Math.sqrt(Math.log(200) / 2 / n);

/** Σ (observed − expected)²/expected for equally likely outcomes. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function tally(outcomes: Iterable<number>, kinds: number): number[] {
  const counts = new Array<number>(kinds).fill(0);
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? Number.NaN) + 1;
  return counts;
}

const draw = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, next);

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const products = a.map((value, i) => (value - meanA) * ((b[i] ?? Number.NaN) - meanB));
  const norm = (x: readonly number[], m: number) => Math.sqrt(mean(x.map((value) => (value - m) ** 2)));
  return mean(products) / norm(a, meanA) / norm(b, meanB);
}

describe('the oracle', () => {
  // Abramowitz & Stegun, table 26.1
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [2, 0.977249868051821],
    [3, 0.99865010196837],
    [-1, 0.158655253931457],
    [-4, 3.167124183312e-5],
  ])('Φ(%f) = %f', (x, expected) => expect(normalCdf(x)).toBeCloseTo(expected, 14));
});

describe('a stream', () => {
  it('repeats: the same seed and path give the same numbers', () => {
    const numbers = () => {
      const rng = createRng(7).child('weights').child(3);
      return [...rng.normals(100), ...rng.permutation(50), ...draw(10, rng.uniform), ...draw(10, rng.uint32)];
    };
    expect(numbers()).toEqual(numbers());
  });

  it('gives child(3) and child("3") the same name', () => {
    expect(createRng(1).child(3).uint32()).toBe(createRng(1).child('3').uint32());
  });

  it('gives its children the same numbers in whatever order anything is drawn', () => {
    const straight = createRng(5);
    const expected = [straight.child('a').uint32(), straight.child('b').uint32()];

    const mixed = createRng(5);
    draw(17, mixed.normal);
    const b = mixed.child('b');
    draw(1000, mixed.child('c').uint32);
    const second = b.uint32();
    mixed.uniform();
    expect([mixed.child('a').uint32(), second]).toEqual(expected);
  });

  it('is not advanced by its children', () => {
    const alone = createRng(5);
    const parent = createRng(5);
    draw(100, parent.child('a').normal);
    expect(draw(10, parent.uint32)).toEqual(draw(10, alone.uint32));
  });

  it.each([
    ['siblings', createRng(3).child('weights').child(0), createRng(3).child('weights').child(1)],
    ['parent and child', createRng(3), createRng(3).child('weights')],
    ['cousins of one name', createRng(3).child('weights').child(0), createRng(3).child('batches').child(0)],
    ['neighbouring seeds', createRng(3), createRng(4)],
  ])('is uncorrelated: %s', (_, one, other) => {
    // for independent draws the correlation has standard deviation 1/√n
    const n = 100_000;
    expect(Math.abs(correlation(draw(n, one.normal), draw(n, other.normal)))).toBeLessThan(
      3.3 / Math.sqrt(n),
    );
  });

  it('differs from that of every neighbouring seed, by about half of the bits', () => {
    const seeds = Array.from({ length: 2000 }, (_, i) => i + 1);
    const streams = seeds.map((seed) => draw(4, createRng(seed).uint32));
    // 2000 first draws of 32 bits collide with probability 2000²/2/2³² = 0.05 %; four of them never
    expect(new Set(streams.map(String)).size).toBe(seeds.length);
    const distances = streams.slice(1).map((stream, i) => bitsSet((stream[0] ?? 0) ^ (streams[i]?.[0] ?? 0)));
    const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
    // Binomial(32, ½) has standard deviation √8; four of the mean's
    expect(Math.abs(mean - 16)).toBeLessThan((4 * Math.sqrt(8)) / Math.sqrt(distances.length));
  });

  it('is another one for labels that run together in other ways', () => {
    const root = createRng(1);
    const paths = [
      root.child('ab'),
      root.child('a').child('b'),
      root.child('b').child('a'),
      root.child('a'),
      root.child(''),
      root,
    ];
    expect(new Set(paths.map((rng) => String(draw(4, rng.uint32)))).size).toBe(paths.length);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 32])('refuses the seed %d', (seed) => {
    expect(() => createRng(seed)).toThrow(
      new RangeError(`invalid seed; not a positive integer below 2^32: ${seed}`),
    );
  });

  it('takes the largest seed', () => expect(createRng(2 ** 32 - 1).uint32()).toBeGreaterThan(0));
});

/** How many of the 32 bits are 1. */
function bitsSet(bits: number): number {
  return [...(bits >>> 0).toString(2)].filter((bit) => bit === '1').length;
}

describe('uniform', () => {
  it('fills [0, 1) evenly', () => {
    const n = 1_000_000;
    const values = Float64Array.from(draw(n, createRng(11).uniform));
    expect(Math.min(...bounds(values))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...bounds(values))).toBeLessThan(1);
    expect(kolmogorovSmirnov(values, (x) => x)).toBeLessThan(ksBound(n));
  });
});

function bounds(values: Float64Array): [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

describe('int', () => {
  // 99.9 % points of χ² with 2, 9 and 99 degrees of freedom
  it.each([
    [3, 13.82],
    [10, 27.88],
    [100, 148.23],
  ])('makes each of %d values equally likely', (bound, critical) => {
    const rng = createRng(12);
    const counts = tally(
      draw(200_000, () => rng.int(bound)),
      bound,
    );
    expect(counts.length).toBe(bound);
    expect(chiSquare(counts)).toBeLessThan(critical);
  });

  it('stays even where 2³² is not nearly a multiple of the bound', () => {
    // Without rejection, bits % (3·2³⁰) would give each value below 2³⁰ twice the probability of the others: ½, ¼, ¼.
    const rng = createRng(13);
    const thirds = draw(30_000, () => Math.floor(rng.int(3 * 2 ** 30) / 2 ** 30));
    expect(chiSquare(tally(thirds, 3))).toBeLessThan(13.82);
  });

  it('has one value for a bound of 1', () =>
    expect(draw(5, () => createRng(1).int(1))).toEqual([0, 0, 0, 0, 0]));

  it.each([0, -1, 2.5, Number.NaN, 2 ** 32 + 1])('refuses the bound %d', (bound) => {
    expect(() => createRng(1).int(bound)).toThrow(
      new RangeError(`invalid bound; not an integer in [1, 2^32]: ${bound}`),
    );
  });
});

describe('normal', () => {
  const n = 1_000_000;
  const rng = createRng(14);
  const values = Float64Array.from({ length: n }, rng.normal);

  // E z = 0, E z² = 1, E z³ = 0, E z⁴ = 3; Var z^k = E z^2k − (E z^k)² = 1, 2, 15, 96
  it.each([
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ])('has the right moment of order %d', (order, expected, variance) => {
    const moment = values.reduce((sum, value) => sum + value ** order, 0) / n;
    expect(Math.abs(moment - expected)).toBeLessThan(3.3 * Math.sqrt(variance / n));
  });

  it('follows Φ', () => expect(kolmogorovSmirnov(values, normalCdf)).toBeLessThan(ksBound(n)));

  // 3.4426 is where the ziggurat's rectangles end and Marsaglia's tail begins
  it.each([2, 3, 3.3, 3.442619855899, 3.6, 4, 4.5])('has the right number of values beyond ±%f', (edge) => {
    const expected = n * upperTail(edge);
    for (const side of [1, -1]) {
      const count = values.reduce((sum, value) => sum + (side * value > edge ? 1 : 0), 0);
      expect(Math.abs(count - expected), `side ${side}`).toBeLessThan(3.5 * Math.sqrt(expected));
    }
  });

  it('follows Φ in the tail, given that it is there', () => {
    const edge = 3.442619855899;
    const many = createRng(15);
    const tail: number[] = [];
    for (let i = 0; i < 7_000_000; i++) {
      const value = Math.abs(many.normal());
      if (value > edge) tail.push(value);
    }
    expect(tail.length).toBeGreaterThan(3500); // about 2 · 7·10⁶ · 2.9·10⁻⁴ = 4030
    const conditional = (x: number) => 1 - upperTail(x) / upperTail(edge);
    expect(kolmogorovSmirnov(Float64Array.from(tail), conditional)).toBeLessThan(ksBound(tail.length));
  });

  it('follows Φ around each edge of the ziggurat, where a wrong wedge would show', () => {
    // 128 slices of equal probability; 99.9 % point of χ² with 127 degrees of freedom: 181.99
    const slices = tally(
      values.map((value) => Math.floor(128 * normalCdf(value))),
      128,
    );
    expect(chiSquare(slices)).toBeLessThan(181.99);
  });

  it('scales by the standard deviation and rounds to float32', () => {
    const one = createRng(16);
    const expected = draw(1000, () => Math.fround(one.normal() * 0.01));
    expect(Array.from(createRng(16).normals(1000, 0.01))).toEqual(expected);
    expect(createRng(16).normals(0).length).toBe(0);
  });
});

describe('permutation', () => {
  it('is a permutation', () => {
    expect(Array.from(createRng(1).permutation(1000)).toSorted((a, b) => a - b)).toEqual([
      ...Array(1000).keys(),
    ]);
    expect(createRng(1).permutation(0).length).toBe(0);
  });

  it('makes each of the 24 orders of four equally likely', () => {
    const rng = createRng(17);
    const counts = new Map<string, number>();
    for (let i = 0; i < 48_000; i++) {
      const order = rng.permutation(4).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(chiSquare([...counts.values()])).toBeLessThan(49.73); // 99.9 % point, 23 degrees of freedom
  });
});
