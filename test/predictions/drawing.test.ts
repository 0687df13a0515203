import { describe, expect, it } from 'vitest';
import { scalesOf } from '#src/charts/scales.ts';
import { type DrawingAxis, filled, strokeOver, valueAt } from '#src/predictions/drawing.ts';

const none = Number.NaN;
const even = [1, 2, 3, 4];
/** As far from one another as the steps of a run at which much happens at first. */
const uneven = [1, 2, 11];

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
    const forwards = strokeOver(empty, even, { point: 0, place: 0.9 }, { point: 2, place: 0.5 });
    expect(forwards).toEqual([0.9, 0.7, 0.5, none]);
    expect(strokeOver(forwards, even, { point: 3, place: 0.1 }, { point: 1, place: 0.3 })).toEqual([
      0.9, 0.3, 0.2, 0.1,
    ]);
  });

  it('that stays at a point moves it alone', () => {
    expect(strokeOver([0.1, 0.2, 0.3], even, { point: 1, place: 0.2 }, { point: 1, place: 0.8 })).toEqual([
      0.1, 0.8, 0.3,
    ]);
  });
});

it('what is not drawn follows from its neighbours', () => {
  expect(filled([none, 0.2, none, none, 0.8, none], [1, 2, 3, 4, 5, 6])).toEqual([
    0.2,
    0.2,
    expect.closeTo(0.4, 12),
    expect.closeTo(0.6, 12),
    0.8,
    0.8,
  ]);
});

it('a straight line stays straight where the points are not evenly spaced', () => {
  // a tenth of the way from 1 to 11 lies before 2
  const straight = [0, expect.closeTo(0.1, 12), 1];
  expect(filled([0, none, 1], uneven)).toEqual(straight);
  expect(strokeOver([none, none, none], uneven, { point: 2, place: 1 }, { point: 0, place: 0 })).toEqual(
    straight,
  );
});
