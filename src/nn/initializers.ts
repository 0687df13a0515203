/**
 * Initial weights.
 *
 * | name | rule | source |
 * | --- | --- | --- |
 * | gaussian | std = scale | |
 * | xavier | std = 1/√fan-in | LeCun et al. 1998; the form CS231n and Caffe call Xavier |
 * | he | std = √(2/fan-in) | He et al. 2015, arXiv:1502.01852 |
 * | constant | every weight = scale | |
 * | zero | every weight = 0 | |
 *
 * tfjs's own `heNormal` and `glorotNormal` draw from a normal truncated at two standard deviations without correcting
 * for it, and come out 12 % too small; these do not truncate.
 */
import type { Rng } from '#src/random.ts';

export type InitializerName = 'gaussian' | 'xavier' | 'he' | 'constant' | 'zero';

export interface Initializer {
  readonly name: InitializerName;
  /** The standard deviation (gaussian) or the value (constant); ignored by the others. */
  readonly scale: number;
}

const stdRules = {
  gaussian: (_fanIn, scale) => scale,
  xavier: (fanIn) => 1 / Math.sqrt(fanIn),
  he: (fanIn) => Math.sqrt(2 / fanIn),
  constant: () => 0,
  zero: () => 0,
} satisfies Record<InitializerName, (fanIn: number, scale: number) => number>;

/** Standard deviation of one weight of a unit with `fanIn` inputs; 0 for `constant` and `zero`. */
export function weightStd({ name, scale }: Initializer, fanIn: number): number {
  return stdRules[name](fanIn, scale);
}

/** A [fanIn, fanOut] weight matrix, row by row. */
export function initialWeights(
  initializer: Initializer,
  fanIn: number,
  fanOut: number,
  rng: Rng,
): Float32Array<ArrayBuffer> {
  const std = weightStd(initializer, fanIn);
  if (std > 0) return rng.normals(fanIn * fanOut, std);
  return new Float32Array(fanIn * fanOut).fill(initializer.name === 'constant' ? initializer.scale : 0);
}
