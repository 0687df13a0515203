/** Columns of a table of a curve: the first step, a handful in between, the last. */
import type { TableRow } from './DataTable.tsx';

const COLUMNS = 10;

/** Steps worth a column, counted from 1. */
export function tableSteps(length: number): number[] {
  if (length === 0) return [];
  const stride = Math.max(1, Math.round(length / COLUMNS));
  const steps = Array.from({ length: Math.floor(length / stride) }, (_, i) => (i + 1) * stride);
  return [...new Set([1, ...steps, length])];
}

/** A curve's values at those steps. */
export function curveRow(key: string, label: string, curve: readonly number[]): TableRow {
  return { key, label, values: tableSteps(curve.length).map((step) => curve[step - 1] ?? Number.NaN) };
}
