import { Chart } from '#src/charts/Chart.tsx';
import { clippedLoss, counted, guessingLine, isShort, movingAverage } from '#src/charts/curve.ts';
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import type { TableContent } from '#src/charts/DataTable.tsx';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec, Role, Series } from '#src/charts/spec.ts';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatNumber, formatPercent } from '#src/format.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { type PresetName, params, presets } from './config.ts';
import type { Frame, RunState, Summary } from './experiment.ts';
import { RunTable } from './RunTable.tsx';
import { strings } from './strings.ts';
import { UnitPanel } from './UnitPanel.tsx';

/** Losses above this are off the chart: a diverging run leaves through the top. */
const CHART_TOP = 4;
/** Steps averaged into one point of a curve. */
const SMOOTHING = 10;

const clip = (loss: number) => clippedLoss(loss, CHART_TOP);

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
  const main = shown.batchNorm ? frame.withBatchNorm : frame.without;

  const path = (label: string, run: RunState) => ({
    label: run.diverged ? `${label}: NaN` : label,
    ...counted(movingAverage(run.trainLoss, SMOOTHING).map(clip)),
    dots: isShort(run.trainLoss),
    gone: run.diverged,
  });
  const line = (key: string, role: Role, label: string, run: RunState | undefined): Series[] =>
    run ? [{ key, role, ...path(label, run) }] : [];
  const losses: ChartSpec = {
    title: words.lossChart,
    x: { label: words.step, scale: 'linear', min: 0, max: shown.steps },
    y: { label: words.loss, scale: 'linear', min: 0, max: CHART_TOP },
    series: [
      ...pinSeries(lab.pins, ({ withBatchNorm, without }, { letter }) => [
        ...(withBatchNorm ? [path(`${letter} · ${words.with}`, withBatchNorm)] : []),
        ...(without ? [path(`${letter} · ${words.without}`, without)] : []),
      ]),
      ...line('without', 'run-3', words.without, frame.without),
      ...line('with', 'run-2', words.with, frame.withBatchNorm),
      guessingLine(shown.steps),
    ],
  };

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      diverged={main?.diverged ?? false}
      pausable
      tables={tablesOf(summary, words, common.step)}
    >
      <div class="chart-pair">
        <div>
          <Chart spec={losses} live={lab.live} height={330} />
          <RunTable frame={frame} recorded={!lab.live} words={words} />
        </div>
        <UnitPanel
          idPrefix={urlPrefix}
          unit={frame.unit}
          gamma={lab.config.gamma}
          beta={lab.config.beta}
          words={words}
          onChange={lab.set}
        />
      </div>
    </WidgetFrame>
  );
}

type Words = (typeof strings)['en'];

function tablesOf(summary: Summary, words: Words, step: string): TableContent[] {
  const { rows } = words;
  const value = (key: keyof Summary & keyof Words['rows'], text: (number: number) => string | number) => ({
    key,
    label: rows[key],
    values: [text(Number(summary[key]))],
  });
  const plain = (number: number) => number;
  const percent = (number: number) => formatPercent(number, 1);
  const millis = (number: number) => (Number.isNaN(number) ? '–' : `${formatNumber(number)} ms`);
  const yesOrNo = (key: 'diverged' | 'otherDiverged') => ({
    key,
    label: rows[key],
    values: [summary[key] ? words.yes : words.no],
  });
  const steps = tableSteps(Math.max(summary.trainLoss.length, summary.otherTrainLoss.length));
  const curve = (key: 'trainLoss' | 'otherTrainLoss') => ({
    ...curveRow(key, rows[key], summary[key]),
    values: steps.map((at) => summary[key][at - 1] ?? Number.NaN),
  });
  return [
    {
      caption: words.runTable,
      corner: '',
      columns: [words.value],
      rows: [
        value('validationAccuracy', percent),
        value('validationAccuracyBatchStatistics', percent),
        yesOrNo('diverged'),
        value('stepMillis', millis),
        value('otherValidationAccuracy', percent),
        value('otherValidationAccuracyBatchStatistics', percent),
        yesOrNo('otherDiverged'),
        value('otherStepMillis', millis),
      ],
    },
    {
      caption: words.unitTable,
      corner: '',
      columns: [words.value],
      rows: (
        [
          'unit',
          'preActivationMean',
          'preActivationStd',
          'preActivationSkew',
          'preActivationKurtosis',
          'normalizedMean',
          'normalizedStd',
          'normalizedSkew',
          'normalizedKurtosis',
          'identityGamma',
          'identityBeta',
        ] as const
      ).map((key) => value(key, plain)),
    },
    {
      caption: words.lossTable,
      corner: step,
      columns: steps,
      rows: [curve('trainLoss'), curve('otherTrainLoss')],
    },
  ];
}
