/** A run as files that other programs read: JSON as the command line prints it, and CSV with a number a line. */
import type { BackendName, SummaryRecord, SummaryValue } from '#src/lab/contract.ts';
import type { ConfigRecord } from '#src/lab/params.ts';

export interface ExportedRun {
  /** The widget's. */
  readonly id: string;
  readonly config: ConfigRecord;
  readonly backend: BackendName;
  readonly summary: SummaryRecord;
}

/** `{ id, config, seed, backend, summary }`, as `npm run experiment -- ID --json`; null where a number is not finite. */
export function runAsJson({ id, config, backend, summary }: ExportedRun): string {
  return `${JSON.stringify({ id, config, seed: config.seed, backend, summary }, undefined, 2)}\n`;
}

/**
 * Columns `key,index,value`: the widget's `id` and the `backend`, the settings as `config.KEY`, then the summary. The index of a list's numbers starts
 * at 1 and is empty for what is not a list; `NaN`, `Infinity` and `-Infinity` are written out.
 */
export function runAsCsv({ id, config, backend, summary }: ExportedRun): string {
  const lines = ['key,index,value', `id,,${id}`, `backend,,${backend}`];
  for (const [key, value] of Object.entries(config)) lines.push(`config.${key},,${value}`);
  for (const [key, value] of Object.entries(summary)) lines.push(...csvLines(key, value));
  return `${lines.join('\n')}\n`;
}

const csvLines = (key: string, value: SummaryValue): string[] =>
  typeof value === 'object' ? value.map((item, i) => `${key},${i + 1},${item}`) : [`${key},,${value}`];

/** `activation-statistics-seed-3.csv` */
export const fileName = ({ id, config }: ExportedRun, extension: string): string =>
  `${id}-seed-${config.seed}.${extension}`;
