/**
 * `npm run experiment -- ID [--set key=value …] [--seed N] [--backend cpu|wasm|webgpu] [--repeat N] [--json]`:
 * runs the experiment of a widget in Node and prints its summary. With `--json`, one object on standard output:
 * `{ id, config, seed, backend, summary, timing: { setupMillis, runMillis } }`; what is no finite number is null there.
 * Bad input: one line that names the bad value and what is allowed, exit status 2.
 */
import { parseArgs } from 'node:util';
import { formatNumber } from '#src/format.ts';
import { type BackendName, backendNames, isBackendName, type SummaryValue } from '#src/lab/contract.ts';
import { allowedValues, defaultConfig, fitted, type ParamValue, parseParam } from '#src/lab/params.ts';
import { runExperiment } from '#src/lab/runner.ts';
import { loadWidget, nodeData, refuse, refuseArguments, startBackend, widgetIds } from './node-lab.ts';

const MAX_REPEATS = 1000;
const nodeBackends = backendNames.filter((name) => name !== 'webgl');

const { values, positionals } = readArguments();
const ids = await widgetIds();
const [id, ...rest] = positionals;
if (id === undefined) refuse(`no widget given (allowed: ${ids.join(' | ')})`);
if (!ids.includes(id)) refuse(`unknown widget: ${id} (allowed: ${ids.join(' | ')})`);
if (rest.length > 0) refuse(`unknown argument: ${rest[0]} (settings are given as --set key=value)`);

const { experiment, params } = await loadWidget(id);
const config: Record<string, ParamValue> = { ...defaultConfig(params) };
const settings = [...(values.set ?? []), ...(values.seed === undefined ? [] : [`seed=${values.seed}`])];
for (const setting of settings) {
  const equals = setting.indexOf('=');
  if (equals < 0) refuse(`invalid setting: ${setting} (allowed: key=value)`);
  const key = setting.slice(0, equals);
  const { value, problem } = parseParam(params, key, setting.slice(equals + 1));
  if (problem?.reason === 'unknown-key') refuse(`unknown key: ${key} (allowed: ${problem.allowed})`);
  if (problem) refuse(`invalid ${key}: ${problem.given} (allowed: ${problem.allowed})`);
  if (value !== undefined) config[key] = value;
}
const [misfit] = fitted(params, config).problems;
if (misfit)
  refuse(
    `invalid ${misfit.key}: ${misfit.given} (allowed with the other settings, nearest: ${misfit.allowed})`,
  );
const seed = Number(config.seed);
const backend = readBackend(values.backend);
const repeats = readRepeats(values.repeat);

const began = performance.now();
try {
  await startBackend(backend);
} catch (error) {
  refuse(error instanceof Error ? error.message : String(error));
}
const data = nodeData();
const setupMillis = performance.now() - began;
const runMillis: number[] = [];
let summary: Readonly<Record<string, SummaryValue>> = {};
for (let i = 0; i < repeats; i++) {
  const start = performance.now();
  const result = await runExperiment(
    experiment,
    { ...config, seed },
    {
      data,
      signal: new AbortController().signal,
    },
  );
  runMillis.push(performance.now() - start);
  if (result) summary = result.summary;
}

if (values.json) {
  process.stdout.write(
    `${JSON.stringify({ id, config, seed, backend, summary, timing: { setupMillis, runMillis } })}\n`,
  );
} else {
  console.log(
    `${id} on ${backend}, seed ${seed}: ${runMillis.map((ms) => `${Math.round(ms)} ms`).join(', ')}`,
  );
  for (const [key, value] of Object.entries(summary)) console.log(`${key.padEnd(32)}${inWords(value)}`);
}

function inWords(value: SummaryValue): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return formatNumber(value, 6);
  const shown = value.length > 20 ? [...value.slice(0, 5), Number.NaN, ...value.slice(-5)] : value;
  return shown.map((one) => formatNumber(one, 4)).join('  ');
}

function readArguments() {
  try {
    return parseArgs({
      args: withNegativeValues(process.argv.slice(2)),
      allowPositionals: true,
      options: {
        set: { type: 'string', multiple: true },
        seed: { type: 'string' },
        backend: { type: 'string' },
        repeat: { type: 'string' },
        json: { type: 'boolean' },
      },
    });
  } catch (error) {
    return refuseArguments(error, '--set key=value, --seed N, --backend NAME, --repeat N, --json');
  }
}

/** `--seed -1` as `--seed=-1`: by itself `parseArgs` takes a value with a dash for an option. */
function withNegativeValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    const isValue = /^-[\d.]/.test(arg) && before?.startsWith('--') && !before.includes('=');
    if (isValue) joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

function readBackend(name: string | undefined): BackendName {
  const wanted = name ?? 'wasm';
  if (isBackendName(wanted) && nodeBackends.some((name) => name === wanted)) return wanted;
  return refuse(`unknown backend: ${wanted} (allowed: ${nodeBackends.join(' | ')})`);
}

function readRepeats(text: string | undefined): number {
  const repeats = Number(text ?? 1);
  if (Number.isInteger(repeats) && repeats >= 1 && repeats <= MAX_REPEATS) return repeats;
  const param = {
    kind: 'number',
    default: 1,
    min: 1,
    max: MAX_REPEATS,
    step: 1,
    scale: 'linear',
    integer: true,
  } as const;
  return refuse(`invalid repeat: ${text} (allowed: ${allowedValues(param)})`);
}
