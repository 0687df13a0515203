/**
 * What arrives at the far end of a deep net before any training: images go through it, the gradient of the loss comes back,
 * and both are measured after each block. Dense nets take 256 images of Fashion-MNIST; the convolutional one is He et al.'s net
 * for CIFAR-10 with all its parameters, on eight of the images: 28 × 28 in a frame of 32 × 32, three times the same channel,
 * and pixels averaged by fours, so that 1,202 layers of it take seconds.
 */
import type { Rank } from '@tensorflow/tfjs-core';
import { mean } from '#src/averages.ts';
import { FASHION_MNIST_MEAN, FASHION_MNIST_STD, IMAGE_PIXELS, IMAGE_SIDE } from '#src/data/data-source.ts';
import type { Experiment, FrameBase } from '#src/lab/contract.ts';
import type { ResidualPlan } from '#src/nn/residual.ts';
import { residualMlpParameterCount, residualMlpPlan } from '#src/nn/residual-mlp.ts';
import { type ResidualTheory, residualTheory, stagedTheory } from '#src/nn/residual-theory.ts';
import { blocksPerStage, parameterCount, resNetPlan } from '#src/nn/resnet.ts';
import { measureSignals } from '#src/nn/signal-pass.ts';
import { SignalRecord, type SignalState, type SignalSummary } from '#src/nn/signal-record.ts';
import { uploadData } from '#src/nn/train.ts';
import type { Rng } from '#src/random.ts';
import { blocksOf, CONV_WIDTH, type Config, ingredients } from './config.ts';

const CLASSES = 10;
const MLP_IMAGES = 256;
const CONV_IMAGES = 8;
const BATCH_NORM_EPSILON = 1e-5;
const CIFAR = { side: 32, channels: 3 } as const;
const POOL = 2;
export interface Frame extends FrameBase, SignalState {}

export type Summary = SignalSummary & {
  readonly forwardMillis: number;
  readonly backwardMillis: number;
};

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  async *run(config, { rng, data, signal }) {
    const isConv = config.model === 'conv';
    const count = isConv ? CONV_IMAGES : MLP_IMAGES;
    const blocks = blocksOf(config.layers);
    const images = await data.fashionMnist('train', count, signal);
    const theory = isConv ? convTheory(config) : denseTheory(config, blocks, images.pixels, count);
    const parameters = isConv
      ? parameterCount({ ...convSpec(config.layers), batchNormEpsilon: BATCH_NORM_EPSILON })
      : residualMlpParameterCount(denseSpec(config, blocks));
    const record = new SignalRecord(blocks, theory, parameters);
    const pixels = isConv ? framed(images.pixels, count) : images.pixels;
    const batch = uploadData({ ...images, pixels }, CLASSES);
    const start = performance.now();
    let [forwardMillis, backwardMillis] = [0, 0];
    try {
      const steps = isConv
        ? measureSignals<Rank.R4>(convPlan(config, rng), batch.inputs, batch.targets)
        : measureSignals<Rank.R2>(densePlan(config, blocks, rng), batch.inputs, batch.targets);
      for await (const step of steps) {
        const isPoint = record.take(step);
        if (step.kind === 'backward') backwardMillis = performance.now() - start - forwardMillis;
        else forwardMillis = performance.now() - start;
        if (isPoint) yield record.state();
      }
      record.end();
      yield record.state();
      return { ...record.summary(), forwardMillis, backwardMillis };
    } finally {
      batch.dispose();
    }
  },
};

const options = ({ variant }: Config) => {
  const { residual, batchNorm, zeroInitialized } = ingredients[variant];
  return { residual, zeroInitialized, batchNormEpsilon: batchNorm ? BATCH_NORM_EPSILON : false } as const;
};

const denseSpec = (config: Config, blocks: number) => ({
  ...options(config),
  features: IMAGE_PIXELS,
  width: config.width,
  blocks,
  classes: CLASSES,
});

const densePlan = (config: Config, blocks: number, rng: Rng): ResidualPlan<Rank.R2> =>
  residualMlpPlan(denseSpec(config, blocks), rng.child('net'));

const convSpec = (layers: number) =>
  ({
    layers,
    width: CONV_WIDTH,
    image: [CIFAR.side, CIFAR.side, CIFAR.channels],
    poolInput: POOL,
    classes: CLASSES,
  }) as const;

const convPlan = (config: Config, rng: Rng): ResidualPlan<Rank.R4> =>
  resNetPlan({ ...options(config), ...convSpec(config.layers) }, rng.child('net'));

function denseTheory({ variant }: Config, blocks: number, pixels: Float32Array, count: number) {
  const squares = Array.from({ length: count }, (_, i) => {
    const image = pixels.subarray(i * IMAGE_PIXELS, (i + 1) * IMAGE_PIXELS);
    return image.reduce((sum, value) => sum + value * value, 0) / IMAGE_PIXELS;
  });
  return residualTheory({
    ...ingredients[variant],
    blocks,
    input: { meanSquare: mean(squares), meanRoot: mean(squares.map(Math.sqrt)) },
  });
}

/** Only of nets with batch norm. */
function convTheory({ variant, layers }: Config): ResidualTheory {
  const { residual, batchNorm } = ingredients[variant];
  return batchNorm ? stagedTheory(blocksPerStage(layers), residual) : { activationStd: [], gradientStd: [] };
}

/** Images [n, 28 · 28] in a black frame, in each of three channels: [n, 32 · 32 · 3]. */
function framed(pixels: Float32Array, count: number): Float32Array {
  const { side, channels } = CIFAR;
  const margin = (side - IMAGE_SIDE) / 2;
  const result = new Float32Array(count * side * side * channels);
  result.fill(-FASHION_MNIST_MEAN / FASHION_MNIST_STD); // black, as the images are normalised
  for (let at = 0; at < pixels.length; at++) {
    const image = Math.floor(at / IMAGE_PIXELS);
    const row = Math.floor((at % IMAGE_PIXELS) / IMAGE_SIDE) + margin;
    const column = (at % IMAGE_SIDE) + margin;
    const to = ((image * side + row) * side + column) * channels;
    result.fill(pixels[at] ?? Number.NaN, to, to + channels);
  }
  return result;
}
