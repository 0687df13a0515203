/**
 * `npm run bake [-- --check] [ID …]`: runs every preset of every widget on WASM and records frame and summary in the
 * widget's `baked.json`, which is what a page shows before any script runs.
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
export const BAKE_TOLERANCE = 1e-4;

const args = process.argv.slice(2);
const check = args.includes('--check');
const known = await widgetIds();
for (const arg of args.filter((one) => one.startsWith('-') && one !== '--check')) {
  refuse(`unknown option: ${arg} (allowed: --check)`);
}
const wanted = args.filter((arg) => !arg.startsWith('-'));
for (const id of wanted) {
  if (!known.includes(id)) refuse(`unknown widget: ${id} (allowed: ${known.join(' | ')})`);
}

await startBackend(BACKEND);
const data = nodeData();
let failures = 0;
for (const id of wanted.length > 0 ? wanted : known) {
  const { experiment, presets } = await loadWidget(id);
  const records: Record<string, unknown> = {};
  for (const [preset, config] of Object.entries(presets)) {
    const began = performance.now();
    const { signal } = new AbortController();
    const result = await runExperiment(experiment, config, { data, signal });
    if (!result) throw new Error(`${id}/${preset} was stopped`);
    records[preset] = { config, backend: BACKEND, ...result };
    console.log(`${id} ${preset}: ${Math.round(performance.now() - began)} ms`);
  }
  const text = encodeRecord(records);
  const file = new URL(`widgets/${id}/baked.json`, root);
  if (!check) {
    await writeFile(file, `${text}\n`);
    continue;
  }
  const difference = firstDifference(
    JSON.parse(await readFile(file, 'utf8')),
    JSON.parse(text),
    BAKE_TOLERANCE,
  );
  if (difference) {
    failures++;
    console.error(
      `${id}: recorded and computed differ at ${difference}; run npm run bake, and say why it changed`,
    );
  }
}
if (failures > 0) process.exit(1);
