/** Names at lines' ends: how much room they take, and which lines end too far from theirs. */
import { describe, expect, it } from 'vitest';
import { farEnd, lengthOfNames, nameOf } from '#src/charts/names.ts';
import { scalesOf } from '#src/charts/scales.ts';
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
