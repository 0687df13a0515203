/** Histograms as small multiples on one axis, each as tall as its own fullest bin. */
import type { ComponentChildren } from 'preact';
import { formatNumber, formatPercent } from '#src/format.ts';
import type { ChartSpec } from './spec.ts';
import { useDescription } from './use-description.ts';

export interface HistogramCell {
  /** Counts in equal bins; absent until the run has reached this layer. */
  readonly counts: readonly number[] | undefined;
  readonly std: number;
  /** Share of exact zeros, where they are drawn apart. */
  readonly zeroFraction?: number | undefined;
}

export interface HistogramGridProps {
  readonly cells: readonly HistogramCell[];
  /** The shared axis: positions from 0 to 1 between the ends of the bins, and what is written there. */
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly title: string;
  /** What a reader who can't see it hears of one histogram. */
  readonly describe: (layer: number, std: string) => string;
  readonly zeroLabel: string;
  /** The numbers under the histograms as a chart: what is read out of a run where no other chart is. */
  readonly told: ChartSpec;
  /** Controls of how it is drawn, beside the title. */
  readonly children?: ComponentChildren;
}

const WIDTH = 600;
const HEIGHT = 400;
/** Room beside the bins; on the left the share of zeros stands in it. */
const INSET = 48;
const FULL = WIDTH + 2 * INSET;

export function HistogramGrid({
  cells,
  ticks,
  title,
  describe,
  zeroLabel,
  told,
  children,
}: HistogramGridProps) {
  const { figure } = useDescription(told);
  return (
    <figure class="histograms" ref={figure}>
      <figcaption class="chart-title">{title}</figcaption>
      {children}
      <ol class="histogram-grid">
        {cells.map(({ counts, std, zeroFraction }, i) => (
          <li key={i}>
            <svg
              viewBox={`${-INSET} 0 ${FULL} ${HEIGHT}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={describe(i + 1, formatNumber(std))}
            >
              <path class="bars" d={counts ? barsPath(counts) : ''} />
              {zeroFraction !== undefined && (
                <>
                  <path class="zero-range" d={zeroBar(1)} />
                  <path class="zero-bar" d={zeroBar(zeroFraction)} />
                </>
              )}
            </svg>
            <span class="histogram-axis" aria-hidden="true">
              {ticks.map(({ at, label }) => {
                const place = (INSET + at * WIDTH) / FULL;
                // a longer number at an end stays within the width, for the next one's sake
                const before = label.length > 2 && at !== 0.5 ? at : 0.5;
                return (
                  <span key={at} style={{ '--at': place.toFixed(4), '--before': before.toFixed(2) }}>
                    {label}
                  </span>
                );
              })}
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

/** Beside the bins: its height is the share of all values, from nothing to the whole height. */
const zeroBar = (fraction: number) => `M${-INSET} ${HEIGHT}v${-Math.round(HEIGHT * fraction)}h30V${HEIGHT}z`;

/** One outline: separate bars, narrower than a pixel here and there, would show seams. */
function barsPath(counts: readonly number[]): string {
  const fullest = Math.max(1, ...counts);
  const bin = WIDTH / counts.length;
  const steps = counts.map((count, i) => {
    const height = count === 0 ? 0 : Math.max(2, Math.round((HEIGHT * 0.97 * count) / fullest));
    return `V${HEIGHT - height}H${Math.round((i + 1) * bin)}`;
  });
  return `M0 ${HEIGHT}${steps.join('')}V${HEIGHT}z`;
}
