/** The summary as tables: one for each method, then what there is along the steps. */
import { tableSteps } from '#src/charts/curve-table.ts';
import type { TableContent } from '#src/charts/DataTable.tsx';
import { formatNumber } from '#src/format.ts';
import type { Summary } from './experiment.ts';
import type { Words } from './words.ts';

type Method = 'gd' | 'momentum' | 'nesterov';

const scalars = [
  'StepsToTolerance',
  'Rate',
  'TheoryRate',
  'LearningRate',
  'Momentum',
  'Limit',
  'Diverged',
] as const;

export function tablesOf(summary: Summary, racing: readonly Method[], words: Words): TableContent[] {
  return [
    ...racing.map((method) => scalarTable(summary, method, words)),
    ...alongTheSteps(summary, racing, words),
  ];
}

function scalarTable(summary: Summary, method: Method, words: Words): TableContent {
  return {
    caption: words.names[method],
    corner: '',
    columns: [words.value],
    rows: [
      ...scalars.map((name) => {
        const value = summary[`${method}${name}`];
        const shown = typeof value === 'boolean' ? (value ? words.yes : words.no) : value;
        return { key: `${method}${name}`, label: words.rows[name], values: [shown] };
      }),
      ...(summary[`${method}StepsToLoss`].length > 0
        ? [
            {
              key: `${method}StepsToLoss`,
              label: words.rows.StepsToLoss,
              values: [summary[`${method}StepsToLoss`].map((steps) => formatNumber(steps)).join(', ')],
            },
          ]
        : []),
    ],
  };
}

function alongTheSteps(summary: Summary, racing: readonly Method[], words: Words): TableContent[] {
  const places = tableSteps(summary.pathSteps.length).map((place) => place - 1);
  const steps = places.map((place) => summary.pathSteps[place] ?? Number.NaN);
  const onTheSlice = summary.pathSteps.length > 0; // where losses belong to those steps too
  const longest = onTheSlice
    ? 0
    : Math.max(0, ...racing.map((method) => summary[`${method}TrainLoss`].length));
  const trained = tableSteps(longest);
  const all: TableContent[] = [
    {
      caption: words.rows.Distance,
      corner: words.step,
      columns: steps,
      rows: racing
        .filter((method) => summary[`${method}Distance`].length > 0)
        .map((method) => ({
          key: `${method}Distance`,
          label: words.names[method],
          values: places.map((place) => summary[`${method}Distance`][place] ?? Number.NaN),
        })),
    },
    {
      caption: words.rows.Path,
      corner: words.step,
      columns: steps,
      rows: racing.map((method) => ({
        key: `${method}Path`,
        label: words.names[method],
        values: places.map((place) => {
          const path = summary[`${method}Path`];
          const [x, y] = [path[2 * place] ?? Number.NaN, path[2 * place + 1] ?? Number.NaN];
          return Number.isFinite(x + y) ? `${formatNumber(x)}, ${formatNumber(y)}` : '–';
        }),
      })),
    },
    {
      caption: words.rows.TrainLoss,
      corner: words.step,
      columns: onTheSlice ? steps : trained,
      rows: racing
        .filter((method) => summary[`${method}TrainLoss`].length > 0)
        .map((method) => ({
          key: `${method}TrainLoss`,
          label: words.names[method],
          values: (onTheSlice ? places : trained.map((step) => step - 1)).map(
            (place) => summary[`${method}TrainLoss`][place] ?? Number.NaN,
          ),
        })),
    },
  ];
  return all.filter(({ columns, rows }) => columns.length > 0 && rows.length > 0);
}
