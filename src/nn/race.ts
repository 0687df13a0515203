/** Nets that train side by side. */
import type { Model } from './model.ts';
import { type TrainOptions, type TrainProgress, train } from './train.ts';

/** One net in training. */
export interface Racer {
  /** Steps done so far. */
  readonly step: number;
  /** Nothing is left to do: every step is done, or it has diverged. */
  readonly ended: boolean;
  /** Trains up to the next read of the losses. Not called after the end. */
  advance(): Promise<unknown>;
}

/** A net in training as `train` goes about it. It owns the net. */
export class TrainingRacer<Net extends Model = Model> implements Racer {
  step = 0;
  ended = false;
  diverged = false;
  readonly model: Net;
  /** Loss of each step's mini-batch; the last one is NaN where it has diverged. */
  readonly losses: number[] = [];
  readonly #steps: number;
  readonly #run: AsyncGenerator<TrainProgress, void>;

  constructor(options: TrainOptions & { readonly model: Net }) {
    this.model = options.model;
    this.#steps = options.steps;
    this.#run = train(options);
  }

  async advance(): Promise<TrainProgress> {
    const { value } = await this.#run.next();
    if (!value) throw new Error('trained on after the end');
    this.step = value.step;
    this.losses.push(...value.losses);
    this.diverged = value.diverged;
    this.ended = value.diverged || value.step === this.#steps;
    return value;
  }

  async dispose(): Promise<void> {
    await this.#run.return();
    this.model.dispose();
  }
}

/**
 * Advances those that are behind, turn by turn, until all have ended: side by side also after someone has gone step by
 * step. Yields the share of all the work that is done; a racer that has ended has done its own.
 */
export async function* race(racers: readonly Racer[], steps: number): AsyncGenerator<number, void> {
  for (;;) {
    const running = racers.filter(({ ended }) => !ended);
    if (running.length === 0) return;
    const behind = Math.min(...running.map(({ step }) => step));
    for (const racer of running.filter(({ step }) => step === behind)) await racer.advance();
    const done = racers.reduce((sum, { ended, step }) => sum + (ended ? steps : step), 0);
    yield done / (racers.length * steps);
  }
}
