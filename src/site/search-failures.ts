/**
 * After the build: Pagefind takes a part of its index that can't be loaded for an empty one, and answers that there is
 * nothing. Here it fails instead, so that the page can say so (`search-trouble.ts`).
 */
import { spawnSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const scripts = ['pagefind/pagefind.js', 'pagefind/pagefind-worker.js'];
const MOST_TRIES = 100;
const TRY_MILLIS = 100;
/** What it only writes to the console, before it goes on with what there is. */
const passedOver = ['Failed to load the index chunk ', 'Decompressing '];

export function searchFailures(): AstroIntegration {
  return {
    name: 'search-failures',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        for (const script of scripts) {
          const file = join(fileURLToPath(dir), script);
          await untilWhole(file);
          await writeFile(file, failing(script, await readFile(file, 'utf8')));
        }
      },
    },
  };
}

/**
 * Pagefind's own process may still be writing a file when it says that it is done: then half of one would be kept. One
 * that nothing has been written to yet is a script as well.
 */
export async function untilWhole(file: string): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { size } = await stat(file).catch(() => ({ size: 0 }));
    if (size > 0 && spawnSync(process.execPath, ['--check', file]).status === 0) return;
    await setTimeout(TRY_MILLIS);
  }
  throw new Error(`${file} is no whole script: build the site again`);
}

/** The script with an error in place of each message; throws where it is another version's, without them. */
export function failing(name: string, script: string): string {
  return passedOver.reduce((text, words) => {
    const [before, after, ...more] = text.split(`console.error(\`${words}`);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(
        `${name}: not one message “${words}…” to make an error of; see src/site/search-failures.ts`,
      );
    return `${before}throw new Error(\`${words}${after}`;
  }, script);
}
