/**
 * `npm run bench [-- WORKLOAD …] [--backend NAME …] [--runs N] [--json]`: how long the course's work takes here;
 * `npm run bench -- --figures [--widget ID …] …`: the same of the figures, in a browser.
 *
 * Each workload runs once to warm up, then N times (at least 5), on every backend that Node has: cpu, wasm, and webgpu
 * where the npm package `webgpu` is installed. Where Python is on the path with numpy or PyTorch, the same workload is
 * timed there too, on one thread, and WASM's time is given as a multiple of it. The figures run as their pages show them,
 * each in a page of its own. Bad input: one line, exit status 2.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { climb } from '#src/lab/backends.ts';
import type { BackendName } from '#src/lab/contract.ts';
import { type FigureTiming, greatestDifference, timeFigure } from './bench/figures.ts';
import { type WorkloadName, workloadNames, workloads } from './bench/workloads.ts';
import { graphicsCardFlags } from './find-browser.ts';
import { refuse, refuseArguments, widgetsNamed } from './node-lab.ts';
import { median } from './soak/trend.ts';

const MIN_RUNS = 5;
const MAX_RUNS = 100;
const benchBackends = ['wasm', 'webgpu', 'cpu'] as const satisfies readonly BackendName[];
type BenchBackend = (typeof benchBackends)[number];
/** Plain JavaScript needs seconds for a step of these: it is left out unless asked for by name. */
const DEFAULT_BACKENDS: readonly BenchBackend[] = ['wasm', 'webgpu'];

interface Timing {
  readonly workload: WorkloadName;
  /** The backend, or numpy or PyTorch. */
  readonly on: string;
  /** Milliseconds of one pass or one training step, run by run. */
  readonly runMillis: readonly number[];
}

const { names, backends, runs, json, figures, widgets } = await readArguments();
if (figures) {
  const timings = await timeFigures(widgets, backends.chosen, runs);
  if (json) process.stdout.write(`${JSON.stringify({ runs, timings })}\n`);
  else printFigures(timings);
  process.exit(0);
}
if (backends.chosen.includes('webgpu')) await offerWebgpu();
const timings: Timing[] = reference(names);
for (const backend of backends.chosen) {
  const reached = await climb({ forced: backend });
  if (reached.backend !== backend) {
    if (backends.named) refuse(`the backend ${backend} is not to be had here: ${reasonOf(reached.notes)}`);
    continue;
  }
  for (const name of names) timings.push({ workload: name, on: backend, runMillis: await time(name) });
}
if (json) process.stdout.write(`${JSON.stringify({ runs, timings })}\n`);
else printTable();

/** WebGPU of the npm package `webgpu`, where it is installed, in the places where a browser has its own. */
async function offerWebgpu(): Promise<void> {
  const packageName = 'webgpu'; // a name that is no literal: nothing asks for the package when types are checked
  const dawn = (await import(packageName).catch(() => undefined)) as
    | { readonly create: (flags: readonly string[]) => GPU; readonly globals: object }
    | undefined;
  if (!dawn) return;
  Object.assign(globalThis, dawn.globals);
  Object.defineProperty(navigator, 'gpu', { value: dawn.create([]), configurable: true });
}

async function time(name: WorkloadName): Promise<number[]> {
  const { repetitions, run, dispose } = await workloads[name].prepare();
  const millis: number[] = [];
  try {
    await run();
    for (let i = 0; i < runs; i++) {
      const began = performance.now();
      await run();
      millis.push((performance.now() - began) / repetitions);
    }
  } finally {
    dispose();
  }
  return millis;
}

/** The same workloads in numpy and PyTorch; empty where there is no Python. */
function reference(wanted: readonly WorkloadName[]): Timing[] {
  const script = fileURLToPath(new URL('bench/reference.py', import.meta.url));
  const { stdout, stderr, status, error } = spawnSync('python3', [script, String(runs), ...wanted], {
    encoding: 'utf8',
  });
  if (error) return [];
  if (status !== 0) {
    console.error(`the comparison in Python failed:\n${stderr}`);
    return [];
  }
  const results = JSON.parse(stdout) as Record<string, { library: string; runMillis: number[] } | undefined>;
  return wanted.flatMap((workload) => {
    const result = results[workload];
    return result ? [{ workload, on: result.library, runMillis: result.runMillis }] : [];
  });
}

async function timeFigures(
  ids: readonly string[],
  wanted: readonly BackendName[],
  count: number,
): Promise<FigureTiming[]> {
  const { openBuiltSite } = await import('./drive/built-site.ts'); // which starts with what builds the site
  const site = await openBuiltSite(graphicsCardFlags);
  const found: FigureTiming[] = [];
  try {
    for (const id of ids)
      for (const backend of wanted) found.push(await timeFigure(site, id, backend, count));
  } finally {
    await site.close();
  }
  return found;
}

function printFigures(found: readonly FigureTiming[]): void {
  console.log(
    'widget, backend: first run to its first frame, to its end; then medians; numbers against the first backend',
  );
  for (const timing of found) {
    const { widget, backend, firstFrameMillis, runMillis, complaints } = timing;
    const [first = Number.NaN, ...frames] = firstFrameMillis;
    const [firstEnd = Number.NaN, ...ends] = runMillis;
    const baseline = found.find((one) => one.widget === widget);
    const difference = greatestDifference(timing.summary, baseline?.summary).toExponential(1);
    const times = [first, firstEnd, median(frames), median(ends)].map((millis) =>
      inMillis(millis).padStart(7),
    );
    console.log(`${widget.padEnd(24)}${backend.padEnd(8)}${times.join('')} ms   ${difference}`);
    for (const complaint of complaints) console.log(`  ${complaint}`);
  }
}

function printTable(): void {
  for (const name of names) {
    console.log(`${name}: ${workloads[name].description}`);
    const own = timings.filter(({ workload }) => workload === name);
    const baseline = own.find(({ on }) => on === 'numpy' || on === 'PyTorch');
    for (const timing of own) {
      const millis = median(timing.runMillis);
      const spread = `${inMillis(Math.min(...timing.runMillis))} … ${inMillis(Math.max(...timing.runMillis))}`;
      const ratio =
        baseline && baseline !== timing
          ? `   ${(millis / median(baseline.runMillis)).toFixed(1)} × ${baseline.on}`
          : '';
      console.log(`  ${timing.on.padEnd(8)}${inMillis(millis).padStart(8)} ms   (${spread})${ratio}`);
    }
  }
}

function inMillis(millis: number): string {
  return millis.toFixed(millis < 10 ? 2 : millis < 100 ? 1 : 0);
}

function reasonOf(notes: readonly { readonly reason: string; readonly detail: string }[]): string {
  const [first] = notes;
  return `${first?.reason ?? ''} ${first?.detail ?? ''}`.trim();
}

async function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        backend: { type: 'string', multiple: true },
        runs: { type: 'string' },
        json: { type: 'boolean' },
        figures: { type: 'boolean' },
        widget: { type: 'string', multiple: true },
      },
    });
    return {
      names: positionals.length > 0 ? positionals.map(readWorkload) : workloadNames,
      backends: { chosen: values.backend?.map(readBackend) ?? DEFAULT_BACKENDS, named: !!values.backend },
      runs: readRuns(values.runs),
      json: values.json ?? false,
      figures: values.figures ?? false,
      widgets: await widgetsNamed(values.widget),
    };
  } catch (error) {
    return refuseArguments(error, 'WORKLOAD …, --backend NAME, --runs N, --json, --figures, --widget ID');
  }
}

function readWorkload(text: string): WorkloadName {
  const found = workloadNames.find((name) => name === text);
  return found ?? refuse(`unknown workload: ${text} (allowed: ${workloadNames.join(' | ')})`);
}

function readBackend(text: string): BenchBackend {
  const found = benchBackends.find((name) => name === text);
  return found ?? refuse(`unknown backend: ${text} (allowed: ${benchBackends.join(' | ')})`);
}

function readRuns(text: string | undefined): number {
  const count = Number(text ?? MIN_RUNS);
  if (Number.isInteger(count) && count >= MIN_RUNS && count <= MAX_RUNS) return count;
  return refuse(`invalid runs: ${text} (allowed: whole numbers from ${MIN_RUNS} to ${MAX_RUNS})`);
}
