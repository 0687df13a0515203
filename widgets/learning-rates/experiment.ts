/**
 * What a learning rate does to the loss: 784-100-10 with He weights on 5,000 images of Fashion-MNIST, plain gradient
 * descent. Either four rates side by side, from the same weights and through the same mini-batches, or one.
 */
import { div, mul, norm, type Scalar } from '@tensorflow/tfjs-core';
import type { Experiment, FrameBase, LiveControl } from '#src/lab/contract.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { race, TrainingRacer } from '#src/nn/race.ts';
import { adjustable, type RateChange } from '#src/nn/schedules.ts';
import { type DeviceData, type TrainProgress, uploadData } from '#src/nn/train.ts';
import type { Rng } from '#src/random.ts';
import { type Config, RATES, TRAINING_IMAGES } from './config.ts';

const PIXELS = 784;
const CLASSES = 10;
const HIDDEN_UNITS = 100;
const READ_EVERY = 10;

export interface Curve {
  readonly rate: number;
  /** Loss of each step's mini-batch; the last one is NaN where the run diverged, as is its ratio. */
  readonly trainLoss: readonly number[];
  /** Mean loss of each epoch; the last one may be the mean of part of an epoch. */
  readonly epochLoss: readonly number[];
  /** ‖Δw‖/‖w‖ of the first layer's weights at each step. */
  readonly updateRatio: readonly number[];
  readonly diverged: boolean;
}

export interface Frame extends FrameBase {
  /** The rates of `RATES`, or the one. */
  readonly curves: readonly Curve[];
  /** Where the reader changed the one rate in mid-run. */
  readonly rateChanges: readonly RateChange[];
}

type Prefixed<Name extends string> = Readonly<
  Record<`${Name}TrainLoss` | `${Name}EpochLoss` | `${Name}UpdateRatio`, readonly number[]> &
    Record<`${Name}Diverged`, boolean>
>;

/** Of the four: empty, and not diverged, where only one has run; and the other way round. */
export type Summary = Prefixed<'rate1'> &
  Prefixed<'rate2'> &
  Prefixed<'rate3'> &
  Prefixed<'rate4'> & {
    readonly trainLoss: readonly number[];
    readonly epochLoss: readonly number[];
    readonly updateRatio: readonly number[];
    readonly diverged: boolean;
  };

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  async *run(config, { rng, data, signal, live }) {
    const training = uploadData(await data.fashionMnist('train', TRAINING_IMAGES, signal), CLASSES);
    const rates = config.curves === 'four' ? RATES : [config.learningRate];
    const racers = rates.map((rate) => new RateRacer(rate, config, training, rng, live));
    const one = config.curves === 'one' ? racers[0] : undefined;
    try {
      for await (const progress of race(racers, config.steps)) {
        yield {
          progress,
          curves: racers.map((racer) => racer.curve()),
          rateChanges: one ? [...one.rateChanges] : [],
        };
      }
      const [first, second, third, fourth] = one ? [] : racers.map((racer) => racer.curve());
      const { trainLoss, epochLoss, updateRatio, diverged } = one?.curve() ?? nothing;
      return {
        ...prefixed('rate1', first),
        ...prefixed('rate2', second),
        ...prefixed('rate3', third),
        ...prefixed('rate4', fourth),
        trainLoss,
        epochLoss,
        updateRatio,
        diverged,
      };
    } finally {
      for (const racer of racers) await racer.dispose();
      training.dispose();
    }
  },
};

const nothing: Curve = { rate: 0, trainLoss: [], epochLoss: [], updateRatio: [], diverged: false };

function prefixed<Name extends string>(name: Name, curve: Curve = nothing): Prefixed<Name> {
  return {
    [`${name}TrainLoss`]: curve.trainLoss,
    [`${name}EpochLoss`]: curve.epochLoss,
    [`${name}UpdateRatio`]: curve.updateRatio,
    [`${name}Diverged`]: curve.diverged,
  } as Prefixed<Name>;
}

/** One net in training at one rate. */
class RateRacer extends TrainingRacer {
  readonly rateChanges: readonly RateChange[];
  readonly #rate: number;
  readonly #batchSize: number;
  readonly #updateRatio: number[] = [];

  constructor(rate: number, config: Config, data: DeviceData, rng: Rng, live: LiveControl) {
    const model = new Mlp(
      {
        sizes: [PIXELS, HIDDEN_UNITS, CLASSES],
        activation: 'relu',
        initializer: { name: 'he', scale: 0 },
      },
      rng.child('weights'),
    );
    const { schedule, changes } = adjustable(rate, () =>
      config.curves === 'one' ? live.changes.learningRate : undefined,
    );
    const [weights] = model.parameters;
    if (!weights) throw new Error('a net without weights');
    let rateNow = rate;
    super({
      model,
      data,
      steps: config.steps,
      batchSize: config.batchSize,
      learningRate: (step) => {
        rateNow = schedule(step);
        return rateNow;
      },
      rng: rng.child('batches'),
      readEvery: READ_EVERY,
      readNow: () => live.stepwise,
      // the step has not been taken yet: Δw = −rate × gradient, over the weights before it
      inspect: ([gradient = weights]) => div<Scalar>(mul(norm(gradient), rateNow), norm(weights)),
    });
    this.rateChanges = changes;
    this.#rate = rate;
    this.#batchSize = config.batchSize;
  }

  override async advance(): Promise<TrainProgress> {
    const progress = await super.advance();
    this.#updateRatio.push(...progress.inspected);
    if (this.diverged) this.#updateRatio.splice(-1, 1, Number.NaN); // of a gradient that is no number
    return progress;
  }

  curve(): Curve {
    const perEpoch = Math.max(1, Math.floor(TRAINING_IMAGES / this.#batchSize));
    return {
      rate: this.#rate,
      trainLoss: [...this.losses],
      epochLoss: epochMeans(this.losses, perEpoch),
      updateRatio: [...this.#updateRatio],
      diverged: this.diverged,
    };
  }
}

function epochMeans(losses: readonly number[], perEpoch: number): number[] {
  return Array.from({ length: Math.ceil(losses.length / perEpoch) }, (_, epoch) => {
    const own = losses.slice(epoch * perEpoch, (epoch + 1) * perEpoch);
    return own.reduce((sum, loss) => sum + loss, 0) / own.length;
  });
}
