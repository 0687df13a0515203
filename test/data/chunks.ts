/** The committed images, and what tests of their reading share. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { fileReader } from '#src/cli/file-reader.ts';
import {
  createDataSource,
  DataError,
  type FileReader,
  type LabelledImages,
  type Split,
} from '#src/data/data-source.ts';

const DATA = new URL('../../public/data/', import.meta.url);
export const CHUNKS = fileURLToPath(new URL('fashion-mnist/', DATA));
export const FIRST = 'fashion-mnist/train-00.bin';
/** For tests that a busy machine takes long over. */
export const SLOW = { timeout: 120_000 };
/** Images of each split. */
export const ALL = [
  ['train', 5000],
  ['test', 2000],
] as const satisfies [Split, number][];

export const committed = fileReader(DATA);
export const stored = new Uint8Array(readFileSync(join(CHUNKS, 'train-00.bin')));
export const plain = new Uint8Array(gunzipSync(stored));

/** What reading the first chunk fails with. */
export async function failure(read: FileReader): Promise<DataError> {
  const error: unknown = await createDataSource(read)
    .fashionMnist('train', 500)
    .catch((reason) => reason);
  if (error instanceof DataError) return error;
  throw new Error('expected a DataError', { cause: error });
}

/** One string per image: equal for equal label and pixels. */
export function fingerprints({ labels, pixels }: LabelledImages): string[] {
  return Array.from(labels, (label, i) => {
    const image = pixels.subarray(784 * i, 784 * (i + 1));
    return `${label} ${createHash('sha256').update(image).digest('hex')}`;
  });
}

/** Uniform on [0, 1): mulberry32. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
