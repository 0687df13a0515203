/**
 * The lines of a chart as SVG, in a unit square that stretches to whatever size the plot has: strokes and dots keep
 * their width (a dot is a line of no length with a round cap), so one drawing serves every screen and the printer.
 */
import { Component } from 'preact';
import { isPinned } from './pins.ts';
import { type Scale, scalesOf } from './scales.ts';
import type { Band, ChartSpec, Series } from './spec.ts';

const SIZE = 1000;

interface Scales {
  readonly x: Scale;
  readonly y: Scale;
}

/**
 * Draws again for another chart only. A node kept from one drawing to the next would do that too, but it knows the
 * drawing that it was made in, which holds such nodes of an earlier one: none of them would ever be let go.
 */
export class SvgInk extends Component<{ spec: ChartSpec }> {
  override shouldComponentUpdate({ spec }: { spec: ChartSpec }): boolean {
    return spec !== this.props.spec;
  }

  override render() {
    return <Ink spec={this.props.spec} />;
  }
}

function Ink({ spec }: { spec: ChartSpec }) {
  const scales = scalesOf(spec);
  return (
    <svg viewBox={`0 0 ${SIZE} ${SIZE}`} preserveAspectRatio="none" role="img" aria-label={spec.title}>
      {inDrawingOrder(spec.series).map((series) => (
        <g key={series.key} data-role={series.role}>
          <path class="line" data-dashed={series.dashed ? '' : undefined} d={linePath(series, scales)} />
          {series.dots && <path class="dots" d={dotPath(series, scales)} />}
        </g>
      ))}
    </svg>
  );
}

/** The bands of a chart: beneath its lines, whoever draws those. */
export function SvgBands({ bands, scales }: { bands: readonly Band[]; scales: Scales }) {
  return (
    <svg viewBox={`0 0 ${SIZE} ${SIZE}`} preserveAspectRatio="none" aria-hidden="true">
      {bands.map((band) => (
        <path key={band.key} class="band" data-role={band.role} d={bandPath(band, scales)} />
      ))}
    </svg>
  );
}

/** Each stretch without a gap as a closed shape: along the upper edge, and back along the lower one. */
function bandPath({ x, low, high }: Band, scales: Scales): string {
  const place = (value: number, y: number | undefined) =>
    [scales.x.position(value), 1 - scales.y.position(y ?? Number.NaN)].map((p) => coordinate(SIZE * p));
  let path = '';
  let upper: string[] = [];
  let lower: string[] = [];
  const close = () => {
    if (upper.length > 1) path += `M${[...upper, ...lower.toReversed()].join('L')}z`;
    [upper, lower] = [[], []];
  };
  for (const [i, value] of x.entries()) {
    const [top, bottom] = [place(value, high[i]), place(value, low[i])];
    if ([...top, ...bottom].includes('NaN')) {
      close();
      continue;
    }
    upper.push(top.join(' '));
    lower.push(bottom.join(' '));
  }
  close();
  return path;
}

/** Pinned runs beneath, theory on top. */
export function inDrawingOrder(series: readonly Series[]): Series[] {
  const depth = ({ role }: Series) =>
    role === 'other' ? 0 : isPinned(role) || role === 'batch' ? 1 : role === 'theory' ? 3 : 2;
  return [...series].sort((a, b) => depth(a) - depth(b));
}

function points({ x, y }: Series, scales: Scales): { x: number; y: number }[] {
  return x.map((value, i) => ({
    x: SIZE * scales.x.position(value),
    y: SIZE * (1 - scales.y.position(y[i] ?? Number.NaN)),
  }));
}

const coordinate = (value: number) => String(Math.round(value * 10) / 10);

function linePath(series: Series, scales: Scales): string {
  let drawing = false;
  let path = '';
  for (const { x, y } of points(series, scales)) {
    if (Number.isNaN(x) || Number.isNaN(y)) {
      drawing = false;
      continue;
    }
    path += `${drawing ? 'L' : 'M'}${coordinate(x)} ${coordinate(y)}`;
    drawing = true;
  }
  return path;
}

function dotPath(series: Series, scales: Scales): string {
  return points(series, scales)
    .filter(({ x, y }) => !Number.isNaN(x) && !Number.isNaN(y))
    .map(({ x, y }) => `M${coordinate(x)} ${coordinate(y)}h.01`)
    .join('');
}
