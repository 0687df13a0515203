/**
 * Inverted dropout (Srivastava et al. 2014; the scaling at training time is CS231n's):
 *     y = h ∘ m,   dL/dh = dL/dy ∘ m,   m = 0 with probability `rate`, else 1/(1 − rate),
 * so that E y = h and nothing is left to do at inference. Each example of the batch has its own mask, and each step its
 * own masks. (The seeded dropout of tfjs draws one mask and uses it for ever.)
 */
import { mul, type Rank, type ShapeMap, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Rng } from '#src/random.ts';

/**
 * A mask of the shape of what it is for, batch first.
 * @param rate the share that is dropped, in [0, 1); CS231n's p and Srivastava's are the share that is kept
 * @param rng a stream of this step and layer alone: the same stream is the same mask
 * @throws RangeError `invalid drop rate; not in [0, 1): ${rate}`
 */
export function dropoutMask<R extends Rank>(shape: ShapeMap[R], rate: number, rng: Rng): Tensor<R> {
  checkDropRate(rate);
  const kept = 1 / (1 - rate);
  const size = shape.reduce((product: number, length: number) => product * length, 1);
  const mask = new Float32Array(size);
  for (let i = 0; i < size; i++) mask[i] = rng.uniform() < rate ? 0 : kept;
  return tensor<R>(mask, shape);
}

/** y = h ∘ m. */
export function dropoutForward<T extends Tensor>(h: T, mask: T): T {
  return mul(h, mask);
}

/** dL/dh = dL/dy ∘ m. */
export function dropoutBackward<T extends Tensor>(delta: T, mask: T): T {
  return mul(delta, mask);
}

/** @throws RangeError `invalid drop rate; not in [0, 1): ${rate}` */
export function checkDropRate(rate: number): void {
  if (!(rate >= 0 && rate < 1)) throw new RangeError(`invalid drop rate; not in [0, 1): ${rate}`);
}
