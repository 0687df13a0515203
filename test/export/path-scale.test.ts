import { expect, it } from 'vitest';
import { scaledPath } from '#src/export/path-scale.ts';

it('multiplies each number by the factor of its axis', () => {
  expect(scaledPath('M10 20L30.5 40', 2, 0.5)).toBe('M20 10L61 20');
  expect(scaledPath('M0 400V0h12V400z', 0.5, 0.25)).toBe('M0 100V0h6V100z');
  expect(scaledPath('M1 1 2 2 3 3', 10, 100)).toBe('M10 100 20 200 30 300'); // further pairs are lines
  expect(scaledPath('M5 5h.01', 3, 3)).toBe('M15 15h0.03');
  expect(scaledPath('m-1-2c1 2 3 4 5 6', 10, 1)).toBe('m-10 -2c10 2 30 4 50 6');
});

it('leaves alone what it can’t do', () => {
  expect(scaledPath('M0 0A5 5 0 0 1 10 10', 2, 1)).toBeUndefined();
  expect(scaledPath('M0 0L1', 2, 1)).toBeUndefined();
  expect(scaledPath('', 2, 1)).toBe('');
});
