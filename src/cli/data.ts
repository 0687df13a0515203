/**
 * `npm run data -- [--from FOLDER] [--out FOLDER]`: writes the course's subset of Fashion-MNIST.
 *
 * Reads the four IDX files (the format of LeCun, Cortes & Burges' MNIST), plain or gzipped, takes the first 500
 * training and the first 200 test images of each class, and writes them in chunks of 500 with a README. The same
 * input gives the same bytes on every run. Nothing is written unless all of the input is good; what is not good is
 * told in one line on stderr, with exit status 2.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import {
  CHUNK_COUNTS,
  CHUNK_IMAGES,
  CLASS_COUNT,
  chunkPath,
  encodeChunk,
  FASHION_MNIST_MEAN,
  FASHION_MNIST_STD,
  IMAGE_PIXELS,
  IMAGE_SIDE,
  type RawImages,
  type Split,
} from '#src/data/data-source.ts';
import { formatCount } from '#src/format.ts';

/** Where Debian's package `dataset-fashion-mnist` puts the IDX files. */
const DEFAULT_FROM = '/usr/share/datasets/fashion-mnist';
const DEFAULT_OUT = fileURLToPath(new URL('../../public/data/fashion-mnist', import.meta.url));
/** Seed of the order of images within the chunks. */
const SHUFFLE_SEED = 20170825;
/** How far the recomputed mean and standard deviation may lie from the constants, which have six digits. */
const MOMENT_TOLERANCE = 1e-6;
const SOURCE_NAMES = { train: 'train', test: 't10k' } as const satisfies Record<Split, string>;
const SPLITS = ['train', 'test'] as const satisfies readonly Split[];
const PER_CLASS_IN_CHUNK = CHUNK_IMAGES / CLASS_COUNT;
const IMAGES_MAGIC = 2051;
const LABELS_MAGIC = 2049;
const USAGE = 'npm run data -- [--from FOLDER] [--out FOLDER]';
const FLAGS = ['--from', '--out'] as const;

/** Something the person at the keyboard can put right: told in one line. */
class UsageError extends Error {}

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface Idx {
  /** The images file and the labels file, uncompressed. */
  readonly files: readonly NamedBytes[];
  readonly images: RawImages;
}

type Flags = Record<(typeof FLAGS)[number], string>;

function parseFlags(args: readonly string[]): Flags {
  const flags: Flags = { '--from': DEFAULT_FROM, '--out': DEFAULT_OUT };
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [name, inline] = splitOnce(word, '=');
    const flag = FLAGS.find((known) => known === name);
    if (flag === undefined) throw new UsageError(`unknown argument: ${word} (allowed: ${USAGE})`);
    const value = inline ?? rest.shift();
    if (value === undefined || value === '' || value.startsWith('--')) {
      throw new UsageError(`${flag} needs a folder: ${value ?? 'nothing given'} (allowed: ${USAGE})`);
    }
    flags[flag] = value;
  }
  return flags;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** One IDX file, gunzipped where it is gzipped; its header must hold `magic` and then `dimensions`, null for any. */
function readIdx(
  folder: string,
  name: string,
  magic: number,
  dimensions: readonly (number | null)[],
): NamedBytes {
  const path = [`${name}.gz`, name].map((file) => join(folder, file)).find((file) => existsSync(file));
  if (path === undefined)
    throw new UsageError(`no such file: ${join(folder, name)} (allowed: plain, or .gz)`);
  const bytes = readPlain(path);
  const headerBytes = 4 + 4 * dimensions.length;
  if (bytes.length < headerBytes)
    throw new UsageError(`${path}: ${bytes.length} bytes, less than an IDX header`);
  const found = Array.from({ length: 1 + dimensions.length }, (_, i) => bytes.readUInt32BE(4 * i));
  const [foundMagic, ...foundDimensions] = found;
  if (foundMagic !== magic)
    throw new UsageError(`${path}: IDX magic number ${foundMagic} (allowed: ${magic})`);
  if (!dimensions.every((wanted, i) => wanted === null || wanted === foundDimensions[i])) {
    const allowed = dimensions.map((wanted) => wanted ?? 'any').join(' × ');
    throw new UsageError(`${path}: dimensions ${foundDimensions.join(' × ')} (allowed: ${allowed})`);
  }
  const length = headerBytes + foundDimensions.reduce((product, size) => product * size, 1);
  if (bytes.length !== length) throw new UsageError(`${path}: ${bytes.length} bytes (allowed: ${length})`);
  return { name, bytes };
}

function readPlain(path: string): Buffer {
  try {
    const bytes = readFileSync(path);
    return path.endsWith('.gz') ? gunzipSync(bytes) : bytes;
  } catch (cause) {
    throw new UsageError(`cannot read ${path}: ${messageOf(cause)}`);
  }
}

function readSplit(folder: string, split: Split): Idx {
  const name = SOURCE_NAMES[split];
  const images = readIdx(folder, `${name}-images-idx3-ubyte`, IMAGES_MAGIC, [null, IMAGE_SIDE, IMAGE_SIDE]);
  const pixels = images.bytes.subarray(16); // [count, 784]
  const count = pixels.length / IMAGE_PIXELS;
  const labelFile = readIdx(folder, `${name}-labels-idx1-ubyte`, LABELS_MAGIC, [count]);
  const labels = labelFile.bytes.subarray(8); // [count]
  const stranger = labels.find((label) => label >= CLASS_COUNT);
  if (stranger !== undefined) {
    throw new UsageError(`${labelFile.name}: label ${stranger} (allowed: 0 to ${CLASS_COUNT - 1})`);
  }
  return { files: [images, labelFile], images: { labels, pixels } };
}

/** Mean and standard deviation over all pixels must be those by which `data-source.ts` normalises. */
function checkMoments(pixels: Uint8Array): void {
  let sum = 0; // whole numbers below 2⁵³, so exact
  let squares = 0;
  for (const x of pixels) {
    sum += x;
    squares += x * x;
  }
  const mean = sum / pixels.length / 255;
  const std = Math.sqrt(squares / pixels.length / 255 ** 2 - mean ** 2);
  const near = (value: number, wanted: number) => Math.abs(value - wanted) <= MOMENT_TOLERANCE;
  if (near(mean, FASHION_MNIST_MEAN) && near(std, FASHION_MNIST_STD)) return;
  throw new UsageError(
    `training images have mean ${mean.toFixed(6)} and standard deviation ${std.toFixed(6)} (allowed: ` +
      `${FASHION_MNIST_MEAN} and ${FASHION_MNIST_STD}, those of Fashion-MNIST)`,
  );
}

/** Places in the source of each chunk's images: chunk c holds images 50c … 50c + 49 of every class, shuffled. */
function chooseImages(split: Split, labels: Uint8Array): number[][] {
  const places: number[][] = Array.from({ length: CLASS_COUNT }, () => []);
  for (const [place, label] of labels.entries()) places[label]?.push(place);
  const needed = CHUNK_COUNTS[split] * PER_CLASS_IN_CHUNK;
  for (const [label, { length }] of places.entries()) {
    if (length < needed) {
      throw new UsageError(`${split} images of class ${label}: ${length} (allowed: ${needed} or more)`);
    }
  }
  return Array.from({ length: CHUNK_COUNTS[split] }, (_, chunk) => {
    const first = chunk * PER_CLASS_IN_CHUNK;
    const sorted = places.flatMap((ofClass) => ofClass.slice(first, first + PER_CLASS_IN_CHUNK));
    return shuffle(sorted, SHUFFLE_SEED + 100 * SPLITS.indexOf(split) + chunk);
  });
}

/** A Fisher–Yates shuffle of a copy. */
function shuffle(items: readonly number[], seed: number): number[] {
  const generator = xoroshiro128plus(seed);
  const rest = [...items];
  return items.flatMap(() => {
    const at = uniformInt(generator, 0, rest.length - 1);
    return rest.splice(at, 1);
  });
}

function buildChunks(split: Split, { labels, pixels }: RawImages): NamedBytes[] {
  return chooseImages(split, labels).map((places, index) => {
    const image = (place: number) => pixels.subarray(place * IMAGE_PIXELS, (place + 1) * IMAGE_PIXELS);
    const payload = encodeChunk({
      labels: Uint8Array.from(places, (place) => labels[place] ?? 0), // [500]
      pixels: Buffer.concat(places.map(image)), // [500, 784]
    });
    return { name: chunkPath(split, index).replace(/^.*\//, ''), bytes: compress(payload) };
  });
}

function compress(payload: Uint8Array): Uint8Array {
  const bytes = gzipSync(payload, { level: 9, memLevel: 9, strategy: constants.Z_FILTERED });
  bytes[9] = 255; // RFC 1952: "operating system unknown", or the bytes would depend on it
  return bytes;
}

function readme(sources: readonly NamedBytes[], chunks: readonly NamedBytes[]): string {
  const total = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const row = ({ name, bytes }: NamedBytes) => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    return `| \`${name}\` | ${formatCount(bytes.length)} | \`${hash}\` |`;
  };
  const count = (split: Split) => formatCount(CHUNK_COUNTS[split] * CHUNK_IMAGES);
  return `# Fashion-MNIST, a subset

${count('train')} training and ${count('test')} test images of Fashion-MNIST, 28 × 28 grey pixels in ten classes, each class
equally often. ${formatCount(total)} bytes in ${chunks.length} chunks of ${CHUNK_IMAGES} images.

## Source

Han Xiao, Kashif Rasul, Roland Vollgraf: *Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
Algorithms*. Zalando Research, 2017. [arXiv:1708.07747](https://arxiv.org/abs/1708.07747),
<https://github.com/zalandoresearch/fashion-mnist>; packaged by Debian as \`dataset-fashion-mnist\`.

Labels: 0 T-shirt/top, 1 trouser, 2 pullover, 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag, 9 ankle boot.

The files read, uncompressed:

| file | bytes | SHA-256 |
| --- | ---: | --- |
${sources.map(row).join('\n')}

## How it was made

\`\`\`sh
npm run data
\`\`\`

or \`npm run data -- --from FOLDER --out FOLDER\` with the IDX files elsewhere. The program is \`src/cli/data.ts\`. It
takes the first ${CHUNK_COUNTS.train * PER_CLASS_IN_CHUNK} training and the first ${CHUNK_COUNTS.test * PER_CLASS_IN_CHUNK} test images of each class. Every chunk holds ${PER_CLASS_IN_CHUNK} images of each class,
shuffled by xoroshiro128+ from the seed ${SHUFFLE_SEED} (plus 100 for test, plus the number of the chunk).

## Format

A chunk is a gzip file. Uncompressed, with integers little-endian:

| offset | bytes | content |
| ---: | ---: | --- |
| 0 | 3 | \`FMN\` |
| 3 | 1 | format version, 1 |
| 4 | 4 | count of images, ${CHUNK_IMAGES} |
| 8 | 4 | CRC-32 of every byte from offset 12 on |
| 12 | count | labels, 0 to 9 |
| 12 + count | 784 × count | pixels, 0 black to 255 white, column after column, each as its difference (mod 256) to Paeth's prediction from the pixels to the left, above and above left (as in PNG; outside the picture is 0) |

The course normalises a pixel x to (x / 255 − ${FASHION_MNIST_MEAN}) / ${FASHION_MNIST_STD}: mean and standard deviation of all 60,000
training images.

## Files

| file | bytes | SHA-256 |
| --- | ---: | --- |
${chunks.map(row).join('\n')}

## Licence

${LICENCE}`;
}

const LICENCE = `The MIT License (MIT)

Copyright © 2017 Zalando SE, https://tech.zalando.com

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to
permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

function write(folder: string, files: readonly NamedBytes[]): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  } catch (cause) {
    throw new UsageError(`--out, cannot write to ${folder}: ${messageOf(cause)}`);
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function main(args: readonly string[]): void {
  const { '--from': from, '--out': out } = parseFlags(args);
  if (!isFolder(from)) {
    throw new UsageError(`--from, no such folder: ${from} (allowed: a folder with the four IDX files)`);
  }
  const idx = { train: readSplit(from, 'train'), test: readSplit(from, 'test') };
  checkMoments(idx.train.images.pixels);
  const chunks = SPLITS.flatMap((split) => buildChunks(split, idx[split].images));
  const text = readme([...idx.train.files, ...idx.test.files], chunks);
  write(out, [...chunks, { name: 'README.md', bytes: Buffer.from(text) }]);
  const total = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  console.log(`${chunks.length} chunks, ${total} bytes, in ${relative('', out) || '.'}`);
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message.replaceAll('\n', ' '));
  process.exitCode = 2;
}
