/** Each kernel against the CPU backend's own of the same name, at shapes drawn from a seed. */
import '@tensorflow/tfjs'; // its gradients
import {
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  conv2d,
  engine,
  gather,
  grads,
  matMul,
  memory,
  type Rank,
  reshape,
  sum,
  type Tensor,
  type Tensor4D,
  tensor,
  tensor1d,
  tensor2d,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerWasmKernels } from '#src/lab/wasm-kernels.ts';
import { createRng, type Rng } from '#src/random.ts';
import { startBackend } from '../backends.ts';
import { FLOAT32, largestError, numbersOf } from '../nn/closeness.ts';

type Shape = [number, number, number, number];

const between = (rng: Rng, low: number, high: number) => low + rng.int(high - low + 1);
const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);
const oneOf = <T>(rng: Rng, values: readonly [T, ...T[]]): T => values[rng.int(values.length)] ?? values[0];

interface Convolution {
  readonly stride: number;
  readonly padding: 'same' | 'valid';
  readonly x: Shape;
  readonly filter: Shape;
  readonly rng: Rng;
}

function convolutionOf(rng: Rng): Convolution {
  const kernel = oneOf(rng, [1, 3]);
  const padding = oneOf<'same' | 'valid'>(rng, ['same', 'same', 'valid']);
  const side = () => between(rng, padding === 'valid' ? kernel : 1, 11);
  const channels = between(rng, 1, 17);
  return {
    stride: between(rng, 1, 2),
    padding,
    x: [between(rng, 1, 6), side(), side(), channels],
    filter: [kernel, kernel, channels, between(rng, 1, 17)],
    rng,
  };
}

/** Forward and both gradients, on the backend that is running. */
async function results({ stride, padding, x, filter, rng }: Convolution): Promise<number[][]> {
  const images = tensor4d(rng.child('x').normals(sizeOf(x)), x);
  const weights = tensor4d(rng.child('w').normals(sizeOf(filter)), filter);
  const y = conv2d(images, weights, stride, padding);
  const dy: Tensor4D = tensor<Rank.R4>(rng.child('dy').normals(y.size), [...y.shape]);
  const attributes = { strides: [stride, stride], pad: padding, dataFormat: 'NHWC' };
  const before = memory();
  const gradients = [
    engine().runKernel<Tensor>(
      Conv2DBackpropFilter,
      { x: images, dy },
      { ...attributes, filterShape: filter },
    ),
    engine().runKernel<Tensor>(
      Conv2DBackpropInput,
      { dy, filter: weights },
      { ...attributes, inputShape: x },
    ),
  ];
  expect(gradients.map(({ shape }) => shape)).toEqual([filter, x]);
  expect(memory().numTensors).toBe(before.numTensors + 2);
  expect(memory().numDataBuffers).toBe(before.numDataBuffers + 2);
  const all = [y, ...gradients];
  const numbers = await Promise.all(all.map(numbersOf));
  for (const one of [images, weights, dy, ...all]) one.dispose();
  return numbers;
}

const convolutions = Array.from({ length: 40 }, (_, i) => convolutionOf(createRng(1).child(i)));
/** Those of the nets: the first stage, its end, the two after it, and the shortcuts. */
const ofNets = (
  [
    [14, 3, 1, 1, 8],
    [14, 3, 1, 8, 8],
    [14, 3, 2, 8, 16],
    [7, 3, 2, 16, 32],
    [4, 3, 1, 32, 32],
    [14, 1, 2, 8, 16],
    [7, 1, 2, 16, 32],
  ] as const
).map(([side, kernel, stride, cIn, cOut], i): Convolution => {
  const rng = createRng(2).child(i);
  return { stride, padding: 'same', x: [8, side, side, cIn], filter: [kernel, kernel, cIn, cOut], rng };
});

describe('convolution', () => {
  let expected: number[][][];
  let found: number[][][];

  const all = [...convolutions, ...ofNets];

  beforeAll(async () => {
    const run = async (backend: 'cpu' | 'wasm') => {
      await startBackend(backend);
      const done: number[][][] = [];
      for (const one of all) done.push(await results(one));
      return done;
    };
    expected = await run('cpu');
    found = await run('wasm');
  });

  it.each(
    all.map(({ x, filter, stride, padding }, i) => [`${x} by ${filter}, stride ${stride}, ${padding}`, i]),
  )('%s: forward, filter gradient, input gradient', (_name, i) => {
    const [wanted, got] = [expected[Number(i)] ?? [], found[Number(i)] ?? []];
    expect(got.length).toBe(3);
    for (const [part, values] of wanted.entries()) {
      // sums of up to 8·14·14 = 1568 products, in another order
      expect(largestError(got[part] ?? [], values)).toBeLessThan(5 * FLOAT32);
    }
  });
});

describe('on wasm', () => {
  beforeAll(() => startBackend('wasm'));

  it('automatic differentiation finds the kernels', async () => {
    const x = tensor4d(createRng(3).normals(2 * 5 * 5 * 3), [2, 5, 5, 3]);
    const w = tensor4d(createRng(4).normals(9 * 3 * 2), [3, 3, 3, 2]);
    const both = (images: Tensor, filter: Tensor) =>
      sum(conv2d(reshape<Rank.R4>(images, [2, 5, 5, 3]), reshape<Rank.R4>(filter, [3, 3, 3, 2]), 2, 'same'));
    const onWasm = await Promise.all(grads(both)([x, w]).map(numbersOf));
    await startBackend('cpu');
    const onCpu = await Promise.all(grads(both)([x, w]).map(numbersOf));
    await startBackend('wasm');
    for (const [i, values] of onCpu.entries()) {
      expect(largestError(onWasm[i] ?? [], values)).toBeLessThan(FLOAT32);
    }
  });

  it.each([
    [{ dataFormat: 'NCHW' }, 'no gradient of a convolution with this data format on wasm: "NCHW"'],
    [{ pad: 1 }, 'no gradient of a convolution with this padding on wasm: 1'],
    [{ strides: ['two'] }, 'no gradient of a convolution with this stride on wasm: "two"'],
    [{ filterShape: [3, 3] }, 'no gradient of a convolution with this filter shape on wasm: [3,3]'],
  ])('refuses %j', (attributes, message) => {
    const x = tensor4d(new Float32Array(16), [1, 4, 4, 1]);
    const all = {
      strides: [1, 1],
      pad: 'same',
      dataFormat: 'NHWC',
      filterShape: [3, 3, 1, 1],
      ...attributes,
    };
    expect(() => engine().runKernel(Conv2DBackpropFilter, { x, dy: x }, all)).toThrow(message);
  });

  it('leaves to the backend’s own what it was not written for: a padding in numbers', async () => {
    const dy = tensor4d([1], [1, 1, 1, 1]);
    const filter = tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3, 1, 1]);
    const attributes = { strides: [1, 1], pad: 1, dataFormat: 'NHWC', inputShape: [1, 1, 1, 1] };
    const result = engine().runKernel<Tensor>(Conv2DBackpropInput, { dy, filter }, attributes);
    expect(await numbersOf(result)).toEqual([5]); // the filter's centre
  });

  it('may be registered again', () => {
    registerWasmKernels();
  });
});

describe('product', () => {
  const shapes = Array.from({ length: 24 }, (_, i) => {
    const rng = createRng(5).child(i);
    const [rows, inner, columns] = [between(rng, 1, 20), between(rng, 1, 20), between(rng, 1, 20)];
    const [transposeA, transposeB] = [i % 2 === 1, Math.floor(i / 2) % 2 === 1];
    const batches = oneOf(rng, [
      [[], []],
      [[3], [3]],
      [
        [2, 3],
        [2, 3],
      ],
      [[4], [1]], // the second stands for each of the first
    ]);
    const a = [...(batches[0] ?? []), ...(transposeA ? [inner, rows] : [rows, inner])];
    const b = [...(batches[1] ?? []), ...(transposeB ? [columns, inner] : [inner, columns])];
    return { a, b, transposeA, transposeB, rng };
  });

  it.each(shapes)('$a by $b, transposed: $transposeA, $transposeB', async (spec) => {
    const { a, b, transposeA, transposeB, rng } = spec;
    const [left, right] = [rng.normals(sizeOf(a)), rng.normals(sizeOf(b))];
    const product = async () => {
      const [first, second] = [tensor(left, a), tensor(right, b)];
      const before = memory().numTensors;
      const result = matMul(first, second, transposeA, transposeB);
      expect(memory().numTensors).toBe(before + 1);
      const found = { shape: result.shape, values: await numbersOf(result) };
      for (const one of [first, second, result]) one.dispose();
      return found;
    };
    await startBackend('cpu');
    const expected = await product();
    await startBackend('wasm');
    const found = await product();
    expect(found.shape).toEqual(expected.shape);
    expect(largestError(found.values, expected.values)).toBeLessThan(FLOAT32);
  });
});

describe('rows by their indices', () => {
  const rng = createRng(31).child('gather');
  const cases = Array.from({ length: 20 }, (_, i) => {
    const stream = rng.child(i);
    const row = Array.from({ length: stream.int(4) }, () => between(stream, 1, 6));
    const count = between(stream, 1, 40);
    const picked = Array.from({ length: between(stream, 1, 60) }, () => stream.int(count));
    const dtype = oneOf<'float32' | 'int32'>(stream, ['float32', 'float32', 'int32']);
    return { shape: [count, ...row], picked, dtype, stream };
  });

  it.each(cases)('$shape of $dtype', async ({ shape, picked, dtype, stream }) => {
    await startBackend('wasm');
    const size = sizeOf(shape);
    const values = Array.from(stream.normals(size, 100), (value) =>
      dtype === 'int32' ? Math.round(value) : value,
    );
    const rowSize = size / (shape[0] ?? 1);
    const x = tensor(values, shape, dtype);
    const indices = tensor1d(picked, 'int32');
    const before = memory();
    const rows = gather(x, indices);
    expect(memory().numTensors).toBe(before.numTensors + 1);
    expect(memory().numDataBuffers).toBe(before.numDataBuffers + 1);
    expect(rows.shape).toEqual([picked.length, ...shape.slice(1)]);
    expect(rows.dtype).toBe(dtype);
    const stored = await numbersOf(x);
    expect(await numbersOf(rows)).toEqual(
      picked.flatMap((row) => stored.slice(row * rowSize, (row + 1) * rowSize)),
    );
    for (const one of [x, indices, rows]) one.dispose();
  });

  it('copies every bit, NaN and infinities too', async () => {
    await startBackend('wasm');
    const x = tensor2d([Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-45], [2, 2]);
    const rows = await numbersOf(gather(x, tensor1d([1, 0, 1], 'int32')));
    expect(rows).toEqual([
      -0,
      Math.fround(1e-45),
      Number.NaN,
      Number.POSITIVE_INFINITY,
      -0,
      Math.fround(1e-45),
    ]);
  });

  it('leaves columns, and tables of indices, as they were', async () => {
    const results = async () => {
      const x = tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
      const columns = gather(x, tensor1d([2, 0], 'int32'), 1);
      const table = gather(x, tensor2d([1, 0, 0, 1], [2, 2], 'int32'));
      expect(table.shape).toEqual([2, 2, 3]);
      return [await numbersOf(columns), await numbersOf(table)];
    };
    await startBackend('cpu');
    const expected = await results();
    await startBackend('wasm');
    expect(await results()).toEqual(expected);
  });

  it('refuses an index that no row has, and names it', async () => {
    await startBackend('wasm');
    const x = tensor2d([1, 2, 3, 4], [2, 2]);
    expect(() => gather(x, tensor1d([0, 2], 'int32'))).toThrow(/\b2\b/);
    expect(() => gather(x, tensor1d([-1], 'int32'))).toThrow(/-1/);
  });
});
