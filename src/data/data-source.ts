/**
 * The Fashion-MNIST subset of the course: 5,000 training and 2,000 test images in chunks of 500.
 *
 * The pictures are those of Xiao, Rasul & Vollgraf (2017, arXiv:1708.07747): 28 × 28 pixels, one byte each, ten
 * classes. This file owns the chunk format, both ways: `encodeChunk` serves `src/cli/data.ts`, the decoder serves
 * a worker in the browser and the command line alike. It asks its host for nothing but `DecompressionStream`.
 *
 * A chunk is a gzip file (RFC 1952) of this payload, integers little-endian:
 *
 * | offset     | bytes       | content                                                                      |
 * | ---------- | ----------- | ---------------------------------------------------------------------------- |
 * | 0          | 3           | `FMN`                                                                        |
 * | 3          | 1           | format version, 1                                                            |
 * | 4          | 4           | count of images                                                              |
 * | 8          | 4           | CRC-32 (the one of gzip) of every byte from offset 12 on                     |
 * | 12         | count       | labels, 0 … 9                                                                |
 * | 12 + count | count × 784 | pixels, column after column, each as its difference (mod 256) to Paeth's     |
 * |            |             | prediction (PNG specification, section 9.4); outside the picture counts as 0 |
 */
import { crc32 } from './crc32.ts';
import { DataError, type FileReader } from './data-error.ts';
import { type NetWeights, readModel } from './model-file.ts';

export { DataError, type FileReader } from './data-error.ts';

/** Mean of all 47,040,000 pixels of the 60,000 training images, in units of full intensity (byte 255 is 1). */
export const FASHION_MNIST_MEAN = 0.286041;
/** Standard deviation of the same pixels, in the same unit. */
export const FASHION_MNIST_STD = 0.353024;
/** Width and height of a picture, in pixels. */
export const IMAGE_SIDE = 28;
/** Pixels of a picture. */
export const IMAGE_PIXELS = IMAGE_SIDE * IMAGE_SIDE;
/** Classes, labelled 0 … 9. */
export const CLASS_COUNT = 10;
/** Images in one chunk: as many of each class as of any other. */
export const CHUNK_IMAGES = 500;
/** Chunks of each split. */
export const CHUNK_COUNTS = { train: 10, test: 4 } as const satisfies Record<Split, number>;

const MAGIC = [0x46, 0x4d, 0x4e] as const; // 'FMN'
const VERSION = 1;
const HEADER_BYTES = 12;
const BYTE_VALUES = 256;

export type Split = 'train' | 'test';

export interface LabelledImages {
  readonly count: number;
  /** [count, 784], row after row, normalised: (x/255 − 0.286041) / 0.353024. The caller's own copy. */
  readonly pixels: Float32Array;
  /** [count], 0 … 9. The caller's own copy. */
  readonly labels: Uint8Array;
}

/** Images as they are stored: bytes 0 … 255. */
export interface RawImages {
  /** [count], 0 … 9. */
  readonly labels: Uint8Array;
  /** [count, 784], row after row. */
  readonly pixels: Uint8Array;
}

export interface DataSource {
  /**
   * The first `count` images of a split, always in the same shuffled order; it reads the first ⌈count / 500⌉
   * chunks. Classes are exactly balanced wherever `count` is a multiple of 500.
   *
   * @param count a whole number, 1 … 5,000 for `train` and 1 … 2,000 for `test`
   * @param signal gives up waiting; a read that nobody waits for any more is aborted too
   * @throws RangeError where `count` is out of range
   * @throws DataError where a chunk is missing or damaged; asking again reads that chunk again
   * @throws the signal's reason (by default an `AbortError`) once it is aborted
   */
  fashionMnist(split: Split, count: number, signal?: AbortSignal): Promise<LabelledImages>;

  /**
   * A trained net of `public/models/`, by name: `8to2`. It is shared and not to be written to.
   *
   * @throws ModelFileError where it is missing or damaged; asking again reads it again
   * @throws the signal's reason (by default an `AbortError`) once it is aborted
   */
  model(name: string, signal?: AbortSignal): Promise<NetWeights>;
}

/** Path of a chunk below the data folder, e.g. 'fashion-mnist/train-00.bin'. */
export function chunkPath(split: Split, index: number): string {
  return `fashion-mnist/${split}-${String(index).padStart(2, '0')}.bin`;
}

/**
 * A data source over `read`. Decoded chunks stay in memory (393 kB each, 5.5 MB for all); a chunk that failed does
 * not, so a retry reads it again. Requests for the same chunk at the same time share one read. The same goes for the
 * nets, which come from a folder of their own.
 */
export function createDataSource(read: FileReader, readModels: FileReader = read): DataSource {
  const chunk = shareReads((path, signal) => readChunk(read, path, signal));
  const net = shareReads((name, signal) => readModel(readModels, name, signal));
  return {
    async fashionMnist(split, count, signal) {
      signal?.throwIfAborted();
      const most = CHUNK_COUNTS[split] * CHUNK_IMAGES;
      if (!Number.isInteger(count) || count < 1 || count > most) {
        throw new RangeError(`count of ${split} images must be a whole number from 1 to ${most}: ${count}`);
      }
      const indices = Array.from({ length: Math.ceil(count / CHUNK_IMAGES) }, (_, index) => index);
      const chunks = await Promise.all(indices.map((index) => chunk(chunkPath(split, index), signal)));
      return normalise(chunks, count);
    },
    model: net,
  };
}

/** One value per path: kept once it is there, shared while it is under way, forgotten when it failed. */
function shareReads<T>(load: (path: string, signal: AbortSignal) => Promise<T>) {
  interface Entry {
    readonly value: Promise<T>;
    readonly controller: AbortController;
    waiting: number;
    settled: boolean;
  }
  const entries = new Map<string, Entry>();

  function start(path: string): Entry {
    const controller = new AbortController();
    const entry: Entry = { value: load(path, controller.signal), controller, waiting: 0, settled: false };
    const settle = () => {
      entry.settled = true;
    };
    const forget = () => {
      entry.settled = true;
      if (entries.get(path) === entry) entries.delete(path);
    };
    entry.value.then(settle, forget);
    entries.set(path, entry);
    return entry;
  }

  return (path: string, signal?: AbortSignal): Promise<T> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const entry = entries.get(path) ?? start(path);
      entry.waiting++;
      const leave = () => {
        reject(signal?.reason);
        entry.waiting--;
        if (entry.waiting > 0 || entry.settled) return;
        entries.delete(path);
        entry.controller.abort(signal?.reason);
      };
      const arrive = () => signal?.removeEventListener('abort', leave);
      signal?.addEventListener('abort', leave, { once: true });
      entry.value.then(resolve, reject);
      entry.value.then(arrive, arrive);
    });
}

async function readChunk(read: FileReader, path: string, signal: AbortSignal): Promise<RawImages> {
  const bytes = await read(path, signal);
  const payload = isGzip(bytes) ? await gunzip(path, bytes) : bytes; // some hosts decompress on the way
  const images = decodeChunk(path, payload);
  const count = images.labels.length;
  if (count !== CHUNK_IMAGES) throw damaged(path, `${count} images instead of ${CHUNK_IMAGES}`);
  return images;
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Undoes gzip, whose own CRC-32 and length show a flipped byte or a cut. */
async function gunzip(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (cause) {
    throw new DataError('damaged', path, 'not a whole gzip file', { cause });
  }
}

/**
 * The payload of a chunk, before gzip.
 *
 * @param images labels [count] of 0 … 9 and pixels [count, 784] of 0 … 255
 * @throws RangeError where the lengths do not agree or a label is not a class
 */
export function encodeChunk({ labels, pixels }: RawImages): Uint8Array<ArrayBuffer> {
  const count = labels.length;
  if (pixels.length !== count * IMAGE_PIXELS) {
    throw new RangeError(`${count} images need ${count * IMAGE_PIXELS} pixels: ${pixels.length}`);
  }
  const stranger = labels.find((label) => label >= CLASS_COUNT);
  if (stranger !== undefined) throw new RangeError(`label not in 0 … ${CLASS_COUNT - 1}: ${stranger}`);
  const payload = new Uint8Array(HEADER_BYTES + labels.length + pixels.length);
  payload.set([...MAGIC, VERSION]);
  payload.set(labels, HEADER_BYTES);
  payload.set(toResiduals(pixels), HEADER_BYTES + count);
  const header = new DataView(payload.buffer);
  header.setUint32(4, count, true);
  header.setUint32(8, crc32(payload.subarray(HEADER_BYTES)), true);
  return payload;
}

/**
 * Undoes `encodeChunk`.
 *
 * @param file named in the error
 * @throws DataError('damaged') where magic, version, length, CRC-32 or a label is not what the format says
 */
export function decodeChunk(file: string, payload: Uint8Array): RawImages {
  if (payload.length < HEADER_BYTES) throw damaged(file, `${payload.length} bytes, less than a header`);
  if (!MAGIC.every((byte, i) => payload[i] === byte)) throw damaged(file, 'not a chunk of images');
  if (payload[3] !== VERSION) throw damaged(file, `format version ${payload[3]} instead of ${VERSION}`);
  const header = new DataView(payload.buffer, payload.byteOffset, HEADER_BYTES);
  const count = header.getUint32(4, true);
  const length = HEADER_BYTES + count * (1 + IMAGE_PIXELS);
  if (payload.length !== length) throw damaged(file, `${payload.length} bytes instead of ${length}`);
  if (crc32(payload.subarray(HEADER_BYTES)) !== header.getUint32(8, true))
    throw damaged(file, 'wrong checksum');
  const labels = payload.slice(HEADER_BYTES, HEADER_BYTES + count);
  const stranger = labels.find((label) => label >= CLASS_COUNT);
  if (stranger !== undefined) throw damaged(file, `label ${stranger} is not in 0 … ${CLASS_COUNT - 1}`);
  return { labels, pixels: fromResiduals(payload.subarray(HEADER_BYTES + count)) };
}

function damaged(file: string, detail: string): DataError {
  return new DataError('damaged', file, detail);
}

/** Rows of pixels to columns of differences; of the predictors tried it leaves gzip the smallest files. */
function toResiduals(pixels: Uint8Array): Uint8Array {
  const residuals = new Uint8Array(pixels.length);
  walkColumns(pixels.length, (at, from, row, column) => {
    residuals[at] = (pixels[from] ?? 0) - predict(pixels, from, row, column);
  });
  return residuals;
}

function fromResiduals(residuals: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(residuals.length);
  walkColumns(residuals.length, (at, to, row, column) => {
    pixels[to] = (residuals[at] ?? 0) + predict(pixels, to, row, column);
  });
  return pixels;
}

/** Visits [image, column, row]; `at` counts the visits, `place` is the same pixel's place in [image, row, column]. */
function walkColumns(
  length: number,
  visit: (at: number, place: number, row: number, column: number) => void,
): void {
  let at = 0;
  for (let image = 0; image < length; image += IMAGE_PIXELS) {
    for (let column = 0; column < IMAGE_SIDE; column++) {
      for (let row = 0; row < IMAGE_SIDE; row++) visit(at++, image + row * IMAGE_SIDE + column, row, column);
    }
  }
}

/** Paeth's predictor: of the left, upper and upper left pixel the one nearest to left + upper − upper left. */
function predict(pixels: Uint8Array, at: number, row: number, column: number): number {
  const left = column > 0 ? (pixels[at - 1] ?? 0) : 0;
  const upper = row > 0 ? (pixels[at - IMAGE_SIDE] ?? 0) : 0;
  const upperLeft = row > 0 && column > 0 ? (pixels[at - IMAGE_SIDE - 1] ?? 0) : 0;
  const toLeft = Math.abs(upper - upperLeft);
  const toUpper = Math.abs(left - upperLeft);
  const toUpperLeft = Math.abs(left + upper - 2 * upperLeft);
  if (toLeft <= toUpper && toLeft <= toUpperLeft) return left;
  return toUpper <= toUpperLeft ? upper : upperLeft;
}

function normalise(chunks: readonly RawImages[], count: number): LabelledImages {
  const scale = Float32Array.from(
    { length: BYTE_VALUES },
    (_, x) => (x / 255 - FASHION_MNIST_MEAN) / FASHION_MNIST_STD,
  );
  const pixels = new Float32Array(count * IMAGE_PIXELS); // [count, 784]
  const labels = new Uint8Array(count); // [count]
  for (const [index, chunk] of chunks.entries()) {
    const first = index * CHUNK_IMAGES;
    const taken = Math.min(CHUNK_IMAGES, count - first);
    const offset = first * IMAGE_PIXELS;
    labels.set(chunk.labels.subarray(0, taken), first);
    for (const [i, x] of chunk.pixels.subarray(0, taken * IMAGE_PIXELS).entries())
      pixels[offset + i] = scale[x] ?? 0;
  }
  return { count, pixels, labels };
}
