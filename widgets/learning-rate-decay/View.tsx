import { useMemo } from 'preact/hooks';
import { Chart } from '#src/charts/Chart.tsx';
import { clippedLoss, guessingLine } from '#src/charts/curve.ts';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec, Role, Series } from '#src/charts/spec.ts';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatNumber, formatSetting } from '#src/format.ts';
import { readCompanions } from '#src/lab/companions.ts';
import { sameConfig } from '#src/lab/params.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import {
  COMPANION_STEPS,
  type Config,
  type PresetName,
  params,
  presets,
  START_LOSS,
  STEPS_PER_EPOCH,
} from './config.ts';
import type { Frame, Line, Summary } from './experiment.ts';
import { ScheduleFormula } from './ScheduleFormula.tsx';
import { strings } from './strings.ts';
import { tablesOf } from './tables.ts';

/** Ends of the axes; what lies outside is drawn at the edge. */
const LOSSES = { quadratic: [1e-4, 100], images: [0.1, 5] } as const;
const RATES = [1e-4, 1] as const;
const ACCURACIES = [0.6, 0.9] as const;
/** Runs of the quick look while a slider moves. */
const PREVIEW_RUNS = 20;
/** More falls than this are not marked one by one. */
const MOST_MARKS = 12;

const preview = (config: Config): Config | undefined =>
  config.problem === 'images' ? undefined : { ...config, runs: Math.min(config.runs, PREVIEW_RUNS) };

export default function View({ id, urlPrefix, locale, preset, baked, companions }: ViewProps<PresetName>) {
  const words = strings[locale];
  /** Losses of the recorded presets of each problem, and what validation says of the images. */
  const others = useMemo(() => readCompanions(companions, presets), [companions]);
  const lab = useExperiment<typeof params, Frame, Summary>({
    id,
    urlPrefix,
    params,
    initial: presets[preset],
    baked,
    preview,
  });
  const { frame, summary, shownConfig: shown } = lab;
  const images = shown.problem === 'images';
  const [bottom, top] = LOSSES[shown.problem];
  const within = (value: number) => Math.max(bottom, clippedLoss(value, top));
  /** On the quadratic a run's losses begin at the start, before its first step. */
  const drawn = ({ step, value }: Line) =>
    images || value.length === 0
      ? { x: step, y: value.map(within) }
      : { x: [0, ...step], y: [START_LOSS, ...value].map(within) };
  const series = (key: string, role: Role, label: string, line: Line): Series => ({
    key,
    role,
    label,
    ...drawn(line),
  });
  const level = (key: string, label: string, value: number): Series[] =>
    Number.isFinite(value) ? [{ key, role: 'theory', label, x: [0, shown.steps], y: [value, value] }] : [];

  /** What else was recorded of this problem, with other settings. */
  const recorded = (group: string) => {
    const curves = others.get(group) ?? {};
    return (Object.keys(curves) as PresetName[])
      .filter(
        (name) =>
          presets[name].steps === shown.steps &&
          !sameConfig(params, { ...presets[name], seed: shown.seed, runs: shown.runs }, shown),
      )
      .map((name) => {
        const value = curves[name] ?? [];
        const step = value.map((_, i) => (i + 1) * COMPANION_STEPS[shown.problem]);
        return {
          key: `${group}-${name}`,
          role: 'other',
          label: words.short[name],
          line: { step, value },
        } as const;
      });
  };

  const epochs = STEPS_PER_EPOCH[shown.problem];
  const x = {
    label: words.axis(epochs),
    scale: 'linear',
    min: 0,
    max: shown.steps,
    second: (step: number) => formatSetting(step / epochs),
  } as const;
  const marks =
    frame.falls.length <= MOST_MARKS
      ? frame.falls.map((step) => ({ key: `${step}`, x: step, label: '' }))
      : [];
  const comparable = lab.pins.filter(({ config }) => config.problem === shown.problem);
  const ended = frame.diverged ? words.diverged : undefined;

  const lossSpec: ChartSpec = {
    title: images ? words.imageLossChart : words.lossChart,
    x,
    y: { label: words.loss, scale: 'log', min: bottom, max: top },
    series: [
      ...recorded(shown.problem).map(({ line, ...rest }) => ({ ...rest, ...drawn(line) })),
      ...(images
        ? recorded('validationLoss').map(({ line, ...rest }) => ({ ...rest, ...drawn(line), dashed: true }))
        : []),
      ...pinSeries(comparable, ({ meanLoss, diverged }) => ({ ...drawn(meanLoss), gone: diverged })),
      {
        ...series(
          'loss',
          'train',
          ended ?? (images ? words.training : words.meanOf(shown.runs)),
          frame.meanLoss,
        ),
        gone: frame.diverged,
      },
      ...(images
        ? [
            series('validation', 'validation', words.validation, frame.validationLoss),
            guessingLine(shown.steps),
          ]
        : [
            series('expected', 'theory', words.expected, frame.expectedLoss),
            ...level('floor', words.floorOf(formatSetting(shown.initialRate)), frame.theoryFloor),
          ]),
    ],
    marks,
  };
  const accuracySpec: ChartSpec = {
    title: words.accuracyChart,
    x,
    y: { label: words.accuracy, scale: 'linear', min: ACCURACIES[0], max: ACCURACIES[1] },
    series: [
      ...recorded('validationAccuracy').map(({ line, ...rest }) => ({ ...rest, ...heldAccuracy(line) })),
      ...pinSeries(comparable, accuracyLine),
      { key: 'accuracy', role: 'validation', label: ended ?? words.validation, ...accuracyLine(frame) },
    ],
    marks,
  };
  const rateSpec: ChartSpec = {
    title: words.rateChart,
    x,
    y: { label: words.rate, scale: 'log', min: RATES[0], max: RATES[1] },
    series: [
      ...pinSeries(comparable, rateLine),
      { key: 'rate', role: 'gradient', label: small(frame.finalRate), ...rateLine(frame) },
    ],
  };

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      diverged={frame.diverged}
      pausable
      tables={tablesOf(summary, lab.summaryConfig, words)}
    >
      {images ? (
        <div class="chart-pair">
          <Chart spec={lossSpec} live={lab.live} height={300} />
          <Chart spec={accuracySpec} live={lab.live} height={300} />
        </div>
      ) : (
        <Chart spec={lossSpec} live={lab.live} height={300} />
      )}
      <Chart spec={rateSpec} live={lab.live} height={110} />
      <p class="chart-note schedule-note">{words.note(shown)}</p>
      <div class="schedule-line">
        <ScheduleFormula config={shown} label={words.params.schedule.choices[shown.schedule]} />
        <dl class="readouts">
          <Readout label={images ? words.finalTraining : words.final} value={small(frame.finalLoss)} />
          {images ? (
            <>
              <Readout label={words.finalValidation} value={formatNumber(frame.finalValidationLoss)} />
              <Readout label={words.finalAccuracy} value={formatNumber(frame.finalValidationAccuracy)} />
            </>
          ) : (
            <>
              <Readout label={words.finalExpected} value={small(frame.expectedFinalLoss)} />
              <Readout
                label={words.floorOf(formatSetting(shown.initialRate))}
                value={small(frame.theoryFloor)}
              />
            </>
          )}
          <Readout label={words.finalRate} value={small(frame.finalRate)} />
        </dl>
      </div>
    </WidgetFrame>
  );
}

const heldAccuracy = ({ step, value }: Line) => ({
  x: step,
  y: value.map((accuracy) => (accuracy < ACCURACIES[0] ? ACCURACIES[0] : accuracy)),
});

const accuracyLine = ({ validationAccuracy }: Frame) => heldAccuracy(validationAccuracy);

const rateLine = ({ learningRate }: Frame) => ({
  x: learningRate.step,
  y: learningRate.value.map((rate) => Math.max(RATES[0], rate)),
});

/** Losses and rates as the chapter writes them: 0.00071, 0.0014. */
const small = (value: number) =>
  value >= 1e-4 && value < 0.00995 ? value.toFixed(value < 0.000995 ? 5 : 4) : formatNumber(value);

function Readout({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
