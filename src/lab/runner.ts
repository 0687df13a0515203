/** Drives one run of an experiment: the same loop in the reader's worker, at bake time, on the command line and in tests. */
import type { DataSource } from '#src/data/data-source.ts';
import { createRng } from '#src/random.ts';
import type { Experiment, FrameBase, LiveControl, SummaryRecord } from './contract.ts';

export interface RunHooks<Frame> {
  readonly data: DataSource;
  readonly signal: AbortSignal;
  /** Where nobody is there to change anything: absent. */
  readonly live?: LiveControl;
  readonly onFrame?: (frame: Frame) => void;
  /** Awaited after each frame: where a run is paused, and where its host gets to hear of a cancellation. */
  readonly breathe?: () => Promise<void>;
}

/** A run that nobody touches. */
export const untouched: LiveControl = { stepwise: false, changes: {} };

/** The last frame and the summary; `undefined` where the run was stopped by its signal. */
export async function runExperiment<
  Config extends { readonly seed: number },
  Frame extends FrameBase,
  Summary extends SummaryRecord,
>(
  experiment: Experiment<Config, Frame, Summary>,
  config: Config,
  { data, signal, live = untouched, onFrame, breathe }: RunHooks<Frame>,
): Promise<{ frame: Frame; summary: Summary } | undefined> {
  const run = experiment.run(config, { rng: createRng(config.seed), data, signal, live });
  let frame: Frame | undefined;
  try {
    for (;;) {
      const step = await run.next();
      if (step.done) {
        if (!frame) throw new Error('the experiment returned before its first frame');
        return { frame, summary: step.value };
      }
      frame = step.value;
      onFrame?.(frame);
      await breathe?.();
      if (signal.aborted) return undefined;
    }
  } catch (error) {
    if (signal.aborted) return undefined; // loading was cut short on request
    throw error;
  } finally {
    await run.return(undefined as never); // a no-op after the end; otherwise lets `finally` dispose of every tensor
  }
}
