import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createDataSource } from '#src/data/data-source.ts';
import { fetchReader } from '#src/data/fetch-reader.ts';
import { FIRST, failure, plain, stored } from './chunks.ts';

describe('fetchReader', () => {
  /** Runs `use` with the address of a server that answers every request by `answer`. */
  async function withServer(answer: RequestListener, use: (base: string) => Promise<void>): Promise<void> {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    try {
      await use(`http://127.0.0.1:${address.port}/data/`);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  it('reads a file, also from a host that sends it with Content-Encoding: gzip', async () => {
    const asked: string[] = [];
    const answer: RequestListener = (request, response) => {
      asked.push(request.url ?? '');
      if (request.url?.includes('test')) response.setHeader('content-encoding', 'gzip');
      response.end(stored);
    };
    await withServer(answer, async (base) => {
      const read = fetchReader(base);
      expect(await read(FIRST)).toEqual(stored);
      expect(await read('fashion-mnist/test-00.bin')).toEqual(plain);
      expect(asked).toEqual([`/data/${FIRST}`, '/data/fashion-mnist/test-00.bin']);
    });
  });

  it('passes the browser cache over when a file that came is asked for again', async () => {
    const cacheControl: (string | undefined)[] = [];
    const answer: RequestListener = (request, response) => {
      cacheControl.push(request.headers['cache-control']);
      response.end(cacheControl.length === 1 ? stored.slice(0, 999) : stored);
    };
    await withServer(answer, async (base) => {
      const source = createDataSource(fetchReader(base));
      await expect(source.fashionMnist('train', 1)).rejects.toMatchObject({ code: 'damaged' });
      expect((await source.fashionMnist('train', 1)).count).toBe(1);
      expect(cacheControl).toEqual([undefined, 'no-cache']);
    });
  });

  it.each<[string, RequestListener, 'missing' | 'damaged', RegExp]>([
    ['a 404', (_, response) => response.writeHead(404).end(), 'missing', /^HTTP 404$/],
    ['a 503', (_, response) => response.writeHead(503).end(), 'missing', /^HTTP 503$/],
    [
      'a page by type',
      (_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('Hello'),
      'damaged',
      /HTML page/,
    ],
    ['a page by content', (_, response) => response.end('\n<!DOCTYPE html><p>Hello'), 'damaged', /HTML page/],
    ['a lost connection', (request) => request.socket.destroy(), 'missing', /^network failure: ./],
  ])('reports %s', async (_, answer, code, detail) => {
    await withServer(answer, async (base) => {
      const error = await failure(fetchReader(base));
      expect(error).toMatchObject({ code, file: FIRST });
      expect(error.detail).toMatch(detail);
    });
  });

  it('honours the signal', async () => {
    await withServer(
      () => {},
      async (base) => {
        const wanted = fetchReader(base)(FIRST, AbortSignal.timeout(50));
        await expect(wanted).rejects.toMatchObject({ name: 'TimeoutError' });
      },
    );
  });
});
