import { useRef, useState } from 'preact/hooks';
import { Chart } from '#src/charts/Chart.tsx';
import { counted } from '#src/charts/curve.ts';
import { guessSeries } from '#src/charts/guess.ts';
import { HistogramGrid } from '#src/charts/HistogramGrid.tsx';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec, Role, Series } from '#src/charts/spec.ts';
import { ViewChoice } from '#src/controls/Choice.tsx';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatNumber, formatSetting } from '#src/format.ts';
import { useDrawnCurve } from '#src/lab/drawn-curves.ts';
import { sameConfig } from '#src/lab/params.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { type Config, PREVIEW_SAMPLES, type PresetName, params, presets } from './config.ts';
import type { Frame, Summary } from './experiment.ts';
import { strings } from './strings.ts';

const preview = (config: Config): Config => ({
  ...config,
  samples: Math.min(config.samples, PREVIEW_SAMPLES),
});

/** Room beside the first and the last layer, in layers. */
const X_MARGIN = 0.3;
const MAX_LAYER_TICKS = 12;

/** Controls on the front page. */
const HERO_CONTROLS = ['activation', 'scale'];

export default function View({ id, urlPrefix, locale, preset, baked, hero = false }: ViewProps<PresetName>) {
  const words = strings[locale];
  const common = labStrings[locale];
  const lab = useExperiment<typeof params, Frame, Summary>({
    id,
    urlPrefix,
    params,
    initial: presets[preset],
    baked,
    preview,
  });
  const [rescaled, setRescaled] = useState(false);
  const { summary, shownConfig: shown } = lab;
  const frame = useSweep(lab.frame);
  const drawn = useDrawnCurve(urlPrefix);

  const upTo = (depth: number) => Array.from({ length: depth }, (_, i) => i + 1);
  const layers = upTo(frame.depth);
  const deepest = Math.max(frame.depth, ...lab.pins.map((pin) => pin.frame.depth));
  const line = (key: string, role: Role, label: string, y: readonly number[]): Series => ({
    key,
    role,
    label,
    x: layers.slice(0, y.length),
    y,
    dots: role !== 'theory' && role !== 'other',
  });
  const pin = (key: 'activationStd' | 'activationMean' | 'gradientStd' | 'weightGradientStd') =>
    pinSeries(lab.pins, ({ [key]: y }) => counted(y));
  // other seeds of the same settings, so far: how far chance alone takes each layer
  const seeds = new Map(
    lab.history.filter(({ config }) => isOtherSeed(config, shown)).map((run) => [run.config.seed, run]),
  );
  const otherSeeds = (key: 'activationStd' | 'activationMean' | 'gradientStd' | 'weightGradientStd') =>
    [...seeds].map(([seed, run], i) =>
      line(`seed-${seed}-${key}`, 'other', i === 0 ? words.otherSeeds : '', run.frame[key]),
    );
  const guess = (key: 'activationStd' | 'gradientStd') =>
    guessSeries(drawn, key, { against: 'std', label: common.yourGuess, until: frame.depth });
  const x = {
    label: common.layer.toLowerCase(),
    scale: 'linear',
    min: 1 - X_MARGIN,
    max: deepest + X_MARGIN,
    ticks: deepest <= MAX_LAYER_TICKS ? upTo(deepest) : upTo(deepest).filter((layer) => layer % 5 === 0),
  } as const;
  const medians = frame.preActivationGradientMedianAbs;
  const log = (label: string) => ({ label, scale: 'log' }) as const;
  const stdChart: ChartSpec = {
    title: words.stdChart,
    empty: words.allZero,
    x,
    y: log(words.std),
    series: [
      line('std', 'forward', words.std, frame.activationStd),
      line('theory', 'theory', common.theory, frame.theoryStd),
      ...pin('activationStd'),
      ...otherSeeds('activationStd'),
      ...guess('activationStd'),
    ],
  };
  const charts: readonly ChartSpec[] = [
    stdChart,
    {
      title: words.gradientChart,
      x,
      y: log(words.gradientStd),
      series: [
        line('std', 'gradient', words.gradientStd, frame.gradientStd),
        line('theory', 'theory', common.theory, frame.theoryGradientStd),
        ...pin('gradientStd'),
        ...otherSeeds('gradientStd'),
        ...guess('gradientStd'),
      ],
      // with half of the slopes at 0, a median says which half it fell into
      ...(shown.activation === 'relu'
        ? {}
        : {
            note: words.gradientMedians(
              formatNumber(medians.at(0) ?? Number.NaN),
              formatNumber(medians.at(-1) ?? Number.NaN),
            ),
          }),
    },
    {
      title: words.meanChart,
      x,
      y: { label: words.mean, scale: 'linear' },
      series: [
        line('mean', 'forward', words.mean, frame.activationMean),
        line('theory', 'theory', common.theory, frame.theoryMean),
        ...pin('activationMean'),
        ...otherSeeds('activationMean'),
      ],
    },
    {
      title: words.weightGradientChart,
      empty: words.allZero,
      x,
      y: log(words.weightGradient),
      series: [
        line('std', 'weight-gradient', words.weightGradient, frame.weightGradientStd),
        ...pin('weightGradientStd'),
        ...otherSeeds('weightGradientStd'),
      ],
    },
  ];

  const axis = rescaled ? frame.rescaledAxis : frame.rawAxis;
  const ticks = axis.ticks.map((tick) => ({
    at: (tick - axis.low) / (axis.high - axis.low),
    label: `${formatSetting(tick)}${rescaled && tick !== 0 ? 'σ' : ''}`,
  }));
  const histograms = rescaled ? frame.rescaledHistograms : frame.rawHistograms;
  const showsZeros = shown.activation === 'relu';

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      only={hero ? HERO_CONTROLS : undefined}
      tables={[
        {
          caption: words.title,
          corner: common.layer,
          columns: layers,
          rows: (Object.keys(words.rows) as (keyof typeof words.rows)[])
            .filter((key) => (summary[key] ?? []).length > 0)
            .map((key) => ({ key, label: words.rows[key], values: summary[key] })),
        },
      ]}
      further={
        hero ? undefined : (
          <div class="chart-grid">
            {charts.map((spec) => (
              <Chart key={spec.title} spec={spec} live={lab.live} />
            ))}
          </div>
        )
      }
    >
      <HistogramGrid
        title={words.histograms}
        describe={words.describeHistogram}
        zeroLabel={words.zeros}
        told={stdChart}
        ticks={ticks}
        cells={layers.map((_, i) => ({
          counts: histograms[i],
          std: frame.activationStd[i] ?? Number.NaN,
          zeroFraction: showsZeros ? frame.zeroFraction[i] : undefined,
        }))}
      >
        <ViewChoice
          place="figure-head"
          name="histogramScale"
          label={words.histogramScale}
          choices={[
            { value: 'raw', label: words.raw },
            { value: 'rescaled', label: words.rescaled },
          ]}
          value={rescaled ? 'rescaled' : 'raw'}
          onChange={(value) => setRescaled(value === 'rescaled')}
        />
      </HistogramGrid>
    </WidgetFrame>
  );
}

/** The same settings but for the seed. */
function isOtherSeed(past: Config, shown: Config | undefined): boolean {
  return (
    shown !== undefined &&
    past.seed !== shown.seed &&
    sameConfig(params, { ...past, seed: shown.seed }, shown)
  );
}

/** A run in progress sweeps over the figure before it, layer by layer, so that nothing goes blank in between. */
function useSweep(frame: Frame): Frame {
  const complete = useRef(frame);
  if (frame.progress >= 1) complete.current = frame;
  const before = complete.current;
  if (frame.progress >= 1 || before.depth !== frame.depth) return frame;
  const sweep = <Item,>(now: readonly Item[], then: readonly Item[]): readonly Item[] =>
    then.map((old, i) => {
      const item = now[i];
      return item === undefined || Number.isNaN(item) ? old : item;
    });
  return {
    ...frame,
    activationMean: sweep(frame.activationMean, before.activationMean),
    activationStd: sweep(frame.activationStd, before.activationStd),
    zeroFraction: sweep(frame.zeroFraction, before.zeroFraction),
    rawHistograms: sweep(frame.rawHistograms, before.rawHistograms),
    rescaledHistograms: sweep(frame.rescaledHistograms, before.rescaledHistograms),
    gradientStd: sweep(frame.gradientStd, before.gradientStd),
    weightGradientStd: sweep(frame.weightGradientStd, before.weightGradientStd),
    preActivationGradientMedianAbs: sweep(
      frame.preActivationGradientMedianAbs,
      before.preActivationGradientMedianAbs,
    ),
  };
}
