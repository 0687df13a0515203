import { Chart } from '#src/charts/Chart.tsx';
import { clippedLoss, guessingLine, isShort, movingAverage } from '#src/charts/curve.ts';
import { curveRow, tableSteps } from '#src/charts/curve-table.ts';
import type { TableContent } from '#src/charts/DataTable.tsx';
import { guessSeries } from '#src/charts/guess.ts';
import { pinSeries } from '#src/charts/pins.ts';
import type { Band, ChartSpec, Role, Series } from '#src/charts/spec.ts';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatNumber, formatSetting } from '#src/format.ts';
import { useDrawnCurve } from '#src/lab/drawn-curves.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { type Config, type PresetName, params, presets, RATES, TRAINING_IMAGES } from './config.ts';
import type { Frame, Summary } from './experiment.ts';
import { strings } from './strings.ts';

/** Losses above this are off the chart: a diverging run leaves through the top. */
const CHART_TOP = 4;
/** Steps averaged into one point of the smoothed curve. */
const SMOOTHING = 20;
/** CS231n's advice for ‖Δw‖/‖w‖. */
const ADVISED_RATIO = 1e-3;
const roles = ['run-1', 'run-2', 'run-3', 'run-4'] as const satisfies readonly Role[];

const clip = (loss: number) => clippedLoss(loss, CHART_TOP);
const stepsPerEpoch = ({ batchSize }: Config) => Math.max(1, Math.floor(TRAINING_IMAGES / batchSize));

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
  const perEpoch = stepsPerEpoch(shown);
  const four = shown.curves === 'four';
  const along = (y: readonly number[], each = perEpoch) => ({ x: y.map((_, i) => (i + 1) / each), y });
  const smooth = (losses: readonly number[]) => movingAverage(losses, SMOOTHING).map(clip);

  const losses: Series[] = frame.curves.flatMap((curve, i): Series[] => {
    const label = `${formatSetting(curve.rate)}${curve.diverged ? ` ${words.diverged}` : ''}`;
    const line = {
      label,
      ...along(smooth(curve.trainLoss)),
      dots: isShort(curve.trainLoss),
      gone: curve.diverged,
    };
    if (four) return [{ key: `rate${i + 1}`, role: roles[i] ?? 'other', ...line }];
    return [
      { key: 'raw', role: 'batch', label: '', ...along(curve.trainLoss.map(clip)) },
      { key: 'loss', role: 'train', ...line, label: curve.diverged ? words.diverged : words.smoothed },
    ];
  });
  // epochs of another batch size have another number of steps
  const pinnedLines = pinSeries(lab.pins, ({ curves }, { config }) =>
    curves.map(({ trainLoss, diverged }) => ({
      ...along(smooth(trainLoss), stepsPerEpoch(config)),
      gone: diverged,
    })),
  );
  const guesses = (four ? ['rate1', 'rate2', 'rate3', 'rate4'] : ['loss']).flatMap((key) =>
    guessSeries(drawn, four ? `${key}TrainLoss` : 'trainLoss', {
      against: key,
      label: labStrings[locale].yourGuess,
      until: shown.steps / perEpoch,
      x: (step) => step / perEpoch,
      y: clip,
    }),
  );
  const ratios: Series[] = frame.curves.map((curve, i) => ({
    key: `rate${i + 1}`,
    role: four ? (roles[i] ?? 'other') : 'train',
    label: formatSetting(curve.rate),
    ...along(curve.updateRatio),
    dots: isShort(curve.trainLoss),
    gone: curve.diverged,
  }));

  const x = {
    label: words.epoch(perEpoch),
    scale: 'linear',
    min: 0,
    max: shown.steps / perEpoch,
    second: (epoch: number) => formatNumber(Math.round(epoch * perEpoch)),
  } as const;
  const marks = frame.rateChanges.map(({ step, rate }, i) => ({
    key: `change${i}`,
    x: step / perEpoch,
    label: words.changed(formatSetting(rate)),
  }));
  const lossSpec: ChartSpec = {
    title: four ? words.fourChart : words.oneChart,
    x,
    y: { label: words.loss, scale: 'linear', min: 0, max: CHART_TOP },
    series: [...pinnedLines, ...losses, ...guesses, guessingLine(x.max)],
    bands: four ? [] : frame.curves.flatMap(({ trainLoss }) => epochBands(trainLoss, perEpoch)),
    marks,
  };
  const ratioSpec: ChartSpec = {
    title: words.ratioChart,
    x,
    y: { label: words.ratio, scale: 'log', min: 1e-4, max: 1 },
    series: [
      ...ratios.map((series) => ({ ...series, y: series.y.map((value) => (value > 1 ? 1 : value)) })),
      {
        key: 'advised',
        role: 'theory',
        label: words.advised,
        x: [0, x.max],
        y: [ADVISED_RATIO, ADVISED_RATIO],
      },
    ],
    marks,
  };

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      diverged={!four && (frame.curves[0]?.diverged ?? false)}
      pausable
      tables={summary.rate1TrainLoss.length > 0 ? fourTables(summary, words) : oneTables(summary, words)}
    >
      <Chart spec={lossSpec} live={lab.live} height={280} />
      <Chart spec={ratioSpec} live={lab.live} height={140} />
    </WidgetFrame>
  );
}

/** From the smallest to the largest loss of each epoch's mini-batches. */
function epochBands(losses: readonly number[], perEpoch: number): Band[] {
  const epochs = Math.ceil(losses.length / perEpoch);
  return Array.from({ length: epochs }, (_, epoch) => {
    const own = losses.slice(epoch * perEpoch, (epoch + 1) * perEpoch).map(clip);
    const [low, high] = [Math.min(...own), Math.max(...own)];
    return {
      key: `epoch${epoch}`,
      role: 'train',
      x: [epoch, epoch + own.length / perEpoch],
      low: [low, low],
      high: [high, high],
    };
  });
}

type Words = (typeof strings)['en'];

function fourTables(summary: Summary, words: Words): TableContent[] {
  const curves = [1, 2, 3, 4] as const;
  const longest = Math.max(...curves.map((n) => summary[`rate${n}TrainLoss`].length));
  const columns = tableSteps(longest);
  const rateOf = (n: (typeof curves)[number]) => formatSetting(RATES[n - 1] ?? Number.NaN);
  const rows = (key: 'TrainLoss' | 'UpdateRatio') =>
    curves.map((n) => {
      const values = summary[`rate${n}${key}`];
      return {
        key: `rate${n}${key}`,
        label: rateOf(n),
        values: columns.map((step) => values[step - 1] ?? Number.NaN),
      };
    });
  const epochs = Math.max(...curves.map((n) => summary[`rate${n}EpochLoss`].length));
  return [
    {
      caption: words.scalars,
      corner: words.rate,
      columns: [words.rows.diverged],
      rows: curves.map((n) => ({
        key: `rate${n}Diverged`,
        label: rateOf(n),
        values: [summary[`rate${n}Diverged`] ? words.yes : words.no],
      })),
    },
    { caption: words.rows.trainLoss, corner: words.rateByStep, columns, rows: rows('TrainLoss') },
    {
      caption: words.rows.epochLoss,
      corner: words.rateByEpoch,
      columns: tableSteps(epochs),
      rows: curves.map((n) => ({
        key: `rate${n}EpochLoss`,
        label: rateOf(n),
        values: tableSteps(epochs).map((epoch) => summary[`rate${n}EpochLoss`][epoch - 1] ?? Number.NaN),
      })),
    },
    { caption: words.rows.updateRatio, corner: words.rateByStep, columns, rows: rows('UpdateRatio') },
  ];
}

function oneTables(summary: Summary, words: Words): TableContent[] {
  return [
    {
      caption: words.scalars,
      corner: '',
      columns: [words.value],
      rows: [
        { key: 'diverged', label: words.rows.diverged, values: [summary.diverged ? words.yes : words.no] },
      ],
    },
    {
      caption: words.oneChart,
      corner: words.step,
      columns: tableSteps(summary.trainLoss.length),
      rows: [
        curveRow('trainLoss', words.rows.trainLoss, summary.trainLoss),
        curveRow('updateRatio', words.rows.updateRatio, summary.updateRatio),
      ],
    },
    {
      caption: words.rows.epochLoss,
      corner: words.epochCorner,
      columns: tableSteps(summary.epochLoss.length),
      rows: [curveRow('epochLoss', words.rows.epochLoss, summary.epochLoss)],
    },
  ];
}
