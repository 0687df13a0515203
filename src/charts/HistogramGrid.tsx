/** Histograms as small multiples on one scale, each as tall as its own fullest bin. */
import type { ComponentChildren } from 'preact';
import { formatNumber, formatPercent } from '#src/format.ts';

export interface HistogramCell {
  /** Counts in equal bins; absent until the run has reached this layer. */
  readonly counts: readonly number[] | undefined;
  readonly std: number;
  /** Share of exact zeros, where they are drawn apart. */
  readonly zeroFraction?: number | undefined;
}

export interface HistogramGridProps {
  readonly cells: readonly HistogramCell[];
  /** The shared axis: positions from 0 to 1, and what is written there. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly title: string;
  /** What a reader who can't see it hears of one histogram. */
  readonly describe: (layer: number, std: string) => string;
  readonly zeroLabel: string;
  /** Controls of how it is drawn, beside the title. */
  readonly children?: ComponentChildren;
}

const WIDTH = 600;
const HEIGHT = 400;

export function HistogramGrid({ cells, ticks, title, describe, zeroLabel, children }: HistogramGridProps) {
  return (
    <figure class="histograms">
      <figcaption class="chart-title">{title}</figcaption>
      {children}
      <ol class="histogram-grid">
        {cells.map(({ counts, std, zeroFraction }, i) => (
          <li key={i}>
            <svg
              viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={describe(i + 1, formatNumber(std))}
            >
              <path class="bars" d={counts ? barsPath(counts) : ''} />
              {zeroFraction !== undefined && <path class="zero-bar" d={`M0 ${HEIGHT}V0h12V${HEIGHT}z`} />}
            </svg>
            <span class="histogram-axis" aria-hidden="true">
              {ticks.map(({ at, label }) => (
                <span
                  key={at}
                  style={{ '--at': at.toFixed(4), '--before': at % 1 === 0 && label.length > 1 ? at : 0.5 }}
                >
                  {label}
                </span>
              ))}
            </span>
            <span class="histogram-label">
              <b>{i + 1}</b>
              <span>{formatNumber(std)}</span>
              {zeroFraction !== undefined && (
                <span class="zero-label">
                  {zeroLabel} {formatPercent(zeroFraction)}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </figure>
  );
}

function barsPath(counts: readonly number[]): string {
  const fullest = Math.max(1, ...counts);
  const bin = WIDTH / counts.length;
  return counts
    .map((count, i) => {
      if (count === 0) return '';
      const height = Math.max(2, Math.round((HEIGHT * 0.97 * count) / fullest));
      return `M${i * bin + 1} ${HEIGHT}v${-height}h${bin - 2}v${height}z`;
    })
    .join('');
}
