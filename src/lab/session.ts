/**
 * The page's side of the worker: one queue for all widgets of a page.
 *
 * One experiment runs at a time. A widget's newer request replaces its older one: a full run in progress is cancelled,
 * a preview is let finish (it takes some milliseconds, and cancelling it at every move of a slider would show nothing
 * until the hand rests). A run is held while the tab is hidden, and while its reader wants it held; held by its reader, it
 * gives way to another widget's. A worker that dies or loses its device is replaced by a new one, one rung
 * lower, and the run starts again.
 */
import type { BackendName, ConfigLike, FrameBase, SummaryRecord } from './contract.ts';
import type { LabErrorCode, LabFailure } from './errors.ts';
import type { FromWorker, LadderNote, ToWorker } from './protocol.ts';

export interface RunRequest {
  readonly experimentId: string;
  readonly config: ConfigLike;
  /** A quick look while a slider moves. */
  readonly preview: boolean;
}

/** What a widget hears about its run. */
export interface RunListener {
  /** The backend is being started, or another run is in progress. */
  onWaiting(): void;
  onStarted(info: EngineInfo): void;
  onFrame(frame: FrameBase): void;
  onDone(summary: SummaryRecord, millis: number): void;
  onStopped(): void;
  onFailed(failure: LabFailure): void;
  onPaused(paused: boolean): void;
}

export interface EngineInfo {
  readonly backend: BackendName;
  readonly notes: readonly LadderNote[];
  /** What the page's address asks for. */
  readonly forced: BackendName | undefined;
  /** What was lost in an earlier worker, where one was. */
  readonly lost: readonly { readonly backend: BackendName; readonly detail: string }[];
}

/** The part of `Worker` that a session uses; tests put their own in its place. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface SessionOptions {
  readonly spawn: () => WorkerLike;
  readonly dataUrl: string;
  readonly forced: BackendName | undefined;
}

interface Job extends RunRequest {
  readonly runId: number;
  readonly owner: object;
  readonly listener: RunListener;
}

/** A script that can't be loaded, or an error that nobody foresaw: what has come of the script may be damaged. */
const OF_THE_SCRIPT: readonly LabErrorCode[] = ['script-missing', 'failed'];
/** Workers that may die under one run before it is given up. */
const MAX_RESTARTS = 3;

export class Session {
  readonly #options: SessionOptions;
  #worker: WorkerLike | undefined;
  #engine: EngineInfo | undefined;
  readonly #lost: { backend: BackendName; detail: string }[] = [];
  #queue: Job[] = [];
  #current: Job | undefined;
  #cancelled = false;
  #restarts = 0;
  #nextRunId = 1;
  #hidden = false;
  /** Whose run its reader holds, now or once it starts. */
  #holder: object | undefined;
  /** Single steps asked for before that run has started. */
  #stepsWaiting = 0;
  /** What the worker was told last. */
  #paused = false;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Asks for a run on behalf of `owner`, whose waiting request, if any, is dropped without a word. */
  request(owner: object, request: RunRequest, listener: RunListener): void {
    const job: Job = { ...request, owner, listener, runId: this.#nextRunId++ };
    this.#queue = [...this.#queue.filter((waiting) => waiting.owner !== owner), job];
    if (this.#current?.owner === owner && !this.#current.preview) this.#cancelCurrent();
    if (this.#holder === owner) this.#release();
    else if (this.#current && this.#current.owner === this.#holder) this.#cancelCurrent();
    listener.onWaiting();
    this.#advance();
  }

  /** Starts the engine ahead of a request that is likely to come. */
  prepare(experimentId: string): void {
    if (!this.#worker) this.#startWorker(experimentId);
  }

  /** Stops what `owner` runs and forgets what it waits for. */
  cancel(owner: object): void {
    const waiting = this.#queue.filter((job) => job.owner === owner);
    this.#queue = this.#queue.filter((job) => job.owner !== owner);
    for (const job of waiting) job.listener.onStopped();
    if (this.#holder === owner) this.#release();
    if (this.#current?.owner === owner) this.#cancelCurrent();
  }

  /** Whether the tab is hidden: the running experiment is held at its next frame. */
  setHidden(hidden: boolean): void {
    this.#hidden = hidden;
    this.#tellPaused();
  }

  /** Holds the run of `owner`, or the one that it waits for, at its next frame; or lets it go on. */
  hold(owner: object, held: boolean): void {
    if (!held) {
      if (this.#holder === owner) this.#release();
      return;
    }
    if (this.#holder !== owner) this.#stepsWaiting = 0;
    this.#holder = owner;
    this.#tellPaused();
    const othersWait = this.#queue.some((job) => job.owner !== owner);
    if (othersWait && this.#current?.owner === owner) this.#cancelCurrent();
  }

  /** Holds the run of `owner`, and lets it do one step. */
  step(owner: object): void {
    this.hold(owner, true);
    const job = this.#current;
    if (job?.owner === owner && !this.#cancelled)
      this.#worker?.postMessage({ type: 'step', runId: job.runId });
    else this.#stepsWaiting++;
  }

  /** Changes a setting of the run of `owner` from its next step on; without one, nothing. */
  change(owner: object, key: string, value: number): void {
    const job = this.#current;
    if (job?.owner !== owner || this.#cancelled) return;
    this.#worker?.postMessage({ type: 'change', runId: job.runId, key, value });
  }

  #release(): void {
    this.#holder = undefined;
    this.#stepsWaiting = 0;
    this.#tellPaused();
  }

  #tellPaused(): void {
    if (this.#postPaused()) this.#current?.listener.onPaused(this.#paused);
  }

  /** Tells the worker, where it has changed, whether to hold its run. */
  #postPaused(): boolean {
    const held = this.#holder !== undefined && this.#current?.owner === this.#holder;
    const paused = this.#hidden || held;
    if (paused === this.#paused) return false;
    this.#paused = paused;
    this.#worker?.postMessage({ type: paused ? 'pause' : 'resume' });
    return true;
  }

  #cancelCurrent(): void {
    if (!this.#current || this.#cancelled) return;
    this.#cancelled = true;
    this.#worker?.postMessage({ type: 'cancel', runId: this.#current.runId });
  }

  #advance(): void {
    const [next] = this.#queue;
    if (this.#current || !next) return;
    if (!this.#worker) {
      this.#startWorker(next.experimentId);
      return;
    }
    if (!this.#engine) return; // still climbing the ladder
    // a run that its reader holds comes after those that would have to wait for it
    const job = this.#queue.find(({ owner }) => owner !== this.#holder) ?? next;
    this.#queue = this.#queue.filter((waiting) => waiting !== job);
    this.#current = job;
    this.#cancelled = false;
    this.#postPaused(); // before the run, which must not get ahead of it
    this.#worker.postMessage({
      type: 'run',
      runId: job.runId,
      experimentId: job.experimentId,
      config: job.config,
    });
    job.listener.onStarted(this.#engine);
    if (this.#paused) job.listener.onPaused(true);
    if (job.owner !== this.#holder) return;
    for (; this.#stepsWaiting > 0; this.#stepsWaiting--) {
      this.#worker.postMessage({ type: 'step', runId: job.runId });
    }
  }

  /** None where the browser refuses: whoever waits for a run is told. */
  #startWorker(experimentId: string): void {
    let worker: WorkerLike;
    try {
      worker = this.#options.spawn();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      this.#failEverything({ code: 'worker-lost', subject: '', detail });
      return;
    }
    this.#worker = worker;
    this.#engine = undefined;
    worker.onmessage = ({ data }) => {
      if (this.#worker === worker) this.#hear(data);
    };
    worker.onerror = (event) => {
      event.preventDefault?.(); // it is reported to the reader by the widget
      if (this.#worker === worker)
        this.#replaceWorker({ code: 'worker-lost', subject: '', detail: event.message ?? '' });
    };
    worker.postMessage({
      type: 'start',
      forced: this.#options.forced,
      excluded: this.#lost.map(({ backend }) => backend),
      experimentId,
      dataUrl: this.#options.dataUrl,
    });
    if (this.#paused) worker.postMessage({ type: 'pause' });
  }

  #hear(message: FromWorker): void {
    if (message.type === 'ready') {
      this.#engine = {
        backend: message.backend,
        notes: message.notes,
        forced: this.#options.forced,
        lost: [...this.#lost],
      };
      this.#advance();
      return;
    }
    if (message.type === 'lost') {
      this.#replaceWorker({ code: 'device-lost', subject: message.backend, detail: message.detail });
      return;
    }
    if (message.type === 'failed' && message.runId === undefined) {
      if (message.failure.code === 'script-missing') {
        if (!this.#current && this.#queue.length === 0) this.#dismissWorker();
        return;
      }
      this.#failEverything(message.failure);
      return;
    }
    const job = this.#current;
    if (!job || job.runId !== message.runId) return;
    if (message.type === 'frame') {
      if (!this.#cancelled) job.listener.onFrame(message.frame);
      return;
    }
    this.#current = undefined;
    this.#restarts = 0;
    // then the newer request has the word: a failure told now would stand beside its run
    const replaced = this.#queue.some((waiting) => waiting.owner === job.owner);
    if (job.owner === this.#holder && !replaced) this.#release();
    if (message.type === 'done' && !this.#cancelled) job.listener.onDone(message.summary, message.millis);
    else if (!replaced && message.type === 'failed') job.listener.onFailed(message.failure);
    else if (!replaced) job.listener.onStopped();
    if (message.type === 'failed' && OF_THE_SCRIPT.includes(message.failure.code)) this.#dismissWorker();
    this.#advance();
  }

  /** A worker never asks again for a script that it has asked for once: whoever runs next gets another worker. */
  #dismissWorker(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#engine = undefined;
  }

  /** Ends a worker that can do no more; its run starts again on the next one. */
  #replaceWorker(failure: LabFailure): void {
    const backend = this.#engine?.backend;
    this.#dismissWorker();
    if (backend && failure.code === 'device-lost') this.#lost.push({ backend, detail: failure.detail });
    const job = this.#current;
    this.#current = undefined;
    this.#restarts++;
    if (this.#restarts > MAX_RESTARTS) {
      this.#restarts = 0;
      if (job) this.#queue.unshift(job);
      this.#failEverything(failure);
      return;
    }
    const superseded = job && this.#queue.some((waiting) => waiting.owner === job.owner);
    if (job && this.#cancelled && !superseded) job.listener.onStopped();
    else if (job && !superseded) {
      this.#queue.unshift(job);
      job.listener.onWaiting();
    }
    this.#advance();
  }

  #failEverything(failure: LabFailure): void {
    this.#worker?.terminate();
    this.#worker = undefined; // the next request tries afresh
    const jobs = this.#current ? [this.#current, ...this.#queue] : this.#queue;
    this.#current = undefined;
    this.#queue = [];
    this.#release();
    for (const job of jobs) job.listener.onFailed(failure);
  }
}
