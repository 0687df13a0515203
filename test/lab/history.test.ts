import { expect, it } from 'vitest';
import { remember, sizeOf } from '#src/lab/history.ts';

const run = (seed: number, megabytes: number) => ({
  seed,
  frame: { values: new Float64Array(megabytes * 125_000) },
});
const seeds = (runs: readonly { seed: number }[]) => runs.map(({ seed }) => seed);
const none: readonly ReturnType<typeof run>[] = [];

it('keeps the twenty newest runs', () => {
  let runs = none;
  for (let seed = 1; seed <= 25; seed++) runs = remember(runs, run(seed, 0));
  expect(seeds(runs)).toEqual(Array.from({ length: 20 }, (_, i) => 25 - i));
});

it('keeps 16 MB of them, dropping the oldest, and the newest in any case', () => {
  const three = [run(1, 5), run(2, 5), run(3, 5)].reduce((runs, one) => remember(runs, one), none);
  expect(seeds(three)).toEqual([3, 2, 1]);
  expect(seeds(remember(three, run(4, 5)))).toEqual([4, 3, 2]);
  expect(seeds(remember(three, run(4, 40)))).toEqual([4]);
});

it('takes no older run where a newer one had no room', () => {
  const runs = [run(1, 1), run(2, 15)].reduce((before, one) => remember(before, one), none);
  expect(seeds(remember(runs, run(3, 4)))).toEqual([3]);
});

// eight bytes a number, two a letter, its own bytes of a typed array, and less than 200 for what holds them
it.each<[string, object, number]>([
  ['numbers', Array<number>(1e5).fill(1), 8e5],
  ['lists of numbers', Array.from({ length: 10 }, () => Array<number>(1e4).fill(1)), 8e5],
  ['bytes', { grid: new Int8Array(1e5) }, 1e5],
  ['words', { label: 'loss'.repeat(1000) }, 8000],
])('measures %s', (_, value, bytes) => {
  expect(sizeOf(value)).toBeGreaterThanOrEqual(bytes);
  expect(sizeOf(value)).toBeLessThan(bytes + 200);
});
