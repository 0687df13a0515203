/** What an experiment is. The same code runs in the reader's worker, at bake time, on the command line and in tests. */
import type { DataSource } from '#src/data/data-source.ts';
import type { Rng } from '#src/random.ts';

/** Named numbers; names are the field's standard terms and are never translated. */
export type SummaryValue = number | boolean | readonly number[];
export type SummaryRecord = Readonly<Record<string, SummaryValue>>;

/** Plain data that a view draws next. No tensor ever leaves an experiment. */
export interface FrameBase {
  /** Share of the work done, 0 to 1. */
  readonly progress: number;
}

/** What the reader does to a run while it goes on. It changes under the run: read it anew at each step. */
export interface LiveControl {
  /** The reader goes step by step: a frame is due after each. */
  readonly stepwise: boolean;
  /** Settings changed since the run began, by key; an experiment heeds those that it can change in mid-run. */
  readonly changes: Readonly<Record<string, number>>;
}

export interface RunContext {
  /** The stream of the run's seed. */
  readonly rng: Rng;
  readonly data: DataSource;
  /** Aborted when the run is no longer wanted; loading data honours it, computing stops at the next frame. */
  readonly signal: AbortSignal;
  readonly live: LiveControl;
}

export interface Experiment<Config, Frame extends FrameBase, Summary extends SummaryRecord> {
  /**
   * Its work is many small kernels, as the training of a small net is. A graphics card that is slow to start a kernel
   * then ranks below WASM (see `backends.ts`). By default it does not; `npm run bench -- --figures` tells.
   */
  readonly smallSteps?: boolean;
  /** Yields frames, returns the summary. Stopping calls `return()`: `finally` disposes of every tensor. */
  run(config: Config, context: RunContext): AsyncGenerator<Frame, Summary>;
}

/** A finished run as it is recorded: baked into a page, kept in the history, exported. */
export interface RunRecord<Config, Frame, Summary> {
  readonly config: Config;
  readonly backend: BackendName;
  readonly frame: Frame;
  readonly summary: Summary;
}

export const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

export const isBackendName = (name: string | null): name is BackendName =>
  backendNames.some((known) => known === name);

/** A configuration whose experiment isn't known here. */
export interface ConfigLike {
  readonly seed: number;
  readonly [key: string]: number | string | boolean;
}
/** An experiment whose types aren't known here, as the worker and the command line hold it. */
export type AnyExperiment = Experiment<ConfigLike, FrameBase, SummaryRecord>;
