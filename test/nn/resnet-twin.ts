/** A classification of small images, and the net for it in TensorFlow.js's own operations, for the tests of nets. */
import '@tensorflow/tfjs'; // its gradients: the oracle
import {
  add,
  avgPool,
  conv2d,
  div,
  matMul,
  mean,
  moments,
  mul,
  pad,
  type Rank,
  relu,
  reshape,
  type Scalar,
  sqrt,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor1d,
  tensor2d,
  losses as tfLosses,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import type { Model } from '#src/nn/model.ts';
import type { ResNetSpec } from '#src/nn/resnet.ts';
import type { Rng } from '#src/random.ts';

export const CLASSES = 5;
export const BATCH = 4;
/** Width 4, images of 8 × 8 × 2: as small as three stages can be. */
export const small = {
  layers: 8,
  width: 4,
  image: [8, 8, 2],
  poolInput: 1,
  classes: CLASSES,
} as const satisfies ResNetSpec;

const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

export interface Batch {
  readonly x: Float32Array;
  readonly labels: readonly number[];
}

export function batchFor(spec: ResNetSpec, rng: Rng): Batch {
  return {
    x: rng.normals(BATCH * sizeOf(spec.image ?? [])),
    labels: Array.from({ length: BATCH }, () => rng.int(CLASSES)),
  };
}

export const inputOf = ({ x }: Batch) => tensor2d(x, [BATCH, x.length / BATCH]);
export const targetsOf = ({ labels }: Batch) =>
  tensor2d(
    labels.map((label) => Array.from({ length: CLASSES }, (_, k) => (k === label ? 1 : 0))),
    [BATCH, CLASSES],
  );

/** Away from where β and the biases are 0 and γ is 1, so that a mistake in them shows. */
export function shake(model: Model, rng: Rng): void {
  for (const [i, parameter] of model.parameters.entries()) {
    if (parameter.rank > 1) continue;
    tidy(() => parameter.assign(add(parameter, tensor1d(rng.child(i).normals(parameter.size, 0.2)))));
  }
}

/** The same net in TensorFlow.js's ordinary operations, which differentiates them itself. */
export function twinLoss(spec: ResNetSpec, parameters: readonly Variable[], batch: Batch): Scalar {
  const { layers, width = 8, image = [1, 1, 1], poolInput = 2, residual = true } = spec;
  const { batchNormEpsilon: epsilon = 1e-5 } = spec;
  const rest = [...parameters];
  const next = (): Tensor => {
    const parameter = rest.shift();
    if (!parameter) throw new Error('too few parameters');
    return parameter;
  };
  const unit = (h: Tensor4D, stride: number): Tensor4D => {
    const filter = next();
    const [high = 0, wide = 0, from = 0, to = 0] = filter.shape;
    const z = conv2d(h, reshape<Rank.R4>(filter, [high, wide, from, to]), stride, 'same');
    if (epsilon === false) return add(z, next());
    const { mean: average, variance } = moments(z, [0, 1, 2]);
    const normalized = div<Tensor4D>(sub(z, average), sqrt(add(variance, epsilon)));
    return add(mul(normalized, next()), next());
  };
  const images = reshape<Rank.R4>(inputOf(batch), [BATCH, ...image]);
  let h = relu(unit(poolInput === 1 ? images : avgPool(images, poolInput, poolInput, 'valid'), 1));
  for (let block = 0; block < (layers - 2) / 2; block++) {
    const n = (layers - 2) / 6;
    const stride = block > 0 && block % n === 0 ? 2 : 1;
    const branch = unit(relu(unit(h, stride)), 1);
    const added = width * 2 ** Math.floor(block / n) - h.shape[3];
    const picked = avgPool(h, 1, stride, 'same'); // every second pixel: strided slices have no gradient
    const past: Tensor = pad(picked, [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, added],
    ]);
    h = relu(residual ? add<Tensor4D>(branch, past) : branch);
  }
  const logits = add(matMul(mean(h, [1, 2]), next()), next());
  if (rest.length > 0) throw new Error('too many parameters');
  return tfLosses.softmaxCrossEntropy<Tensor2D, Scalar>(targetsOf(batch), reshape(logits, [BATCH, CLASSES]));
}
