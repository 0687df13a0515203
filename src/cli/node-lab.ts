/** The lab in Node: experiments by id, the data from `public/`, a backend by name. */
import { readdir } from 'node:fs/promises';
import { createDataSource, type DataSource } from '#src/data/data-source.ts';
import { climb } from '#src/lab/backends.ts';
import type { AnyExperiment, BackendName, ConfigLike } from '#src/lab/contract.ts';
import type { Params } from '#src/lab/params.ts';
import { fileReader } from './file-reader.ts';

export const root = new URL('../../', import.meta.url);

export interface WidgetModule {
  readonly experiment: AnyExperiment;
  readonly params: Params;
  readonly presets: Readonly<Record<string, ConfigLike>>;
}

/** The ids of all widgets, which are the folders in `widgets/`. */
export async function widgetIds(): Promise<string[]> {
  const entries = await readdir(new URL('widgets/', root), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

export async function loadWidget(id: string): Promise<WidgetModule> {
  const { experiment } = await import(new URL(`widgets/${id}/experiment.ts`, root).href);
  const { params, presets } = await import(new URL(`widgets/${id}/config.ts`, root).href);
  return { experiment, params, presets };
}

const publicFiles = (folder: string) => fileReader(new URL(`public/${folder}`, root));

export function nodeData(): DataSource {
  return createDataSource(publicFiles('data/'), publicFiles('models/'));
}

/** Starts exactly this backend; throws with the reason where it isn't to be had. */
export async function startBackend(backend: BackendName): Promise<void> {
  const reached = await climb({ forced: backend });
  if (reached.backend === backend) return;
  const note = reached.notes.find((one) => one.backend === backend);
  throw new Error(
    `the backend ${backend} is not to be had here: ${note?.reason ?? ''} ${note?.detail ?? ''}`.trim(),
  );
}

/** Those of `--widget ID …`, which all exist; `others` where none is named. */
export async function widgetsNamed(
  named: readonly string[] | undefined,
  others?: readonly string[],
): Promise<readonly string[]> {
  const known = await widgetIds();
  if (!named) return others ?? known;
  const stranger = named.find((id) => !known.includes(id));
  return stranger === undefined
    ? named
    : refuse(`unknown widget: ${stranger} (allowed: ${known.join(' | ')})`);
}

/** The value of `--name`, which has to be a whole number from 1 on. */
export function positiveInteger(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  return refuse(`invalid ${name}: ${text} (allowed: whole numbers from 1)`);
}

/** Ends the process with one line on standard error and status 2: bad input. */
export function refuse(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

/** What `parseArgs` has thrown, as such a line. */
export function refuseArguments(error: unknown, allowed: string): never {
  const [line = ''] = String(error instanceof Error ? error.message : error).split(/\.\s/);
  return refuse(`${line} (allowed: ${allowed})`);
}
