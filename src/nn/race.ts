/** Nets that train side by side. */

/** One net in training. */
export interface Racer {
  /** Steps done so far. */
  readonly step: number;
  /** Nothing is left to do: every step is done, or it has diverged. */
  readonly ended: boolean;
  /** Trains up to the next read of the losses. Not called after the end. */
  advance(): Promise<void>;
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
