import { expect, it } from 'vitest';
import { growthOf, LEAST_SAMPLES, slopeOf, WARM_UP_SAMPLES } from '#src/cli/soak/trend.ts';
import { createRng } from '#src/random.ts';

const series = (count: number, value: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => value(i));

it('finds the slope of a line, whatever a quarter of its samples are', () => {
  const line = series(40, (i) => 7 + 0.5 * i);
  expect(slopeOf(line)).toBe(0.5);
  const spoilt = line.map((value, i) => (i % 4 === 3 ? 1e6 * (i % 3) : value));
  expect(slopeOf(spoilt)).toBeGreaterThan(0.4);
  expect(slopeOf(spoilt)).toBeLessThan(0.6);
});

// 36 samples, of which the last 24 count: from 100 to 123 is 23 along the trend, of a median of 111.5
it('gives growth over what counts, relative to its median', () => {
  const grows = series(36, (i) => (i < 12 ? 1 : 88 + i));
  expect(growthOf(grows)).toBeCloseTo(23 / 111.5, 12);
});

it('takes neither the warm-up nor a single step for growth', () => {
  expect(growthOf(series(30, (i) => Math.min(i, 9)))).toBe(0);
  expect(growthOf(series(30, (i) => (i < 27 ? 100 : 160)))).toBe(0);
  const fills = series(60, (i) => Math.min(i, 40));
  expect(growthOf(fills)).toBeGreaterThan(0);
  expect(growthOf(fills, 40)).toBe(0);
});

// of n = 40 samples with noise of 5 % the trend's standard deviation is √12 · 5 % / √n, times 1.02 for Theil and Sen's
// slope in place of least squares': 2.8 % over the span; four of these are allowed
it('is near zero for noise alone', () => {
  const rng = createRng(3);
  for (let trial = 0; trial < 20; trial++) {
    expect(Math.abs(growthOf(series(60, () => 100 + 5 * rng.normal())))).toBeLessThan(0.112);
  }
});

it('says nothing of too few samples', () => {
  expect(growthOf(series(WARM_UP_SAMPLES + LEAST_SAMPLES - 1, (i) => i))).toBeNaN();
  expect(growthOf(series(WARM_UP_SAMPLES + LEAST_SAMPLES, (i) => i))).toBeGreaterThan(0);
});
