/** Every weight of the regression as a stem, those that are exactly 0 hollow; or their sizes on a logarithmic axis. */
import type { ComponentChildren } from 'preact';
import { pinRoles } from '#src/charts/pins.ts';
import { makeScale, type Scale } from '#src/charts/scales.ts';
import type { PinLetter } from '#src/lab/pins.ts';

export interface StemWords {
  readonly title: string;
  readonly sizesTitle: string;
  readonly input: string;
  readonly describe: (zeros: number, count: number) => string;
  readonly key: {
    readonly relevant: string;
    readonly irrelevant: string;
    readonly zero: string;
    readonly truth: string;
  };
  readonly threshold: string;
}

export interface StemPlotProps {
  readonly weights: readonly number[];
  /** 0 for the inputs that have no weight. */
  readonly truth: readonly number[];
  /** Runs kept for comparison. */
  readonly pins: readonly { readonly letter: PinLetter; readonly weights: readonly number[] }[];
  /** Sizes on a logarithmic axis, in the place of values. */
  readonly sizes: boolean;
  /** Learning rate × λ, where steps of that size are taken around 0. */
  readonly threshold: number | undefined;
  readonly words: StemWords;
  /** Controls of how it is drawn, beside the title. */
  readonly children?: ComponentChildren;
}

/** What stands for a weight of each pinned run: in the plot's units, and as a letter in its key. */
const pinMarks: Readonly<
  Record<PinLetter, { readonly path: (x: number, y: number) => string; readonly glyph: string }>
> = {
  A: { path: (x, y) => `M${x} ${y}h.01`, glyph: '●' },
  B: { path: (x, y) => `M${x - 8} ${y}h16`, glyph: '–' },
  C: { path: (x, y) => `M${x} ${y - 16}v32`, glyph: '|' },
  D: { path: (x, y) => `M${x - 6} ${y - 12}l12 24m0-24l-12 24`, glyph: '×' },
};

const SIZE = 1000;
const HEIGHT = 240;
const VALUE_LIMIT = 2.5;
/** Share of the width for the inputs that count, which come first. */
const RELEVANT_SHARE = 0.3;
/** Share of the height below a logarithmic axis: where its zeros are. */
const ZERO_STRIP = 0.12;
const valueScale = makeScale(
  { scale: 'linear', min: -VALUE_LIMIT, max: VALUE_LIMIT, ticks: [-2, -1, 0, 1, 2] },
  [],
);
const sizeScale = makeScale({ scale: 'log', min: 1e-5, max: 10 }, []);

const clamp = (position: number) => Math.min(1, Math.max(0, position));

export function StemPlot({ weights, truth, pins, sizes, threshold, words, children }: StemPlotProps) {
  const place = sizes
    ? (w: number) => (w === 0 ? ZERO_STRIP / 3 : ZERO_STRIP + (1 - ZERO_STRIP) * clampLog(sizeScale, w))
    : (w: number) => clamp(valueScale.position(w));
  const isRelevant = (i: number) => truth[i] !== 0;
  const counting = truth.filter((w) => w !== 0).length;
  const x = (i: number) =>
    round(
      SIZE *
        (i < counting
          ? (RELEVANT_SHARE * (i + 0.5)) / counting
          : RELEVANT_SHARE + ((1 - RELEVANT_SHARE) * (i - counting + 0.5)) / (weights.length - counting)),
    );
  const y = (w: number) => round(SIZE * (1 - place(w)));
  const foot = sizes ? SIZE : y(0);
  const dots = (values: readonly number[], chosen: (w: number, i: number) => boolean) =>
    values.flatMap((w, i) => (!Number.isFinite(w) || !chosen(w, i) ? [] : [`M${x(i)} ${y(w)}h.01`])).join('');
  const stems = (chosen: (w: number, i: number) => boolean) =>
    weights
      .flatMap((w, i) => (!Number.isFinite(w) || !chosen(w, i) ? [] : [`M${x(i)} ${foot}V${y(w)}`]))
      .join('');
  const relevant = (w: number, i: number) => w !== 0 && isRelevant(i);
  const irrelevant = (w: number, i: number) => w !== 0 && !isRelevant(i);
  const zero = (w: number) => w === 0;
  const zeros = weights.filter(zero).length;
  const ticks = sizes
    ? [
        { at: ZERO_STRIP / 3, label: '0' },
        ...sizeScale.ticks.map(({ value, label }) => ({
          at: ZERO_STRIP + (1 - ZERO_STRIP) * sizeScale.position(value),
          label,
        })),
      ]
    : valueScale.ticks.map(({ value, label }) => ({ at: valueScale.position(value), label }));
  return (
    <figure class="chart stem-plot">
      <figcaption class="chart-title">{sizes ? words.sizesTitle : words.title}</figcaption>
      {children}
      <div class="chart-body" style={{ '--plot-height': `${HEIGHT}px` }}>
        <div class="chart-y" aria-hidden="true">
          {ticks.map(({ at, label }) => (
            <span key={label} style={{ '--up': at.toFixed(5) }}>
              {label}
            </span>
          ))}
        </div>
        <div class="chart-plot">
          {ticks.map(({ at, label }) => (
            <i key={label} class="chart-grid" style={{ '--up': at.toFixed(5) }} />
          ))}
          <div class="chart-svg">
            <svg
              viewBox={`0 0 ${SIZE} ${SIZE}`}
              preserveAspectRatio="none"
              role="img"
              aria-label={words.describe(zeros, weights.length)}
            >
              {/* one input takes less room to the right of it */}
              <g data-role="other">
                <path class="stem" d={`M${SIZE * RELEVANT_SHARE} 0V${SIZE}`} />
              </g>
              {sizes && threshold !== undefined && (
                <g data-role="theory">
                  <path d={`M0 ${y(threshold)}H${SIZE}`} />
                </g>
              )}
              {pins.map(({ letter, weights: kept }) => (
                <g key={letter} data-role={pinRoles[letter]}>
                  <path
                    class={letter === 'A' ? 'dots' : 'pin-mark'}
                    d={kept
                      .map((w, i) => (Number.isFinite(w) ? pinMarks[letter].path(x(i), y(w)) : ''))
                      .join('')}
                  />
                </g>
              ))}
              {/* beneath the few that are not zero: so many of them are a closed row */}
              <g data-role="published">
                <path class="dots" d={dots(weights, zero)} />
                <path class="dots hollow" d={dots(weights, zero)} />
              </g>
              <g data-role="gradient">
                <path class="stem" d={stems(irrelevant)} />
                <path class="dots" d={dots(weights, irrelevant)} />
              </g>
              <g data-role="forward">
                <path class="stem" d={stems(relevant)} />
                <path class="dots" d={dots(weights, relevant)} />
              </g>
              <g data-role="theory">
                <path
                  class="truth"
                  d={truth.flatMap((w, i) => (w === 0 ? [] : [`M${x(i) - 9} ${y(w)}h18`])).join('')}
                />
              </g>
            </svg>
          </div>
          {sizes && threshold !== undefined && (
            <b class="stem-threshold" style={{ '--up': place(threshold).toFixed(5) }}>
              {words.threshold}
            </b>
          )}
        </div>
        <div class="chart-x" aria-hidden="true">
          {[1, 5, 10, 50, 100].map((input) => (
            <span key={input} style={{ left: `${x(input - 1) / 10}%` }}>
              {input}
            </span>
          ))}
        </div>
        <div class="chart-foot">{words.input}</div>
      </div>
      <ul class="stem-key">
        <li>
          <i data-role="forward" /> {words.key.relevant}
        </li>
        <li>
          <i data-role="theory" class="bar" /> {words.key.truth}
        </li>
        <li>
          <i data-role="gradient" /> {words.key.irrelevant}
        </li>
        <li>
          <i data-role="published" class="hollow" /> {words.key.zero}
        </li>
        {pins.map(({ letter }) => (
          <li key={letter}>
            <b data-role={pinRoles[letter]} class="pin-glyph" aria-hidden="true">
              {pinMarks[letter].glyph}
            </b>{' '}
            {letter}
          </li>
        ))}
      </ul>
    </figure>
  );
}

/** Place of a size on a logarithmic axis, those beneath it at its foot. */
const clampLog = (scale: Scale, w: number) => clamp(scale.position(Math.max(Math.abs(w), scale.min)));

const round = (value: number) => Math.round(value * 10) / 10;
