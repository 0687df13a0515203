/** Budgets name what is too heavy, and notice when they measure nothing. */
import { expect, it } from 'vitest';
import { type Budget, exceeded, measure } from '#src/site/budgets.ts';

const files = [
  ['a.js', new Uint8Array(300)],
  ['b.js', new Uint8Array(500)],
] as const;
const budget = (of: Budget['of'], bytes: number, gzipped = false): Budget => ({
  name: 'scripts',
  files: /\.js$/,
  of,
  gzipped,
  bytes,
});

it('says nothing of what is within its budget', () => {
  expect(exceeded(measure(files, [budget('each', 500), budget('all', 800)]))).toEqual([]);
});

it('names the file, its weight and the budget', () => {
  expect(exceeded(measure(files, [budget('each', 499), budget('all', 799)]))).toEqual([
    'scripts: b.js has 500 bytes, allowed are 499',
    'scripts: 800 bytes, allowed are 799; the heaviest is b.js',
  ]);
});

it('weighs what a host sends compressed as it is sent', () => {
  expect(exceeded(measure(files, [budget('all', 100, true)]))).toEqual([]);
});

it('refuses a budget for nothing', () => {
  expect(() => measure([], [budget('each', 1)])).toThrow('no file for the budget of scripts');
});
