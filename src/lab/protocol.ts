/** What the page and its worker say to each other. */
import type { BackendName, ConfigLike, FrameBase, SummaryRecord } from './contract.ts';
import type { LabFailure } from './errors.ts';

/** Why a rung of the ladder was passed over. */
export interface LadderNote {
  readonly backend: BackendName;
  readonly reason:
    | 'unavailable'
    | 'no-adapter'
    | 'software'
    | 'failed'
    | 'wrong-results'
    | 'slow-start'
    | 'excluded';
  readonly detail: string;
}

export type ToWorker =
  | {
      readonly type: 'start';
      readonly forced: BackendName | undefined;
      /** Rungs that failed in an earlier worker of this page. */
      readonly excluded: readonly BackendName[];
      /** Is likely to be asked for first, and for this one the backend is chosen. */
      readonly experimentId: string;
      /** Absolute address of the folder that holds the data sets, with a slash at its end; trained nets lie beside it, in `models/`. */
      readonly dataUrl: string;
    }
  | {
      readonly type: 'run';
      readonly runId: number;
      readonly experimentId: string;
      readonly config: ConfigLike;
    }
  | { readonly type: 'cancel'; readonly runId: number }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** While paused: on to the next frame, which is due after a single step, and no further. */
  | { readonly type: 'step'; readonly runId: number }
  /** A setting that the run heeds from its next step on. */
  | { readonly type: 'change'; readonly runId: number; readonly key: string; readonly value: number };

export type FromWorker =
  | { readonly type: 'ready'; readonly backend: BackendName; readonly notes: readonly LadderNote[] }
  | { readonly type: 'frame'; readonly runId: number; readonly frame: FrameBase }
  | {
      readonly type: 'done';
      readonly runId: number;
      readonly summary: SummaryRecord;
      readonly millis: number;
    }
  | { readonly type: 'stopped'; readonly runId: number }
  | { readonly type: 'failed'; readonly runId: number | undefined; readonly failure: LabFailure }
  /** The graphics device is gone; this worker can do no more. */
  | { readonly type: 'lost'; readonly backend: BackendName; readonly detail: string };
