/** After the build: `third-party.txt`, whose work the built site passes on, with the notices and licences that go with it. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** What reaches the site in other ways than as a module of a script or of a style sheet. */
const copied = ['@astrojs/starlight', 'astro-expressive-code', 'katex', 'pagefind'];

/** Where the text is that a package doesn't bring along: its project's, by the package's name, or a licence's, by its own. */
const elsewhere: Readonly<Record<string, string>> = {
  pagefind: 'node_modules/pagefind/LICENSE/LICENSE',
  '@pagefind/default-ui': 'node_modules/pagefind/LICENSE/LICENSE',
  seedrandom: 'node_modules/seedrandom/seedrandom.js',
  'Apache-2.0': 'node_modules/@biomejs/biome/LICENSE-APACHE',
};

const FONTS = 'the fonts of KaTeX, files KaTeX_*, each of which reserves its name (OFL-1.1)';
const FONTS_NOTICE = `Copyright (c) 2009-2010, Design Science, Inc. (<www.mathjax.org>)
Copyright (c) 2014-2018 Khan Academy (<www.khanacademy.org>)`;

export interface Work {
  /** With its version and its licence's name: `preact 10.29.8 (MIT)`. */
  readonly name: string;
  readonly texts: readonly string[];
}

/** The package that a module belongs to, `@scope/name`; undefined for one of the course itself. */
export function packageOf(moduleId: string): string | undefined {
  return /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(moduleId)?.[1]?.replace('\\', '/');
}

/** Each text once, below the names of all that it goes with. */
export function noticesText(works: readonly Work[]): string {
  const names = new Map<string, string[]>();
  for (const { name, texts } of works) {
    for (const text of texts) names.set(text.trim(), [...(names.get(text.trim()) ?? []), name]);
  }
  const parts = [...names].map(([text, theirs]) => `${theirs.join('\n')}\n\n${text}\n`);
  return `What this site passes on of the work of others, each with its notice and its licence.\n\n${parts.join(`\n${'='.repeat(80)}\n\n`)}`;
}

/** A file of licence, or what a script's first comment says of its copyright. */
async function readNotice(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  if (!/\.[cm]?js(on)?$/.test(file)) return text;
  const comment = /\/\*[\s\S]*?\*\//.exec(text)?.[0] ?? '';
  return /copyright/i.test(comment) ? comment : '';
}

/** @throws Error where the text of its licence is neither with the package nor `elsewhere` */
export async function readWork(name: string): Promise<Work> {
  const folder = join('node_modules', name);
  const { version, license, module, main } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && /^(licen[cs]e|notice|copying)/i.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort();
  if (files.length === 0) {
    const other = elsewhere[name] ?? elsewhere[license];
    files.push(join(folder, module ?? main ?? 'package.json'), ...(other ? [other] : []));
  }
  const texts = (await Promise.all(files.map(readNotice))).filter((text) => text !== '');
  if (texts.length === 0)
    throw new Error(`${name} (${license}) has no licence file: say in src/site/notices.ts where its text is`);
  return { name: `${name} ${version} (${license})`, texts };
}

/** What is read here of a bundle: the modules of its scripts, and what is left of each. */
type Bundle = Readonly<
  Record<
    string,
    {
      readonly type: string;
      readonly modules?: Readonly<Record<string, { readonly renderedLength: number }>>;
    }
  >
>;

export function notices(): AstroIntegration {
  const found = new Set(copied);
  /** What ends up in the scripts of a page or of its worker, and in style sheets, which are also made where pages are. */
  const collector = (everything: boolean) => ({
    name: 'notices',
    generateBundle(
      this: { readonly environment?: { readonly name: string } },
      _options: unknown,
      bundle: Bundle,
    ) {
      const inBrowser = everything || this.environment?.name === 'client';
      for (const { modules = {} } of Object.values(bundle)) {
        for (const [id, { renderedLength }] of Object.entries(modules)) {
          const isStyle = /\.css(\?|$)/.test(id);
          const from = packageOf(id);
          if (from && (isStyle || (inBrowser && renderedLength > 0))) found.add(from);
        }
      }
    },
  });
  return {
    name: 'notices',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({
          vite: { plugins: [collector(false)], worker: { plugins: () => [collector(true)] } },
        });
      },
      'astro:build:done': async ({ dir, logger }) => {
        const works = await Promise.all([...found].sort().map(readWork));
        const fonts = {
          name: FONTS,
          texts: [FONTS_NOTICE, await readFile('src/site/licences/OFL-1.1.txt', 'utf8')],
        };
        await writeFile(join(fileURLToPath(dir), 'third-party.txt'), noticesText([...works, fonts]));
        logger.info(`third-party.txt names ${works.length} packages`);
      },
    },
  };
}
