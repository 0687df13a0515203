import { useMemo } from 'preact/hooks';
import { Chart } from '#src/charts/Chart.tsx';
import { counted, curve, guessingLine, isShort, movingAverage } from '#src/charts/curve.ts';
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec, Role } from '#src/charts/spec.ts';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatNumber, formatPercent } from '#src/format.ts';
import { readCompanions } from '#src/lab/companions.ts';
import { sameConfig } from '#src/lab/params.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { type PresetName, params, presets } from './config.ts';
import type { Frame, Summary } from './experiment.ts';
import { strings } from './strings.ts';

/** Losses above this are off the chart: a diverging run leaves through the top. */
const CHART_TOP = 3;
/** Steps averaged into one point of the smoothed curve, and into the final loss. */
const SMOOTHING = 20;
const FINAL_STEPS = 30;

export default function View({ id, urlPrefix, locale, preset, baked, companions }: ViewProps<PresetName>) {
  const words = strings[locale];
  const common = labStrings[locale];
  const others = useMemo(() => readCompanions(companions, presets).get('trainLoss') ?? {}, [companions]);
  const lab = useExperiment<typeof params, Frame, Summary>({
    id,
    urlPrefix,
    params,
    initial: presets[preset],
    baked,
  });
  const { frame, summary, shownConfig: shown } = lab;
  const smooth = (losses: readonly number[]) => movingAverage(losses, SMOOTHING);
  const finalLoss = movingAverage(frame.trainLoss, FINAL_STEPS).at(-1) ?? Number.NaN;

  const clip = (losses: readonly number[]) => losses.map((loss) => (loss > CHART_TOP ? CHART_TOP : loss));
  const lossCurve = (key: string, role: Role, label: string, losses: readonly number[]) =>
    curve(key, role, label, clip(losses));
  const isShown = (name: PresetName) => sameConfig(params, { ...presets[name], seed: shown.seed }, shown);
  const background = (Object.keys(others) as PresetName[])
    .filter((name) => presets[name].activation === shown.activation && !isShown(name))
    .map((name) => {
      const losses = others[name] ?? [];
      const { short } = words.presets[name];
      const label = losses.some(Number.isNaN) ? words.thatDiverged(short) : short;
      return { ...lossCurve(`preset-${name}`, 'other', label, losses), dots: isShort(losses) };
    });

  const spec: ChartSpec = {
    title: words.lossChart,
    x: { label: words.step, scale: 'linear', min: 0, max: shown.steps },
    y: { label: words.loss, scale: 'linear', min: 0, max: CHART_TOP },
    series: [
      ...background,
      ...pinSeries(lab.pins, ({ trainLoss }) => counted(clip(smooth(trainLoss)))),
      lossCurve('raw', 'batch', '', frame.trainLoss),
      {
        ...lossCurve(
          'loss',
          'train',
          frame.diverged ? words.diverged : words.thisRun,
          smooth(frame.trainLoss),
        ),
        dots: isShort(frame.trainLoss),
      },
      guessingLine(shown.steps),
    ],
  };

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      diverged={frame.diverged}
      tables={[
        {
          caption: words.scalars,
          corner: '',
          columns: [words.value],
          rows: [
            {
              key: 'validationAccuracy',
              label: words.rows.validationAccuracy,
              values: [formatPercent(summary.validationAccuracy, 1)],
            },
            {
              key: 'validationLoss',
              label: words.rows.validationLoss,
              values: [summary.validationLoss],
            },
            {
              key: 'diverged',
              label: words.rows.diverged,
              values: [summary.diverged ? words.yes : words.no],
            },
          ],
        },
        {
          caption: words.lossChart,
          corner: common.step,
          columns: tableSteps(summary.trainLoss.length),
          rows: [curveRow('trainLoss', words.rows.trainLoss, summary.trainLoss)],
        },
      ]}
    >
      <Chart spec={spec} live={lab.live} height={260} />
      <dl class="readouts">
        <div>
          <dt>{words.finalLoss}</dt>
          <dd>{formatNumber(finalLoss)}</dd>
        </div>
        <div>
          <dt>{words.rows.validationAccuracy}</dt>
          <dd>{lab.settled ? formatPercent(summary.validationAccuracy, 1) : '–'}</dd>
        </div>
      </dl>
    </WidgetFrame>
  );
}
