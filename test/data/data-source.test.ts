import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileReader } from '#src/cli/file-reader.ts';
import {
  createDataSource,
  DataError,
  decodeChunk,
  encodeChunk,
  type FileReader,
  type LabelledImages,
  type Split,
} from '#src/data/data-source.ts';
import { fetchReader } from '#src/data/fetch-reader.ts';

const ROOT = new URL('../../', import.meta.url);
const DATA = new URL('public/data/', ROOT);
const CHUNKS = fileURLToPath(new URL('fashion-mnist/', DATA));
const CLI = fileURLToPath(new URL('src/cli/data.ts', ROOT));
const DEBIAN = '/usr/share/datasets/fashion-mnist';
const FIRST = 'fashion-mnist/train-00.bin';
const SLOW = { timeout: 120_000 };
const ALL = [
  ['train', 5000],
  ['test', 2000],
] as const satisfies [Split, number][];

const committed = fileReader(DATA);
const stored = new Uint8Array(readFileSync(join(CHUNKS, 'train-00.bin')));
const plain = new Uint8Array(gunzipSync(stored));

/** A reader that serves `bytes` for every path. */
const serve = (bytes: Uint8Array<ArrayBuffer>): FileReader => {
  return async () => bytes;
};

function counting(read: FileReader): { read: FileReader; paths: string[] } {
  const paths: string[] = [];
  return {
    paths,
    read: (path, signal) => {
      paths.push(path);
      return read(path, signal);
    },
  };
}

function flip(bytes: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> {
  return bytes.map((byte, i) => (i === at ? byte ^ 0x10 : byte));
}

/** `bytes` with its payload's CRC-32 made right again by zlib's own. */
function resealed(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  new DataView(bytes.buffer).setUint32(8, crc32(bytes.subarray(12)), true);
  return bytes;
}

async function failure(read: FileReader): Promise<DataError> {
  const error: unknown = await createDataSource(read)
    .fashionMnist('train', 500)
    .catch((reason) => reason);
  if (error instanceof DataError) return error;
  throw new Error('expected a DataError', { cause: error });
}

function balance(labels: Uint8Array): number[] {
  return Array.from({ length: 10 }, (_, label) => labels.filter((other) => other === label).length);
}

/** One string per image: equal for equal label and pixels. */
function fingerprints({ labels, pixels }: LabelledImages): string[] {
  return Array.from(labels, (label, i) => {
    const image = pixels.subarray(784 * i, 784 * (i + 1));
    return `${label} ${createHash('sha256').update(image).digest('hex')}`;
  });
}

describe('the committed subset', () => {
  it.each(ALL)('%s: shapes, balance in every 500, no image twice', async (split, count) => {
    const images = await createDataSource(committed).fashionMnist(split, count);
    expect(images.count).toBe(count);
    expect(images.pixels.length).toBe(count * 784);
    expect(images.labels.length).toBe(count);
    for (let first = 0; first < count; first += 500) {
      const labels = images.labels.subarray(first, first + 500);
      expect(balance(labels)).toEqual(Array(10).fill(50));
      // Shuffled: neighbours share a class about 49 times in 499, not 490 times (sorted) or never (dealt out).
      const pairs = labels.filter((label, i) => i > 0 && label === labels[i - 1]).length;
      expect(pairs).toBeGreaterThan(20);
      expect(pairs).toBeLessThan(90);
    }
    expect(new Set(fingerprints(images)).size).toBe(count);
  });

  it.each(ALL)('%s: normalised to mean 0 and standard deviation 1, within 0.02', async (split, count) => {
    const { pixels } = await createDataSource(committed).fashionMnist(split, count);
    const mean = pixels.reduce((sum, x) => sum + x, 0) / pixels.length;
    const variance = pixels.reduce((sum, x) => sum + (x - mean) ** 2, 0) / pixels.length;
    // A random 2,000 or 5,000 images stray by less: their mean intensities have a standard deviation of 0.36 in
    // these units, so the standard error is 0.36 / √2000 = 0.008.
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(Math.sqrt(variance) - 1)).toBeLessThan(0.02);
    // Black is (0 − 0.286041) / 0.353024 and white (1 − 0.286041) / 0.353024.
    expect(pixels.reduce((a, b) => Math.min(a, b))).toBeCloseTo(-0.810259, 6);
    expect(pixels.reduce((a, b) => Math.max(a, b))).toBeCloseTo(2.022409, 6);
  });

  it('is under 3.5 MB and has the hashes that its README says', () => {
    const names = readdirSync(CHUNKS).filter((name) => name !== 'README.md');
    expect(names.length).toBe(14);
    const readme = readFileSync(join(CHUNKS, 'README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| `(\S+\.bin)` \| ([\d,]+) \| `([0-9a-f]{64})` \|$/gm)];
    const said = rows.map(([, name, bytes, hash]) => `${name} ${bytes} ${hash}`);
    const found = names.map((name) => {
      const bytes = readFileSync(join(CHUNKS, name));
      const hash = createHash('sha256').update(bytes).digest('hex');
      return `${name} ${bytes.length.toLocaleString('en-US')} ${hash}`;
    });
    expect(said.toSorted()).toEqual(found.toSorted());
    const total = names.reduce((sum, name) => sum + readFileSync(join(CHUNKS, name)).length, 0);
    expect(total).toBeLessThan(3_500_000);
    expect(readme).toContain('arXiv:1708.07747');
    expect(readme).toContain('Permission is hereby granted, free of charge');
  });
});

describe('the format', () => {
  it('stores columns of Paeth residuals, as worked out by hand', () => {
    // In the corner, rows of      Predictions, Paeth's p in brackets      What is stored: pixel − prediction
    //   15 10  0                    0   15   10                             15  251  246
    //   20 17  0                   15   15   10   (p = 15, 7)                5    2  246
    //    0  0  0                   20    0    0   (p = −3, −17)            236    0    0
    // For 17: left 20 + upper 10 − upper left 15 is 15, nearest to the upper left; for the 0 beside it
    // 17 + 0 − 10 is 7, nearest to the upper left, 10.
    const pixels = new Uint8Array(784);
    pixels.set([15, 10], 0);
    pixels.set([20, 17], 28);
    const payload = encodeChunk({ labels: Uint8Array.of(7), pixels });
    const residuals = new Uint8Array(784);
    residuals.set([15, 5, 236], 0);
    residuals.set([251, 2, 0], 28);
    residuals.set([246, 246, 0], 56);
    expect([...payload.subarray(0, 8)]).toEqual([...Buffer.from('FMN'), 1, 1, 0, 0, 0]);
    expect(new DataView(payload.buffer).getUint32(8, true)).toBe(crc32(payload.subarray(12)));
    expect(payload[12]).toBe(7);
    expect(payload.slice(13)).toEqual(residuals);
  });

  it('gives noise back unchanged', () => {
    const next = random(1);
    const pixels = Uint8Array.from({ length: 5 * 784 }, () => 256 * next());
    const labels = Uint8Array.of(0, 9, 3, 3, 1);
    expect(decodeChunk('noise', encodeChunk({ labels, pixels }))).toEqual({ labels, pixels });
  });

  it('refuses to store what it could not read', () => {
    expect(() => encodeChunk({ labels: Uint8Array.of(1), pixels: new Uint8Array(5) })).toThrow(RangeError);
    expect(() => encodeChunk({ labels: Uint8Array.of(10), pixels: new Uint8Array(784) })).toThrow(/10$/);
  });
});

describe('reading', () => {
  it('reads no more chunks than it needs, and each once', async () => {
    const { read, paths } = counting(committed);
    const source = createDataSource(read);
    const first = await source.fashionMnist('train', 500);
    expect(paths).toEqual([FIRST]);
    const few = await source.fashionMnist('train', 30);
    expect(few.pixels).toEqual(first.pixels.slice(0, 30 * 784));
    expect(few.labels).toEqual(first.labels.slice(0, 30));
    const more = await source.fashionMnist('train', 501);
    expect(paths).toEqual([FIRST, 'fashion-mnist/train-01.bin']);
    expect(more.pixels.subarray(0, 500 * 784)).toEqual(first.pixels);
  });

  it('shares one read between requests at the same time, and no memory between their answers', async () => {
    const { read, paths } = counting(committed);
    const source = createDataSource(read);
    const [a, b] = await Promise.all([source.fashionMnist('test', 10), source.fashionMnist('test', 10)]);
    expect(paths).toEqual(['fashion-mnist/test-00.bin']);
    a.pixels.fill(0);
    a.labels.fill(0);
    const c = await source.fashionMnist('test', 10);
    expect(c).toEqual(b);
    expect(c).not.toEqual(a);
  });

  it.each([0, -1, 0.5, 5001, Number.NaN, Number.POSITIVE_INFINITY])(
    'rejects a count of %d',
    async (count) => {
      const { read, paths } = counting(committed);
      const wanted = createDataSource(read).fashionMnist('train', count);
      await expect(wanted).rejects.toThrow(RangeError);
      await expect(wanted).rejects.toThrow(`from 1 to 5000: ${count}`);
      expect(paths).toEqual([]);
    },
  );

  it('accepts bytes that a host has decompressed already', async () => {
    const source = createDataSource(serve(plain));
    expect(await source.fashionMnist('train', 500)).toEqual(
      await createDataSource(committed).fashionMnist('train', 500),
    );
  });
});

describe('missing and damaged files', () => {
  it('says which file is missing', async () => {
    const error = await failure(fileReader(join(tmpdir(), 'no-such-folder')));
    expect(error).toMatchObject({ code: 'missing', file: FIRST, detail: 'no such file: ENOENT' });
    expect(error.message).toBe(`data file missing: ${FIRST} (no such file: ENOENT)`);
  });

  const html = new TextEncoder().encode('<!doctype html><title>Not here</title>');
  const strangeLabel = resealed(plain.map((byte, i) => (i === 12 ? 10 : byte)));
  const short = encodeChunk({ labels: new Uint8Array(499), pixels: new Uint8Array(499 * 784) });
  it.each([
    ['an empty file', new Uint8Array(0), '0 bytes'],
    ['a page', html, 'not a chunk'],
    ['half a file', stored.slice(0, stored.length / 2), 'not a whole gzip file'],
    ['a gzip file without its last byte', stored.slice(0, -1), 'not a whole gzip file'],
    ['half a payload', plain.slice(0, plain.length / 2), 'instead of 392512'],
    ['a payload with a byte too many', new Uint8Array([...plain, 0]), '392513 bytes'],
    ['a payload of another magic', new Uint8Array(gzipSync(flip(plain, 1))), 'not a chunk'],
    ['a payload of another version', new Uint8Array(gzipSync(flip(plain, 3))), 'version 17 instead of 1'],
    ['a label that is no class', strangeLabel, 'label 10'],
    ['a chunk of 499 images', short, '499 images instead of 500'],
  ])('notices %s', async (_, bytes, detail) => {
    const error = await failure(serve(bytes));
    expect(error).toMatchObject({ code: 'damaged', file: FIRST });
    expect(error.detail).toContain(detail);
  });

  it('notices a flipped byte anywhere in the compressed data', SLOW, async () => {
    const positions = Array.from({ length: 40 }, (_, i) => 10 + Math.floor(((stored.length - 11) * i) / 39));
    for (const at of positions)
      expect((await failure(serve(flip(stored, at)))).code, `at ${at}`).toBe('damaged');
  });

  it('notices a flipped byte anywhere in decompressed data', SLOW, async () => {
    const spread = Array.from({ length: 20 }, (_, i) => 12 + Math.floor(((plain.length - 13) * i) / 19));
    for (const at of [...Array(12).keys(), ...spread]) {
      expect((await failure(serve(flip(plain, at)))).code, `at ${at}`).toBe('damaged');
    }
  });

  it('reads a failed chunk again, and only that one', async () => {
    let broken = true;
    const { read, paths } = counting(async (path, signal) => {
      const bytes = await committed(path, signal);
      return broken && path === FIRST ? flip(bytes, 5000) : bytes;
    });
    const source = createDataSource(read);
    await expect(source.fashionMnist('train', 1000)).rejects.toThrow(DataError);
    await expect.poll(() => paths.length).toBe(2);
    broken = false;
    expect((await source.fashionMnist('train', 1000)).count).toBe(1000);
    expect(paths.filter((path) => path === FIRST).length).toBe(2);
    expect(paths.length).toBe(3);
  });
});

describe('aborting', () => {
  /** A reader that answers only when told to, or when its signal is aborted. */
  function held() {
    const signals: AbortSignal[] = [];
    let release = () => {};
    const read: FileReader = (_, signal) =>
      new Promise((resolve, reject) => {
        if (signal) signals.push(signal);
        signal?.addEventListener('abort', () => reject(signal.reason));
        release = () => resolve(stored);
      });
    return { read, signals, release: () => release() };
  }

  it('reads nothing for a signal that is aborted already', async () => {
    const { read, paths } = counting(committed);
    const wanted = createDataSource(read).fashionMnist('train', 500, AbortSignal.abort());
    await expect(wanted).rejects.toMatchObject({ name: 'AbortError' });
    expect(paths).toEqual([]);
    await expect(committed(FIRST, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives up at once, aborts the read, and can begin anew', async () => {
    const { read, signals, release } = held();
    const source = createDataSource(read);
    const stop = new AbortController();
    const wanted = source.fashionMnist('train', 500, stop.signal);
    stop.abort(new Error('changed my mind'));
    await expect(wanted).rejects.toThrow('changed my mind');
    expect(signals[0]?.aborted).toBe(true);
    const again = source.fashionMnist('train', 500);
    release();
    expect((await again).count).toBe(500);
    expect(signals.length).toBe(2);
  });

  it('leaves a read that someone else still waits for', async () => {
    const { read, signals, release } = held();
    const source = createDataSource(read);
    const stop = new AbortController();
    const leaving = source.fashionMnist('train', 500, stop.signal);
    const staying = source.fashionMnist('train', 500);
    stop.abort();
    await expect(leaving).rejects.toMatchObject({ name: 'AbortError' });
    expect(signals.map((signal) => signal.aborted)).toEqual([false]);
    release();
    expect((await staying).count).toBe(500);
  });
});

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

/** Uniform on [0, 1): mulberry32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** IDX bytes: the magic number and the dimensions, big-endian, then the data. */
function idx(magic: number, dimensions: number[], data: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * dimensions.length);
  for (const [i, value] of [magic, ...dimensions].entries()) header.writeUInt32BE(value, 4 * i);
  return Buffer.concat([header, data]);
}

/**
 * Pictures of noise in three greys, mixed so that the whole has the mean and the standard deviation of Fashion-MNIST.
 *
 * With a share p of white (1) and q of a = 128/255: p + q a = m and p + q a² = s² + m², so q = (m − s² − m²) / (a − a²).
 */
function noise(count: number, seed: number): Uint8Array<ArrayBuffer> {
  const [mean, square, grey] = [0.286041, 0.353024 ** 2 + 0.286041 ** 2, 128 / 255];
  const greyShare = (mean - square) / (grey - grey ** 2);
  const pixels = new Uint8Array(count * 784);
  const greys = Math.round(greyShare * pixels.length);
  pixels.fill(128, 0, greys);
  pixels.fill(255, greys, greys + Math.round((mean - greyShare * grey) * pixels.length));
  const next = random(seed);
  for (let i = pixels.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [pixels[i], pixels[j]] = [pixels[j] ?? 0, pixels[i] ?? 0];
  }
  return pixels;
}

describe('npm run data', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'fashion-mnist-'));
  const synthetic = join(temporary, 'synthetic');
  afterAll(() => rmSync(temporary, { recursive: true }));

  // Classes in no order and unequally often, but each at least 500 and 200 times; labels gzipped, images plain.
  const labelsOf = (count: number, step: number) =>
    Uint8Array.from({ length: count }, (_, i) => ((i * step) ^ 1) % 10);
  const sets = {
    train: { labels: labelsOf(5200, 7), pixels: noise(5200, 2), name: 'train' },
    test: { labels: labelsOf(2100, 3), pixels: noise(2100, 3), name: 't10k' },
  } as const;

  beforeAll(() => {
    mkdirSync(synthetic);
    for (const { labels, pixels, name } of Object.values(sets)) {
      const images = idx(2051, [labels.length, 28, 28], pixels);
      writeFileSync(join(synthetic, `${name}-images-idx3-ubyte`), images);
      writeFileSync(
        join(synthetic, `${name}-labels-idx1-ubyte.gz`),
        gzipSync(idx(2049, [labels.length], labels)),
      );
    }
  });

  const run = (...args: string[]) =>
    spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', cwd: temporary });

  function contents(folder: string): Record<string, string> {
    const hash = (name: string) =>
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex');
    return Object.fromEntries(readdirSync(folder).map((name) => [name, hash(name)]));
  }

  it('takes the first images of each class, the same bytes on every run', SLOW, async () => {
    const first = join(temporary, 'first', 'fashion-mnist');
    expect(run('--from', synthetic, '--out', first)).toMatchObject({ status: 0, stderr: '' });
    expect(run('--from=synthetic', '--out=second')).toMatchObject({ status: 0, stderr: '' });
    expect(Object.keys(contents(first)).length).toBe(15);
    expect(contents(join(temporary, 'second'))).toEqual(contents(first));

    const source = createDataSource(fileReader(join(temporary, 'first')));
    for (const [split, count] of ALL) {
      const { labels, pixels } = sets[split];
      const seen = Array<number>(10).fill(0);
      const chosen = [...labels.keys()].filter((i) => {
        const label = labels[i] ?? 0;
        seen[label] = (seen[label] ?? 0) + 1;
        return seen[label] <= count / 10;
      });
      const wanted = {
        count,
        labels: Uint8Array.from(chosen, (i) => labels[i] ?? 0),
        pixels: Float32Array.from(
          chosen.flatMap((i) => [...pixels.subarray(784 * i, 784 * (i + 1))]),
          (x) => (x / 255 - 0.286041) / 0.353024,
        ),
      };
      expect(fingerprints(await source.fashionMnist(split, count)).toSorted()).toEqual(
        fingerprints(wanted).toSorted(),
      );
    }
  });

  if (existsSync(DEBIAN)) {
    it("makes the committed files from Debian's IDX files", SLOW, () => {
      const out = join(temporary, 'debian');
      expect(run('--from', DEBIAN, '--out', out)).toMatchObject({ status: 0, stderr: '' });
      expect(contents(out)).toEqual(contents(CHUNKS));
    });
  }

  const images = 'train-images-idx3-ubyte';
  const labels = 'train-labels-idx1-ubyte';
  const { train } = sets;
  const black = new Uint8Array(train.pixels.length);
  it.each<[string, string, Uint8Array | null, RegExp]>([
    ['no file', images, null, /no such file: .*train-images-idx3-ubyte /],
    [
      'another magic number',
      images,
      idx(2049, [5200, 28, 28], train.pixels),
      /magic number 2049 \(allowed: 2051/,
    ],
    ['another size', images, idx(2051, [1300, 56, 56], train.pixels), /dimensions 1300 × 56 × 56 .*28 × 28/],
    ['a cut file', images, idx(2051, [5200, 28, 28], train.pixels.subarray(9)), /4076807 bytes .*4076816/],
    ['a stub', images, Buffer.from('IDX'), /3 bytes, less than/],
    ['other pictures', images, idx(2051, [5200, 28, 28], black), /mean 0\.000000 .*0\.286041/],
    ['too few labels', labels, idx(2049, [9], new Uint8Array(9)), /dimensions 9 \(allowed: 5200\)/],
    [
      'a label of 10',
      labels,
      idx(2049, [5200], new Uint8Array(5200).fill(10)),
      /label 10 \(allowed: 0 to 9\)/,
    ],
    [
      'one class alone',
      labels,
      idx(2049, [5200], new Uint8Array(5200)),
      /class 1: 0 \(allowed: 500 or more\)/,
    ],
    ['damaged gzip', `${labels}.gz`, Buffer.from('no gzip'), /cannot read .*labels-idx1-ubyte\.gz/],
  ])('refuses a folder with %s', SLOW, (_, name, bytes, message) => {
    const folder = mkdtempSync(join(temporary, 'bad-'));
    cpSync(synthetic, folder, { recursive: true });
    for (const old of readdirSync(folder))
      if (old.startsWith(name.replace('.gz', ''))) rmSync(join(folder, old));
    if (bytes) writeFileSync(join(folder, name), bytes);
    const out = join(folder, 'out');
    expectRefusal(run('--from', folder, '--out', out), message);
    expect(existsSync(out)).toBe(false);
  });

  it.each<[string, string[], RegExp]>([
    ['an unknown flag', ['--form', 'x'], /unknown argument: --form .*--from FOLDER.*--out FOLDER/],
    ['a stray word', ['folder'], /unknown argument: folder /],
    ['a missing folder', ['--from', 'nowhere'], /no such folder: nowhere /],
    ['a file as folder', ['--from', CLI], /no such folder: .*data\.ts /],
    ['a flag without a folder', ['--out'], /--out needs a folder: nothing given/],
    ['a flag for a folder', ['--from', '--out', 'x'], /--from needs a folder: --out/],
    ['an empty folder name', ['--from='], /--from needs a folder/],
    ['an --out that is a file', ['--from', 'synthetic', '--out', CLI], /cannot write to .*data\.ts/],
  ])('refuses %s', SLOW, (_, args, message) => expectRefusal(run(...args), message));

  function expectRefusal({ status, stdout, stderr }: ReturnType<typeof run>, message: RegExp): void {
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n').length).toBe(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  }
});
