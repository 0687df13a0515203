/** What a widget's tables say of a run in single values. */
import type { TableContent, TableRow } from '#src/charts/DataTable.tsx';

/**
 * The rows of the tables that have one column only. Where there is none, each row's last value: of a curve its end, of a
 * net its last layer.
 */
export function scalarRows(tables: readonly TableContent[], last: (label: string) => string): TableRow[] {
  const single = tables.filter(({ corner, columns }) => corner === '' && columns.length === 1);
  if (single.length > 0) return single.flatMap(({ rows }) => rows);
  return tables.flatMap(({ caption, rows }) =>
    rows.map(({ key, label, values }) => ({
      key,
      label: last(tables.length > 1 && caption !== label ? `${caption} · ${label}` : label),
      values: values.slice(-1),
    })),
  );
}
