import { DataError, type FileReader } from '#src/data/data-source.ts';

/**
 * Reads data files over HTTP, in a page or in a worker.
 *
 * A file asked for again after it came (a data source does so only when it could not use it) bypasses the browser's
 * cache, so that a retry does not meet the same damaged copy.
 *
 * @param baseUrl address of the data folder, with or without a final slash, e.g. `/data`. A relative one is
 *   resolved as `fetch` does: against the page, or in a worker against the worker's script.
 * @returns a reader that throws DataError('missing') on an HTTP status other than 2xx or a network failure,
 *   DataError('damaged') where an HTML page came instead of the file, as hosts with a fallback page send with
 *   status 200, and the signal's reason once it is aborted
 */
export function fetchReader(baseUrl: string): FileReader {
  const base = baseUrl.replace(/\/+$/, '');
  const received = new Set<string>();
  return async (path, signal) => {
    const cache = received.has(path) ? 'reload' : 'default';
    try {
      const response = await fetch(`${base}/${path}`, { cache, signal: signal ?? null });
      if (!response.ok) throw new DataError('missing', path, `HTTP ${response.status}`);
      const bytes = new Uint8Array(await response.arrayBuffer());
      received.add(path);
      if (isHtml(response, bytes)) throw new DataError('damaged', path, 'an HTML page instead of data');
      return bytes;
    } catch (cause) {
      if (cause instanceof DataError) throw cause;
      signal?.throwIfAborted();
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new DataError('missing', path, `network failure: ${reason}`, { cause });
    }
  };
}

function isHtml(response: Response, bytes: Uint8Array): boolean {
  if (response.headers.get('content-type')?.startsWith('text/html')) return true;
  const start = new TextDecoder().decode(bytes.subarray(0, 64));
  return /^\s*<(!doctype html|html)/i.test(start);
}
