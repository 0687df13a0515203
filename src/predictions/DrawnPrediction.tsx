/** Empty axes on which the reader draws what a figure is going to show, by hand or by keys; then the recorded curve. */
import type { TargetedPointerEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Chart } from '#src/charts/Chart.tsx';
import { counted } from '#src/charts/curve.ts';
import { FigureContext } from '#src/charts/figure-context.ts';
import { distanceBetween, type Gap } from '#src/charts/guess.ts';
import { scalesOf } from '#src/charts/scales.ts';
import type { ChartSpec, Series } from '#src/charts/spec.ts';
import { formatNumber, formatSetting } from '#src/format.ts';
import type { Locale } from '#src/i18n.ts';
import { showDrawnCurve } from '#src/lab/drawn-curves.ts';
import { labStrings } from '#src/lab/strings.ts';
import { keepingInPlace, keepPrediction, keptPrediction, onRunOfNextFigure } from './card.ts';
import { clamped, type DrawingAxis, filled, strokeOver, valueAt } from './drawing.ts';
import { drawingStrings } from './strings.ts';

export interface DrawnPredictionProps {
  readonly id: string;
  readonly locale: Locale;
  /** What `showDrawnCurve` says of figure and value. */
  readonly figure: string;
  readonly value: string;
  readonly recorded: readonly number[];
  /** Places in that list that are to be drawn, counted from 1; absent: all. */
  readonly at?: readonly number[];
  /** What the horizontal axis counts. */
  readonly x: string;
  readonly y: DrawingAxis;
}

const HEIGHT = 190;
/** Room beside the first and the last point, as a share of the distance between neighbours. */
const X_MARGIN = 0.4;
const MAX_TICKS = 12;
/** Places between which an arrow key goes. */
const KEY_STEPS = 50;
/** Drawn before anything can be compared. */
const LEAST_POINTS = 2;

export function DrawnPrediction(props: DrawnPredictionProps) {
  const { id, locale, figure, value, recorded, x } = props;
  const run = counted(recorded);
  const points = props.at ?? run.x;
  const words = drawingStrings[locale];
  const host = useRef<HTMLDivElement>(null);
  const redrawn = useRef(false);
  const hand = useRef<{ readonly point: number; readonly place: number }>();
  const [places, setPlaces] = useState<readonly number[]>(() => points.map(() => Number.NaN));
  const [compared, setCompared] = useState(false);

  const axes = { x: { label: x, ...horizontal(points) }, y: props.y } as const;
  const scales = scalesOf({ ...axes, series: [] });
  const valuesOf = (some: readonly number[]) => some.map((place) => valueAt(props.y, scales.y, place));
  const drawn = valuesOf(compared ? filled(places, points) : places);
  const isReady = places.filter((place) => !Number.isNaN(place)).length >= LEAST_POINTS;
  const guess: Series = {
    key: 'predicted',
    role: 'predicted',
    label: labStrings[locale].yourGuess,
    x: points,
    y: drawn,
    dots: true,
    dashed: true,
    against: 'run',
  };
  const actual: Series = {
    key: 'run',
    role: 'forward',
    label: words.recorded,
    ...run,
    dots: points.length === recorded.length,
  };
  const spec: ChartSpec = {
    ...axes,
    title: props.y.label,
    series: compared ? [guess, actual] : [guess],
  };

  const card = () => host.current?.closest('[data-drawing]');
  /** Lays it into the figure; nothing takes it out. */
  const handOver = (ys: readonly number[]) =>
    showDrawnCurve({ figure, value, x: points.slice(0, ys.length), y: ys });
  const handOverPlaces = (some: readonly number[]) => handOver(valuesOf(filled(some, points)));
  const compare = () => {
    if (!isReady || compared) return;
    const whole = filled(places, points);
    setPlaces(whole);
    setCompared(true);
    keepPrediction(id, valuesOf(whole));
    const answer = card()?.querySelector('details');
    if (answer) answer.open = true;
  };
  const again = () => {
    setPlaces(points.map(() => Number.NaN));
    setCompared(false);
    keepPrediction(id, undefined);
    handOver([]);
    const answer = card()?.querySelector('details');
    if (answer) answer.open = false;
    redrawn.current = true;
  };
  useEffect(() => {
    if (compared || !redrawn.current) return;
    redrawn.current = false;
    host.current?.querySelector<HTMLElement>('.drawing-surface input')?.focus(); // the button has nothing to do now
  }, [compared]);

  // what was drawn on an earlier visit
  useEffect(() => {
    const kept = keptPrediction(id);
    if (typeof kept !== 'object' || kept.length !== points.length) return;
    setPlaces(kept.map((y) => scales.y.position(clamped(props.y, y))));
    setCompared(true);
    handOver(kept);
  }, []);
  const newest = useRef(compare);
  newest.current = compare;
  useEffect(() => {
    const own = card();
    return own ? onRunOfNextFigure(own, (next) => keepingInPlace(next, () => newest.current())) : undefined;
  }, []);

  const handAt = (event: TargetedPointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const along = (event.clientX - box.left) / box.width;
    const gaps = points.map((point) => Math.abs(scales.x.position(point) - along));
    const up = 1 - (event.clientY - box.top) / box.height;
    return { point: gaps.indexOf(Math.min(...gaps)), place: Math.min(1, Math.max(0, up)) };
  };
  const distance = compared ? distanceBetween(guess, actual, props.y.scale) : undefined;
  const told = (gap: Gap) => [gap.x, formatSetting(gap.guessed, 2), formatNumber(gap.run)] as const;

  return (
    <div class="drawn-prediction not-content" ref={host}>
      <FigureContext.Provider value={{ locale, busy: !compared, meanwhile: words.notCompared }}>
        <Chart spec={spec} live={false} height={HEIGHT}>
          {!compared && (
            <div
              class="drawing-surface"
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                const at = handAt(event);
                hand.current = at;
                setPlaces((before) => strokeOver(before, points, at, at));
              }}
              onPointerMove={(event) => {
                const from = hand.current;
                if (!from) return;
                const to = handAt(event);
                hand.current = to;
                setPlaces((before) => strokeOver(before, points, from, to));
              }}
              onLostPointerCapture={() => {
                hand.current = undefined;
                handOverPlaces(places);
              }}
            >
              {points.map((point, i) => (
                <label key={point} style={{ left: `${(100 * scales.x.position(point)).toFixed(2)}%` }}>
                  <input
                    type="range"
                    min={0}
                    max={KEY_STEPS}
                    value={KEY_STEPS * (Number.isNaN(places[i]) ? 0.5 : (places[i] ?? 0.5))}
                    aria-label={words.point(x, point)}
                    aria-valuetext={
                      Number.isNaN(places[i]) ? words.nothingYet : formatSetting(drawn[i] ?? Number.NaN, 2)
                    }
                    onInput={(event) => {
                      const next = places.with(i, event.currentTarget.valueAsNumber / KEY_STEPS);
                      setPlaces(next);
                      handOverPlaces(next);
                    }}
                  />
                  <i
                    data-drawn={Number.isNaN(places[i]) ? undefined : ''}
                    style={{ bottom: `${100 * (Number.isNaN(places[i]) ? 0.5 : (places[i] ?? 0.5))}%` }}
                  />
                </label>
              ))}
            </div>
          )}
        </Chart>
      </FigureContext.Provider>
      <p class="drawing-said" role="status">
        {distance
          ? words.compared(x, told(distance.last)) +
            (distance.worst.x === distance.last.x ? '' : words.farthest(x, told(distance.worst)))
          : words.how}
      </p>
      <p class="drawing-on-paper">{words.onPaper}</p>
      <p class="drawing-foot">
        <button
          type="button"
          class="button"
          data-action="compare"
          disabled={!compared && !isReady}
          onClick={compared ? again : compare}
        >
          {compared ? words.again : words.compare}
        </button>
      </p>
    </div>
  );
}

/** An axis with room beside its outermost points, and a tick at each where they are few and one apart. */
function horizontal(points: readonly number[]) {
  const [first = 0, last = 1] = [points[0], points.at(-1)];
  const margin = (X_MARGIN * (last - first)) / (points.length - 1);
  const limits = { scale: 'linear', min: first - margin, max: last + margin } as const;
  if (last - first !== points.length - 1) return limits;
  const ticks = points.length <= MAX_TICKS ? points : points.filter((point) => point % 5 === 0);
  return { ...limits, ticks };
}

export default DrawnPrediction;
