/** Curves over the steps of a training: smoothed, and cut down to a table. */
import { describe, expect, it } from 'vitest';
import { curve, movingAverage } from '#src/charts/curve.ts';
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import { createRng } from '#src/random.ts';

/** The mean of each value and those up to `span` − 1 before it, value by value. */
function naive(values: readonly number[], span: number): number[] {
  return values.map((_, i) => {
    const window = values.slice(Math.max(0, i - span + 1), i + 1);
    return window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}

describe('movingAverage', () => {
  it('is worked out by hand', () => {
    expect(movingAverage([4, 8, 6, 2, 7], 2)).toEqual([4, 6, 7, 4, 4.5]);
    expect(movingAverage([3, 1, 2], 1)).toEqual([3, 1, 2]);
    expect(movingAverage([3, 1, 2], 10)).toEqual([3, 2, 2]);
    expect(movingAverage([], 5)).toEqual([]);
  });

  it.each([1, 2, 7, 20, 1000])('over %d values is their mean', (span) => {
    const values = Array.from(createRng(span).normals(300));
    const expected = naive(values, span);
    for (const [i, value] of movingAverage(values, span).entries()) {
      expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThan(1e-12);
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

describe('curve', () => {
  it('counts its steps from 1', () => {
    expect(curve('loss', 'train', 'this run', [0.5, 0.25])).toEqual({
      key: 'loss',
      role: 'train',
      label: 'this run',
      x: [1, 2],
      y: [0.5, 0.25],
    });
  });
});

describe('tableSteps', () => {
  it('is a handful', () => {
    expect(tableSteps(0)).toEqual([]);
    expect(tableSteps(1)).toEqual([1]);
    expect(tableSteps(3)).toEqual([1, 2, 3]);
    expect(tableSteps(300)).toEqual([1, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300]);
  });

  it('goes up from the first step to the last, without a step twice', () => {
    for (let length = 1; length <= 1200; length++) {
      const steps = tableSteps(length);
      expect(steps.at(0)).toBe(1);
      expect(steps.at(-1)).toBe(length);
      expect(steps.every(Number.isInteger)).toBe(true);
      expect(steps.every((step, i) => i === 0 || step > (steps[i - 1] ?? Number.NaN))).toBe(true);
      expect(steps.length).toBeLessThanOrEqual(16);
    }
  });

  it('has the values of those steps', () => {
    const squares = Array.from({ length: 100 }, (_, i) => (i + 1) ** 2);
    expect(curveRow('squares', 'n²', squares)).toEqual({
      key: 'squares',
      label: 'n²',
      values: [1, 100, 400, 900, 1600, 2500, 3600, 4900, 6400, 8100, 10000],
    });
  });
});
