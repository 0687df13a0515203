/** What has to hold of the settings that any address gives; in Node, by the code that the page runs. */
import type { Params, ParamValue } from '#src/lab/params.ts';
import { defaultConfig, sameConfig } from '#src/lab/params.ts';
import { readUrlState, writeUrlState } from '#src/lab/url-state.ts';
import type { WidgetModule } from '../node-lab.ts';
import type { UrlCase } from './states.ts';

export interface Target {
  readonly id: string;
  readonly params: Params;
  /** Where the widget's own page starts. */
  readonly initial: Readonly<Record<string, ParamValue>>;
}

/** @throws Error where no preset has the default settings */
export function targetOf(id: string, { params, presets }: Pick<WidgetModule, 'params' | 'presets'>): Target {
  const initial = Object.values(presets).find((preset) => sameConfig(params, preset, defaultConfig(params)));
  if (!initial) throw new Error(`no preset of ${id} has the default settings`);
  return { id, params, initial };
}

/** What is wrong, a line each. */
export function checkState({ id, params, initial }: Target, { query, wrong }: UrlCase): string[] {
  const faults: string[] = [];
  const search = `?${query}`;
  const { config, problems } = readUrlState(search, id, params, initial);
  const values: Readonly<Record<string, ParamValue | undefined>> = config;
  const keys = Object.keys(values);
  if (keys.toSorted().join() !== Object.keys(initial).toSorted().join()) faults.push(`keys: ${keys.join()}`);
  for (const [key, param] of Object.entries(params)) {
    const value = values[key];
    const fits =
      param.kind === 'number'
        ? typeof value === 'number' &&
          value >= param.min &&
          value <= param.max &&
          (!param.integer || Number.isInteger(value))
        : param.kind === 'choice'
          ? param.choices.some((choice) => choice === value)
          : typeof value === 'boolean';
    if (!fits) faults.push(`${key} is ${String(value)}`);
  }
  const said = problems.filter(({ reason }) => reason !== 'not-with-others').length;
  if (!Number.isNaN(wrong) && said !== wrong) faults.push(`${said} problems reported instead of ${wrong}`);
  const written = writeUrlState(search, id, params, initial, config);
  const again = readUrlState(written, id, params, initial);
  if (again.problems.some(({ reason }) => reason !== 'without-figure'))
    faults.push(`its own address has problems: ${written}`);
  if (!sameConfig(params, again.config, config))
    faults.push(`its own address gives other settings: ${written}`);
  const foreign = (text: string) =>
    [...new URLSearchParams(text)].filter(([name]) => !name.startsWith(`${id}.`)).join();
  if (foreign(written) !== foreign(search)) faults.push('it loses what the address says of others');
  if (Object.keys(Object.prototype).length > 0) faults.push('it writes on every object');
  return faults;
}
