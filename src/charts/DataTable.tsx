/** The figure's numbers as a real table, so that it can be read without being seen. */
import { formatNumber } from '#src/format.ts';
import { ScrollingTable } from './ScrollingTable.tsx';

export interface TableRow {
  /** The summary's key. */
  readonly key: string;
  readonly label: string;
  readonly values: readonly (number | string)[];
}

export interface TableContent {
  /** What the columns are: layer, step; empty where there is but one. */
  readonly corner: string;
  readonly columns: readonly (number | string)[];
  readonly rows: readonly TableRow[];
  readonly caption: string;
}

export interface DataTableProps extends TableContent {
  /** Tells this table from those under the page's other figures. */
  readonly figureName: string;
}

export function DataTable({ figureName, corner, columns, rows, caption }: DataTableProps) {
  return (
    <ScrollingTable figureName={figureName} caption={caption}>
      <thead>
        <tr>
          {corner ? <th scope="col">{corner}</th> : <td />}
          {columns.map((column) => (
            <th scope="col" key={column}>
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, values }) => (
          <tr key={key} data-summary={key}>
            <th scope="row">{label}</th>
            {values.map((value, i) => (
              <td key={`${columns[i]}`}>{typeof value === 'number' ? formatNumber(value) : value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollingTable>
  );
}
