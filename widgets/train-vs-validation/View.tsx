import { Chart } from '#src/charts/Chart.tsx';
import { accuracyFloor, counted, curve } from '#src/charts/curve.ts';
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import { guessSeries } from '#src/charts/guess.ts';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec } from '#src/charts/spec.ts';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatPercent, shownFraction } from '#src/format.ts';
import { useDrawnCurve } from '#src/lab/drawn-curves.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { type PresetName, params, presets } from './config.ts';
import type { Frame, Summary } from './experiment.ts';
import { strings } from './strings.ts';

const last = (values: readonly number[]) => values.at(-1) ?? Number.NaN;
/** As it stands beside them: of the percentages that are shown. */
const gapOf = ({ trainAccuracy, validationAccuracy }: Pick<Frame, 'trainAccuracy' | 'validationAccuracy'>) =>
  shownFraction(last(trainAccuracy), 1) - shownFraction(last(validationAccuracy), 1);

export default function View({ id, urlPrefix, locale, preset, baked }: ViewProps<PresetName>) {
  const words = strings[locale];
  const lab = useExperiment<typeof params, Frame, Summary>({
    id,
    urlPrefix,
    params,
    initial: presets[preset],
    baked,
  });
  const { frame, summary, shownConfig: shown } = lab;
  const drawn = useDrawnCurve(urlPrefix);
  const epochs = frame.trainLoss.map((_, i) => i + 1);
  const best = 1 + frame.validationLoss.indexOf(Math.min(...frame.validationLoss));
  const marks = (label: (epoch: number) => string) =>
    best > 0 && best < frame.validationLoss.length ? [{ key: 'best', x: best, label: label(best) }] : [];
  const pinnedCurves = (name: 'validationAccuracy' | 'validationLoss') =>
    pinSeries(lab.pins, ({ [name]: y }) => counted(y));
  const guess = (name: 'validationAccuracy' | 'validationLoss') =>
    guessSeries(drawn, name, {
      against: 'validation',
      label: labStrings[locale].yourGuess,
      until: shown.epochs,
    });
  const x = { label: words.epoch, scale: 'linear', min: 0, max: shown.epochs } as const;
  const accuracySpec: ChartSpec = {
    title: words.accuracyChart,
    x,
    y: {
      label: words.accuracy,
      scale: 'linear',
      min: accuracyFloor(
        frame.trainAccuracy,
        frame.validationAccuracy,
        ...lab.pins.map((pin) => pin.frame.validationAccuracy),
      ),
      max: 1,
    },
    series: [
      ...pinnedCurves('validationAccuracy'),
      curve('train', 'train', words.train, frame.trainAccuracy),
      curve('validation', 'validation', words.validation, frame.validationAccuracy),
      ...guess('validationAccuracy'),
    ],
    bands: [
      { key: 'gap', role: 'other', x: epochs, low: frame.validationAccuracy, high: frame.trainAccuracy },
    ],
    marks: marks(words.epochNumber).map((mark) => ({ ...mark, atFoot: true })),
  };
  const lossSpec: ChartSpec = {
    title: shown.l2 > 0 ? words.lossAndPenalty : words.lossChart,
    x,
    y: { label: words.loss, scale: 'linear', min: 0 },
    series: [
      ...pinnedCurves('validationLoss'),
      curve('train', 'train', words.train, frame.trainLoss),
      curve('validation', 'validation', words.validation, frame.validationLoss),
      ...guess('validationLoss'),
      ...(shown.l2 > 0 ? [curve('penalty', 'weight-gradient', words.penalty, frame.penaltyLoss)] : []),
    ],
    marks: marks(words.earlyStop),
  };
  const steps = tableSteps(summary.trainLoss.length);

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
            { key: 'gap', label: words.rows.gap, values: [words.points(gapOf(summary))] },
            { key: 'bestEpoch', label: words.rows.bestEpoch, values: [summary.bestEpoch] },
            {
              key: 'diverged',
              label: words.rows.diverged,
              values: [summary.diverged ? words.yes : words.no],
            },
          ],
        },
        {
          caption: words.curves,
          corner: words.epochCorner,
          columns: steps,
          rows: (
            ['trainAccuracy', 'validationAccuracy', 'trainLoss', 'validationLoss', 'penaltyLoss'] as const
          ).map((key) => curveRow(key, words.rows[key], summary[key])),
        },
      ]}
    >
      <div class="chart-pair">
        <Chart spec={accuracySpec} live={lab.live} height={230} />
        <Chart spec={lossSpec} live={lab.live} height={230} />
      </div>
      <dl class="readouts">
        <div>
          <dt>{words.train}</dt>
          <dd>{formatPercent(last(frame.trainAccuracy), 1)}</dd>
        </div>
        <div>
          <dt>{words.validation}</dt>
          <dd>{formatPercent(last(frame.validationAccuracy), 1)}</dd>
        </div>
        <div>
          <dt>{words.gap}</dt>
          <dd>{words.points(gapOf(frame))}</dd>
        </div>
      </dl>
    </WidgetFrame>
  );
}
