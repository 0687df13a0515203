/** After the build: `sw.js`, the service worker with the list of all that it keeps for reading without a network. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { componentStrings } from '#src/components/strings.ts';
import { languageTags, locales } from '#src/i18n.ts';
import { builtFiles } from './built-files.ts';
import { plainScript } from './plain-script.ts';

/** Not for readers of the course, or in a form that no browser of today asks for. */
const leftOut = [
  /^(?:_headers|robots\.txt|sw\.js|sitemap.*)$/,
  /\.(?:ttf|woff|md)$/,
  /^[^/]+\/embed\//,
  /^pagefind\/pagefind-(?:component-ui|modular-ui|ui|highlight)\./,
];

export const isKept = (file: string): boolean => !leftOut.some((pattern) => pattern.test(file));

/**
 * Addresses below the base, with their hashes.
 * @param files paths in the built folder; `en/index.html` becomes `en/`
 */
export function listFiles(
  files: readonly (readonly [file: string, contents: Uint8Array])[],
): Record<string, string> {
  return Object.fromEntries(
    files
      .filter(([file]) => isKept(file))
      .map(([file, contents]) => [
        file.replace(/(^|\/)index\.html$/, '$1'),
        `sha256-${createHash('sha256').update(contents).digest('base64')}`,
      ])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

/** What stands in a frame without a network; `{figure}` is put in by the worker. */
function frameNotices(): Record<string, string> {
  return Object.fromEntries(
    locales.map((locale) => {
      const { frameNotKept, toFigurePage } = componentStrings[locale];
      const head = `<meta charset="utf-8"><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${frameNotKept}</title>`;
      const link = `<a href="{figure}" target="_top">${toFigurePage}</a>`;
      return [
        locale,
        `<!doctype html><html lang="${languageTags[locale]}">${head}<p>${frameNotKept} ${link}</p></html>`,
      ];
    }),
  );
}

/** @param source of `offline-worker.ts` */
export function workerScript(source: string, files: Readonly<Record<string, string>>): string {
  const list = JSON.stringify(files);
  const version = createHash('sha256').update(list).digest('hex').slice(0, 12);
  const notices = JSON.stringify(frameNotices());
  return `const VERSION = "${version}";\nconst FILES = ${list};\nconst FRAME_NOTICES = ${notices};\n${plainScript(source)}`;
}

/** @param keeps the course; otherwise `sw.js` takes back what earlier builds had browsers keep */
export function offline(keeps: boolean): AstroIntegration {
  return {
    name: 'offline',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        if (!keeps) return writeWithdrawal(fileURLToPath(dir));
        const { files, bytes } = await writeServiceWorker(fileURLToPath(dir));
        logger.info(`keeps ${files} files for reading offline, ${(bytes / 1e6).toFixed(1)} MB unpacked`);
      },
    },
  };
}

/** Writes an `sw.js` that throws away what others kept, and itself. */
export async function writeWithdrawal(folder: string): Promise<void> {
  const source = await readFile('src/site/offline-withdrawn.ts', 'utf8');
  await writeFile(join(folder, 'sw.js'), plainScript(source));
}

/** Writes `sw.js` for the site in a folder, and tells how much it will keep. */
export async function writeServiceWorker(folder: string): Promise<{ files: number; bytes: number }> {
  const paths = (await builtFiles(folder)).filter(isKept);
  const files = await Promise.all(
    paths.map(async (path) => [path, await readFile(join(folder, path))] as const),
  );
  const source = await readFile('src/site/offline-worker.ts', 'utf8');
  await writeFile(join(folder, 'sw.js'), workerScript(source, listFiles(files)));
  return { files: files.length, bytes: files.reduce((sum, [, contents]) => sum + contents.length, 0) };
}
