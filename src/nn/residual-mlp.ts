/**
 * A residual net of dense layers: one from the input to `width` units, blocks of two of `width` units each, one to the
 * logits; batch norm and ReLU where the net of convolutions has them.
 */
import type { Rank, Tensor2D } from '@tensorflow/tfjs-core';
import type { Rng } from '#src/random.ts';
import { bias, compose, dense, he, reluLayer, sequence, xavier, zero } from './layers.ts';
import {
  buildNet,
  identity,
  normalization,
  normalizationSize,
  type ResidualNet,
  type ResidualOptions,
  type ResidualPlan,
  residualDefaults,
} from './residual.ts';

export interface ResidualMlpSpec extends ResidualOptions {
  /** Numbers that an example consists of. */
  readonly features: number;
  readonly width: number;
  /** Blocks of two layers: with the first and the last layer, 2 · blocks + 2. */
  readonly blocks: number;
  /** Default: 10. */
  readonly classes?: number;
}

/** @throws RangeError `invalid number of blocks; not a whole number: ${blocks}` */
function complete(spec: ResidualMlpSpec): Required<ResidualMlpSpec> {
  const { blocks } = spec;
  if (!Number.isInteger(blocks) || blocks < 0)
    throw new RangeError(`invalid number of blocks; not a whole number: ${blocks}`);
  return { ...residualDefaults, classes: 10, ...spec };
}

/**
 * Weights from He et al.'s initialisation, those of the last layer from Xavier's.
 * @param rng the stem draws from `rng.child('stem')`, block i from `rng.child(i)`, the head from `rng.child('head')`
 * @throws RangeError where `blocks` is not a whole number
 */
export const createResidualMlp = (spec: ResidualMlpSpec, rng: Rng): ResidualNet<Rank.R2> =>
  buildNet(residualMlpPlan(spec, rng));

/** The parts of `createResidualMlp(spec, rng)`, one at a time. */
export function residualMlpPlan(spec: ResidualMlpSpec, rng: Rng): ResidualPlan<Rank.R2> {
  const { features, width, blocks, classes, residual, batchNormEpsilon, zeroInitialized } = complete(spec);
  const isZero = zeroInitialized && batchNormEpsilon === false;
  const branch = (stream: Rng) =>
    sequence<Tensor2D>([
      dense(width, width, he, stream.child(0)),
      normalization(width, batchNormEpsilon),
      reluLayer(),
      dense(width, width, isZero ? zero : he, stream.child(1)),
      normalization(width, batchNormEpsilon, zeroInitialized ? 0 : 1),
    ]);
  return {
    prepare: (x) => x,
    blocks,
    stem: () =>
      sequence<Tensor2D>([
        dense(features, width, he, rng.child('stem')),
        normalization(width, batchNormEpsilon),
        reluLayer(),
      ]),
    block: (i) => ({ branch: branch(rng.child(i)), shortcut: residual ? identity() : undefined }),
    head: () => compose(dense(width, classes, xavier, rng.child('head')), bias<Rank.R2>(classes)),
  };
}

/** How many numbers `createResidualMlp` would train; the running averages of batch norm are not among them. */
export function residualMlpParameterCount(spec: ResidualMlpSpec): number {
  const { features, width, blocks, classes, batchNormEpsilon } = complete(spec);
  const layer = (fanIn: number) => fanIn * width + normalizationSize(width, batchNormEpsilon);
  return layer(features) + 2 * blocks * layer(width) + (width + 1) * classes;
}
