/** Empty axes on which the reader draws what a figure is going to show, by hand or by keys; then the recorded curve. */
import type { TargetedPointerEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Chart } from '#src/charts/Chart.tsx';
import { FigureContext } from '#src/charts/figure-context.ts';
import { scalesOf } from '#src/charts/scales.ts';
import type { ChartSpec, Role, Series } from '#src/charts/spec.ts';
import { formatNumber, formatSetting } from '#src/format.ts';
import type { Locale } from '#src/i18n.ts';
import { showDrawnCurve } from '#src/lab/drawn-curves.ts';
import { labStrings } from '#src/lab/strings.ts';
import { keepingInPlace, keepPrediction, keptPrediction, onRunOfNextFigure } from './card.ts';
import { clamped, type DrawingAxis, farthestOff, filled, strokeOver, valueAt } from './drawing.ts';
import { drawingStrings } from './strings.ts';

export interface DrawnPredictionProps {
  readonly id: string;
  readonly locale: Locale;
  /** What `showDrawnCurve` says of figure and value. */
  readonly figure: string;
  readonly value: string;
  readonly recorded: readonly number[];
  readonly title: string;
  /** What the horizontal axis counts from 1 on. */
  readonly x: string;
  readonly y: DrawingAxis;
}

const HEIGHT = 190;
/** Room beside the first and the last point. */
const X_MARGIN = 0.4;
const MAX_TICKS = 12;
/** Places between which an arrow key goes. */
const KEY_STEPS = 50;
/** Drawn before anything can be compared. */
const LEAST_POINTS = 2;

export function DrawnPrediction(props: DrawnPredictionProps) {
  const { id, locale, figure, value, recorded, x } = props;
  const words = drawingStrings[locale];
  const host = useRef<HTMLDivElement>(null);
  const hand = useRef<{ readonly point: number; readonly place: number }>();
  const [places, setPlaces] = useState<readonly number[]>(() => recorded.map(() => Number.NaN));
  const [compared, setCompared] = useState(false);

  const points = recorded.map((_, i) => i + 1);
  const line = (role: Role, label: string, y: readonly number[]): Series => ({
    key: role,
    role,
    label,
    x: points,
    y,
    dots: true,
    dashed: role === 'predicted',
  });
  const axes = {
    x: {
      label: x,
      scale: 'linear',
      min: 1 - X_MARGIN,
      max: points.length + X_MARGIN,
      ticks: points.length <= MAX_TICKS ? points : points.filter((point) => point % 5 === 0),
    },
    y: props.y,
  } as const;
  const scales = scalesOf({ ...axes, series: [] });
  const valuesOf = (some: readonly number[]) => some.map((place) => valueAt(props.y, scales.y, place));
  const shown = compared ? filled(places) : places;
  const drawn = valuesOf(shown);
  const isReady = places.filter((place) => !Number.isNaN(place)).length >= LEAST_POINTS;
  const spec: ChartSpec = {
    ...axes,
    title: props.y.label,
    series: [
      line('predicted', labStrings[locale].yourGuess, drawn),
      ...(compared ? [line('forward', words.recorded, recorded)] : []),
    ],
  };

  const card = () => host.current?.closest('[data-drawing]');
  const handOver = (some: readonly number[]) => showDrawnCurve({ figure, value, y: valuesOf(filled(some)) });
  const compare = () => {
    if (!isReady || compared) return;
    const whole = filled(places);
    setPlaces(whole);
    setCompared(true);
    keepPrediction(id, valuesOf(whole));
    const answer = card()?.querySelector('details');
    if (answer) answer.open = true;
  };
  const again = () => {
    setPlaces(recorded.map(() => Number.NaN));
    setCompared(false);
    keepPrediction(id, undefined);
    showDrawnCurve({ figure, value, y: [] });
  };

  // what was drawn on an earlier visit
  useEffect(() => {
    const kept = keptPrediction(id);
    if (typeof kept !== 'object' || kept.length !== recorded.length) return;
    setPlaces(kept.map((y) => scales.y.position(clamped(props.y, y))));
    setCompared(true);
    showDrawnCurve({ figure, value, y: kept });
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
  const [last, worst] = [recorded.length - 1, farthestOff(scales.y, drawn, recorded)];
  const gap = (i: number) =>
    [
      points[i] ?? 0,
      formatSetting(drawn[i] ?? Number.NaN, 2),
      formatNumber(recorded[i] ?? Number.NaN),
    ] as const;

  return (
    <div class="drawn-prediction not-content" ref={host}>
      <FigureContext.Provider value={{ locale, busy: !compared }}>
        <Chart spec={spec} live={false} height={HEIGHT}>
          {!compared && (
            <div
              class="drawing-surface"
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                const at = handAt(event);
                hand.current = at;
                setPlaces((before) => strokeOver(before, at, at));
              }}
              onPointerMove={(event) => {
                const from = hand.current;
                if (!from) return;
                const to = handAt(event);
                hand.current = to;
                setPlaces((before) => strokeOver(before, from, to));
              }}
              onLostPointerCapture={() => {
                hand.current = undefined;
                handOver(places);
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
                      handOver(next);
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
        {compared
          ? words.compared(x, gap(last)) + (worst === last ? '' : words.farthest(x, gap(worst)))
          : words.how}
      </p>
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

export default DrawnPrediction;
