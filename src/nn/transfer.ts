/**
 * Four ways to a net for a new task, where another has been trained already.
 *
 * | | first layers | their learning rate |
 * | --- | --- | --- |
 * | scratch | He weights | a |
 * | frozen | borrowed | 0: no gradient is computed for them |
 * | small-rate | borrowed | a/10 |
 * | full | borrowed | a |
 *
 * The head is new in all of them, and learns at the rate a.
 */
import type { Variable } from '@tensorflow/tfjs-core';
import type { Rng } from '#src/random.ts';
import type { Mlp } from './mlp.ts';
import { chain, optimizers, scaleEach, type Transform } from './optimizers.ts';
import { backboneNet, type LayerWeights } from './pretraining.ts';
import { TrainingRacer } from './race.ts';
import { type DeviceData, evaluate, type TrainProgress } from './train.ts';

export interface TransferStrategy {
  readonly borrows: boolean;
  /** Learning rate of the borrowed layers, as a multiple of the head's. */
  readonly factor: number;
}

export const transferStrategies = {
  scratch: { borrows: false, factor: 1 },
  frozen: { borrows: true, factor: 0 },
  'small-rate': { borrows: true, factor: 0.1 },
  full: { borrows: true, factor: 1 },
} as const satisfies Record<string, TransferStrategy>;

const LEARNING_RATE = 0.02;
const MOMENTUM = 0.9;
/** More images than this are gone through in mini-batches of this size. */
const LARGEST_BATCH = 100;
const READ_EVERY = 10;

export interface TransferStart {
  /** The first layers of the trained net. */
  readonly layers: readonly LayerWeights[];
  readonly classes: number;
  readonly images: DeviceData;
  /** What the net is judged by when it is done. */
  readonly judged: DeviceData;
  readonly steps: number;
  /** Of the net's weights and its batches: the same stream gives every strategy the same head and order. */
  readonly rng: Rng;
  readonly readNow: () => boolean;
}

/** One net on its way to the new task, one strategy. */
export class Transfer extends TrainingRacer<Mlp> {
  /** NaN until it is done, and where it has diverged. */
  testAccuracy = Number.NaN;
  readonly #judged: DeviceData;

  constructor({ borrows, factor }: TransferStrategy, start: TransferStart) {
    const { layers, classes, rng, images, judged, steps, readNow } = start;
    const borrowing = borrows ? { layers, frozen: factor === 0 } : undefined;
    const model = backboneNet(classes, rng.child('weights'), borrowing);
    super({
      model,
      data: images,
      steps,
      batchSize: Math.min(LARGEST_BATCH, images.count),
      learningRate: LEARNING_RATE,
      optimizer: optimizerFor(model, layers.length, factor),
      rng: rng.child('batches'),
      readEvery: READ_EVERY,
      readNow,
    });
    this.#judged = judged;
  }

  override async advance(): Promise<TrainProgress> {
    const progress = await super.advance();
    if (this.ended && !this.diverged) this.testAccuracy = (await evaluate(this.model, this.#judged)).accuracy;
    return progress;
  }
}

/** Momentum; the layers that are not the head's at a rate of their own, where they have one. */
function optimizerFor(net: Mlp, borrowedLayers: number, factor: number): Transform {
  const momentum = optimizers.momentum({ momentum: MOMENTUM });
  if (factor === 0 || factor === 1) return momentum; // frozen layers have no parameters that are trained
  const borrowed = new Set<Variable>(
    net.layers.slice(0, borrowedLayers).flatMap(({ weights, bias }) => [weights, bias]),
  );
  return chain(momentum, scaleEach(net.parameters.map((one) => (borrowed.has(one) ? factor : 1))));
}
