import { Chart } from '#src/charts/Chart.tsx';
import { clippedLoss, guessingLine } from '#src/charts/curve.ts';
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import { ImageGrid, SHEET_COLUMNS } from '#src/charts/ImageGrid.tsx';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec } from '#src/charts/spec.ts';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatPercent } from '#src/format.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { BugHunt } from './BugHunt.tsx';
import { type PresetName, params, presets, setups } from './config.ts';
import type { Frame, Summary } from './experiment.ts';
import { strings } from './strings.ts';

/** The chart's range: a loss that approaches 0 needs a logarithmic axis, one that explodes leaves through the top. */
const BOTTOM = 1e-3;
const TOP = 10;
const FEW_COLUMNS = 5;

export default function View({
  id,
  urlPrefix,
  locale,
  preset,
  baked,
  sheet,
}: ViewProps<PresetName> & { sheet: string }) {
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
  const { epochs, batchSize } = setups[shown.images];
  const images = frame.labels.length;
  const stepsPerEpoch = images / batchSize;
  const right = Array.from(frame.labels, (label, i) => frame.predicted[i] === label);
  const rightCount = right.filter(Boolean).length;

  const byStep = (losses: readonly number[], perEpoch = stepsPerEpoch) => ({
    x: losses.map((_, i) => (i + 1) / perEpoch),
    y: losses.map((loss) => Math.max(clippedLoss(loss, TOP), BOTTOM)),
  });
  const byEpoch = (values: readonly number[]) => ({ x: values.map((_, i) => i), y: values });
  const x = {
    label: words.epoch(stepsPerEpoch),
    scale: 'linear',
    min: 0,
    max: epochs,
  } as const;
  const charts: readonly ChartSpec[] = [
    {
      title: words.lossChart,
      note: words.clipped,
      x,
      y: { label: words.loss, scale: 'log', min: BOTTOM, max: TOP },
      series: [
        ...pinSeries(lab.pins, ({ trainLoss, labels, diverged }, { config }) => ({
          ...byStep(trainLoss, labels.length / setups[config.images].batchSize),
          gone: diverged,
        })),
        {
          key: 'loss',
          role: 'train',
          label: frame.diverged ? words.diverged : words.loss,
          ...byStep(frame.trainLoss),
          gone: frame.diverged,
        },
        guessingLine(epochs),
      ],
    },
    {
      title: words.accuracyChart,
      x,
      y: { label: words.accuracy, scale: 'linear', min: 0, max: 1 },
      series: [
        ...pinSeries(lab.pins, ({ trainAccuracy }) => byEpoch(trainAccuracy)),
        { key: 'accuracy', role: 'train', label: words.accuracy, ...byEpoch(frame.trainAccuracy) },
        { key: 'guessing', role: 'theory', label: words.guessing, x: [0, epochs], y: [0.1, 0.1] },
      ],
    },
  ];

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
          caption: words.scalars,
          corner: '',
          columns: [words.value],
          rows: [
            {
              key: 'epochsToFit',
              label: words.rows.epochsToFit,
              values: [summary.epochsToFit < 0 ? words.never : summary.epochsToFit],
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
        {
          caption: words.accuracyChart,
          corner: words.epochs,
          columns: tableSteps(summary.trainAccuracy.length).map((n) => n - 1),
          rows: [curveRow('trainAccuracy', words.rows.trainAccuracy, summary.trainAccuracy)],
        },
      ]}
      further={<BugHunt lab={lab} words={words.hunt} names={words.params.bug.choices} />}
    >
      <div class="maps-and-charts">
        <ImageGrid
          title={words.images}
          sheet={sheet}
          right={right}
          columns={images > SHEET_COLUMNS ? SHEET_COLUMNS : FEW_COLUMNS}
          describe={words.describeImages(rightCount, images)}
          legend={words.legend(rightCount, images, formatPercent(rightCount / images))}
        />
        <div class="chart-column">
          {charts.map((spec) => (
            <Chart key={spec.title} spec={spec} live={lab.live} />
          ))}
        </div>
      </div>
    </WidgetFrame>
  );
}
