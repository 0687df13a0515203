import { Chart } from '#src/charts/Chart.tsx';
import { counted, curve, guessingLine } from '#src/charts/curve.ts';
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec } from '#src/charts/spec.ts';
import { WeightMaps } from '#src/charts/WeightMaps.tsx';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatNumber, formatPercent } from '#src/format.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { type PresetName, params, presets } from './config.ts';
import type { Frame, Summary } from './experiment.ts';
import { strings } from './strings.ts';

const MAP_SIDE = 28;
const MAP_COLUMNS = 8;

export default function View({ id, urlPrefix, locale, preset, baked }: ViewProps<PresetName>) {
  const words = strings[locale];
  const common = labStrings[locale];
  const lab = useExperiment<typeof params, Frame, Summary>({
    id,
    urlPrefix,
    params,
    initial: presets[preset],
    baked,
  });
  const { frame, summary, shownConfig: shown } = lab;

  const steps = shown.steps;
  const x = { label: words.step, scale: 'linear', min: 0, max: steps } as const;
  const charts: readonly ChartSpec[] = [
    {
      title: words.lossChart,
      x,
      y: { label: words.loss, scale: 'linear', min: 0 },
      series: [
        curve('loss', 'train', words.loss, frame.trainLoss),
        guessingLine(steps),
        ...pinSeries(lab.pins, ({ trainLoss }) => counted(trainLoss)),
      ],
    },
    {
      title: words.distanceChart,
      x,
      y: { label: words.distance, scale: 'linear', min: 0 },
      series: [
        {
          key: 'distance',
          role: 'forward',
          label: words.distance,
          x: frame.distanceStep,
          y: frame.unitDistance,
        },
        ...pinSeries(lab.pins, ({ distanceStep, unitDistance }) => ({ x: distanceStep, y: unitDistance })),
      ],
    },
  ];

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      diverged={summary.diverged}
      tables={[
        {
          caption: words.scalars,
          corner: '',
          columns: [words.value],
          rows: [
            ...(['weightGradientMaxAbs', 'unitDistanceMax', 'validationLoss'] as const).map((key) => ({
              key,
              label: words.rows[key],
              values: [summary[key]],
            })),
            {
              key: 'validationAccuracy',
              label: words.rows.validationAccuracy,
              values: [formatPercent(summary.validationAccuracy, 1)],
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
      <div class="maps-and-charts">
        <figure class="maps">
          <figcaption class="chart-title">{words.maps}</figcaption>
          <WeightMaps
            maps={frame.maps}
            side={MAP_SIDE}
            columns={MAP_COLUMNS}
            label={words.mapsAlt(formatNumber(frame.unitDistance.at(-1) ?? Number.NaN))}
          />
          <p class="maps-key">{words.mapsKey}</p>
        </figure>
        <div class="chart-column">
          {charts.map((spec) => (
            <Chart key={spec.title} spec={spec} live={lab.live} height={130} />
          ))}
        </div>
      </div>
      <dl class="readouts">
        <div>
          <dt>{words.rows.weightGradientMaxAbs}</dt>
          <dd>{lab.settled ? formatNumber(summary.weightGradientMaxAbs) : '–'}</dd>
        </div>
        <div>
          <dt>{words.rows.unitDistanceMax}</dt>
          <dd>{formatNumber(frame.unitDistance.at(-1) ?? Number.NaN)}</dd>
        </div>
        <div>
          <dt>{words.rows.validationAccuracy}</dt>
          <dd>{lab.settled ? formatPercent(summary.validationAccuracy, 1) : '–'}</dd>
        </div>
      </dl>
    </WidgetFrame>
  );
}
