/**
 * After the build: style attributes become a sheet, the light theme one for readers without scripts, sheets come in a page's
 * head, each page gets its Content-Security-Policy, the host its `_headers`.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { builtFiles } from './built-files.ts';
import { inlineHashes, policy, union, withPolicy } from './content-security.ts';
import { headersFile, pathsOutsideEmbeds } from './headers.ts';
import { InlineStyles, selectorsFor } from './inline-styles.ts';
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
  const file = `_astro/${name}.${createHash('sha256').update(sheet).digest('hex').slice(0, 8)}.css`;
  await writeFile(join(folder, file), sheet);
  return file;
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
  const hashes = await Promise.all(
    hoisted.map(async ({ file, html }) => {
      const own = inlineHashes(html);
      const styled = withLightSheet(
        withPolicy(withSheetsInHead(html), own, base + sheetFile),
        base + lightFile,
      );
      await writeFile(join(folder, file), styled);
      return own;
    }),
  );
  const paths = files.map((file) => file.replace(/index\.html$/, ''));
  await writeFile(
    join(folder, '_headers'),
    headersFile(base, policy(union(hashes)), pathsOutsideEmbeds(paths)),
  );
}
