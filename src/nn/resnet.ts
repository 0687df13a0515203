/**
 * The residual net for small images of He et al. 2015 (arXiv:1512.03385, section 4.2), of 6n + 2 layers: a 3 × 3
 * convolution, three stages of n blocks of two 3 × 3 convolutions each, global average pooling, a dense layer.
 *
 *     stage     1      2        3         batch norm after each convolution, ReLU after it and after each addition;
 *     pixels    h      ⌈h/2⌉    ⌈h/4⌉     a stage's first convolution halves the pixels;
 *     channels  w      2w       4w        shortcuts without parameters (option A)
 */
import { type Rank, reshape, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { Rng } from '#src/random.ts';
import { averagePool, globalAveragePool, globalAveragePoolGradient } from './conv.ts';
import { bias, compose, conv, dense, he, type Layer, reluLayer, sequence, xavier, zero } from './layers.ts';
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
import { paddedShortcut } from './shortcut.ts';

export interface ResNetSpec extends ResidualOptions {
  /** Convolutions and the dense layer, 6n + 2 for n blocks a stage: 8, 14, 20, … */
  readonly layers: number;
  /** Channels of the first stage. Default: 8 (He et al.: 16). */
  readonly width?: number;
  /** Height, width and channels of an image. Default: [28, 28, 1]. */
  readonly image?: readonly [height: number, width: number, channels: number];
  /** Each side of the blocks of pixels that are averaged before the stem; 1 for none. Default: 2. */
  readonly poolInput?: number;
  /** Default: 10. */
  readonly classes?: number;
}

const SIDE = 3; // of a filter, in pixels
const STAGES = 3;
const CONVOLUTIONS_PER_BLOCK = 2;

const complete = (spec: ResNetSpec): Required<ResNetSpec> => ({
  ...residualDefaults,
  width: 8,
  image: [28, 28, 1],
  poolInput: 2,
  classes: 10,
  ...spec,
});

/**
 * n, the blocks in each of the three stages.
 * @throws RangeError `invalid number of layers; not 6n + 2: ${layers}`
 */
export function blocksPerStage(layers: number): number {
  const n = (layers - 2) / (STAGES * CONVOLUTIONS_PER_BLOCK);
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`invalid number of layers; not 6n + 2: ${layers}`);
  return n;
}

/** A block's channels, and the stride of its first convolution. */
interface BlockShape {
  readonly channelsIn: number;
  readonly channelsOut: number;
  readonly stride: number;
}

function blockShapes(layers: number, width: number): BlockShape[] {
  const n = blocksPerStage(layers);
  return Array.from({ length: STAGES * n }, (_, i) => {
    const channelsOut = width * 2 ** Math.floor(i / n);
    const isNarrower = i > 0 && i % n === 0;
    return isNarrower
      ? { channelsIn: channelsOut / 2, channelsOut, stride: 2 }
      : { channelsIn: channelsOut, channelsOut, stride: 1 };
  });
}

/**
 * Weights from He et al.'s initialisation, those of the dense layer from Xavier's.
 * @param rng the stem draws from `rng.child('stem')`, block i from `rng.child(i)`, the head from `rng.child('head')`
 * @throws RangeError where `layers` is not 6n + 2
 */
export const createResNet = (spec: ResNetSpec, rng: Rng): ResidualNet<Rank.R4> =>
  buildNet(resNetPlan(spec, rng));

/** The parts of `createResNet(spec, rng)`, one at a time. */
export function resNetPlan(spec: ResNetSpec, rng: Rng): ResidualPlan<Rank.R4> {
  const { layers, width, image, poolInput, classes, residual, batchNormEpsilon, zeroInitialized } =
    complete(spec);
  const shapes = blockShapes(layers, width);
  const [high, wide, channels] = image;
  const isZero = zeroInitialized && batchNormEpsilon === false;
  const branch = ({ channelsIn, channelsOut, stride }: BlockShape, stream: Rng) =>
    sequence<Tensor4D>([
      conv([SIDE, SIDE, channelsIn, channelsOut], stride, he, stream.child(0)),
      normalization(channelsOut, batchNormEpsilon),
      reluLayer(),
      conv([SIDE, SIDE, channelsOut, channelsOut], 1, isZero ? zero : he, stream.child(1)),
      normalization(channelsOut, batchNormEpsilon, zeroInitialized ? 0 : 1),
    ]);
  const shortcut = ({ channelsIn, channelsOut, stride }: BlockShape): Layer<Tensor4D> =>
    stride === 1 ? identity() : paddedShortcut(channelsIn, channelsOut, stride);
  const last = shapes.at(-1)?.channelsOut ?? width;
  return {
    prepare(x) {
      const images = reshape<Rank.R4>(x, [x.shape[0], high, wide, channels]);
      return poolInput === 1 ? images : averagePool(images, poolInput);
    },
    blocks: shapes.length,
    stem: () =>
      sequence<Tensor4D>([
        conv([SIDE, SIDE, channels, width], 1, he, rng.child('stem')),
        normalization(width, batchNormEpsilon),
        reluLayer(),
      ]),
    block(i) {
      const shape = shapes[i];
      if (!shape) throw new RangeError(`invalid block; not below ${shapes.length}: ${i}`);
      return { branch: branch(shape, rng.child(i)), shortcut: residual ? shortcut(shape) : undefined };
    },
    head: () =>
      compose(
        globalAverage(),
        compose(dense(last, classes, xavier, rng.child('head')), bias<Rank.R2>(classes)),
      ),
  };
}

/** x [n, h, w, c] → [n, c]. */
function globalAverage(): Layer<Tensor4D, Tensor2D> {
  return {
    parameters: [],
    forward: (x) => ({
      output: globalAveragePool(x),
      watched: [],
      backward: (delta) => ({
        gradients: [],
        inputGradient: () => globalAveragePoolGradient(delta, x.shape),
      }),
    }),
    predict: globalAveragePool,
    dispose() {},
  };
}

/**
 * How many numbers `createResNet` would train; the running averages of batch norm are not among them. With a width
 * of 16, three channels and ten classes it is 97,216n − 21,926.
 */
export function parameterCount(spec: ResNetSpec): number {
  const { layers, width, image, classes, batchNormEpsilon } = complete(spec);
  const convolution = (channelsIn: number, channelsOut: number) =>
    SIDE * SIDE * channelsIn * channelsOut + normalizationSize(channelsOut, batchNormEpsilon);
  const shapes = blockShapes(layers, width);
  const last = shapes.at(-1)?.channelsOut ?? width;
  return shapes.reduce(
    (count, { channelsIn, channelsOut }) =>
      count + convolution(channelsIn, channelsOut) + convolution(channelsOut, channelsOut),
    convolution(image[2], width) + (last + 1) * classes,
  );
}
