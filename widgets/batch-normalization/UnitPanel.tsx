/** One unit's distribution: before, normalised, and as the reader's own γ and β stretch and shift it. */
import { Chart } from '#src/charts/Chart.tsx';
import type { Band, ChartSpec, Role, Series } from '#src/charts/spec.ts';
import { Slider } from '#src/controls/Slider.tsx';
import { formatNumber, formatSetting } from '#src/format.ts';
import { params } from './config.ts';
import type { UnitState } from './experiment.ts';
import type { Words } from './strings.ts';

interface UnitPanelProps {
  /** Starts the ids of the sliders. */
  readonly idPrefix: string;
  readonly unit: UnitState;
  readonly gamma: number;
  readonly beta: number;
  readonly words: Words;
  readonly onChange: (key: 'gamma' | 'beta', value: number, moving?: boolean) => void;
}

/** Room above the fullest bin, for a mark’s label. */
const HEADROOM = 1.35;
/** Digits of γ and β where they undo the normalisation. */
const DIGITS = 6;

export function UnitPanel({ idPrefix, unit, gamma, beta, words, onChange }: UnitPanelProps) {
  const { reach, identityGamma, identityBeta } = unit;
  const total = unit.normalizedHistogram.reduce((sum, count) => sum + count, 0);
  const share = (counts: readonly number[]) => counts.map((count) => count / total);
  const [before, normalized] = [share(unit.preActivationHistogram), share(unit.normalizedHistogram)];
  const top = HEADROOM * Math.max(...before, ...normalized);

  /** Where the bins begin and end once x̂ is stretched by γ and shifted by β, and what is in them; off the axis: nothing. */
  const outline = (shares: readonly number[], stretch: number, shift: number) => {
    const edge = (i: number) => shift + stretch * unit.range * ((2 * i) / shares.length - 1);
    const points = shares
      .flatMap((y, i) => [
        { x: edge(i), y },
        { x: edge(i + 1), y },
      ])
      .filter(({ x }) => Math.abs(x) <= reach);
    return { x: points.map(({ x }) => x), y: points.map(({ y }) => y) };
  };
  const shape = (role: Role, shares: readonly number[], stretch: number, shift: number, label = '') => {
    const { x, y } = outline(shares, stretch, shift);
    const line: Series = { key: 'shape', role, label, x, y };
    const band: Band = { key: 'shape', role, x, low: y.map(() => 0), high: y };
    return { line, band };
  };
  const original = outline(before, identityGamma, identityBeta);
  const spec = (
    title: string,
    symbol: string,
    { line, band }: ReturnType<typeof shape>,
    rest: Partial<Pick<ChartSpec, 'marks'>> & { readonly behind?: readonly Series[] } = {},
  ): ChartSpec => ({
    title,
    x: { label: symbol, scale: 'linear', min: -reach, max: reach },
    y: { label: words.share, scale: 'linear', min: 0, max: top, ticks: [0] },
    series: [line, ...(rest.behind ?? [])],
    bands: [band],
    ...(rest.marks ? { marks: rest.marks } : {}),
  });
  const described = (of: string, mean: number, std: number) =>
    words.meanAndStd(of, fixed(mean), formatNumber(std));

  const exact = {
    gamma: Number(identityGamma.toPrecision(DIGITS)),
    beta: Number(identityBeta.toPrecision(DIGITS)),
  };
  const setBoth = (values: { readonly gamma: number; readonly beta: number }) => {
    onChange('gamma', values.gamma);
    onChange('beta', values.beta);
  };
  const isUndone = gamma === exact.gamma && beta === exact.beta;
  const isBare = gamma === 1 && beta === 0;

  // SVG, live or not: at the edge of a bin an outline has two heights, which uPlot would take for one
  return (
    <div class="unit-panel">
      <Chart
        spec={spec(
          words.beforeChart(unit.unit),
          described('z', unit.preActivationMean, unit.preActivationStd),
          shape('forward', before, identityGamma, identityBeta),
        )}
        live={false}
        height={HEIGHT}
      />
      <Chart
        spec={spec(
          words.normalizedChart,
          described('x̂', unit.normalizedMean, unit.normalizedStd),
          shape('forward', normalized, 1, 0),
        )}
        live={false}
        height={HEIGHT}
      />
      <dl class="readouts">
        <div>
          <dt>{words.skewness}</dt>
          <dd>
            {fixed(unit.preActivationSkew)} → {fixed(unit.normalizedSkew)}
          </dd>
        </div>
        <div>
          <dt>{words.kurtosis}</dt>
          <dd>
            {fixed(unit.preActivationKurtosis)} → {fixed(unit.normalizedKurtosis)}
          </dd>
        </div>
      </dl>
      <Chart
        spec={spec(
          words.ownChart,
          described('y = γx̂ + β', beta + gamma * unit.normalizedMean, gamma * unit.normalizedStd),
          shape('weight-gradient', normalized, gamma, beta, 'y'),
          {
            behind: [
              { key: 'original', role: 'theory', label: 'z', x: original.x, y: original.y, gone: true },
            ],
            marks: [{ key: 'kink', x: 0, label: words.kink }],
          },
        )}
        live={false}
        height={HEIGHT}
        head={<p class="chart-note unit-pair">{words.pair(formatSetting(gamma), formatSetting(beta))}</p>}
      />
      <form class="controls" onSubmit={(event) => event.preventDefault()}>
        <fieldset class="controls-main" aria-label={words.ownControls}>
          <Slider
            id={`${idPrefix}-gamma`}
            name="gamma"
            label={words.params.gamma.label}
            param={{
              ...params.gamma,
              min: Math.min(0.1, identityGamma / 2),
              max: Math.max(5, 2 * identityGamma),
              marks: [{ value: 1 }],
            }}
            value={gamma}
            disabled={false}
            onChange={(value, moving) => onChange('gamma', value, moving)}
          />
          <Slider
            id={`${idPrefix}-beta`}
            name="beta"
            label={words.params.beta.label}
            param={{
              ...params.beta,
              min: -reach,
              max: reach,
              step: reach / 100,
              marks: [{ value: 0 }],
            }}
            value={beta}
            disabled={false}
            onChange={(value, moving) => onChange('beta', value, moving)}
          />
          <div class="unit-buttons">
            <button type="button" class="chip" aria-pressed={isUndone} onClick={() => setBoth(exact)}>
              {words.undo}
            </button>
            <button
              type="button"
              class="chip"
              aria-pressed={isBare}
              onClick={() => setBoth({ gamma: 1, beta: 0 })}
            >
              {words.pair('1', '0')}
            </button>
          </div>
        </fieldset>
      </form>
    </div>
  );
}

const HEIGHT = 66;

/** To two decimals, and no minus before a zero. */
const fixed = (value: number) =>
  value
    .toFixed(2)
    .replace(/^-0\.00$/, '0.00')
    .replace('-', '−');
