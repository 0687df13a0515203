/** A line chart: HTML axes and labels around a plot that is SVG until the figure is live, and uPlot's from then on. */
import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { formatNumber, isWholeThousands, wholeEquations } from '#src/format.ts';
import { labStrings } from '#src/lab/strings.ts';
import { FigureContext } from './figure-context.ts';
import { farEnd, lengthOfNames, nameOf, placeEndLabels } from './names.ts';
import { SvgBands, SvgInk } from './SvgInk.tsx';
import { type Scale, scalesOf, type Tick } from './scales.ts';
import type { ChartSpec, Series } from './spec.ts';
import { inTurn } from './turns.ts';
import type { LivePlot } from './uplot-ink.ts';
import { useDescription } from './use-description.ts';

export interface ChartProps {
  readonly spec: ChartSpec;
  /** Drawn by uPlot, with a cursor; else as SVG. */
  readonly live: boolean;
  /** Height of the plot in CSS pixels. */
  readonly height?: number;
  /** The widget's result: what is read out of it when a run has ended. Default: its first chart. */
  readonly main?: boolean;
  /** Controls of how it is drawn, beside the title. */
  readonly head?: ComponentChildren;
  /** Lies over the plot. */
  readonly children?: ComponentChildren;
}

const DEFAULT_HEIGHT = 170;

export function Chart({ spec, live, height = DEFAULT_HEIGHT, main = false, head, children }: ChartProps) {
  const { figure, text } = useDescription(spec);
  const { number } = labStrings[useContext(FigureContext).locale];
  const scales = scalesOf(spec);
  const labelOf = ({ value, label }: Tick) => (isWholeThousands(label) ? number(value) : label);
  const [hovered, setHovered] = useState<number | null>(null);
  const [inked, setInked] = useState(false);
  const drawn = useSettled(spec, live && inked);
  const percent = (position: number) => `${(100 * position).toFixed(3)}%`;
  return (
    <figure class="chart" ref={figure} data-main={main ? '' : undefined}>
      <figcaption class="chart-title">{wholeEquations(spec.title)}</figcaption>
      {head}
      <p class="visually-hidden chart-text">{text}</p>
      <div
        class="chart-body"
        style={{ '--plot-height': `${height}px` }}
        data-two-units={spec.x.second ? '' : undefined}
        data-names={lengthOfNames(spec.series)}
      >
        <div class="chart-y" aria-hidden="true">
          {scales.y.ticks.map((tick) => (
            <span key={tick.value} style={{ '--up': scales.y.position(tick.value).toFixed(5) }}>
              {labelOf(tick)}
            </span>
          ))}
        </div>
        <div class="chart-plot">
          {scales.y.ticks.map(({ value }) => (
            <i key={value} class="chart-grid" style={{ '--up': scales.y.position(value).toFixed(5) }} />
          ))}
          {spec.bands && spec.bands.length > 0 && (
            <div class="chart-bands">
              <SvgBands bands={spec.bands} scales={scales} />
            </div>
          )}
          <div class="chart-svg" data-hidden={live && inked ? '' : undefined}>
            <SvgInk spec={drawn} />
          </div>
          {spec.series
            .filter(({ label }) => label)
            .map((series) => (
              <Leader key={series.key} series={series} scales={scales} />
            ))}
          {spec.empty && !hasInk(spec, scales.y) && <p class="chart-empty">{spec.empty}</p>}
          {live && (
            <LiveInk spec={spec} scales={scales} height={height} onHover={setHovered} onInk={setInked} />
          )}
          {children}
        </div>
        {spec.marks && (
          <div class="chart-marks">
            {spec.marks.map(({ key, x, label, atFoot }) => (
              <span
                key={key}
                style={{ left: percent(scales.x.position(x)) }}
                data-side={scales.x.position(x) > 0.5 ? 'left' : undefined}
                data-foot={atFoot ? '' : undefined}
              >
                <b>{label}</b>
              </span>
            ))}
          </div>
        )}
        <div class="chart-ends" aria-hidden="true">
          {placeEndLabels(spec.series, scales.y, height).map(({ series, bottom, off, led }) => (
            <span
              key={series.key}
              data-role={series.role}
              data-line={led ? (off > 0 ? '' : 'below') : undefined}
              style={{
                '--up': (bottom / height).toFixed(5),
                '--off': `${Math.abs(off).toFixed(1)}px`,
              }}
            >
              {nameOf(series)}
            </span>
          ))}
        </div>
        <div class="chart-x" aria-hidden="true">
          {scales.x.ticks.map((tick) => (
            <span key={tick.value} style={{ left: percent(scales.x.position(tick.value)) }}>
              {labelOf(tick)}
              {spec.x.second && <small>{spec.x.second(tick.value)}</small>}
            </span>
          ))}
        </div>
        <div class="chart-foot">
          {hovered === null ? spec.x.label : <Readout spec={spec} x={hovered} number={number} />}
        </div>
      </div>
      {spec.note && <p class="chart-note">{spec.note}</p>}
    </figure>
  );
}

/** Time without a change after which a chart is taken to be at rest. */
const SETTLED_MILLIS = 150;

/**
 * The newest chart, or while `isHidden` the newest that stayed for a moment: what lies hidden beneath a live chart is
 * there for the printer and for export, which say so by a `beforeprint` event, and needn't follow each frame of a run.
 */
function useSettled(spec: ChartSpec, isHidden: boolean): ChartSpec {
  const [settled, setSettled] = useState(spec);
  useEffect(() => {
    if (!isHidden || settled === spec) return;
    const take = () => setSettled(spec);
    const timer = setTimeout(take, SETTLED_MILLIS);
    addEventListener('beforeprint', take);
    return () => {
      clearTimeout(timer);
      removeEventListener('beforeprint', take);
    };
  }, [spec, isHidden, settled]);
  return isHidden ? settled : spec;
}

const hasInk = ({ series }: ChartSpec, scale: Scale) =>
  series.some(({ y }) => y.some((value) => !Number.isNaN(scale.position(value))));

/** The values under the cursor, in the place of the axis label. */
function Readout({ spec, x, number }: { spec: ChartSpec; x: number; number: (value: number) => string }) {
  const values = spec.series.flatMap((series) => {
    const value = series.y[series.x.indexOf(x)];
    return value === undefined || Number.isNaN(value) || !series.label ? [] : [{ series, value }];
  });
  return (
    <>
      {spec.x.label} {number(x)}
      {values.map(({ series, value }) => (
        <span key={series.key} data-role={series.role}>
          {' '}
          · {series.label} <b>{formatNumber(value)}</b>
        </span>
      ))}
    </>
  );
}

/** From where a line ends to the edge beside which its name stands. */
function Leader({ series, scales }: { series: Series; scales: { readonly x: Scale; readonly y: Scale } }) {
  const end = farEnd(series, scales);
  return (
    end && (
      <i
        class="chart-leader"
        data-role={series.role}
        style={{ '--up': end.up.toFixed(5), '--from': `${(100 * end.along).toFixed(2)}%` }}
      />
    )
  );
}

interface LiveInkProps {
  readonly spec: ChartSpec;
  readonly scales: { readonly x: Scale; readonly y: Scale };
  readonly height: number;
  readonly onHover: (x: number | null) => void;
  /** Whether the lines are there: until then the SVG stays. */
  readonly onInk: (inked: boolean) => void;
}

type InkModule = typeof import('./uplot-ink.ts');
let inkModule: Promise<InkModule> | undefined;

/**
 * uPlot, loaded when the first chart of the page goes live. While it is evaluated it asks for number and date formats,
 * and the first of each in a page takes as long as everything else in it together: they get turns of their own.
 */
function loadInk(): Promise<InkModule> {
  inkModule ??= inTurn(() => new Intl.NumberFormat(navigator.language))
    .then(() => inTurn(() => new Intl.DateTimeFormat()))
    .then(() => import('./uplot-ink.ts'));
  inkModule.catch(() => {
    inkModule = undefined; // the next chart tries again
  });
  return inkModule;
}

function LiveInk({ spec, scales, height, onHover, onInk }: LiveInkProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<LivePlot>();
  const newest = useRef({ spec, scales });
  newest.current = { spec, scales };
  useEffect(() => {
    let gone = false;
    const create = ({ createLivePlot }: InkModule) => {
      if (gone || !host.current) return;
      plot.current = createLivePlot(host.current, height, onHover);
      plot.current.draw(newest.current.spec, newest.current.scales);
      onInk(true);
    };
    loadInk().then(
      (module) => inTurn(() => create(module)),
      () => undefined, // the lines stay SVG
    );
    return () => {
      gone = true;
      plot.current?.destroy();
      plot.current = undefined;
      onInk(false);
    };
  }, [height, onHover, onInk]);
  useEffect(() => plot.current?.draw(spec, scales));
  return <div class="chart-live" ref={host} />;
}
