/** Single values in columns, each with its mean: what repeats of the same thing came to. The same SVG baked and live. */
import { makeScale } from './scales.ts';
import type { AxisRange, Role } from './spec.ts';

export interface Strip {
  readonly key: string;
  readonly role: Role;
  readonly label: string;
  /** NaN is left out. */
  readonly values: readonly number[];
  /** Of the values; no line where it is NaN. */
  readonly mean: number;
  /** The mean in words, beside the label. */
  readonly note: string;
  /** The means of runs kept for comparison. */
  readonly pinned?: readonly { readonly role: Role; readonly mean: number }[];
  /** The column that the reader has chosen. */
  readonly chosen?: boolean;
}

export interface StripPlotProps {
  readonly title: string;
  readonly axis: AxisRange;
  /** A tick in words; as a number where absent. */
  readonly tick?: (value: number) => string;
  readonly strips: readonly Strip[];
  /** What a reader who can't see it hears. */
  readonly describe: string;
  /** Height of the plot in CSS pixels. */
  readonly height: number;
}

const SIZE = 1000;
/** Shares of a column's width: all of its dots side by side, and the line at their mean. */
const DOTS_WIDTH = 0.5;
const MEAN_WIDTH = 0.72;

export function StripPlot({ title, axis, tick, strips, describe, height }: StripPlotProps) {
  const scale = makeScale(
    axis,
    strips.flatMap(({ values }) => values),
  );
  const column = SIZE / strips.length;
  const y = (value: number) => round(SIZE * (1 - Math.min(1, Math.max(0, scale.position(value)))));
  const line = (centre: number, value: number) =>
    Number.isFinite(value)
      ? `M${round(centre - (MEAN_WIDTH * column) / 2)} ${y(value)}h${round(MEAN_WIDTH * column)}`
      : '';
  const dots = (centre: number, values: readonly number[]) =>
    values
      .flatMap((value, i) => {
        const aside = values.length > 1 ? i / (values.length - 1) - 0.5 : 0;
        return Number.isFinite(value)
          ? [`M${round(centre + aside * DOTS_WIDTH * column)} ${y(value)}h.01`]
          : [];
      })
      .join('');
  return (
    <figure class="chart strip-plot">
      <figcaption class="chart-title">{title}</figcaption>
      <div class="chart-body" style={{ '--plot-height': `${height}px` }}>
        <div class="chart-y" aria-hidden="true">
          {scale.ticks.map(({ value, label }) => (
            <span key={value} style={{ '--up': scale.position(value).toFixed(5) }}>
              {tick?.(value) ?? label}
            </span>
          ))}
        </div>
        <div class="chart-plot">
          {scale.ticks.map(({ value }) => (
            <i key={value} class="chart-grid" style={{ '--up': scale.position(value).toFixed(5) }} />
          ))}
          <div class="chart-svg">
            <svg viewBox={`0 0 ${SIZE} ${SIZE}`} preserveAspectRatio="none" role="img" aria-label={describe}>
              {strips.map(({ key, role, values, mean, pinned = [], chosen }, i) => {
                const centre = (i + 0.5) * column;
                return (
                  <g key={key} data-role={role}>
                    {chosen && <rect x={round(i * column)} y={0} width={round(column)} height={SIZE} />}
                    {pinned.map((kept) => (
                      <g key={kept.role} data-role={kept.role}>
                        <path class="line" d={line(centre, kept.mean)} />
                      </g>
                    ))}
                    <path class="mean" d={line(centre, mean)} />
                    <path class="dots" d={dots(centre, values)} />
                  </g>
                );
              })}
            </svg>
          </div>
        </div>
        <ol class="strip-names">
          {strips.map(({ key, role, label, note, chosen }) => (
            <li key={key} data-role={role} data-chosen={chosen ? '' : undefined}>
              {label} <b>{note}</b>
            </li>
          ))}
        </ol>
      </div>
    </figure>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;
