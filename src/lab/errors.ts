/** Failures that a reader is told about. The words are in `strings.ts`; what is thrown carries a code and the facts. */
export type LabErrorCode =
  | 'data-missing'
  | 'data-damaged'
  | 'model-missing'
  | 'model-damaged'
  | 'no-backend'
  | 'worker-lost'
  | 'device-lost'
  /** More memory than there is. */
  | 'out-of-memory'
  | 'unknown-experiment'
  /** The experiment's own script can't be loaded, or isn't one. */
  | 'script-missing'
  | 'failed';

/** A failure as it crosses from the worker to the page. */
export interface LabFailure {
  readonly code: LabErrorCode;
  /** The bad thing's name: a file, an experiment, a backend. */
  readonly subject: string;
  /** What exactly happened, in the words of whoever noticed. */
  readonly detail: string;
}

/** Thrown where a backend is refused memory. */
export class MemoryRefused extends Error {}

export class LabError extends Error {
  readonly failure: LabFailure;
  constructor(failure: LabFailure) {
    super(`${failure.code}: ${failure.subject}: ${failure.detail}`);
    this.name = 'LabError';
    this.failure = failure;
  }
}
