/**
 * The arithmetic of a curve that is drawn by hand: heights from 0 to 1, one for each point that can be drawn, NaN where
 * nothing is drawn yet. `at` says where the points are along the axis, in whatever unit, rising.
 */
import type { Scale } from '#src/charts/scales.ts';
import type { Axis } from '#src/charts/spec.ts';

const DIGITS = 3;

/** An axis with limits of its own: nothing is drawn beyond them. */
export type DrawingAxis = Required<Pick<Axis, 'label' | 'scale' | 'min' | 'max'>>;

/** The value at a place on an axis, 0 at its lower end and 1 at its upper one: what `position` takes back. */
export function valueAt(axis: DrawingAxis, { min, max }: Scale, place: number): number {
  const value = axis.scale === 'log' ? min * (max / min) ** place : min + (max - min) * place;
  return Number(clamped(axis, value).toPrecision(DIGITS));
}

/** NaN stays NaN. */
export const clamped = ({ min, max }: DrawingAxis, value: number): number =>
  Math.min(max, Math.max(min, value));

/** The same after the hand went in a straight line from one point to another. */
export function strokeOver(
  places: readonly number[],
  at: readonly number[],
  from: { readonly point: number; readonly place: number },
  to: { readonly point: number; readonly place: number },
): readonly number[] {
  const [low, high] = from.point <= to.point ? [from, to] : [to, from];
  return places.map((old, i) => {
    if (i === to.point) return to.place;
    if (i < low.point || i > high.point) return old;
    return low.place + (high.place - low.place) * shareOf(at, low.point, i, high.point);
  });
}

/** The same without gaps: between two points along a straight line, beyond the outermost as they are. */
export function filled(places: readonly number[], at: readonly number[]): readonly number[] {
  const known = places.flatMap((place, i) => (Number.isNaN(place) ? [] : [{ point: i, place }]));
  return places.map((place, i) => {
    if (!Number.isNaN(place)) return place;
    const before = known.findLast(({ point }) => point < i);
    const after = known.find(({ point }) => point > i);
    if (!before || !after) return (before ?? after)?.place ?? Number.NaN;
    return before.place + (after.place - before.place) * shareOf(at, before.point, i, after.point);
  });
}

/** How much of the way from one point to another lies before a third. */
function shareOf(at: readonly number[], from: number, point: number, to: number): number {
  const [start = Number.NaN, here = Number.NaN, end = Number.NaN] = [at[from], at[point], at[to]];
  return (here - start) / (end - start);
}
