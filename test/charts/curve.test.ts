/** Curves over the steps of a training, and cut down to a table. */
import { describe, expect, it } from 'vitest';
import { curve } from '#src/charts/curve.ts';
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';

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
