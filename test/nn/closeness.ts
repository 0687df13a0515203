/** How far tensors are from what they should be; anything that is not a number is infinitely far. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';

/** float32 has 24 bits, 6·10⁻⁸; sums of some dozens of products lose a little of it. */
export const FLOAT32 = 2e-6;

export const numbersOf = async (tensor: Tensor) => Array.from(await tensor.data());

/** The largest |actual − expected|, as a share of the largest |expected|. NaN, which no bound admits, where anything is NaN. */
export function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  const wanted = Array.from(expected);
  const scale = wanted.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const worst = wanted.reduce(
    (most, value, i) => Math.max(most, Math.abs((actual[i] ?? Number.NaN) - value)),
    0,
  );
  return worst === 0 ? 0 : worst / scale;
}
