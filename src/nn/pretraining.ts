/**
 * The net that others borrow from: 784-128-64-K, ReLU, He weights and a small last layer, trained by gradient descent
 * with momentum on pictures that get fresh Gaussian noise each time they are shown.
 */
import { add, gather, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Rng } from '#src/random.ts';
import { Mlp } from './mlp.ts';
import { optimizers } from './optimizers.ts';
import type { Schedule } from './schedules.ts';
import { train, uploadData } from './train.ts';

/** Inputs, and the units of the two hidden layers. */
export const BACKBONE_SIZES = [784, 128, 64] as const;
/** The layers in front of the head: what others borrow. */
export const BORROWED_LAYERS = BACKBONE_SIZES.length - 1;
/** Standard deviation of the last layer's first weights: the loss starts at that of guessing. */
const HEAD_STD = 0.01;
export const PRETRAINING_STEPS = 800;
const BATCH_SIZE = 100;
const MOMENTUM = 0.9;
const FIRST_RATE = 0.05;
const RATE_FACTOR = 0.1;
/** Of the steps, before the rate falls. */
const FIRST_RATE_SHARE = 0.6;
const READ_EVERY = 10;

const rateAt: Schedule = (step) =>
  step < FIRST_RATE_SHARE * PRETRAINING_STEPS ? FIRST_RATE : RATE_FACTOR * FIRST_RATE;

/** What a new net takes over. */
export interface Borrowing {
  /** The first layers, as many as are borrowed. */
  readonly layers: readonly LayerWeights[];
  /** They stay as they are. */
  readonly frozen: boolean;
}

/**
 * 784-128-64-K with He weights in front of a head drawn from N(0, 0.01²). What is borrowed takes the place of the first
 * layers; the head is the same with and without, unless all of the layers are borrowed.
 */
export function backboneNet(classes: number, rng: Rng, borrowing?: Borrowing): Mlp {
  const net = new Mlp(
    {
      sizes: [...BACKBONE_SIZES, classes],
      activation: 'relu',
      initializer: { name: borrowing ? 'zero' : 'he', scale: 0 },
      ...(borrowing?.frozen ? { frozenLayers: borrowing.layers.length } : {}),
    },
    rng,
  );
  const [, , fanIn] = BACKBONE_SIZES;
  const head = rng.child('head').normals(fanIn * classes, HEAD_STD);
  tidy(() => net.layers.at(-1)?.weights.assign(tensor2d(head, [fanIn, classes])));
  if (borrowing) setWeights(net, borrowing.layers);
  return net;
}

export interface PretrainingOptions {
  readonly net: Mlp;
  readonly images: { readonly count: number; readonly pixels: Float32Array; readonly labels: Uint8Array };
  readonly classes: number;
  /** Standard deviation of the noise, in the unit of the pixels. */
  readonly noise: number;
  readonly rng: Rng;
  readonly readNow?: () => boolean;
}

/** Trains `net` where it is; yields what `train` yields. Ends early, as `train` does, where it has diverged. */
export async function* pretrain({ net, images, classes, noise, rng, readNow }: PretrainingOptions) {
  const data = uploadData(images, classes);
  const [pixels] = BACKBONE_SIZES;
  try {
    yield* train({
      model: net,
      data,
      steps: PRETRAINING_STEPS,
      batchSize: BATCH_SIZE,
      learningRate: rateAt,
      optimizer: optimizers.momentum({ momentum: MOMENTUM }),
      rng: rng.child('batches'),
      readEvery: READ_EVERY,
      ...(readNow ? { readNow } : {}),
      ...(noise > 0
        ? {
            batch: (rows, step) => {
              const drawn = rng
                .child('noise')
                .child(step)
                .normals(BATCH_SIZE * pixels, noise);
              const clean = gather(data.inputs, rows);
              return {
                inputs: add(clean, tensor2d(drawn, [BATCH_SIZE, pixels])),
                targets: gather(data.targets, rows),
              };
            },
          }
        : {}),
    });
  } finally {
    data.dispose();
  }
}

/** What a layer's file holds, and what its variables are set to. */
export interface LayerWeights {
  /** [fanIn, fanOut], row after row. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** [fanOut] */
  readonly bias: Float32Array<ArrayBuffer>;
}

/** A copy of a net's weights and biases. */
export async function netWeights(net: Mlp): Promise<LayerWeights[]> {
  const layers: LayerWeights[] = [];
  for (const { weights, bias } of net.layers) {
    layers.push({
      weights: Float32Array.from(await weights.data<'float32'>()),
      bias: Float32Array.from(await bias.data<'float32'>()),
    });
  }
  return layers;
}

/**
 * Sets weights and biases of the first of a net's layers, as many as there are.
 * @throws where one has another size
 */
export function setWeights(net: Mlp, layers: readonly LayerWeights[]): void {
  for (const [l, { weights, bias }] of layers.entries()) {
    const layer = net.layers[l];
    if (!layer) throw new RangeError(`${layers.length} layers for a net of ${net.layers.length}`);
    tidy(() => {
      layer.weights.assign(tensor2d(weights, layer.weights.shape));
      layer.bias.assign(tensor1d(bias));
    });
  }
}
