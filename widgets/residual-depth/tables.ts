/** The summary as tables: the net that was asked for, then its counterpart. */
import { tableSteps } from '#src/charts/curve-table.ts';
import type { TableContent } from '#src/charts/DataTable.tsx';
import { formatCount, formatPercent } from '#src/format.ts';
import type { Summary } from './experiment.ts';
import type { RowKey, Words } from './strings.ts';

type OtherKey<Key extends string> = `other${Capitalize<Key>}`;

const other = <Key extends RowKey>(key: Key): OtherKey<Key> =>
  `other${key.charAt(0).toUpperCase()}${key.slice(1)}` as OtherKey<Key>;

export function tablesOf(summary: Summary, words: Words): TableContent[] {
  const isCompared = summary.otherTrainLoss.length > 0;
  const yesOrNo = (value: boolean) => (value ? words.yes : words.no);
  const scalars: readonly [
    key: RowKey,
    text: (net: {
      parameterCount: number;
      finalLoss: number;
      validationAccuracy: number;
      diverged: boolean;
    }) => string | number,
  ][] = [
    ['parameterCount', (net) => formatCount(net.parameterCount)],
    ['finalLoss', (net) => net.finalLoss],
    ['validationAccuracy', (net) => formatPercent(net.validationAccuracy, 1)],
    ['diverged', (net) => yesOrNo(net.diverged)],
  ];
  const counterpart = {
    parameterCount: summary.otherParameterCount,
    finalLoss: summary.otherFinalLoss,
    validationAccuracy: summary.otherValidationAccuracy,
    diverged: summary.otherDiverged,
  };
  const curveRows = (
    keys: readonly ('trainLoss' | 'trainError' | 'testError' | 'testLoss')[],
    at: readonly number[],
  ) => {
    const row = (key: string, label: string, values: readonly number[]) => ({
      key,
      label,
      values: at.map((index) => values[index] ?? Number.NaN),
    });
    return [
      ...keys.map((key) => row(key, words.rows[key], summary[key])),
      ...(isCompared
        ? keys.map((key) => row(other(key), words.ofCounterpart(words.rows[key]), summary[other(key)]))
        : []),
    ];
  };
  const steps = tableSteps(Math.max(summary.trainLoss.length, summary.otherTrainLoss.length));
  const { testStep, otherTestStep } = summary;
  const tests = testStep.length >= otherTestStep.length ? testStep : otherTestStep;
  return [
    {
      caption: words.scalars,
      corner: '',
      columns: [words.value],
      rows: [
        { key: 'layers', label: words.layers, values: [summary.layers] },
        ...scalars.map(([key, text]) => ({ key, label: words.rows[key], values: [text(summary)] })),
        ...(isCompared
          ? scalars.map(([key, text]) => ({
              key: other(key),
              label: words.ofCounterpart(words.rows[key]),
              values: [text(counterpart)],
            }))
          : []),
      ],
    },
    {
      caption: words.curves,
      corner: words.step,
      columns: steps,
      rows: curveRows(
        ['trainLoss', 'trainError'],
        steps.map((step) => step - 1),
      ),
    },
    ...(tests.length > 0
      ? [
          {
            caption: words.tests,
            corner: words.step,
            columns: [...tests],
            rows: curveRows(['testError', 'testLoss'], [...tests.keys()]),
          },
        ]
      : []),
  ];
}
