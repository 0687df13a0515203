import { memory, type Rank, tensor1d, tensor2d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchNormLayer } from '#src/nn/layers.ts';
import {
  batchNormForward,
  channelNormBackward,
  channelNormForward,
  channelNormInference,
} from '#src/nn/norm.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import { FLOAT32, largestError, numbersOf } from './closeness.ts';
import { numericalGradient, plainBatchNorm } from './plain-mlp.ts';

const grid = (values: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: values.length / columns }, (_, row) =>
    Array.from({ length: columns }, (_, column) => values[row * columns + column] ?? Number.NaN),
  );

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  const [n, h, w, c] = [3, 2, 4, 5];
  const rng = createRng(1).child('norm');
  // with a mean of its own for each channel, as large as its spread
  const z = rng.normals(n * h * w * c, 3).map((value, i) => value + 2 * (i % c));
  const gamma = rng.normals(c).map((value) => 1 + value / 2);
  const beta = rng.normals(c);
  const delta = rng.normals(n * h * w * c);
  const plain = (values: ArrayLike<number>, g: ArrayLike<number>, b: ArrayLike<number>, epsilon: number) =>
    plainBatchNorm(grid(values, c), epsilon, g, b).flat();
  const loss = (y: readonly number[]) =>
    y.reduce((sum, value, i) => sum + value * (delta[i] ?? Number.NaN), 0);

  describe.each([1e-5, 1e-3, 2])('ε = %d', (epsilon) => {
    it('images: the output and the three gradients', async () => {
      const cache = channelNormForward<Rank.R4>(
        tensor4d(z, [n, h, w, c]),
        tensor1d(gamma),
        tensor1d(beta),
        epsilon,
      );
      expect(cache.output.shape).toEqual([n, h, w, c]);
      expect(largestError(await numbersOf(cache.output), plain(z, gamma, beta, epsilon))).toBeLessThan(
        FLOAT32,
      );
      const found = channelNormBackward(cache, tensor4d(delta, [n, h, w, c]));
      expect(found.input.shape).toEqual([n, h, w, c]);
      const expected = {
        input: numericalGradient((values) => loss(plain(values, gamma, beta, epsilon)), z),
        gamma: numericalGradient((values) => loss(plain(z, values, beta, epsilon)), gamma),
        beta: numericalGradient((values) => loss(plain(z, gamma, values, epsilon)), beta),
      };
      expect(largestError(await numbersOf(found.input), expected.input)).toBeLessThan(2 * FLOAT32);
      expect(largestError(await numbersOf(found.gamma), expected.gamma)).toBeLessThan(2 * FLOAT32);
      expect(largestError(await numbersOf(found.beta), expected.beta)).toBeLessThan(FLOAT32);
    });

    it('rows: the same numbers as images of one pixel', async () => {
      const images = channelNormForward<Rank.R4>(
        tensor4d(z, [n, h, w, c]),
        tensor1d(gamma),
        tensor1d(beta),
        epsilon,
      );
      const rows = channelNormForward<Rank.R2>(
        tensor2d(z, [n * h * w, c]),
        tensor1d(gamma),
        tensor1d(beta),
        epsilon,
      );
      expect(await numbersOf(rows.output)).toEqual(await numbersOf(images.output));
      const own = [
        channelNormBackward(images, tensor4d(delta, [n, h, w, c])),
        channelNormBackward(rows, tensor2d(delta, [n * h * w, c])),
      ].map(({ input }) => numbersOf(input));
      const [first, second] = await Promise.all(own);
      expect(second).toEqual(first);
    });

    it('is batch norm of rows without γ and β where these are 1 and 0', async () => {
      const rows = tensor2d(z, [n * h * w, c]);
      const ones = tensor1d(new Float32Array(c).fill(1));
      const zeros = tensor1d(new Float32Array(c));
      const { output } = channelNormForward<Rank.R2>(rows, ones, zeros, epsilon);
      const { normalized } = batchNormForward(rows, epsilon);
      expect(largestError(await numbersOf(output), await numbersOf(normalized))).toBeLessThan(FLOAT32);
    });
  });

  it('inference: γ (z − μ)/√(v + ε) + β', async () => {
    const [mean, variance] = [rng.child('mean').normals(c), rng.child('variance').normals(c).map(Math.abs)];
    const output = channelNormInference<Rank.R4>(
      tensor4d(z, [n, h, w, c]),
      {
        mean: tensor1d(mean),
        variance: tensor1d(variance),
        gamma: tensor1d(gamma),
        beta: tensor1d(beta),
      },
      1e-3,
    );
    const at = (values: ArrayLike<number>, i: number) => values[i % c] ?? Number.NaN;
    const expected = Array.from(
      z,
      (value, i) => (at(gamma, i) * (value - at(mean, i))) / Math.sqrt(at(variance, i) + 1e-3) + at(beta, i),
    );
    expect(largestError(await numbersOf(output), expected)).toBeLessThan(FLOAT32);
  });

  it('a layer: its running averages move by a tenth at each pass, and nothing is left behind', async () => {
    const before = memory().numTensors;
    const layer = batchNormLayer<Rank.R2>(1, 1e-5, 1);
    const x = tensor2d([1, 3], [2, 1]); // mean 2, variance 1
    for (let pass = 0; pass < 2; pass++) tidy(() => void layer.forward(x));
    // μ: 0 → 0.2 → 0.38; v: 1 → 1 → 1
    const predicted = tidy(() => layer.predict(x));
    const expected = [1, 3].map((value) => (value - 0.38) / Math.sqrt(1 + 1e-5));
    expect(largestError(await numbersOf(predicted), expected)).toBeLessThan(FLOAT32);
    predicted.dispose();
    x.dispose();
    layer.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('what is not a number does not come out as one, nor pass unseen', async () => {
    const bad = tensor4d(Array.from(z).with(7, Number.NaN), [n, h, w, c]);
    const cache = channelNormForward<Rank.R4>(bad, tensor1d(gamma), tensor1d(beta), 1e-5);
    expect((await numbersOf(cache.output)).every(Number.isFinite)).toBe(false);
    expect((await numbersOf(cache.variance)).every(Number.isFinite)).toBe(false);
  });
});
