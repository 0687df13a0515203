/** What a chart's lines are called, beside where they end. */
import type { Scale } from './scales.ts';
import type { Series } from './spec.ts';

/** A line's name; a line in grey has its dashes to be told by, as the colour tells the others. */
export const nameOf = ({ label, role, dashed }: Series): string =>
  label !== '' && (role === 'theory' || (role === 'other' && dashed)) ? `${label} – –` : label;

/** The longest of a few lengths, in Latin letters; a Chinese one is as wide as nearly two. */
const LENGTHS = { short: 7, medium: 10 };
const HAN_LETTERS = 1.75;

/** What the names beside the plot need. The longest in a figure decides for all its charts, so that one can be read beneath another. */
export function lengthOfNames(series: readonly Series[]): 'short' | 'medium' | 'long' {
  const lengths = series.map((one) =>
    [...nameOf(one)].reduce((sum, c) => sum + (/\p{Script=Han}/u.test(c) ? HAN_LETTERS : 1), 0),
  );
  const longest = Math.max(0, ...lengths);
  return longest <= LENGTHS.short ? 'short' : longest <= LENGTHS.medium ? 'medium' : 'long';
}

/** The place of the last value that can be shown on an axis; -1 where none can. */
export const lastShown = (y: readonly number[], scale: Scale): number =>
  y.findLastIndex((value) => Number.isFinite(scale.position(value)));

/** Lines that end nearer to the edge than this share of the plot need nothing to lead to their name. */
const NEAR_EDGE = 0.06;

/** Whether a line's run has left the picture, or come to what is no number: led on to its name, it would seem to have stayed. */
export const isOver = ({ y, gone }: Series): boolean => gone === true || Number.isNaN(y.at(-1));

/** Where a line ends, as shares of the plot's width and height, if something leads from there to its name far off at the right edge. */
export function farEnd(
  series: Series,
  scales: { readonly x: Scale; readonly y: Scale },
): { readonly along: number; readonly up: number } | undefined {
  const { x, y } = series;
  const last = lastShown(y, scales.y);
  const along = scales.x.position(x[last] ?? Number.NaN);
  return !isOver(series) && along < 1 - NEAR_EDGE
    ? { along, up: scales.y.position(y[last] ?? Number.NaN) }
    : undefined;
}
