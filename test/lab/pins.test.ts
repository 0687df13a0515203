import { expect, it } from 'vitest';
import { type KeptRun, type PinnedRun, pinLetters, pinOf, withoutPin, withPin } from '#src/lab/pins.ts';

type Run = KeptRun<{ seed: number }, { at: number }, { loss: number }>;

const run = (seed: number): Run => ({
  config: { seed },
  frame: { at: seed },
  summary: { loss: seed },
  millis: 1,
  altered: false,
});
const none: readonly PinnedRun<{ seed: number }, { at: number }, { loss: number }>[] = [];
const seeds = (pins: typeof none) => pins.map(({ letter, config }) => `${letter}${config.seed}`);

it('gives each run the first letter that is free, and keeps them in their order', () => {
  const three = [1, 2, 3].map(run).reduce(withPin, none);
  expect(seeds(three)).toEqual(['A1', 'B2', 'C3']);
  const without = withoutPin(three, 'B');
  expect(seeds(without)).toEqual(['A1', 'C3']);
  expect(seeds(withPin(without, run(4)))).toEqual(['A1', 'B4', 'C3']);
});

it('takes no fifth run, and none twice', () => {
  const again = run(1);
  const four = [again, run(2), run(3), run(4)].reduce(withPin, none);
  expect(four).toHaveLength(pinLetters.length);
  expect(withPin(four, run(5))).toBe(four);
  const one = withPin(none, again);
  expect(withPin(one, again)).toBe(one);
  expect(pinOf(four, again.frame)).toBe('A');
  expect(pinOf(four, { at: 1 })).toBeUndefined(); // alike, and another run
});
