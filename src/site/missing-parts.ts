/** Puts `missing-parts-page.ts` into the head of every page. */
import { readFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { plainScript } from './plain-script.ts';

export function missingParts(): AstroIntegration {
  return {
    name: 'missing-parts',
    hooks: {
      'astro:config:setup': async ({ injectScript }) =>
        injectScript('head-inline', plainScript(await readFile('src/site/missing-parts-page.ts', 'utf8'))),
    },
  };
}
