import { Chart } from '#src/charts/Chart.tsx';
import { counted } from '#src/charts/curve.ts';
import { tableSteps } from '#src/charts/curve-table.ts';
import type { TableContent } from '#src/charts/DataTable.tsx';
import { pinRoles, pinSeries } from '#src/charts/pins.ts';
import { StripPlot } from '#src/charts/StripPlot.tsx';
import type { ChartSpec, Role } from '#src/charts/spec.ts';
import { WeightMaps } from '#src/charts/WeightMaps.tsx';
import { ViewChoice } from '#src/controls/Choice.tsx';
import type { PresetTable } from '#src/controls/PresetButtons.tsx';
import { WidgetFrame } from '#src/controls/WidgetFrame.tsx';
import { formatPercent } from '#src/format.ts';
import { labStrings } from '#src/lab/strings.ts';
import { useExperiment } from '#src/lab/use-experiment.ts';
import type { ViewProps } from '#src/lab/view-props.ts';
import {
  MAP_SIDE,
  newClasses,
  type PresetName,
  params,
  presets,
  STEPS,
  type Strategy,
  strategies,
} from './config.ts';
import type { Filters, Frame, Summary } from './experiment.ts';
import { strings, type Words } from './strings.ts';

const roles = {
  scratch: 'run-1',
  frozen: 'run-2',
  'small-rate': 'run-3',
  full: 'run-4',
} as const satisfies Record<Strategy, Role>;
const prefixes = {
  scratch: 'scratch',
  frozen: 'frozen',
  'small-rate': 'smallRate',
  full: 'full',
} as const satisfies Record<Strategy, string>;

/** Where the axis of accuracies may begin. */
const FLOORS = [0.8, 0.6, 0.4, 0.2, 0];
/** Losses below this are drawn at the foot of the chart. */
const LOSS_FLOOR = 1e-4;
const MAP_COLUMNS = 6;
const PLOT_HEIGHT = 230;
const pictured = [
  'scratchBefore',
  'scratchAfter',
  'borrowed',
  'fullAfter',
] as const satisfies (keyof Filters)[];

const percent = (share: number) => formatPercent(share, 1);

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
  const chosen = lab.config.strategy;
  const names = words.params.strategy.choices;
  const strips = strategies.map((name) => {
    const { testAccuracy, testAccuracyMean } = frame.strategies[name];
    return {
      key: name,
      role: roles[name],
      label: words.short[name],
      values: testAccuracy,
      mean: testAccuracyMean,
      note: percent(testAccuracyMean),
      pinned: lab.pins.map(({ letter, frame: { strategies: of } }) => ({
        role: pinRoles[letter],
        mean: of[name].testAccuracyMean,
      })),
      chosen: name === chosen,
    };
  });
  const lowest = Math.min(1, ...strips.flatMap(({ values }) => values.filter(Number.isFinite)));
  const guess = Math.log(newClasses(shown));
  const losses: ChartSpec = {
    title: words.lossChart(names[chosen]),
    x: { label: common.step.toLowerCase(), scale: 'linear', min: 0, max: STEPS },
    y: { label: words.loss, scale: 'log', min: LOSS_FLOOR },
    series: [
      ...pinSeries(lab.pins, ({ strategies: { [chosen]: of } }) => counted(of.trainLoss.map(atLeastFloor))),
      ...strategies.map((name) =>
        lossCurve(name, roles[name], words.short[name], frame.strategies[name].trainLoss),
      ),
      {
        key: 'guessing',
        role: 'theory',
        label: `ln ${newClasses(shown)}`,
        x: [0, STEPS],
        y: [guess, guess],
      },
    ],
    note: words.lossNote,
    bands: [spread(roles[chosen], frame.strategies[chosen])],
  };

  const movedBy = (key: keyof Filters): string => {
    if (key !== 'scratchAfter' && key !== 'fullAfter') return '';
    const { filterShift } = frame.strategies[key === 'fullAfter' ? 'full' : 'scratch'];
    return words.moved(percent(filterShift));
  };

  return (
    <WidgetFrame
      locale={locale}
      lab={lab}
      presets={presets}
      presetTable={casesOf(words)}
      strings={words}
      diverged={frame.diverged}
      pausable
      tables={tablesOf(summary, words, common.step)}
    >
      <div class="chart-pair">
        <StripPlot
          title={words.accuracyChart}
          axis={{
            scale: 'linear',
            min: FLOORS.find((floor) => floor <= lowest) ?? 0,
            max: 1,
          }}
          tick={formatPercent}
          strips={strips}
          describe={words.describe(strips.map(({ label, note }) => `${label} ${note}`))}
          height={PLOT_HEIGHT}
        />
        <Chart spec={losses} live={lab.live} height={PLOT_HEIGHT} />
      </div>
      <ViewChoice
        place="spread-choice"
        name="strategy"
        label={words.params.strategy.label}
        choices={strategies.map((value) => ({ value, label: names[value] }))}
        value={chosen}
        onChange={(value) => lab.set('strategy', value)}
      />
      <figure class="filter-maps">
        <figcaption class="chart-title">{words.filtersTitle}</figcaption>
        <ul>
          {pictured.map((key) => (
            <li key={key}>
              <WeightMaps
                maps={frame.filters[key]}
                side={MAP_SIDE}
                columns={MAP_COLUMNS}
                label={words.filters[key]}
              />
              <span aria-hidden="true">
                {words.filters[key]}
                {movedBy(key)}
              </span>
            </li>
          ))}
        </ul>
        <p class="chart-note">{words.filtersKey}</p>
      </figure>
      <dl class="readouts">
        <div>
          <dt>{words.lender}</dt>
          <dd>
            {frame.sourceStep < frame.sourceSteps
              ? words.lenderTraining(frame.sourceStep, frame.sourceSteps)
              : words.lenderAccuracy(percent(frame.sourceAccuracy))}
          </dd>
        </div>
      </dl>
    </WidgetFrame>
  );
}

const lossCurve = (key: string, role: Role, label: string, y: readonly number[]) => ({
  key,
  role,
  label,
  ...counted(y.map(atLeastFloor)),
});

const atLeastFloor = (loss: number) => Math.max(loss, LOSS_FLOOR);

const spread = (role: Role, { lowestLoss, highestLoss }: Frame['strategies'][Strategy]) => ({
  key: 'spread',
  role,
  x: counted(lowestLoss).x,
  low: lowestLoss.map(atLeastFloor),
  high: highestLoss.map(atLeastFloor),
});

function casesOf({ cases }: Words): PresetTable<PresetName> {
  const cell = (preset: Exclude<PresetName, 'negative'>) => ({ preset, note: cases.advice[preset] });
  return {
    caption: cases.caption,
    columns: [cases.few, cases.many],
    rows: [
      { label: cases.similar, cells: [cell('8to2-few'), cell('8to2-many')] },
      { label: cases.different, cells: [cell('5to5-few'), cell('5to5-many')] },
    ],
  };
}

function tablesOf(summary: Summary, words: Words, step: string): TableContent[] {
  const names = words.params.strategy.choices;
  const repeats = summary.fullTestAccuracy.map((_, i) => words.repeat(i + 1));
  const steps = tableSteps(summary.fullTrainLoss.length);
  return [
    {
      caption: words.meansTable,
      corner: '',
      columns: [words.value],
      rows: [
        ...strategies.map((name) => ({
          key: `${prefixes[name]}TestAccuracyMean`,
          label: words.rows.accuracyOf(names[name]),
          values: [percent(summary[`${prefixes[name]}TestAccuracyMean`])],
        })),
        ...strategies.map((name) => ({
          key: `${prefixes[name]}FilterShift`,
          label: words.rows.shiftOf(names[name]),
          values: [summary[`${prefixes[name]}FilterShift`]],
        })),
        {
          key: 'sourceAccuracy',
          label: words.rows.sourceAccuracy,
          values: [percent(summary.sourceAccuracy)],
        },
        { key: 'diverged', label: words.rows.diverged, values: [summary.diverged ? words.yes : words.no] },
      ],
    },
    {
      caption: words.repeatsTable,
      corner: words.strategy,
      columns: repeats,
      rows: strategies.map((name) => ({
        key: `${prefixes[name]}TestAccuracy`,
        label: names[name],
        values: summary[`${prefixes[name]}TestAccuracy`].map(percent),
      })),
    },
    {
      caption: words.lossTable,
      corner: step,
      columns: steps,
      rows: strategies.map((name) => ({
        key: `${prefixes[name]}TrainLoss`,
        label: names[name],
        values: steps.map((at) => summary[`${prefixes[name]}TrainLoss`][at - 1] ?? Number.NaN),
      })),
    },
  ];
}
