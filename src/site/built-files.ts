import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** Paths of all files in a built folder, below it and with slashes, in order. */
export async function builtFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'))
    .sort();
}

/** Path of a file that the build adds, below the built folder: its name changes with what is in it. */
export function addedFile(name: string, contents: string, extension: string): string {
  return `_astro/${name}.${createHash('sha256').update(contents).digest('hex').slice(0, 8)}.${extension}`;
}
