/**
 * Before Starlight indexes the built pages: a figure's name, axes and keys are found on the page that the figure has of
 * its own. A chapter that shows it is found by its prose, and by the figure's caption there.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { builtFiles } from './built-files.ts';

/** Neither a figure's own page nor one for frames, which the search leaves out. */
const chapter = /^(?![^/]+\/(?:lab|embed)\/).*\.html$/;
const repeated = /<(?:header|div|p|details) class="(?:widget-(?:head|figure|further|noscript)|run-history)"/g;

/** The page with `data-pagefind-ignore` on all of a figure that is the same wherever it is shown. */
export const withoutFigures = (html: string): string => html.replace(repeated, '$& data-pagefind-ignore');

export function figuresInSearch(): AstroIntegration {
  return {
    name: 'figures-in-search',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const pages = (await builtFiles(folder)).filter((file) => chapter.test(file));
        const changed = await Promise.all(pages.map((file) => hideFigures(join(folder, file))));
        if (!changed.includes(true))
          throw new Error('no page with the parts of a figure that figures-in-search.ts knows');
      },
    },
  };
}

async function hideFigures(file: string): Promise<boolean> {
  const html = await readFile(file, 'utf8');
  const next = withoutFigures(html);
  if (next === html) return false;
  await writeFile(file, next);
  return true;
}
