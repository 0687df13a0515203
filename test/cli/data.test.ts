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
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileReader } from '#src/cli/file-reader.ts';
import { createDataSource } from '#src/data/data-source.ts';
import { ALL, CHUNKS, fingerprints, random, SLOW } from '../data/chunks.ts';

const CLI = fileURLToPath(new URL('../../src/cli/data.ts', import.meta.url));
const DEBIAN = '/usr/share/datasets/fashion-mnist';

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
