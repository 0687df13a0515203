/** After the build: what the site weighs, and a failure that names what has become too heavy. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import { builtFiles } from './built-files.ts';

export interface Budget {
  readonly name: string;
  /** Which files of the built site, by their paths. */
  readonly files: RegExp;
  /** Of the heaviest file, or of all together. */
  readonly of: 'each' | 'all';
  readonly gzipped: boolean;
  readonly bytes: number;
}

export interface Measured extends Budget {
  readonly weighs: number;
  /** The heaviest file. */
  readonly file: string;
}

/** About 15 % above what it weighed when each was set; sheets a tenth: those that pages take along hold the formulas' styles. */
export const budgets: readonly Budget[] = [
  { name: 'HTML, page, gzipped', files: /\.html$/, of: 'each', gzipped: true, bytes: 73_000 },
  { name: 'HTML, page, unpacked', files: /\.html$/, of: 'each', gzipped: false, bytes: 315_000 },
  { name: 'scripts, all, gzipped', files: /^_astro\/.*\.js$/, of: 'all', gzipped: true, bytes: 720_000 },
  {
    name: 'figure’s view, gzipped',
    files: /^_astro\/View\..*\.js$/,
    of: 'each',
    gzipped: true,
    bytes: 14_000,
  },
  {
    name: 'experiment, gzipped',
    files: /^_astro\/experiment-.*\.js$/,
    of: 'each',
    gzipped: true,
    bytes: 8_500,
  },
  {
    name: 'worker with engine’s core, gzipped',
    files: /^_astro\/worker-.*\.js$/,
    of: 'each',
    gzipped: true,
    bytes: 47_000,
  },
  { name: 'style sheets, all, gzipped', files: /^_astro\/.*\.css$/, of: 'all', gzipped: true, bytes: 50_000 },
  { name: 'fonts, all', files: /\.woff2$/, of: 'all', gzipped: false, bytes: 300_000 },
  {
    name: 'WebAssembly, file, gzipped',
    files: /^_astro\/.*\.wasm$/,
    of: 'each',
    gzipped: true,
    bytes: 160_000,
  },
  { name: 'images to train on', files: /^data\//, of: 'all', gzipped: false, bytes: 3_200_000 },
  { name: 'nets to borrow from', files: /^models\//, of: 'all', gzipped: false, bytes: 390_000 },
  { name: 'service worker, gzipped', files: /^sw\.js$/, of: 'each', gzipped: true, bytes: 24_000 },
];

export function measure(
  files: readonly (readonly [path: string, contents: Uint8Array])[],
  allowed: readonly Budget[],
): Measured[] {
  return allowed.map((budget) => {
    const weights = files
      .filter(([path]) => budget.files.test(path))
      .map(([path, contents]) => ({
        path,
        bytes: budget.gzipped ? gzipSync(contents).length : contents.length,
      }));
    const heaviest = weights.reduce((most, file) => (file.bytes > most.bytes ? file : most), {
      path: '',
      bytes: 0,
    });
    if (heaviest.path === '') throw new Error(`no file for the budget of ${budget.name}: ${budget.files}`);
    const all = weights.reduce((sum, { bytes }) => sum + bytes, 0);
    return { ...budget, weighs: budget.of === 'all' ? all : heaviest.bytes, file: heaviest.path };
  });
}

/** One line for each budget that is exceeded. */
export function exceeded(measured: readonly Measured[]): string[] {
  return measured
    .filter(({ weighs, bytes }) => weighs > bytes)
    .map(({ name, weighs, bytes, file, of }) =>
      of === 'each'
        ? `${name}: ${file} has ${weighs} bytes, allowed are ${bytes}`
        : `${name}: ${weighs} bytes, allowed are ${bytes}; the heaviest is ${file}`,
    );
}

const table = (measured: readonly Measured[]) =>
  measured
    .map(({ name, weighs, bytes }) => `  ${name.padEnd(34)} ${kilobytes(weighs)} of ${kilobytes(bytes)} kB`)
    .join('\n');
const kilobytes = (bytes: number) => (bytes / 1000).toFixed(0).padStart(6);

/** @throws Error that names each budget exceeded, and the file */
export function budgeted(): AstroIntegration {
  return {
    name: 'budgets',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const folder = fileURLToPath(dir);
        const files = await Promise.all(
          (await builtFiles(folder)).map(async (path) => [path, await readFile(join(folder, path))] as const),
        );
        const measured = measure(files, budgets);
        logger.info(`bytes\n${table(measured)}`);
        const over = exceeded(measured);
        if (over.length > 0) throw new Error(`too heavy:\n${over.join('\n')}`);
      },
    },
  };
}
