/** A chart in words, from its data alone: where each line begins and ends, its extremes, the way it takes in between. */
import { formatNumber, formatSetting } from '#src/format.ts';
import type { Locale } from '#src/i18n.ts';
import { type ChartWords, chartWords, type Spot } from './describe-words.ts';
import { distanceBetween } from './guess.ts';
import { isPinned } from './pins.ts';
import type { Axis, ChartSpec, Series } from './spec.ts';

/** Share of a line's range below which a difference is none. */
const SLIGHT = 0.1;
/** A line whose range is this small a share of its size is level. */
const LEVEL = 2e-3;
/** On a logarithmic axis: the same, as a factor. */
const LEVEL_FACTOR = 1.01;
/** From here on a change along a logarithmic axis is told as a factor. */
const TELLING_FACTOR = 1.5;

export interface DescribeOptions {
  /** Only what the run that is shown did: no theory, no other runs; for reading out. */
  readonly brief?: boolean;
}

/**
 * One to a few sentences: the title, then each line that has a label, then what is marked. Lines without a label belong to
 * one that has it. Values that the axis can't show count as none.
 */
export function describeChart(
  spec: ChartSpec,
  locale: Locale,
  { brief = false }: DescribeOptions = {},
): string {
  const words = chartWords[locale];
  const told = spec.series
    .filter((series) => series.label !== '' && (!brief || isOwn(series)))
    .sort((a, b) => distance(a) - distance(b));
  const lines = told.map((series) => words.line(nameOf(series, words), describeSeries(series, spec, words)));
  if (spec.empty && told.every((series) => pointsOf(series, spec.y).length === 0)) {
    return words.text(spec.title, [spec.empty]);
  }
  const marks = (spec.marks ?? []).filter(({ label }) => label !== '');
  return words.text(spec.title, [
    ...(lines.length > 0 ? lines : [words.none]),
    ...(brief
      ? []
      : marks.map(({ x, label }) => words.mark(label, words.at(spec.x.label, formatSetting(x))))),
  ]);
}

const isOwn = ({ role }: Series) =>
  !isPinned(role) && role !== 'theory' && role !== 'published' && role !== 'other' && role !== 'batch';

/** From the run that is shown: itself, what theory says of it, what is pinned, what else there is. */
const distance = (series: Series): number =>
  isOwn(series) ? 0 : isPinned(series.role) ? 2 : series.role === 'other' ? 3 : 1;

const nameOf = ({ role, label }: Series, words: ChartWords): string =>
  isPinned(role) ? words.pinned(label) : role === 'other' ? words.other(label) : label;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The points that can be drawn. */
function pointsOf({ x, y }: Series, axis: Axis): Point[] {
  return x.flatMap((at, i) => {
    const value = y[i] ?? Number.NaN;
    return Number.isFinite(value) && (axis.scale !== 'log' || value > 0) ? [{ x: at, y: value }] : [];
  });
}

function describeSeries(series: Series, spec: ChartSpec, words: ChartWords): string {
  const points = pointsOf(series, spec.y);
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return words.none;
  const place = (x: number) => words.at(spec.x.label, formatSetting(x));
  const spot = ({ x, y }: Point): Spot => [valueInWords(y, spec.y, words), place(x)];
  return (
    courseOf(points, first, last, spec.y.scale === 'log', spot, words) +
    endOf(series, last, place, words) +
    offBy(series, spec, place, words)
  );
}

/** How far a guess is from the line that it is a guess of. */
function offBy(
  guess: Series,
  { series, y }: ChartSpec,
  place: (x: number) => string,
  words: ChartWords,
): string {
  const run = guess.against === undefined ? undefined : series.find(({ key }) => key === guess.against);
  const distance = run && distanceBetween(guess, run, y.scale);
  if (!distance) return '';
  const { average, worst } = distance;
  return words.off(
    formatNumber(average, 2),
    y.scale === 'log',
    place(worst.x),
    valueInWords(worst.guessed, y, words),
    valueInWords(worst.run, y, words),
  );
}

/** The way of a line from its first point to its last. */
function courseOf(
  points: readonly Point[],
  first: Point,
  last: Point,
  log: boolean,
  spot: (point: Point) => Spot,
  words: ChartWords,
): string {
  const [from, to] = [spot(first), spot(last)];
  if (points.length === 1) return words.single(from);
  const height = ({ y }: Point) => (log ? Math.log10(y) : y);
  const lowest = points.reduce((low, point) => (height(point) < height(low) ? point : low));
  const highest = points.reduce((high, point) => (height(point) > height(high) ? point : high));
  const range = height(highest) - height(lowest);
  const level = log ? Math.log10(LEVEL_FACTOR) : LEVEL * Math.max(Math.abs(lowest.y), Math.abs(highest.y));
  if (range <= level) {
    const told = new Set([first, lowest, highest, last].map((point) => spot(point)[0]));
    return words.level(from[0], told.size === 1, from[1], to[1]);
  }

  const dips = Math.min(height(first), height(last)) - height(lowest) > SLIGHT * range;
  const peaks = height(highest) - Math.max(height(first), height(last)) > SLIGHT * range;
  if (dips && peaks) {
    return words.wanders(from, to) + words.lowest(spot(lowest)) + words.highest(spot(highest));
  }
  if (dips) return words.dips(from, spot(lowest), to);
  if (peaks) return words.peaks(from, spot(highest), to);

  const down = height(last) < height(first);
  const best = spot(down ? lowest : highest);
  const factor = down ? first.y / last.y : last.y / first.y;
  return [
    words.goes(down, points.length > 2 && isMonotone(points, down), from, to),
    log && factor >= TELLING_FACTOR ? words.factor(formatNumber(factor, 2)) : '',
    best[0] === to[0] ? '' : (down ? words.lowest : words.highest)(best),
  ].join('');
}

/** A line that has further points, none of which can be drawn. */
function endOf({ x }: Series, last: Point, place: (x: number) => string, words: ChartWords): string {
  return x.lastIndexOf(last.x) < x.length - 1 ? words.endsAfter(place(last.x)) : '';
}

const isMonotone = (points: readonly Point[], down: boolean): boolean =>
  points.every(({ y }, i) => {
    const before = points[i - 1]?.y ?? y;
    return down ? y <= before : y >= before;
  });

/** What is drawn right at the end of an axis may lie beyond it. */
function valueInWords(value: number, { min, max, scale }: Axis, words: ChartWords): string {
  const text = formatNumber(value);
  if (value === max) return words.top(text);
  return scale === 'log' && value === min ? words.bottom(text) : text;
}
