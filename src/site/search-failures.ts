/**
 * After the build: Pagefind takes a part of its index that can't be loaded for an empty one, and answers that there is
 * nothing. Here it fails instead, so that the page can say so (`search-trouble.ts`).
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const scripts = ['pagefind/pagefind.js', 'pagefind/pagefind-worker.js'];
/** What it only writes to the console, before it goes on with what there is. */
const passedOver = ['Failed to load the index chunk ', 'Decompressing '];

export function searchFailures(): AstroIntegration {
  return {
    name: 'search-failures',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        for (const script of scripts) {
          const file = join(fileURLToPath(dir), script);
          await writeFile(file, failing(script, await readFile(file, 'utf8')));
        }
      },
    },
  };
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
