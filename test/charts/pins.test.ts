import { describe, expect, it } from 'vitest';
import { counted } from '#src/charts/curve.ts';
import { isPinned, pinRoles, pinSeries } from '#src/charts/pins.ts';
import { scalesOf } from '#src/charts/scales.ts';
import { roleDashes } from '#src/charts/spec.ts';
import { pinLetters } from '#src/lab/pins.ts';

const pins = [
  { letter: 'A', frame: { loss: [3, 2, 1] }, config: { perEpoch: 1 } },
  { letter: 'C', frame: { loss: [2, 1] }, config: { perEpoch: 4 } },
] as const;

describe('lines of pinned runs', () => {
  it('carry the letter, its role, and x values of their own run', () => {
    expect(
      pinSeries(pins, ({ loss }, { config }) => ({ x: loss.map((_, i) => i / config.perEpoch), y: loss })),
    ).toEqual([
      { key: 'pinned-A-0', role: 'pinned-a', label: 'A', x: [0, 1, 2], y: [3, 2, 1] },
      { key: 'pinned-C-0', role: 'pinned-c', label: 'C', x: [0, 0.25], y: [2, 1] },
    ]);
  });

  it('are several of a run, or none: the first has the letter, unless they say more themselves', () => {
    const lines = pinSeries(pins, ({ loss }, { letter }) =>
      letter === 'A' ? [] : [counted(loss), counted(loss), { ...counted(loss), label: 'C, plain' }],
    );
    expect(lines.map(({ key, label }) => [key, label])).toEqual([
      ['pinned-C-0', 'C'],
      ['pinned-C-1', ''],
      ['pinned-C-2', 'C, plain'],
    ]);
  });

  it('have a pattern each', () => {
    const patterns = pinLetters.map((letter) => JSON.stringify(roleDashes[pinRoles[letter]] ?? []));
    expect(new Set([...patterns, JSON.stringify(roleDashes.theory)]).size).toBe(pinLetters.length + 1);
    expect(pinLetters.map((letter) => isPinned(pinRoles[letter]))).toEqual([true, true, true, true]);
    expect(isPinned('published')).toBe(false);
  });
});

it('an axis with a fixed end is as long as the longest pinned run, and no longer for any other line', () => {
  const end = (role: 'pinned-b' | 'other', x: readonly number[]) =>
    scalesOf({
      x: { label: '', scale: 'linear', min: 0, max: 300 },
      y: { label: '', scale: 'linear' },
      series: [{ key: '', role, label: '', x, y: x }],
    }).x.max;
  expect(end('pinned-b', [0, 1000])).toBe(1000);
  expect(end('pinned-b', [0, 200])).toBe(300);
  expect(end('other', [0, 1000])).toBe(300);
});
