import { useMemo } from 'preact/hooks';
import { Chart } from '#src/charts/Chart.tsx';
import { clippedLoss, guessingLine, isShort, movingAverage } from '#src/charts/curve.ts';
import { pinSeries } from '#src/charts/pins.ts';
import type { ChartSpec, Role, Series } from '#src/charts/spec.ts';
import { ViewChoice } from '#src/controls/Choice.tsx';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import { type PresetName, params, presets } from './config.ts';
import { secondsOnWasm } from './cost.ts';
import { DepthChart } from './DepthChart.tsx';
import { EndsTable } from './EndsTable.tsx';
import type { Frame, NetState, Summary } from './experiment.ts';
import { PublishedTable } from './PublishedTable.tsx';
import { comparableNets, type PastNet, pastRun, readPastRuns } from './past-nets.ts';
import { roles } from './roles.ts';
import { strings } from './strings.ts';
import { tablesOf } from './tables.ts';

/** Losses above this are off the chart: a diverging run leaves through the top. */
const LOSS_TOP = 3;
const PERCENT = 100;
/** Steps averaged into one point of a training curve. */
const SMOOTHING = 20;

export default function View({
  id,
  urlPrefix,
  locale,
  preset,
  baked,
  companions = '[]',
}: ViewProps<PresetName>) {
  const words = strings[locale];
  const recorded = useMemo(() => readPastRuns(companions), [companions]);
  const lab = useExperiment<typeof params, Frame, Summary>({
    id,
    urlPrefix,
    params,
    initial: presets[preset],
    baked,
  });
  const { frame, summary, shownConfig: shown } = lab;
  const { show } = lab.config;
  const [main] = frame.nets;

  const top = show === 'loss' ? LOSS_TOP : PERCENT;
  // an error that is no number is that of a net that has diverged: it too leaves through the top
  const drawn = (values: readonly number[]) =>
    values.map((value) => clippedLoss(show === 'loss' ? value : PERCENT * value, top));
  const testedPath = (net: PastNet | NetState) => ({
    x: net.testStep,
    y: drawn(show === 'loss' ? net.testLoss : net.testError),
  });
  const tested = (net: PastNet | NetState, key: string, role: Role, label: string): Series => ({
    key,
    role,
    label,
    ...testedPath(net),
  });
  const trained = (net: NetState, label: string): Series => {
    const values = show === 'loss' ? net.trainLoss : net.trainError;
    return {
      key: `train-${net.variant}`,
      role: roles[net.variant],
      label,
      x: values.map((_, i) => i + 1),
      y: drawn(movingAverage(values, SMOOTHING)),
      dashed: true,
      dots: isShort(values),
      gone: net.diverged,
    };
  };
  const linesOf = (net: NetState): Series[] => {
    const label = words.net(net.variant, frame.layers);
    // named where the solid line ends; before there is one, where the broken one does
    const isTested = net.testStep.length > 0 && !net.diverged;
    return [
      trained(net, isTested ? '' : label),
      {
        ...tested(net, `test-${net.variant}`, roles[net.variant], isTested ? label : ''),
        dots: true,
      },
    ];
  };

  const past = comparableNets(
    [...lab.history.map(({ config, frame: last }) => pastRun(config, last)), ...recorded],
    shown,
  );
  const isShown = ({ layers, variant }: PastNet) =>
    layers === frame.layers && frame.nets.some((net) => net.variant === variant);
  const background = past
    .filter((net) => !isShown(net) && net.testStep.length > 0)
    .map((net) =>
      tested(net, `past-${net.variant}-${net.layers}`, 'other', words.net(net.variant, net.layers)),
    );

  const spec: ChartSpec = {
    title: show === 'loss' ? words.lossChart : words.errorChart,
    x: { label: words.step, scale: 'linear', min: 0, max: shown.steps },
    y: { label: show === 'loss' ? words.loss : words.error, scale: 'linear', min: 0, max: top },
    series: [
      ...background,
      ...pinSeries(lab.pins, ({ nets }, { letter }) =>
        nets.map((net) => ({ ...testedPath(net), label: `${letter} · ${words.nets[net.variant]}` })),
      ),
      ...frame.nets.flatMap(linesOf),
      ...(show === 'loss' ? [guessingLine(shown.steps)] : []),
    ],
  };

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      strings={words}
      diverged={main?.diverged ?? false}
      cutShort={frame.nets.some((net) => net.diverged)}
      pausable
      estimate={secondsOnWasm}
      tables={tablesOf(summary, words)}
      further={
        <div class="chart-pair depth-and-paper">
          <DepthChart nets={past} show={show} words={words} live={lab.live} />
          <PublishedTable words={words} figureName={`${words.title} ${words.presets[preset].label}`} />
        </div>
      }
    >
      <Chart
        spec={spec}
        live={lab.live}
        height={300}
        head={
          <ViewChoice
            place="figure-head"
            name="show"
            label={words.params.show.label}
            choices={params.show.choices.map((value) => ({
              value,
              label: words.params.show.choices[value],
            }))}
            value={show}
            onChange={(choice) => lab.set('show', choice)}
          />
        }
      />
      <EndsTable frame={frame} words={words} />
    </WidgetFrame>
  );
}
