import { useMemo } from 'preact/hooks';
import { Chart } from '#src/charts/Chart.tsx';
import { accuracyFloor, counted, curve } from '#src/charts/curve.ts';
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec, Series } from '#src/charts/spec.ts';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatNumber, formatPercent } from '#src/format.ts';
import { readCompanions } from '#src/lab/companions.ts';
import { sameConfig } from '#src/lab/params.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { type PresetName, params, presets } from './config.ts';
import type { Frame, Summary } from './experiment.ts';
import { MaskedNet } from './MaskedNet.tsx';
import { strings } from './strings.ts';

/** Losses above this are drawn at it: with a drop rate of 0.8 there is hardly a limit to them. */
const LOSS_TOP = 2.5;
/** So that two of them stand as high as the net beside them. */
const CURVE_HEIGHT = 150;
/** Passes that get a column in the table. */
const PASSES = [1, 2, 5, 10, 20, 30, 50];

/** Least length of the axis of an average. */
const LEAST_SPAN = 0.1;
/** Steps between its ticks, on which its ends lie: the first by which it has no more than `MAX_STEPS`. */
const GRIDS = [0.1, 0.2, 0.5];
const MAX_STEPS = 5;

/** Nothing is lost of a value that is a tick, but for rounding. */
const ROUNDING = 1e-9;

/** An axis for values that may all be the same, as they are without masks. */
function roomFor(values: readonly number[]): Partial<Pick<ChartSpec['y'], 'min' | 'max' | 'ticks'>> {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return {};
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const slack = Math.max(0, LEAST_SPAN - (high - low)) / 2;
  for (const grid of GRIDS) {
    const first = Math.floor((low - slack) / grid + ROUNDING);
    const last = Math.ceil((high + slack) / grid - ROUNDING);
    if (last - first > MAX_STEPS) continue;
    const at = (steps: number) => Number((steps * grid).toFixed(1));
    const ticks = Array.from({ length: last - first + 1 }, (_, i) => at(first + i));
    return { min: at(first), max: at(last), ticks };
  }
  return {};
}

type CurveName = 'testAccuracy' | 'testLoss';

const atMost = (values: readonly number[]) => values.map((value) => (value > LOSS_TOP ? LOSS_TOP : value));

export default function View({ id, urlPrefix, locale, preset, baked, companions }: ViewProps<PresetName>) {
  const words = strings[locale];
  const common = labStrings[locale];
  const recorded = useMemo(() => readCompanions(companions, presets), [companions]);
  const lab = useExperiment<typeof params, Frame, Summary>({
    id,
    urlPrefix,
    params,
    initial: presets[preset],
    baked,
  });
  const { frame, summary, shownConfig: shown } = lab;

  // other presets that differ from the run that is shown in their drop rates alone
  const rivals = (Object.keys(presets) as PresetName[]).filter((name) => {
    const { dropRate, inputDropRate, seed } = shown;
    const other = presets[name];
    return (
      sameConfig(params, { ...other, dropRate, inputDropRate, seed }, shown) &&
      !(other.dropRate === dropRate && other.inputDropRate === inputDropRate)
    );
  });
  const background = (key: CurveName): Series[] => [
    ...rivals.map((name, i) => ({
      ...curve(`preset-${name}`, 'other', words.presets[name].short, atMost(recorded.get(key)?.[name] ?? [])),
      dashed: i > 0,
    })),
    ...pinSeries(lab.pins, ({ [key]: values }) => counted(atMost(values))),
  ];
  const x = { label: words.epoch, scale: 'linear', min: 0, max: shown.epochs } as const;
  const learning: readonly ChartSpec[] = [
    {
      title: words.accuracyChart,
      x,
      y: {
        label: words.accuracy,
        scale: 'linear',
        min: accuracyFloor(
          frame.trainAccuracy,
          frame.testAccuracy,
          ...lab.pins.map((pin) => pin.frame.testAccuracy),
        ),
        max: 1,
      },
      series: [
        ...background('testAccuracy'),
        curve('train', 'train', words.train, frame.trainAccuracy),
        curve('test', 'validation', words.test, frame.testAccuracy),
      ],
    },
    {
      title: words.lossChart,
      x,
      y: {
        label: words.loss,
        scale: 'linear',
        min: 0,
        max: LOSS_TOP,
        ticks: [0, 0.5, 1, 1.5, 2, 2.5],
      },
      series: [...background('testLoss'), curve('test', 'validation', words.test, atMost(frame.testLoss))],
    },
  ];
  const averaging = (
    title: string,
    label: string,
    averages: readonly number[],
    scaled: number,
  ): ChartSpec => ({
    title,
    x: { label: words.passes, scale: 'log', min: 1, max: 50 },
    y: { label, scale: 'linear', ...roomFor([...averages, scaled]) },
    series: [
      curve('average', 'validation', words.average, averages),
      { key: 'scaled', role: 'theory', label: words.scaled, x: [1, 50], y: [scaled, scaled] },
    ],
    empty: frame.diverged ? common.states.diverged : words.afterTraining,
  });
  const last = (values: readonly number[]) => values.at(-1) ?? Number.NaN;
  const steps = tableSteps(summary.testLoss.length);
  const atPasses = (values: readonly number[]) => PASSES.map((n) => values[n - 1] ?? Number.NaN);

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      diverged={frame.diverged}
      pausable
      tables={[
        {
          caption: words.curves,
          corner: words.epochCorner,
          columns: steps,
          rows: (['trainAccuracy', 'testAccuracy', 'testLoss'] as const).map((key) =>
            curveRow(key, words.rows[key], summary[key]),
          ),
        },
        {
          caption: words.averagesTable,
          corner: words.passes,
          columns: PASSES,
          rows: (['monteCarloAccuracy', 'monteCarloLoss'] as const).map((key) => ({
            key,
            label: words.rows[key],
            values: atPasses(summary[key]),
          })),
        },
        {
          caption: words.keptTable,
          corner: '',
          columns: words.masked.layers.slice(0, 3),
          rows: [
            {
              key: 'maskKeptFraction',
              label: words.rows.maskKeptFraction,
              values: summary.maskKeptFraction.map((share) => formatPercent(share, 2)),
            },
          ],
        },
        {
          caption: words.scalars,
          corner: '',
          columns: [words.value],
          rows: [
            {
              key: 'weightScalingAccuracy',
              label: words.rows.weightScalingAccuracy,
              values: [summary.weightScalingAccuracy],
            },
            {
              key: 'weightScalingLoss',
              label: words.rows.weightScalingLoss,
              values: [summary.weightScalingLoss],
            },
            {
              key: 'wrongLabelFraction',
              label: words.rows.wrongLabelFraction,
              values: [formatPercent(summary.wrongLabelFraction, 1)],
            },
            {
              key: 'diverged',
              label: words.rows.diverged,
              values: [summary.diverged ? words.yes : words.no],
            },
          ],
        },
      ]}
    >
      <div class="maps-and-charts">
        <MaskedNet
          masks={frame.masks}
          words={words.masked}
          name={urlPrefix}
          passing={lab.state === 'running' && !lab.held}
        />
        <div class="chart-column">
          {learning.map((spec) => (
            <Chart key={spec.title} spec={spec} live={lab.live} height={CURVE_HEIGHT} />
          ))}
        </div>
      </div>
      <dl class="readouts">
        <div>
          <dt>{words.wrong}</dt>
          <dd>{formatPercent(frame.wrongLabelFraction, 1)}</dd>
        </div>
        <div>
          <dt>{words.rows.trainAccuracy}</dt>
          <dd>{formatPercent(last(frame.trainAccuracy), 1)}</dd>
        </div>
        <div>
          <dt>{words.rows.testAccuracy}</dt>
          <dd>{formatPercent(last(frame.testAccuracy), 1)}</dd>
        </div>
        <div>
          <dt>{words.rows.testLoss}</dt>
          <dd>{formatNumber(last(frame.testLoss))}</dd>
        </div>
      </dl>
      <div class="chart-pair averages">
        <Chart
          spec={averaging(
            words.averageAccuracy,
            words.accuracy,
            frame.monteCarloAccuracy,
            frame.weightScalingAccuracy,
          )}
          live={lab.live}
        />
        <Chart
          spec={averaging(
            words.averageLoss,
            words.loss,
            atMost(frame.monteCarloLoss),
            Math.min(frame.weightScalingLoss, LOSS_TOP),
          )}
          live={lab.live}
        />
      </div>
    </WidgetFrame>
  );
}
