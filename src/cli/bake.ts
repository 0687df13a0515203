/**
 * `npm run bake [-- --check] [ID[/PRESET] …]`: runs every preset of every widget on WASM, or those that are named, and
 * records frame and summary in the widget's `baked.json`, which is what a page shows before any script runs.
 * With `--check` nothing is written: each preset is run again and compared with what is recorded; exit status 1 where
 * they differ by more than the tolerance.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { encodeRecord } from '#src/lab/record.ts';
import { runExperiment } from '#src/lab/runner.ts';
import { firstDifference } from './compare.ts';
import { loadWidget, nodeData, refuse, root, startBackend, widgetIds } from './node-lab.ts';

const BACKEND = 'wasm';
/** Relative, of numbers recorded to six digits. */
const BAKE_TOLERANCE = 1e-4;

const args = process.argv.slice(2);
const check = args.includes('--check');
const known = await widgetIds();
for (const arg of args.filter((one) => one.startsWith('-') && one !== '--check')) {
  refuse(`unknown option: ${arg} (allowed: --check)`);
}
/** What was asked for: presets by widget. Empty where all are meant. */
const wanted = new Map<string, string[]>();
for (const arg of args.filter((one) => !one.startsWith('-'))) {
  const [id = '', preset] = arg.split('/');
  if (!known.includes(id)) refuse(`unknown widget: ${id} (allowed: ${known.join(' | ')})`);
  const presets = Object.keys((await loadWidget(id)).presets);
  if (preset !== undefined && !presets.includes(preset)) {
    refuse(`unknown preset of ${id}: ${preset} (allowed: ${presets.join(' | ')})`);
  }
  wanted.set(id, [...(wanted.get(id) ?? []), ...(preset === undefined ? presets : [preset])]);
}

await startBackend(BACKEND);
const data = nodeData();
let failures = 0;
for (const id of wanted.size > 0 ? wanted.keys() : known) {
  const { experiment, presets } = await loadWidget(id);
  const file = new URL(`widgets/${id}/baked.json`, root);
  const recorded: Record<string, unknown> = await readFile(file, 'utf8').then(JSON.parse, () => ({}));
  const records: Record<string, unknown> = {};
  for (const [preset, config] of Object.entries(presets)) {
    if (wanted.get(id)?.includes(preset) === false) {
      records[preset] = recorded[preset];
      continue;
    }
    const began = performance.now();
    const { signal } = new AbortController();
    const result = await runExperiment(experiment, config, { data, signal });
    if (!result) throw new Error(`${id}/${preset} was stopped`);
    records[preset] = { config, backend: BACKEND, ...result };
    console.log(`${id} ${preset}: ${Math.round(performance.now() - began)} ms`);
  }
  const text = encodeRecord(records);
  if (!check) {
    await writeFile(file, `${text}\n`);
    continue;
  }
  const difference = firstDifference(recorded, JSON.parse(text), BAKE_TOLERANCE);
  if (difference) {
    failures++;
    console.error(
      `${id}: recorded and computed differ at ${difference}; run npm run bake, and say why it changed`,
    );
  }
}
if (failures > 0) process.exit(1);
