/** What the reader drew of a chart before its run: a broken line beside the run's own, and how far apart the two are. */
import { mean } from '#src/averages.ts';
import type { DrawnCurve } from '#src/lab/drawn-curves.ts';
import type { Axis, Series } from './spec.ts';

export interface GuessPlace {
  /** Key of the line that is guessed, in the same chart. */
  readonly against: string;
  readonly label: string;
  /** Where the x axis ends: what was drawn beyond is left out. */
  readonly until: number;
  /** From a place in the list that was drawn (layer 3, step 20) to the chart's x axis. Default: as it is. */
  readonly x?: (place: number) => number;
  /** From a value to the chart's y axis, as the run's own values go there. Default: as it is. */
  readonly y?: (value: number) => number;
}

/** What was drawn of the summary's list `value`, as a line of a chart; none where nothing was, or another list. */
export function guessSeries(
  drawn: DrawnCurve | undefined,
  value: string,
  { against, label, until, x = (place) => place, y = (one) => one }: GuessPlace,
): readonly Series[] {
  if (drawn?.value !== value) return [];
  const points = drawn.y.flatMap((one, i) => {
    const at = x(drawn.x[i] ?? Number.NaN);
    return at <= until ? [{ at, one: y(one) }] : [];
  });
  if (points.length === 0) return [];
  return [
    {
      key: `guess-${value}`,
      role: 'predicted',
      label,
      x: points.map(({ at }) => at),
      y: points.map(({ one }) => one),
      dashed: true,
      against,
    },
  ];
}

/** A place that both have. */
export interface Gap {
  readonly x: number;
  readonly guessed: number;
  readonly run: number;
}

export interface Distance {
  /** Mean of the differences, whatever their sign; on a logarithmic axis their geometric mean, as a factor ≥ 1. */
  readonly average: number;
  /** Where they are farthest apart along the axis: the last such place. */
  readonly worst: Gap;
  /** At the last place that both have. */
  readonly last: Gap;
}

/**
 * How far a guess is from the run's line, at each point of the guess, the run's line being straight between its own points;
 * `undefined` where they have no place in common that the axis can show.
 */
export function distanceBetween(guess: Series, run: Series, scale: Axis['scale']): Distance | undefined {
  const log = scale === 'log';
  const height = (value: number) => (log ? Math.log10(value) : value);
  const gaps = guess.x.flatMap((x, i) => {
    const gap = { x, guessed: guess.y[i] ?? Number.NaN, run: heightAt(run, x) };
    const apart = Math.abs(height(gap.guessed) - height(gap.run));
    return Number.isFinite(apart) ? [{ ...gap, apart }] : [];
  });
  const last = gaps.at(-1);
  if (!last) return undefined;
  const average = mean(gaps.map(({ apart }) => apart));
  return {
    average: log ? 10 ** average : average,
    worst: gaps.reduce((worst, gap) => (gap.apart >= worst.apart ? gap : worst)),
    last,
  };
}

/** NaN before the line's first point, behind its last one, and beside a gap. */
function heightAt({ x, y }: Series, at: number): number {
  const next = x.findIndex((one) => one >= at);
  const [to, after] = [x[next], y[next] ?? Number.NaN];
  if (to === undefined || to === at) return after;
  const [from = Number.NaN, before = Number.NaN] = [x[next - 1], y[next - 1]];
  return before + ((after - before) * (at - from)) / (to - from);
}
