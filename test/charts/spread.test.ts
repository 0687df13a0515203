import { describe, expect, it } from 'vitest';
import { spread } from '#src/charts/spread.ts';
import { createRng } from '#src/random.ts';

describe('labels in a column', () => {
  it.each([
    ['far apart, stay where they are', [10, 30, 80], [10, 30, 80]],
    ['that would overlap, share the way', [50, 50], [45, 55]],
    ['in a crowd, spread to both sides', [50, 50, 50, 90], [40, 50, 60, 90]],
    ['at the bottom, stack upwards', [0, 0, 1], [5, 15, 25]],
    ['at the top, stack downwards', [99, 100], [90, 100]],
    ['that reach a neighbour, take it along', [40, 52, 52], [38, 48, 58]],
    ['of which there are none', [], []],
  ])('%s', (_, wanted, expected) => {
    const places = spread(wanted, 10, 5, 100);
    expect(places).toHaveLength(expected.length);
    for (const [i, place] of expected.entries()) expect(places[i]).toBeCloseTo(place, 9);
  });

  it('are nowhere nearer to their places, all together', () => {
    const rng = createRng(4);
    const cost = (places: readonly number[], wanted: readonly number[]) =>
      places.reduce((sum, place, i) => sum + (place - (wanted[i] ?? Number.NaN)) ** 2, 0);
    const fits = (places: readonly number[]) =>
      places.every((place, i) => place >= 5 && place <= 100 && place - (places[i - 1] ?? -99) >= 10 - 1e-9);
    for (let i = 0; i < 200; i++) {
      const wanted = Array.from({ length: 1 + rng.int(6) }, () => 100 * rng.uniform()).sort((a, b) => a - b);
      const places = spread(wanted, 10, 5, 100);
      expect(fits(places), String(places)).toBe(true);
      for (let j = 0; j < 50; j++) {
        const other = places.map((place) => place + 3 * rng.normal());
        if (fits(other)) expect(cost(other, wanted)).toBeGreaterThanOrEqual(cost(places, wanted) - 1e-9);
      }
    }
  });
});
