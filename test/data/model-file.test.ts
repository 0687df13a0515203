import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileReader } from '#src/cli/file-reader.ts';
import { nodeData } from '#src/cli/node-lab.ts';
import { createDataSource, DataError, type FileReader } from '#src/data/data-source.ts';
import {
  decodeModel,
  encodeModel,
  ModelFileError,
  modelPath,
  type NetWeights,
} from '#src/data/model-file.ts';
import { transferTaskNames, transferTasks } from '#src/data/transfer-tasks.ts';
import { backboneNet } from '#src/nn/pretraining.ts';
import { createRng } from '#src/random.ts';
import { startBackend } from '../backends.ts';
import { largestError, numbersOf } from '../nn/closeness.ts';
import { plainForward } from '../nn/plain-mlp.ts';

const FOLDER = new URL('../../public/models/', import.meta.url);
const committed = (file: string) => new Uint8Array(readFileSync(new URL(file, FOLDER)));
const data = nodeData();
const IMAGES = 12;

/** Reads a file as its description says, with nothing of `src`. Weights and biases in turn, in doubles. */
function byHand(bytes: Uint8Array): { sizes: number[]; parameters: number[][] } {
  const file = Buffer.from(bytes);
  expect(file.toString('latin1', 0, 3)).toBe('NND');
  expect(file.readUInt32LE(4)).toBe(crc32(file.subarray(8)));
  const layers = file.readUInt32LE(8);
  const sizes = Array.from({ length: layers + 1 }, (_, i) => file.readUInt32LE(12 + 4 * i));
  let at = 12 + 4 * sizes.length;
  const parameters: number[][] = [];
  for (let l = 0; l < layers; l++) {
    const [n = 0, m = 0] = sizes.slice(l, l + 2);
    const scale = (unit: number) => file.readFloatLE(at + 4 * unit);
    const bias = Array.from({ length: m }, (_, unit) => file.readFloatLE(at + 4 * (m + unit)));
    const weights = Array.from({ length: n * m }, (_, i) => file.readInt8(at + 8 * m + i) * scale(i % m));
    parameters.push(weights, bias);
    at += 8 * m + n * m;
  }
  expect(at).toBe(file.length);
  return { sizes, parameters };
}

const asRows = (pixels: Float32Array, count: number) =>
  Array.from({ length: count }, (_, row) => Array.from(pixels.subarray(784 * row, 784 * (row + 1))));

describe('the committed nets', () => {
  beforeAll(() => startBackend('wasm'));
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.bin'));

  it('are those of the tasks, under 500 kB together, with the hashes that their README says', () => {
    expect(names.toSorted()).toEqual(transferTaskNames.map(modelPath).toSorted());
    const readme = readFileSync(new URL('README.md', FOLDER), 'utf8');
    const rows = [...readme.matchAll(/^\| `(\S+\.bin)` \| ([\d,]+) \| `([0-9a-f]{64})` \|$/gm)];
    const said = rows.map(([, name, bytes, hash]) => `${name} ${bytes} ${hash}`);
    const found = names.map((name) => {
      const bytes = committed(name);
      const hash = createHash('sha256').update(bytes).digest('hex');
      return `${name} ${bytes.length.toLocaleString('en-US')} ${hash}`;
    });
    expect(said.toSorted()).toEqual(found.toSorted());
    expect(names.reduce((sum, name) => sum + committed(name).length, 0)).toBeLessThan(500_000);
  });

  it.each(transferTaskNames)('%s: logits are those of a forward pass in doubles', async (name) => {
    const { sizes, parameters } = byHand(committed(modelPath(name)));
    const classes = transferTasks[name].source.length;
    expect(sizes).toEqual([784, 128, 64, classes]);
    const { pixels } = await data.fashionMnist('test', IMAGES);
    const plain = plainForward(
      { sizes, activation: 'relu', epsilon: undefined },
      parameters,
      asRows(pixels, IMAGES),
    );
    const { layers } = await data.model(name);
    const net = backboneNet(classes, createRng(1), { layers, frozen: false });
    const logits = tidy(() => net.predict(tensor2d(pixels, [IMAGES, 784])));
    const wanted = plain.at(-1)?.flat() ?? [];
    // sums of 784 products in float32: √784 · 6·10⁻⁸ = 1.7·10⁻⁶ of their terms, which are larger than what is left of them
    expect(largestError(await numbersOf(logits), wanted)).toBeLessThan(2e-5);
    // and they are not all alike
    expect(Math.max(...wanted) - Math.min(...wanted)).toBeGreaterThan(3);
    logits.dispose();
    net.dispose();
  });

  it.each(transferTaskNames)('%s: knows its own classes, by that forward pass', async (name) => {
    const { sizes, parameters } = byHand(committed(modelPath(name)));
    const { source } = transferTasks[name];
    const { pixels, labels } = await data.fashionMnist('test', 500);
    const known = [...labels.keys()].filter((i) => (source as readonly number[]).includes(labels[i] ?? -1));
    const rows = asRows(pixels, 500);
    const logits = plainForward(
      { sizes, activation: 'relu', epsilon: undefined },
      parameters,
      known.map((i) => rows[i] ?? []),
    ).at(-1);
    const right = known.filter((place, i) => {
      const row = logits?.[i] ?? [];
      return source[row.indexOf(Math.max(...row))] === labels[place];
    });
    // without noise a net of this size reaches 0.8 to 0.9 here; guessing is 1/8 to 1/5
    expect(right.length / known.length).toBeGreaterThan(0.75);
  });
});

const sizes = [5, 4, 3];
const stream = createRng(3);
const small: NetWeights = {
  sizes,
  layers: [
    { weights: stream.normals(20), bias: stream.normals(4) },
    { weights: stream.normals(12), bias: stream.normals(3) },
  ],
};

describe('a net as a file', () => {
  it('comes back with its biases as they were, and each weight within half a step of its unit', () => {
    const back = decodeModel('x', encodeModel(small));
    expect(back.sizes).toEqual(sizes);
    for (const [l, { weights, bias }] of small.layers.entries()) {
      expect(back.layers[l]?.bias).toEqual(bias);
      for (let unit = 0; unit < bias.length; unit++) {
        const own = weights.filter((_, i) => i % bias.length === unit);
        const again = back.layers[l]?.weights.filter((_, i) => i % bias.length === unit) ?? [];
        const halfStep = Math.max(...own.map(Math.abs)) / 254;
        for (const [i, weight] of own.entries()) {
          expect(Math.abs((again[i] ?? Number.NaN) - weight)).toBeLessThanOrEqual(halfStep * 1.00001);
        }
      }
    }
  });

  it('keeps a unit whose weights are all 0', () => {
    const silent = { sizes: [2, 1], layers: [{ weights: new Float32Array(2), bias: Float32Array.of(0.5) }] };
    expect(decodeModel('x', encodeModel(silent))).toEqual(silent);
  });

  it('refuses sizes that do not agree, and what is no number', () => {
    expect(() => encodeModel({ ...small, sizes: [5, 4, 2] })).toThrow(RangeError);
    const [first, second] = small.layers;
    if (!first || !second) throw new Error('no layers');
    const broken = { ...first, weights: first.weights.map((w, i) => (i === 7 ? Number.NaN : w)) };
    expect(() => encodeModel({ sizes, layers: [broken, second] })).toThrow('not finite');
  });
});

describe('a file that is not what it should be', () => {
  const good = encodeModel(small);
  const changed = (at: number) => good.map((byte, i) => (i === at ? byte ^ 0x10 : byte));
  /** With its CRC-32 made right again, by zlib's own. */
  const resealed = (bytes: Uint8Array<ArrayBuffer>) => {
    new DataView(bytes.buffer).setUint32(4, crc32(bytes.subarray(8)), true);
    return bytes;
  };

  it.each([
    ['empty', new Uint8Array(0), '0 bytes, less than a header'],
    ['a web page', new TextEncoder().encode('<!doctype html><p>Sign in'), 'not a net'],
    ['of another version', changed(3), 'format version 17 instead of 1'],
    ['cut short', good.slice(0, -1), 'wrong checksum'],
    ['cut short, with a checksum', resealed(good.slice(0, -1)), `${good.length - 1} bytes instead of`],
    ['altered in a size', changed(12), 'wrong checksum'],
    ['altered in a weight', changed(good.length - 1), 'wrong checksum'],
    ['altered in a bias', changed(45), 'wrong checksum'],
    ['one that claims more layers', resealed(good.with(8, 90)), '90 layers in'],
    ['one that claims very many', resealed(good.with(11, 255)), 'layers in'],
  ])('%s is damaged, and says how', (_what, bytes, detail) => {
    let thrown: unknown;
    try {
      decodeModel('models/x.bin', new Uint8Array(bytes));
    } catch (error) {
      thrown = error;
    }
    if (!(thrown instanceof DataError)) throw new Error('expected a DataError', { cause: thrown });
    expect(thrown.code).toBe('damaged');
    expect(thrown.message).toContain(detail);
  });

  it('is told apart from a data file, and read anew when asked for again', async () => {
    const name = '8to2';
    let reads = 0;
    const flaky: FileReader = async (path) => {
      expect(path).toBe(modelPath(name));
      reads++;
      if (reads === 1) throw new DataError('missing', path, 'HTTP 404');
      return reads === 2 ? changed(good.length - 1) : good;
    };
    const source = createDataSource(() => Promise.reject(new Error('no data here')), flaky);
    for (const code of ['missing', 'damaged']) {
      const error: unknown = await source.model(name).catch((reason) => reason);
      if (!(error instanceof ModelFileError)) throw new Error('expected a ModelFileError', { cause: error });
      expect(error).toMatchObject({ code, file: 'fashion-8to2.bin' });
    }
    expect((await source.model(name)).sizes).toEqual(sizes);
    await source.model(name);
    expect(reads).toBe(3);
  });

  it('that is not there: missing; and a run that is given up says so', async () => {
    const source = createDataSource(fileReader('/nowhere'));
    const error: unknown = await source.model('8to2').catch((reason) => reason);
    expect(error).toBeInstanceOf(ModelFileError);
    expect(error).toMatchObject({ code: 'missing' });
    const gone = await source.model('8to2', AbortSignal.abort()).catch((reason) => reason);
    expect(gone).toMatchObject({ name: 'AbortError' });
  });
});
