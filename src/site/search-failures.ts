/**
 * After the build: Pagefind takes a part of its index that can't be loaded for an empty one, and answers that there is
 * nothing. Here it fails instead, so that the page can say so (`search-trouble.ts`).
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

const scripts = ['pagefind/pagefind.js', 'pagefind/pagefind-worker.js'];
/** After which it goes on with what there is: a message of the console, a failure that it drops. And what stands there instead. */
const passedOver = [
  ['console.error(`Decompressing ', 'throw new Error(`Decompressing '],
  [',"load_index_chunk")).catch(()=>{});', ',"load_index_chunk"));'],
] as const;

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

/** The script that fails where it went on; throws where it is another version's, which does not have these places. */
export function failing(name: string, script: string): string {
  return passedOver.reduce((text, [passes, fails]) => {
    const [before, after, ...more] = text.split(passes);
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`${name}: not one “${passes}” to make a failure of; see src/site/search-failures.ts`);
    return `${before}${fails}${after}`;
  }, script);
}
