import { useRef, useState } from 'preact/hooks';
import { Chart } from '#src/charts/Chart.tsx';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec, Series } from '#src/charts/spec.ts';
import { WeightMaps } from '#src/charts/WeightMaps.tsx';
import { ViewChoice } from '#src/controls/Choice.tsx';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatNumber, formatPercent, formatSetting } from '#src/format.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { type Config, PATH_RANGE, type PresetName, params, presets, TRUE_WEIGHTS } from './config.ts';
import type { Frame, Summary } from './experiment.ts';
import { GeometryPlot } from './GeometryPlot.tsx';
import { StemPlot } from './StemPlot.tsx';
import { strings } from './strings.ts';
import { tablesOf } from './tables.ts';

const MAP_SIDE = 28;
const MAP_COLUMNS = 5;
const CHART_HEIGHT = 240;
/** The part of a mean squared error that is noise: 0.5². */
const NOISE = 0.25;
/** A loss that explodes leaves the chart here. */
const TOP = 1000;
const capped = (losses: readonly number[]) => losses.map((loss) => Math.min(loss, TOP));

/** While a slider moves the solution follows the hand; the path stays, since no strength changes it. Images take too long. */
const preview = (config: Config): Config | undefined =>
  config.dataset === 'images' ? undefined : { ...config, pathPoints: 0 };

export default function View({ id, urlPrefix, locale, preset, baked }: ViewProps<PresetName>) {
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
  const [sizes, setSizes] = useState(false);
  const { summary, pins, shownConfig: shown } = lab;
  const frame = usePath(lab.frame, shown);
  const images = shown.dataset === 'images';
  const maxNorm = shown.penalty === 'max-norm';
  const symbol = maxNorm ? 'c' : 'λ';
  const dataLoss = ({ losses, diverged }: Frame) => ({
    x: losses.step,
    y: capped(losses.data),
    gone: diverged,
  });
  const alike = pins.filter(({ config }) => config.dataset === shown.dataset);
  const lossSpec: ChartSpec = {
    title: words.lossChart,
    x: { label: words.step, scale: 'log', min: 1, max: 1000 },
    y: { label: words.loss, scale: 'log' },
    series: [
      ...pinSeries(alike, dataLoss),
      {
        key: 'data',
        role: 'train',
        label: frame.diverged ? words.diverged : words.dataLoss,
        ...dataLoss(frame),
      },
      {
        key: 'penalty',
        role: 'weight-gradient',
        label: words.penalty,
        x: frame.losses.step,
        y: capped(frame.losses.penalty),
        gone: frame.diverged,
      },
    ],
    note: maxNorm ? words.noPenaltyTerm : shown.penalty === 'none' ? words.noPenalty : words.apart,
  };
  const range = PATH_RANGE[maxNorm ? 'max-norm' : 'penalty'];
  const strengthAxis = { label: words.strength(symbol), scale: 'log', min: range[0], max: range[1] } as const;
  const here =
    shown.strength >= range[0] && shown.strength <= range[1] && shown.penalty !== 'none'
      ? [{ key: 'here', x: shown.strength, label: `${symbol} = ${formatSetting(shown.strength)}` }]
      : [];
  const { path } = frame;
  const reason = shown.penalty === 'none' ? words.noPath : frame.diverged ? words.diverged : undefined;
  const noPath = reason ? { empty: reason } : {};
  const pathLine = (key: string, role: Series['role'], label: string, y: readonly number[]): Series => ({
    key,
    role,
    label,
    x: path.strength,
    y,
  });
  const pathSpecs: readonly ChartSpec[] = [
    {
      title: words.pathChart(symbol),
      x: strengthAxis,
      y: { label: words.weight, scale: 'linear', min: -2.5, max: 2.5, ticks: [-2, -1, 0, 1, 2] },
      series: [
        pathLine('low', 'gradient', '', path.low),
        pathLine('high', 'gradient', words.others, path.high),
        ...path.relevant.map((y, i) =>
          pathLine(`relevant-${i}`, 'forward', i === 0 ? words.relevant : '', y),
        ),
      ],
      bands: [{ key: 'others', role: 'gradient', x: path.strength, low: path.low, high: path.high }],
      marks: here,
      ...noPath,
    },
    {
      title: words.errorChart(symbol),
      x: strengthAxis,
      y: { label: words.error, scale: 'log', min: 0.05, max: 50 },
      series: [
        pathLine('train', 'train', words.training, path.trainError),
        pathLine('validation', 'validation', words.validation, path.validationError),
        ...(path.strength.length > 0
          ? [
              pathLine(
                'noise',
                'theory',
                words.noise,
                path.strength.map(() => NOISE),
              ),
            ]
          : []),
      ],
      marks: here,
      ...noPath,
    },
  ];
  const classes = frame.unitNorms.map((_, i) => i + 1);
  const imageSpecs: readonly ChartSpec[] = [
    {
      title: words.zeroChart,
      x: { label: words.step, scale: 'linear', min: 0, max: 600 },
      y: { label: words.zeroShare, scale: 'linear', min: 0, max: 1 },
      series: [
        ...pinSeries(alike, ({ zeroStep, zeroShare }) => ({ x: zeroStep, y: zeroShare })),
        { key: 'zeros', role: 'train', label: words.zeros, x: frame.zeroStep, y: frame.zeroShare },
      ],
    },
    {
      title: words.normChart,
      x: { label: words.classNumber, scale: 'linear', min: 0.7, max: 10.3, ticks: classes },
      y: { label: words.norm, scale: 'linear', min: 0 },
      series: [
        ...pinSeries(alike, ({ unitNorms }) => ({ ...unjoined(unitNorms), dots: true })),
        { key: 'norms', role: 'train', label: words.norm, ...unjoined(frame.unitNorms), dots: true },
        ...(maxNorm
          ? [
              {
                key: 'c',
                role: 'theory',
                label: 'c',
                x: [1, 10],
                y: [shown.strength, shown.strength],
              } as const,
            ]
          : []),
      ],
    },
  ];
  const [w1 = Number.NaN, w2 = Number.NaN] = frame.geometry.solution;
  const coordinates = `(${coordinate(w1)}, ${coordinate(w2)})`;
  const rattles = shown.penalty === 'l1-subgradient';
  const isL1 = rattles || shown.penalty === 'l1-proximal';
  // a subgradient's weight swings about 0 by up to two of its steps
  const onSide = isL1 && Math.abs(w2) > (rattles ? 2 * shown.learningRate * shown.strength : 0);

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      diverged={frame.diverged}
      pausable
      tables={tablesOf(summary, lab.summaryConfig, words, common.step)}
      further={
        <>
          <div class="chart-grid">
            {(images ? imageSpecs : pathSpecs).map((spec, i) => (
              <Chart key={i} spec={spec} live={lab.live} height={CHART_HEIGHT} />
            ))}
          </div>
          <div class="geometry-and-words">
            <figure>
              <figcaption class="chart-title">{words.geometryChart}</figcaption>
              <GeometryPlot
                geometry={frame.geometry}
                describe={words.describeGeometry(coordinates)}
                minimum={words.minimum}
                solution={words.solution}
              />
            </figure>
            <div>
              <p>{onSide ? words.side : words.shapes[shown.penalty]}</p>
              <dl class="readouts">
                <div>
                  <dt>{words.solution}</dt>
                  <dd>{coordinates}</dd>
                </div>
                <div>
                  <dt>w₂</dt>
                  <dd>{Number.isFinite(w2) ? (w2 === 0 ? words.exactlyZero : words.notZero) : '–'}</dd>
                </div>
              </dl>
              <p class="chart-note">{words.geometryNote}</p>
            </div>
          </div>
        </>
      }
    >
      <div class="maps-and-charts">
        <div class="survivors">
          {images ? (
            <figure>
              <figcaption class="chart-title">{words.maps}</figcaption>
              <WeightMaps
                maps={frame.maps}
                side={MAP_SIDE}
                columns={MAP_COLUMNS}
                label={words.describeMaps(formatPercent(frame.exactZeros / frame.weightCount))}
              />
              <p class="maps-key">
                {words.mapsKey(formatNumber(frame.mapScale, 2))}
                <span class="unbroken">{words.zeroKey}</span>
              </p>
              <p class="maps-key">{words.classNames}</p>
            </figure>
          ) : (
            <StemPlot
              weights={frame.weights}
              truth={frame.trueWeights}
              pins={alike.map(({ letter, frame: { weights } }) => ({ letter, weights }))}
              sizes={sizes}
              threshold={rattles ? shown.learningRate * shown.strength : undefined}
              words={words.stems}
            >
              <ViewChoice
                place="figure-head"
                name="stemScale"
                label={words.stemScale}
                choices={[
                  { value: 'values', label: words.values },
                  { value: 'sizes', label: words.sizes },
                ]}
                value={sizes ? 'sizes' : 'values'}
                onChange={(value) => setSizes(value === 'sizes')}
              />
            </StemPlot>
          )}
        </div>
        <Chart spec={lossSpec} live={lab.live} height={CHART_HEIGHT} />
      </div>
      <dl class="readouts">
        <div>
          <dt>{words.zeros}</dt>
          <dd>
            {common.count(frame.exactZeros)} / {common.count(frame.weightCount)}
          </dd>
        </div>
        <div>
          <dt>{words.near}</dt>
          <dd>{common.count(frame.nearZeros)}</dd>
        </div>
        <div>
          <dt>{images ? words.validationAccuracy : words.validationError}</dt>
          <dd>{images ? formatPercent(frame.validationAccuracy, 1) : formatNumber(frame.validationLoss)}</dd>
        </div>
        <div>
          <dt>{words.largestNorm}</dt>
          <dd>{formatNumber(Math.max(...frame.unitNorms))}</dd>
        </div>
        {!images && (
          <div>
            <dt>{words.kept}</dt>
            <dd>
              {frame.diverged
                ? '–'
                : `${frame.weights.slice(0, TRUE_WEIGHTS).filter((w) => w !== 0).length} / ${TRUE_WEIGHTS}`}
            </dd>
          </div>
        )}
      </dl>
    </WidgetFrame>
  );
}

/** A value for each class, from 1 on: classes have no order, so that no line leads from one to the next. */
const unjoined = (norms: readonly number[]) => ({
  x: norms.flatMap((_, i) => [i + 1, i + 1.5]).slice(0, -1),
  y: norms.flatMap((norm) => [norm, Number.NaN]).slice(0, -1),
});

/** Exact zeros as 0, everything else to three decimals. */
function coordinate(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  return Math.abs(value) < 1e-3 ? formatNumber(value, 2) : value.toFixed(3).replace('-', '−');
}

/** A run in progress and a preview keep the path of the run before, where it is the same one. */
function usePath(frame: Frame, { dataset, penalty, learningRate, seed, pathPoints }: Config): Frame {
  const identity = [dataset, penalty, learningRate, seed].join(' ');
  const kept = useRef({ identity, path: frame.path, way: frame.geometry.path });
  const whole = pathPoints > 0 && frame.progress >= 1;
  if (whole || kept.current.identity !== identity) {
    kept.current = { identity, path: frame.path, way: frame.geometry.path };
  }
  const { path, way } = kept.current;
  const longer = path.strength.length > frame.path.strength.length ? path : frame.path;
  return {
    ...frame,
    path: whole ? frame.path : longer,
    geometry: { ...frame.geometry, path: frame.geometry.path.length > 0 ? frame.geometry.path : way },
  };
}
