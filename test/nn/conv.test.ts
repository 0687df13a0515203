import { memory, type Rank, type Tensor4D, tensor, tensor2d, tensor4d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  averagePool,
  convFilterGradient,
  convForward,
  convInputGradient,
  type FilterShape,
  globalAveragePool,
  globalAveragePoolGradient,
} from '#src/nn/conv.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import { FLOAT32, largestError, numbersOf } from './closeness.ts';
import { type Images, plainConv, plainPool } from './plain-conv.ts';
import { numericalGradient } from './plain-mlp.ts';

type Shape = [number, number, number, number];

/** Σ c ∘ y: a loss whose gradient with respect to y is c. */
const weighted = (c: ArrayLike<number>, { values }: Images) =>
  Array.from(values).reduce((sum, value, i) => sum + value * (c[i] ?? Number.NaN), 0);

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it.each([
    { kernel: 3, stride: 1, h: 5, w: 4, channels: [3, 2] },
    { kernel: 3, stride: 2, h: 6, w: 6, channels: [2, 4] }, // even: all of the padding comes last
    { kernel: 3, stride: 2, h: 7, w: 5, channels: [2, 3] }, // odd: one row on each side
    { kernel: 3, stride: 2, h: 4, w: 7, channels: [1, 5] },
    { kernel: 1, stride: 1, h: 3, w: 4, channels: [4, 3] },
    { kernel: 1, stride: 2, h: 4, w: 6, channels: [3, 6] },
    { kernel: 1, stride: 2, h: 5, w: 3, channels: [3, 2] },
    { kernel: 3, stride: 1, h: 1, w: 2, channels: [2, 2] }, // smaller than the filter
    { kernel: 3, stride: 2, h: 1, w: 1, channels: [2, 3] },
  ])('convolution $kernel × $kernel, stride $stride, $h × $w, $channels', async (spec) => {
    const { kernel, stride, h, w } = spec;
    const [cIn = 0, cOut = 0] = spec.channels;
    const rng = createRng(1).child(JSON.stringify(spec));
    const shape: Shape = [2, h, w, cIn];
    const filterShape: FilterShape = [kernel, kernel, cIn, cOut];
    const [x, weights] = [rng.normals(sizeOf(shape)), rng.normals(sizeOf(filterShape))];
    const plain = (by: { x?: ArrayLike<number>; weights?: ArrayLike<number> } = {}) =>
      plainConv({ shape, values: by.x ?? x }, { shape: filterShape, values: by.weights ?? weights }, stride);
    const y = plain();
    const c = rng.normals(y.values.length);

    const images = tensor4d(x, shape);
    const filter = tensor4d(weights, filterShape);
    const delta = tensor<Rank.R4>(c, [...y.shape]);
    const forward = convForward(images, filter, stride);
    expect(forward.shape).toEqual(y.shape);
    expect(largestError(await numbersOf(forward), y.values)).toBeLessThan(FLOAT32);

    const byWeights = convFilterGradient(images, delta, filterShape, stride);
    expect(byWeights.shape).toEqual(filterShape);
    const expectedByWeights = numericalGradient((values) => weighted(c, plain({ weights: values })), weights);
    expect(largestError(await numbersOf(byWeights), expectedByWeights)).toBeLessThan(FLOAT32);

    const byInput = convInputGradient(delta, filter, shape, stride);
    expect(byInput.shape).toEqual(shape);
    const expectedByInput = numericalGradient((values) => weighted(c, plain({ x: values })), x);
    expect(largestError(await numbersOf(byInput), expectedByInput)).toBeLessThan(FLOAT32);
  });

  it('each operation leaves one tensor', () => {
    const x = tensor4d(createRng(2).normals(2 * 6 * 6 * 3), [2, 6, 6, 3]);
    const filter = tensor4d(createRng(3).normals(9 * 3 * 4), [3, 3, 3, 4]);
    for (const stride of [1, 2]) {
      const before = memory();
      const y = convForward(x, filter, stride);
      const made: Tensor4D[] = [
        y,
        convFilterGradient(x, y, [3, 3, 3, 4], stride),
        convInputGradient(y, filter, [2, 6, 6, 3], stride),
      ];
      expect(memory().numTensors).toBe(before.numTensors + 3);
      expect(memory().numDataBuffers).toBe(before.numDataBuffers + 3);
      for (const one of made) one.dispose();
      expect(memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
    }
  });

  it('what is not a number does not come out as one', async () => {
    const [x, w] = [new Array<number>(2 * 5 * 5 * 4).fill(1), new Array<number>(9 * 4 * 4).fill(1)];
    const good = { x: tensor4d(x, [2, 5, 5, 4]), w: tensor4d(w, [3, 3, 4, 4]) };
    const bad = tensor4d(x.with(57, Number.NaN), [2, 5, 5, 4]);
    const results = [
      convForward(bad, good.w, 1),
      convFilterGradient(bad, good.x, [3, 3, 4, 4], 1),
      convFilterGradient(good.x, bad, [3, 3, 4, 4], 1),
      convInputGradient(bad, good.w, [2, 5, 5, 4], 1),
      globalAveragePool(bad),
    ];
    for (const values of await Promise.all(results.map(numbersOf))) {
      expect(values.every(Number.isFinite)).toBe(false);
    }
  });

  it('global average pooling: the mean, and an equal share of its gradient for each pixel', async () => {
    const rng = createRng(4).child('pool');
    const shape: Shape = [3, 4, 3, 5];
    const x = rng.normals(sizeOf(shape));
    const plain = (values: ArrayLike<number>) => plainPool({ shape, values }, 4, 3);
    const pooled = globalAveragePool(tensor4d(x, shape));
    expect(pooled.shape).toEqual([3, 5]);
    expect(largestError(await numbersOf(pooled), plain(x).values)).toBeLessThan(FLOAT32);
    const c = rng.normals(15);
    const gradient = globalAveragePoolGradient(tensor2d(c, [3, 5]), shape);
    expect(gradient.shape).toEqual(shape);
    const expected = numericalGradient((values) => weighted(c, plain(values)), x);
    expect(largestError(await numbersOf(gradient), expected)).toBeLessThan(FLOAT32);
  });

  it('average pooling: means of blocks, with what fills none left out', async () => {
    const shape: Shape = [2, 28, 28, 1];
    const x = createRng(5).normals(sizeOf(shape));
    const halved = averagePool(tensor4d(x, shape), 2);
    expect(halved.shape).toEqual([2, 14, 14, 1]);
    expect(largestError(await numbersOf(halved), plainPool({ shape, values: x }, 2).values)).toBeLessThan(
      FLOAT32,
    );
    const odd = averagePool(tensor4d([1, 2, 9, 3, 4, 9, 9, 9, 9], [1, 3, 3, 1]), 2);
    expect(await numbersOf(odd)).toEqual([2.5]);
  });
});
