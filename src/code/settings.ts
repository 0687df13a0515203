/** The TypeScript that runs, after the settings of a moment and the command that repeats the run. */
import type { ConfigRecord, Params } from '#src/lab/params.ts';

/** `npm run experiment -- ID --set key=value … --seed N --backend wasm --json`; settings that are the default stay out. */
export function experimentCommand(id: string, params: Params, config: ConfigRecord): string {
  const changed = Object.entries(params).filter(
    ([key, param]) => key !== 'seed' && !param.display && config[key] !== param.default,
  );
  return [
    'npm run experiment --',
    id,
    ...changed.map(([key]) => `--set ${key}=${config[key]}`),
    `--seed ${config.seed} --backend wasm --json`,
  ].join(' ');
}

/** The experiment's source with the settings before it, as a constant that has its type. */
export function experimentWithSettings(
  id: string,
  params: Params,
  config: ConfigRecord,
  source: string,
): string {
  const settings = Object.keys(params).map((key) => `  ${key}: ${written(config[key])},`);
  return [
    `// ${experimentCommand(id, params, config)}`,
    "export const thisRun: import('./config.ts').Config = {",
    ...settings,
    '};',
    '',
    source,
  ].join('\n');
}

const written = (value: ConfigRecord[string] | undefined) =>
  typeof value === 'string' ? `'${value}'` : String(value);
