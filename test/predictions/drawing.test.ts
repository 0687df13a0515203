import { describe, expect, it } from 'vitest';
import { scalesOf } from '#src/charts/scales.ts';
import { type DrawingAxis, farthestOff, filled, strokeOver, valueAt } from '#src/predictions/drawing.ts';

const none = Number.NaN;

it.each<DrawingAxis>([
  { label: '', scale: 'log', min: 1e-3, max: 1 },
  { label: '', scale: 'linear', min: 0, max: 3 },
])('a place on a $scale axis has the value that is drawn there', (y) => {
  const scale = scalesOf({ x: y, y, series: [] }).y;
  for (const place of [0.05, 0.5, 0.95]) {
    // three digits of a value are at most half a per cent of it, and that is less than a hundredth of these axes
    expect(scale.position(valueAt(y, scale, place))).toBeCloseTo(place, 2);
  }
  expect([valueAt(y, scale, 0), valueAt(y, scale, 1)]).toEqual([y.min, y.max]);
  expect(valueAt(y, scale, 0.5)).toBeCloseTo(y.scale === 'log' ? Math.sqrt(1e-3) : 1.5, 3);
});

describe('a hand', () => {
  it('that skips points on its way draws them too, forwards and backwards', () => {
    const empty = [none, none, none, none];
    const forwards = strokeOver(empty, { point: 0, place: 0.9 }, { point: 2, place: 0.5 });
    expect(forwards).toEqual([0.9, 0.7, 0.5, none]);
    expect(strokeOver(forwards, { point: 3, place: 0.1 }, { point: 1, place: 0.3 })).toEqual([
      0.9, 0.3, 0.2, 0.1,
    ]);
  });

  it('that stays at a point moves it alone', () => {
    expect(strokeOver([0.1, 0.2, 0.3], { point: 1, place: 0.2 }, { point: 1, place: 0.8 })).toEqual([
      0.1, 0.8, 0.3,
    ]);
  });
});

it('what is not drawn follows from its neighbours', () => {
  expect(filled([none, 0.2, none, none, 0.8, none])).toEqual([
    0.2,
    0.2,
    expect.closeTo(0.4, 12),
    expect.closeTo(0.6, 12),
    0.8,
    0.8,
  ]);
});

it('is farthest off where the two lie farthest apart on the axis, and the last of equals', () => {
  const log = scalesOf({
    x: { label: '', scale: 'linear' },
    y: { label: '', scale: 'log', min: 0.001, max: 1 },
    series: [],
  }).y;
  expect(farthestOff(log, [0.5, 0.1], [1, 0.001])).toBe(1);
  expect(farthestOff(log, [1, 0.01], [0.5, 0.1])).toBe(1);
  expect(farthestOff(log, [0.1, 0.1], [1, 1])).toBe(1);
});
