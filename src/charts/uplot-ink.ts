/** The lines of a chart drawn by uPlot, in the same place and with the same colours as the SVG. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { inDrawingOrder } from './SvgInk.tsx';
import type { Scale } from './scales.ts';
import { type ChartSpec, type Role, roleDashes, type Series } from './spec.ts';

export interface LivePlot {
  draw(spec: ChartSpec, scales: { readonly x: Scale; readonly y: Scale }): void;
  destroy(): void;
}

const LINE_WIDTH: Readonly<Record<Role, number>> = {
  forward: 2,
  gradient: 2,
  'weight-gradient': 2,
  train: 2,
  validation: 2,
  theory: 1.5,
  published: 1.5,
  'pinned-a': 1.5,
  'pinned-b': 1.5,
  'pinned-c': 1.5,
  'pinned-d': 1.5,
  predicted: 1.5,
  batch: 1,
  other: 1.5,
  'run-1': 2,
  'run-2': 2,
  'run-3': 2,
  'run-4': 2,
};

const DASHED_WIDTH = 1.5;
/** Of the canvas around the plot, in CSS pixels, so that a dot at its edge is a whole one; as in the style sheet. */
const BLEED = 4;
const SECOND_DASH = [5, 4];

function dashOf(role: Role, dashed: boolean): { dash?: number[] } {
  const dash = dashed ? SECOND_DASH : roleDashes[role];
  return dash ? { dash: [...dash] } : {};
}

export function createLivePlot(
  host: HTMLElement,
  height: number,
  onHover: (x: number | null) => void,
): LivePlot {
  let plot: uPlot | undefined;
  let shape = '';
  let scales: { readonly x: Scale; readonly y: Scale } | undefined;
  let last: ChartSpec | undefined;
  const size = () => ({ width: host.clientWidth + 2 * BLEED, height: height + 2 * BLEED });
  const colour = (role: Role) => getComputedStyle(host).getPropertyValue(`--role-${role}`).trim();

  const build = (series: readonly Series[], spec: ChartSpec, data: uPlot.AlignedData) => {
    plot?.destroy();
    plot = new uPlot(
      {
        ...size(),
        padding: [BLEED, BLEED, BLEED, BLEED],
        legend: { show: false },
        axes: [{ show: false }, { show: false }],
        cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 7 } },
        scales: {
          x: {
            time: false,
            distr: spec.x.scale === 'log' ? 3 : 1,
            range: () => [scales?.x.min ?? 0, scales?.x.max ?? 1],
          },
          y: {
            distr: spec.y.scale === 'log' ? 3 : 1,
            range: () => [scales?.y.min ?? 0, scales?.y.max ?? 1],
          },
        },
        series: [
          {},
          ...series.map(({ role, dots = false, dashed = false }) => ({
            stroke: () => colour(role),
            width: dashed ? DASHED_WIDTH : LINE_WIDTH[role],
            ...dashOf(role, dashed),
            points: { show: dots, size: 6, fill: () => colour(role) },
            spanGaps: false,
          })),
        ],
        hooks: {
          setCursor: [
            (self) => {
              const index = self.cursor.idx;
              onHover(index === null || index === undefined ? null : (self.data[0][index] ?? null));
            },
          ],
        },
      },
      data,
      host,
    );
  };

  const draw = (spec: ChartSpec, next: { readonly x: Scale; readonly y: Scale }) => {
    scales = next;
    last = spec;
    const series = inDrawingOrder(spec.series);
    const data = align(series, spec.y.scale === 'log');
    const newShape = JSON.stringify([
      spec.x.scale,
      spec.y.scale,
      series.map(({ key, role, dots, dashed }) => [key, role, dots, dashed]),
    ]);
    if (!plot || newShape !== shape) {
      shape = newShape;
      build(series, spec, data);
    } else plot.setData(data, true);
  };

  const resized = new ResizeObserver(() => plot?.setSize(size()));
  resized.observe(host);
  const themed = new MutationObserver(() => {
    if (last && scales) draw(last, scales);
  });
  themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });

  return {
    draw,
    destroy() {
      resized.disconnect();
      themed.disconnect();
      plot?.destroy();
    },
  };
}

/** Columns over the union of all x, as uPlot wants them; null leaves a gap. */
function align(series: readonly Series[], positiveOnly: boolean): uPlot.AlignedData {
  const xs = [...new Set(series.flatMap(({ x }) => x))].sort((a, b) => a - b);
  const columns = series.map(({ x, y }) => {
    const values = new Map(x.map((value, i) => [value, y[i] ?? Number.NaN]));
    return xs.map((value) => {
      const at = values.get(value);
      if (at === undefined) return undefined;
      return Number.isFinite(at) && (!positiveOnly || at > 0) ? at : null;
    });
  });
  return [xs, ...columns];
}
