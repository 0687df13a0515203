import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fileReader } from '#src/cli/file-reader.ts';
import {
  createDataSource,
  DataError,
  decodeChunk,
  encodeChunk,
  type FileReader,
} from '#src/data/data-source.ts';
import {
  ALL,
  CHUNKS,
  committed,
  FIRST,
  failure,
  fingerprints,
  plain,
  random,
  SLOW,
  stored,
} from './chunks.ts';

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

function balance(labels: Uint8Array): number[] {
  return Array.from({ length: 10 }, (_, label) => labels.filter((other) => other === label).length);
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
