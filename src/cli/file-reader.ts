import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataError, type FileReader } from '#src/data/data-source.ts';

/**
 * Reads data files from a folder, in Node.
 *
 * @param folder the data folder, e.g. `public/data`: a path, or a `file:` URL
 * @returns a reader that throws DataError('missing') where the file is not there or cannot be read, with the
 *   system's error code (e.g. `ENOENT`) in its detail, and an `AbortError` once the signal is aborted
 */
export function fileReader(folder: string | URL): FileReader {
  const root = folder instanceof URL ? fileURLToPath(folder) : folder;
  return async (path, signal) => {
    signal?.throwIfAborted();
    try {
      return new Uint8Array(await readFile(join(root, path), signal ? { signal } : {}));
    } catch (cause) {
      signal?.throwIfAborted();
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
      throw new DataError('missing', path, code === 'ENOENT' ? 'no such file: ENOENT' : code, { cause });
    }
  };
}
