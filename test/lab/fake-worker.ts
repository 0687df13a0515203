/** A worker that does what a test says, and widgets that remember what they hear. */
import type { BackendName } from '#src/lab/contract.ts';
import type { FromWorker, ToWorker } from '#src/lab/protocol.ts';
import { type RunListener, Session, type WorkerLike } from '#src/lab/session.ts';

export class FakeWorker implements WorkerLike {
  readonly sent: ToWorker[] = [];
  terminated = false;
  onmessage: ((event: MessageEvent<FromWorker>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;

  postMessage(message: ToWorker): void {
    if (this.terminated) throw new Error(`a message to an ended worker: ${message.type}`);
    this.sent.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  /** The worker says something. */
  say(data: FromWorker): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }

  ready(backend: BackendName = 'wasm'): void {
    this.say({ type: 'ready', backend, notes: [] });
  }

  /** An error that nothing in the worker caught. Node has no ErrorEvent; a session reads its message. */
  crash(message: string): void {
    this.onerror?.(Object.assign(new Event('error', { cancelable: true }), { ...noPlace, message }));
  }

  /** The run that it was told last to do; −1 before the first. */
  get runId(): number {
    const run = this.sent.findLast((message) => message.type === 'run');
    return run?.runId ?? -1;
  }

  get types(): string[] {
    return this.sent.map(({ type }) => type);
  }
}

const noPlace = { filename: '', lineno: 0, colno: 0, error: undefined };

/** A session whose workers are at hand, first to last. */
export function fakeSession(forced?: BackendName) {
  const workers: FakeWorker[] = [];
  const session = new Session({
    spawn: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    dataUrl: 'https://example.org/data/',
    forced,
  });
  const worker = (): FakeWorker => {
    const last = workers.at(-1);
    if (!last) throw new Error('no worker was started');
    return last;
  };
  return { session, workers, worker };
}

/** A widget that asks for runs and writes down what it hears, in words. */
export class FakeWidget {
  readonly heard: string[] = [];
  readonly #name: string;
  readonly #session: Session;

  constructor(name: string, session: Session) {
    this.#name = name;
    this.#session = session;
  }

  /** Asks for a run with this seed, and notes with each report which request it belongs to. */
  run(seed: number, { preview = false } = {}): void {
    const note = (what: string) => this.heard.push(`${seed}: ${what}`);
    const listener: RunListener = {
      onWaiting: () => note('waiting'),
      onStarted: ({ backend, lost }) => {
        note(['started', backend, ...lost.map((one) => `lost ${one.backend} ${one.detail}`)].join(' '));
      },
      onFrame: ({ progress }) => note(`frame ${progress}`),
      onDone: (summary, millis) => note(`done ${JSON.stringify(summary)} ${millis}`),
      onStopped: () => note('stopped'),
      onFailed: ({ code, subject, detail }) => note(`failed ${code} ${subject} ${detail}`),
      onPaused: (paused) => note(paused ? 'paused' : 'resumed'),
    };
    this.#session.request(this, { experimentId: this.#name, config: { seed }, preview }, listener);
  }

  cancel(): void {
    this.#session.cancel(this);
  }

  /** What it has heard since it was last asked. */
  news(): string[] {
    return this.heard.splice(0);
  }
}
