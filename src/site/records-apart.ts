/**
 * After the build: what a figure shows before it runs stands in its page as a picture. The numbers behind it, a quarter of a
 * page's bytes, are wanted only once the figure wakes: they go into files of their own, one for all pages that show the
 * same, and `wake.ts` fetches them.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { addedFile, builtFiles } from './built-files.ts';

/** In characters: a shorter text is not worth a request. */
const WORTH_A_FILE = 1000;

const island = /(<astro-island\b[^>]*?) props="([^"]*)"([^>]*? client="reached")/g;
const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

const read = (attribute: string) =>
  attribute.replaceAll(/&[^;]*;/g, (entity) => {
    const character = entities[entity];
    if (!character) throw new Error(`a figure's properties hold ${entity}, which nobody here can read`);
    return character;
  });
const write = (value: unknown) => JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** Astro's way to hand on a property that is a text. */
const isText = (property: unknown): property is [type: 0, text: string] =>
  Array.isArray(property) && property[0] === 0 && typeof property[1] === 'string';

/**
 * The page with figures whose long properties are empty; their attribute `data-apart` has the addresses by the properties'
 * names.
 * @param put puts a text into a file, and tells its address
 * @throws Error where properties hold a character in a way that Astro doesn't write it
 */
export function withRecordsApart(html: string, put: (text: string) => string): string {
  return html.replaceAll(island, (whole, before: string, attribute: string, after: string) => {
    const props: Record<string, unknown> = JSON.parse(read(attribute));
    const apart = Object.fromEntries(
      Object.entries(props).flatMap(([name, property]) =>
        isText(property) && property[1].length >= WORTH_A_FILE ? [[name, put(property[1])]] : [],
      ),
    );
    if (Object.keys(apart).length === 0) return whole;
    const emptied = Object.fromEntries(Object.keys(apart).map((name) => [name, [0, '']]));
    return `${before} props="${write({ ...props, ...emptied })}" data-apart="${write(apart)}"${after}`;
  });
}

/** @param base path of the site, with a slash at both ends */
export function recordsApart(base: string): AstroIntegration {
  return {
    name: 'records-apart',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const folder = fileURLToPath(dir);
        const texts = new Map<string, string>();
        const put = (text: string) => {
          const file = addedFile('recorded', text, 'json');
          texts.set(file, text);
          return base + file;
        };
        const pages = (await builtFiles(folder)).filter((file) => file.endsWith('.html'));
        for (const page of pages) {
          const html = await readFile(join(folder, page), 'utf8');
          const changed = withRecordsApart(html, put);
          if (changed !== html) await writeFile(join(folder, page), changed);
        }
        await Promise.all([...texts].map(([file, text]) => writeFile(join(folder, file), text)));
      },
    },
  };
}
