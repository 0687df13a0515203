/** The figure's numbers as a real table, so that it can be read without being seen. */
import { formatNumber, isWholeThousands } from '#src/format.ts';
import type { Locale } from '#src/i18n.ts';
import { labStrings } from '#src/lab/strings.ts';
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
  readonly locale: Locale;
  /** Tells this table from those under the page's other figures. */
  readonly figureName: string;
}

/** As `formatNumber` has it, but thousands in groups where the language has them: 6,159. */
export function tableNumber(value: number | string, locale: Locale): string {
  if (typeof value === 'string') return value;
  const text = formatNumber(value);
  return isWholeThousands(text) ? labStrings[locale].count(value) : text;
}

export function DataTable({ locale, figureName, corner, columns, rows, caption }: DataTableProps) {
  return (
    <ScrollingTable figureName={figureName} caption={caption}>
      <thead>
        <tr>
          {corner ? <th scope="col">{corner}</th> : <td />}
          {columns.map((column) => (
            <th scope="col" key={column}>
              {tableNumber(column, locale)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, values }) => (
          <tr key={key} data-summary={key}>
            <th scope="row">{label}</th>
            {values.map((value, i) => (
              <td key={`${columns[i]}`}>{tableNumber(value, locale)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollingTable>
  );
}
