/** What a chart's lines are called, beside where they end. */
import type { Scale } from './scales.ts';
import type { Series } from './spec.ts';
import { spread } from './spread.ts';

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
const lastShown = (y: readonly number[], scale: Scale): number =>
  y.findLastIndex((value) => Number.isFinite(scale.position(value)));

/** Lines that end nearer to the edge than this share of the plot need nothing to lead to their name. */
const NEAR_EDGE = 0.06;

/** Whether a line's run has left the picture, or come to what is no number: led on to its name, it would seem to have stayed. */
const isOver = ({ y, gone }: Series) => gone || Number.isNaN(y.at(-1));

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

/** Least distance between two end labels, in CSS pixels. */
const LABEL_SPACING = 15;

const lastX = ({ x }: Series) => x.at(-1) ?? 0;

/** A label this far above or below the end of its line is joined to it, in pixels, and so are those that it touches. */
const LEAST_OFF = 5;
/** One that is level with its line would have a minus sign before it. */
const LEVEL = 2;

/**
 * Heights of the labels at the lines' ends, how far above them the ends are, and which are joined to them: labels are
 * pushed apart where they would overlap. Of lines that end as high, the lowest label is that of the longest: it alone
 * ends beside it.
 */
export function placeEndLabels(series: readonly Series[], scale: Scale, height: number) {
  const labels = series
    .filter(({ label }) => label)
    .map((one) => ({ series: one, wanted: endPosition(one, scale) * height }))
    .filter(({ wanted }) => wanted >= 0) // not NaN
    .sort((a, b) => a.wanted - b.wanted || lastX(b.series) - lastX(a.series));
  const places = spread(
    labels.map(({ wanted }) => wanted),
    LABEL_SPACING,
    LABEL_SPACING / 2,
    height,
  );
  let cluster = 0;
  const placed = labels.map((label, i) => {
    const bottom = places[i] ?? 0;
    if (bottom - (places[i - 1] ?? 0) > LABEL_SPACING + 1) cluster++;
    return { ...label, bottom, off: label.wanted - bottom, cluster };
  });
  return placed.map((label) => ({
    ...label,
    led:
      Math.abs(label.off) > LEVEL &&
      !isOver(label.series) &&
      placed.some((one) => one.cluster === label.cluster && Math.abs(one.off) >= LEAST_OFF),
  }));
}

const endPosition = ({ y }: Series, scale: Scale): number =>
  Math.min(1, Math.max(0, scale.position(y[lastShown(y, scale)] ?? Number.NaN)));
