import { Chart } from '#src/charts/Chart.tsx';
import { clippedLoss, counted, curve, guessingLine, isShort } from '#src/charts/curve.ts';
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec } from '#src/charts/spec.ts';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatNumber, formatSetting } from '#src/format.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { type PresetName, params, presets, TRAINING_STEPS } from './config.ts';
import type { Frame, Summary } from './experiment.ts';
import { strings } from './strings.ts';

/** How far a single draw of the weights may lie from what theory expects of the average: the spread at He's scale is 9%. */
const INITIAL_TOLERANCE = 0.2;
/** The same for ‖W‖², a sum over 39,700 weights, with a spread of 0.7%. */
const PENALTY_TOLERANCE = 0.03;
/** Strengths λ at which the second rung is drawn. */
const STRENGTHS = Array.from({ length: 21 }, (_, i) => 10 ** (-6 + i / 2));
/** The axis of a run that was cut short goes at least as far as this. */
const LEAST_STEPS = 5;

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
  const gaussian = shown.init === 'gaussian';
  const expectedSquaredNorm = (2 * frame.expectedPenaltyLoss) / shown.penaltyStrength;
  const firstLoss = frame.initialLoss + frame.penaltyLoss;
  const top = Math.max(3, 1.2 * firstLoss);
  const clip = (loss: number) => clippedLoss(loss, top);
  const lastStep = frame.diverged ? Math.max(LEAST_STEPS, frame.trainLoss.length) : TRAINING_STEPS;

  const initial: ChartSpec = {
    title: words.initialChart,
    x: { label: words.scale, scale: 'log', min: 1e-4, max: 1 },
    y: { label: words.loss, scale: 'log', min: 1, max: 1000 },
    series: [
      {
        key: 'sweep',
        role: 'train',
        label: words.measured,
        x: frame.sweep.map(({ scale }) => scale),
        y: frame.sweep.map(({ measured }) => measured),
      },
      ...(gaussian
        ? [
            {
              key: 'here',
              role: 'train',
              label: '',
              x: [shown.initScale],
              y: [frame.initialLoss],
              dots: true,
            } as const,
          ]
        : []),
      {
        key: 'theory',
        role: 'theory',
        label: common.theory,
        x: frame.sweep.map(({ scale }) => scale),
        y: frame.sweep.map(({ expected }) => expected),
      },
    ],
  };
  const penalty: ChartSpec = {
    title: words.penaltyChart,
    x: { label: words.strength, scale: 'log', min: 1e-6, max: 1e4 },
    y: { label: words.loss, scale: 'log', min: 1 },
    series: [
      {
        key: 'total',
        role: 'weight-gradient',
        label: words.both,
        x: STRENGTHS,
        y: STRENGTHS.map((strength) => frame.initialLoss + (strength / 2) * frame.squaredNorm),
      },
      {
        key: 'here',
        role: 'weight-gradient',
        label: '',
        x: [shown.penaltyStrength],
        y: [firstLoss],
        dots: true,
      },
      {
        key: 'theory',
        role: 'theory',
        label: common.theory,
        x: STRENGTHS,
        y: STRENGTHS.map((strength) => frame.expectedInitialLoss + (strength / 2) * expectedSquaredNorm),
      },
    ],
  };
  const training: ChartSpec = {
    title: words.trainingChart + words.clipped(formatSetting(top)),
    x: { label: words.step, scale: 'linear', min: 0, max: lastStep },
    y: { label: words.loss, scale: 'linear', min: 0, max: top },
    series: [
      ...pinSeries(lab.pins, ({ trainLoss, diverged }) => ({
        ...counted(trainLoss.map(clip)),
        gone: diverged,
      })),
      {
        ...curve(
          'penalty',
          'weight-gradient',
          frame.diverged ? words.penaltyDiverged : words.penalty,
          frame.trainPenalty.map(clip),
        ),
        gone: frame.diverged,
      },
      {
        ...curve(
          'data',
          'train',
          frame.diverged ? words.dataDiverged : words.dataLoss,
          frame.trainLoss.map(clip),
        ),
        dots: isShort(frame.trainLoss),
        gone: frame.diverged,
      },
      guessingLine(lastStep),
    ],
    marks: frame.rateChanges.map(({ step, rate }, i) => ({
      key: `change${i}`,
      x: step,
      label: words.changed(formatSetting(rate)),
    })),
  };

  const near = (value: number, expected: number, tolerance: number) =>
    Math.abs(value - expected) <= tolerance * expected;
  const asExpected = near(frame.initialLoss, frame.expectedInitialLoss, INITIAL_TOLERANCE);
  const penaltyAsExpected = near(frame.penaltyLoss, frame.expectedPenaltyLoss, PENALTY_TOLERANCE);
  const firstVerdict = asExpected ? words.asExpected : words.off;
  const penaltyVerdict = penaltyAsExpected ? words.asExpected : words.off;
  const trainingVerdict = summary.diverged ? words.diverged : summary.lossFalls ? words.falls : words.flat;
  const six = (value: number) => formatNumber(value, value < 100 ? 5 : 4);

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      diverged={frame.diverged}
      pausable
      outcome={
        words.outcome(words.rungs.initial, firstVerdict) +
        words.outcome(words.rungs.penalty, penaltyVerdict) +
        words.outcome(words.rungs.training, trainingVerdict)
      }
      tables={[
        {
          caption: words.scalars,
          corner: '',
          columns: [words.value],
          rows: (
            [
              'initialLoss',
              'expectedInitialLoss',
              'smallLogitLoss',
              'logitVariance',
              'penaltyLoss',
              'expectedPenaltyLoss',
            ] as const
          )
            .map((key) => ({ key: key as string, label: words.rows[key], values: [six(summary[key])] }))
            .concat(
              (['lossFalls', 'diverged'] as const).map((key) => ({
                key,
                label: words.rows[key],
                values: [summary[key] ? words.yes : words.no],
              })),
            ),
        },
        {
          caption: words.trainingChart,
          corner: common.step,
          columns: tableSteps(summary.trainLoss.length),
          rows: [
            curveRow('trainLoss', words.rows.trainLoss, summary.trainLoss),
            curveRow('trainPenalty', words.rows.trainPenalty, summary.trainPenalty),
          ],
        },
      ]}
    >
      <ol class="rungs">
        <li>
          <Rung title={words.rungs.initial} passed={asExpected} verdict={firstVerdict}>
            {words.initialNumbers(six(frame.initialLoss), six(frame.expectedInitialLoss))}
          </Rung>
          <Chart spec={initial} live={lab.live} height={120} />
        </li>
        <li>
          <Rung title={words.rungs.penalty} passed={penaltyAsExpected} verdict={penaltyVerdict}>
            {words.penaltyNumbers(six(frame.penaltyLoss), six(frame.expectedPenaltyLoss))}
          </Rung>
          <Chart spec={penalty} live={lab.live} height={120} />
        </li>
        <li>
          <Rung
            title={words.rungs.training}
            passed={lab.settled ? summary.lossFalls : undefined}
            verdict={lab.settled ? trainingVerdict : ''}
          >
            {frame.diverged
              ? words.trainingOverflows(six(frame.initialLoss))
              : words.trainingNumbers(
                  six(frame.initialLoss),
                  formatNumber(frame.trainLoss.at(-1) ?? Number.NaN),
                  formatNumber(frame.trainPenalty.at(-1) ?? Number.NaN),
                )}
          </Rung>
          <Chart spec={training} live={lab.live} height={120} main />
        </li>
      </ol>
    </WidgetFrame>
  );
}

interface RungProps {
  readonly title: string;
  /** Absent while it is not decided. */
  readonly passed: boolean | undefined;
  readonly verdict: string;
  readonly children: string;
}

function Rung({ title, passed, verdict, children }: RungProps) {
  return (
    <div class="rung" data-passed={passed === undefined ? undefined : String(passed)}>
      <p class="rung-title">{title}</p>
      <p class="rung-numbers">{children}</p>
      <p class="rung-verdict">
        {passed !== undefined && <span aria-hidden="true">{passed ? '✓ ' : '✗ '}</span>}
        {verdict}
      </p>
    </div>
  );
}
