import { describe, expect, it } from 'vitest';
import { mean, movingAverage, standardDeviation } from '#src/averages.ts';

describe('mean', () => {
  it('is worked out by hand; of nothing there is none', () => {
    expect(mean([4, 8, 6])).toBe(6);
    expect(mean([])).toBeNaN();
    expect(mean([1, Number.NaN])).toBeNaN();
  });
});

describe('standardDeviation', () => {
  it('is worked out by hand; of nothing there is none', () => {
    expect(standardDeviation([2, 4, 4, 4, 5, 5, 7, 9])).toBe(2);
    expect(standardDeviation([3, 3])).toBe(0);
    expect(standardDeviation([])).toBeNaN();
    expect(standardDeviation([1, Number.NaN])).toBeNaN();
  });
});

describe('movingAverage', () => {
  it('is worked out by hand', () => {
    expect(movingAverage([4, 8, 6, 2, 7], 2)).toEqual([4, 6, 7, 4, 4.5]);
    expect(movingAverage([3, 1, 2], 1)).toEqual([3, 1, 2]);
    expect(movingAverage([3, 1, 2], 10)).toEqual([3, 2, 2]);
    expect(movingAverage([], 5)).toEqual([]);
  });

  // of 0, 1, 2 … the mean of the last n values is (n − 1)/2 behind, and of the first i + 1 it is i/2
  it.each([1, 2, 7, 20, 1000])('over %d values of a straight line lags by half of them', (span) => {
    const line = Array.from({ length: 300 }, (_, i) => i);
    for (const [i, value] of movingAverage(line, span).entries()) {
      expect(value).toBeCloseTo(i - Math.min(i, span - 1) / 2, 10);
    }
  });

  it('forgets a spike once it has passed', () => {
    expect(movingAverage([1e20, 1, 2, 3, 4], 2).slice(2)).toEqual([1.5, 2.5, 3.5]);
    expect(movingAverage([1, Number.POSITIVE_INFINITY, 2, 3, 4], 2).slice(3)).toEqual([2.5, 3.5]);
  });

  it('has no value while there is none among the last ones', () => {
    expect(movingAverage([1, Number.NaN, 2, 3, 4], 2)).toEqual([1, Number.NaN, Number.NaN, 2.5, 3.5]);
  });
});
