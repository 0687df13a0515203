/**
 * `npm run soak [-- --minutes 30] [--widget ID …] [--seed N] [--json]`: uses widgets of the built site without a break,
 * and looks for what grows.
 *
 * The minutes are shared out among the widgets, by default one of each kind. Each has one page to itself, in which runs
 * with changing settings follow one another; after each lap of them the page and its worker are made to collect, and
 * what they still hold is read. It fails (exit status 1) where anything grows by more than 5 % along its trend (see
 * `soak/trend.ts`), where the same settings and seed give other numbers than in the first lap, down to the last bit, and
 * where a page complains. The page's heap is what its scripts hold; code that the engine goes on compiling for hours is
 * shown beside it. Bad input: one line, exit status 2.
 */
import { parseArgs } from 'node:util';
import { openBuiltSite } from './drive/built-site.ts';
import { kinds } from './drive/kinds.ts';
import { positiveInteger, refuseArguments, widgetsNamed } from './node-lab.ts';
import { type Held, type Soak, soak } from './soak/laps.ts';
import { growthOf, median } from './soak/trend.ts';

const MOST_GROWTH = 0.05;
const DEFAULT_MINUTES = 30;

/** What is read after each lap, in which unit it is shown, and whether it may grow. */
const measures: readonly { key: keyof Held; label: string; unit: number; mayGrow?: true }[] = [
  { key: 'pageHeap', label: 'page heap, MB', unit: 1e6 },
  { key: 'pageCode', label: 'its code, MB', unit: 1e6, mayGrow: true },
  { key: 'workerHeap', label: 'worker heap, MB', unit: 1e6 },
  { key: 'wasm', label: 'WASM memory, MB', unit: 1e6 },
  { key: 'tensors', label: 'tensors', unit: 1 },
  { key: 'nodes', label: 'nodes', unit: 1 },
  { key: 'listeners', label: 'listeners', unit: 1 },
];

const { widgets, minutes, seed, json } = await readArguments();
const site = await openBuiltSite();
let failed = false;
try {
  for (const id of widgets) report(await soak(site, id, minutes / widgets.length, seed));
} finally {
  await site.close();
}
process.exit(failed ? 1 : 0);

function report(result: Soak): void {
  const rows = measures.map(({ key, label, unit, mayGrow = false }) => {
    const values = result.samples.map((sample) => sample[key]);
    return {
      label,
      mayGrow,
      values: values.map((value) => value / unit),
      growth: growthOf(values, result.warmUp),
    };
  });
  const grown = rows
    .filter(({ growth, mayGrow }) => growth > MOST_GROWTH && !mayGrow)
    .map(({ label }) => label);
  const faults = [...result.faults, ...grown.map((label) => `${label}: grows`)];
  if (faults.length > 0) failed = true;
  if (json) {
    const growth = Object.fromEntries(measures.map(({ key }, i) => [key, rows[i]?.growth]));
    process.stdout.write(`${JSON.stringify({ ...result, growth, faults })}\n`);
    return;
  }
  console.log(
    `${result.widget}: ${result.runs} runs in ${result.samples.length} laps, ${result.minutes.toFixed(1)} min`,
  );
  console.log(
    `  ${''.padEnd(18)}${['first', 'median', 'last', 'growth'].map((name) => name.padStart(10)).join('')}`,
  );
  for (const { label, values, growth } of rows) {
    const shown = [values[0], median(values), values.at(-1)].map((value) =>
      (value ?? Number.NaN).toFixed(1).padStart(10),
    );
    const share = Number.isNaN(growth) ? 'too few' : `${(100 * growth).toFixed(2)} %`;
    console.log(`  ${label.padEnd(18)}${shown.join('')}${share.padStart(10)}`);
  }
  for (const fault of faults) console.log(`  FAILED ${fault}`);
}

async function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: String(DEFAULT_MINUTES) },
        widget: { type: 'string', multiple: true },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    return {
      widgets: await widgetsNamed(values.widget, kinds),
      minutes: positiveInteger('minutes', values.minutes),
      seed: positiveInteger('seed', values.seed),
      json: values.json,
    };
  } catch (error) {
    return refuseArguments(error, '--minutes N, --widget ID, --seed N, --json');
  }
}
