import { expect, it } from 'vitest';
import type { TableContent } from '#src/charts/DataTable.tsx';
import { scalarRows } from '#src/controls/scalar-rows.ts';

const scalars: TableContent = {
  caption: 'Ends',
  corner: '',
  columns: ['value'],
  rows: [{ key: 'accuracy', label: 'accuracy', values: ['81.2%'] }],
};
const curve = (caption: string): TableContent => ({
  caption,
  corner: 'step',
  columns: [1, 2],
  rows: [{ key: caption, label: 'loss', values: [2.3, 0.5] }],
});
const last = (label: string) => `${label}, the last`;

it('takes the single values of a widget’s tables', () => {
  expect(scalarRows([curve('training'), scalars], last)).toEqual(scalars.rows);
});

it('takes each row’s last value where there is no single one', () => {
  expect(scalarRows([curve('loss')], last)).toEqual([
    { key: 'loss', label: 'loss, the last', values: [0.5] },
  ]);
  expect(scalarRows([curve('a'), curve('b')], last).map(({ label }) => label)).toEqual([
    'a · loss, the last',
    'b · loss, the last',
  ]);
});

it('takes a curve of one step for a curve', () => {
  const short = { ...curve('loss'), columns: [1], rows: [{ key: 'loss', label: 'loss', values: [2.3] }] };
  expect(scalarRows([short, scalars], last)).toEqual(scalars.rows);
});
