/**
 * After the build: style attributes become a sheet, the light theme one for readers without scripts, sheets come in a page's
 * head and become few, each page gets its Content-Security-Policy, the host its `_headers`.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { addedFile, builtFiles } from './built-files.ts';
import { inlineHashes, policy, union, withPolicy } from './content-security.ts';
import { headersFile, pathsOutsideEmbeds } from './headers.ts';
import { InlineStyles, selectorsFor } from './inline-styles.ts';
import { sheetsOf, sheetsToJoin, withJoinedSheets } from './joined-sheets.ts';
import { lightRules, withLightSheet } from './light-sheet.ts';
import { withSheetsInHead } from './sheets-in-head.ts';

/** @param base path of the site, with a slash at both ends */
export function hardening(base: string): AstroIntegration {
  return {
    name: 'hardening',
    hooks: { 'astro:build:done': ({ dir }) => harden(fileURLToPath(dir), base) },
  };
}

function hoist(styles: InlineStyles, file: string, html: string): string {
  try {
    return styles.hoist(html);
  } catch (cause) {
    throw new Error(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Below the folder, with a name that changes with what is in it; that name. */
async function writeSheet(folder: string, name: string, sheet: string): Promise<string> {
  const file = addedFile(name, sheet, 'css');
  await writeFile(join(folder, file), sheet);
  return file;
}

/** The sheets of these pages, with the address of the one that each has become; those that became others are gone. */
async function joinSheets(
  folder: string,
  base: string,
  pages: readonly string[],
  scripts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const lists = pages.map(sheetsOf);
  const source = (await Promise.all(scripts.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
  const named = new Set(lists.flat().filter((href) => source.includes(href.slice(base.length))));
  const groups = await Promise.all(
    sheetsToJoin(lists, named).map(async (group) => {
      const files = group.map((href) => join(folder, href.slice(base.length)));
      if (files.length === 1) return group.map((href) => [href, href] as const);
      const sheet = (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
      const href = base + (await writeSheet(folder, 'joined', sheet));
      await Promise.all(files.map((file) => rm(file)));
      return group.map((one) => [one, href] as const);
    }),
  );
  return new Map(groups.flat());
}

async function harden(folder: string, base: string): Promise<void> {
  const built = await builtFiles(folder);
  const files = built.filter((file) => file.endsWith('.html'));
  let light = '';
  for (const file of built.filter((name) => name.endsWith('.css'))) {
    const sheet = await readFile(join(folder, file), 'utf8');
    const changed = selectorsFor(sheet);
    if (changed !== sheet) await writeFile(join(folder, file), changed);
    light += lightRules(changed);
  }
  const lightFile = await writeSheet(folder, 'light', light);
  const styles = new InlineStyles();
  const pages = await Promise.all(
    files.map(async (file) => ({ file, html: await readFile(join(folder, file), 'utf8') })),
  );
  const hoisted = pages.map(({ file, html }) => ({ file, html: hoist(styles, file, html) }));
  const sheetFile = await writeSheet(folder, 'attributes', styles.sheet());
  const styled = hoisted.map(({ file, html }) => {
    const own = inlineHashes(html);
    return { file, own, html: withPolicy(withSheetsInHead(html), own, base + sheetFile) };
  });
  const joined = await joinSheets(
    folder,
    base,
    styled.map(({ html }) => html),
    built.filter((name) => name.endsWith('.js')),
  );
  await Promise.all(
    styled.map(({ file, html }) =>
      writeFile(join(folder, file), withLightSheet(withJoinedSheets(html, joined), base + lightFile)),
    ),
  );
  const paths = files.map((file) => file.replace(/index\.html$/, ''));
  await writeFile(
    join(folder, '_headers'),
    headersFile(base, policy(union(styled.map(({ own }) => own))), pathsOutsideEmbeds(paths)),
  );
}
