/** Names at lines' ends: how much room they take, and which lines end too far from theirs. */
import { describe, expect, it } from 'vitest';
import { farEnd, lengthOfNames, nameOf, placeEndLabels } from '#src/charts/names.ts';
import { makeScale, scalesOf } from '#src/charts/scales.ts';
import type { Series } from '#src/charts/spec.ts';

const line = (label: string, rest: Partial<Series> = {}): Series => ({
  key: label,
  role: 'train',
  label,
  x: [0, 1],
  y: [0, 1],
  ...rest,
});

describe('a name', () => {
  it('says which lines are dashed where the colour doesn’t tell', () => {
    expect(nameOf(line('theory', { role: 'theory' }))).toBe('theory – –');
    expect(nameOf(line('hidden 0.5', { role: 'other', dashed: true }))).toBe('hidden 0.5 – –');
    expect(nameOf(line('hidden 0.5', { role: 'other' }))).toBe('hidden 0.5');
    expect(nameOf(line('training', { dashed: true }))).toBe('training');
    expect(nameOf(line('', { role: 'theory' }))).toBe('');
  });

  it.each([
    [['loss'], 'short'],
    [['loss', 'momentum'], 'medium'],
    [['数据损失'], 'short'], // four characters are as wide as seven letters
    [['另外 90 个'], 'medium'],
    [['loss', 'data: diverged'], 'long'],
    [[], 'short'],
  ] as const)('needs room by the longest of them: %j', (labels, length) => {
    expect(lengthOfNames(labels.map((label) => line(label)))).toBe(length);
  });
});

describe('a line’s end', () => {
  const axes = {
    x: { label: '', scale: 'linear', min: 0, max: 100 },
    y: { label: '', scale: 'log', min: 1e-6, max: 1 },
  } as const;
  const endOf = (x: readonly number[], y: readonly number[]) => {
    const one = line('one', { x, y });
    return farEnd(one, scalesOf({ ...axes, series: [one] }));
  };

  it('is far from its name where the line stops early', () => {
    const end = endOf([0, 10, 20], [1, 0.1, 0.01]);
    expect(end?.along).toBeCloseTo(0.2, 10);
    expect(end?.up).toBeCloseTo(0.03 + 0.94 * (4 / 6), 10); // 10⁻² on six decades, with 3 % of room at both ends
  });

  it('is that of the last value that can be shown', () => {
    expect(endOf([0, 50, 100], [1, 0.5, 0])?.along).toBeCloseTo(0.5, 10);
    expect(endOf([0, 50, 75, 100], [1, 0.5, Number.NaN, 0])?.along).toBeCloseTo(0.5, 10);
  });

  it('needs nothing at the edge, nor where there is no line', () => {
    expect(endOf([0, 100], [1, 0.1])).toBeUndefined();
    expect(endOf([0, 96], [1, 0.1])).toBeUndefined();
    expect(endOf([], [])).toBeUndefined();
  });

  it('leads nowhere once its run has left the picture, or come to what is no number', () => {
    expect(endOf([0, 50, 100], [1, 0.5, Number.NaN])).toBeUndefined();
    const one = { ...line('one', { x: [0, 10], y: [1, 0.1] }), gone: true };
    expect(farEnd(one, scalesOf({ ...axes, series: [one] }))).toBeUndefined();
  });
});

describe('names beside lines’ ends', () => {
  const HEIGHT = 200;
  /** Lines that end at these heights in pixels, and the names that something leads to. */
  const place = (ends: Readonly<Record<string, number>>, rest: Partial<Series> = {}) => {
    const series = Object.entries(ends).map(([label, end]) => line(label, { y: [0, end], ...rest }));
    const scale = makeScale({ scale: 'linear', min: 0, max: HEIGHT }, []);
    const placed = placeEndLabels(series, scale, HEIGHT);
    return {
      bottoms: placed.map(({ bottom }) => bottom),
      led: placed.filter(({ led }) => led).map(({ series: { label } }) => label),
    };
  };

  it('stand where the lines end, and nothing leads to them', () => {
    expect(place({ low: 40, high: 100 })).toEqual({ bottoms: [40, 100], led: [] });
  });

  it('are pushed apart by as little as may be, and those far from their lines joined to them', () => {
    expect(place({ low: 98, high: 102 })).toEqual({ bottoms: [92.5, 107.5], led: ['low', 'high'] });
    expect(place({ low: 94, high: 106 })).toEqual({ bottoms: [92.5, 107.5], led: [] });
  });

  it('are joined to their lines in a cluster of which one is, though they are nearer', () => {
    // 4 and 3 pixels off would not be enough; 7 are
    expect(place({ a: 60, b: 74, c: 79 })).toEqual({ bottoms: [56, 71, 86], led: ['a', 'b', 'c'] });
    expect(place({ a: 60, b: 72, far: 150 })).toEqual({ bottoms: [58.5, 73.5, 150], led: [] });
    // but not to those that it doesn’t touch
    expect(place({ a: 40, b: 49, c: 148, d: 152 }).led).toEqual(['c', 'd']);
  });

  it('have no line that would look like a minus sign, nor one from a run that is over', () => {
    expect(place({ a: 100, b: 101, c: 102 }).led).toEqual(['a', 'c']); // b is level with its line
    expect(place({ low: 98, high: 102 }, { gone: true }).led).toEqual([]);
  });
});
