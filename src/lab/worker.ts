/** The page's one worker: owns TensorFlow.js, runs one experiment at a time. */

import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { createDataSource, DataError, type DataSource } from '#src/data/data-source.ts';
import { fetchReader } from '#src/data/fetch-reader.ts';
import { ModelFileError } from '#src/data/model-file.ts';
import { climb, deviceLost } from './backends.ts';
import type { AnyExperiment } from './contract.ts';
import { LabError, type LabFailure, MemoryRefused } from './errors.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { runExperiment } from './runner.ts';

const experiments = import.meta.glob<{ experiment: AnyExperiment }>('../../widgets/*/experiment.ts');

/** Resolves when this worker has a lock of its own name, which it holds as long as it lives; at once where there are none. */
const isHeld = new Promise<void>((resolve) => {
  if (!navigator.locks) resolve();
  else
    navigator.locks
      .request(self.name, () => {
        resolve();
        return new Promise(() => {});
      })
      .catch(() => resolve()); // a page that may keep nothing may hold no locks either
});

const post = (message: FromWorker) => self.postMessage(message);

let data: DataSource | undefined;
interface CurrentRun {
  readonly runId: number;
  readonly controller: AbortController;
  readonly live: { stepwise: boolean; readonly changes: Record<string, number> };
}
let current: CurrentRun | undefined;
let paused = false;
/** Milliseconds for which the run has been held, or its tab hidden: none of its own time. */
let waited = 0;
/** Frames that a paused run is still asked for. */
let stepsOwed = 0;
let wake: (() => void) | undefined;
/** Resolves when the graphics device is gone; absent where there is none to lose. */
let loss: Promise<string> | undefined;

/** What is read from a device that is gone fails, at times before anything says that it is gone. */
const LOSS_NEWS_MILLIS = 500;

self.addEventListener('message', ({ data: message }: MessageEvent<ToWorker>) => {
  switch (message.type) {
    case 'start':
      data = createDataSource(
        fetchReader(message.dataUrl),
        fetchReader(new URL('../models/', message.dataUrl).href),
      );
      void start(message);
      break;
    case 'run':
      void run(message);
      break;
    case 'cancel':
      if (current?.runId === message.runId) current.controller.abort();
      wake?.();
      break;
    case 'pause':
      paused = true;
      break;
    case 'resume':
      paused = false;
      stepsOwed = 0;
      if (current) current.live.stepwise = false;
      wake?.();
      break;
    case 'step':
      if (current?.runId !== message.runId) break;
      current.live.stepwise = true;
      stepsOwed++;
      wake?.();
      break;
    case 'change':
      if (current?.runId === message.runId) current.live.changes[message.key] = message.value;
      break;
  }
});

async function start({
  forced,
  excluded,
  experimentId,
}: Extract<ToWorker, { type: 'start' }>): Promise<void> {
  const smallSteps = load(experimentId).then(
    (experiment) => experiment.smallSteps ?? false,
    (error) => {
      const failure = failureOf(error);
      // whoever runs it hears of it; but not from this worker, which would never ask for the script again
      if (failure.code === 'script-missing') post({ type: 'failed', runId: undefined, failure });
      return false;
    },
  );
  try {
    const { backend, notes } = await climb({
      forced,
      excluded,
      smallSteps,
      wasmPaths: {
        'tfjs-backend-wasm.wasm': wasmUrl,
        'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
        'tfjs-backend-wasm-threaded-simd.wasm': wasmSimdUrl,
      },
    });
    await isHeld;
    post({ type: 'ready', backend, notes });
    loss = deviceLost(backend);
    void loss.then((detail) => post({ type: 'lost', backend, detail }));
  } catch (error) {
    post({
      type: 'failed',
      runId: undefined,
      failure: { code: 'no-backend', subject: '', detail: wordsOf(error) },
    });
  }
}

async function run({ runId, experimentId, config }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
  const controller = new AbortController();
  const live = { stepwise: false, changes: {} };
  current = { runId, controller, live };
  stepsOwed = 0;
  waited = 0;
  try {
    if (!data) throw new Error('run before start');
    const experiment = await load(experimentId);
    const began = performance.now();
    const result = await runExperiment(experiment, config, {
      data,
      signal: controller.signal,
      live,
      onFrame: (frame) => post({ type: 'frame', runId, frame }),
      breathe,
    });
    const millis = performance.now() - began - waited;
    if (result) post({ type: 'done', runId, summary: result.summary, millis });
    else post({ type: 'stopped', runId });
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'failed' && (await deviceIsGone())) return; // the page starts the run again elsewhere
    post({ type: 'failed', runId, failure });
  } finally {
    current = undefined;
  }
}

async function deviceIsGone(): Promise<boolean> {
  if (!loss) return false;
  const wait = new Promise<false>((resolve) => setTimeout(resolve, LOSS_NEWS_MILLIS, false));
  return Promise.race([loss.then(() => true), wait]);
}

async function load(experimentId: string): Promise<AnyExperiment> {
  const module = experiments[`../../widgets/${experimentId}/experiment.ts`];
  if (!module) throw new LabError({ code: 'unknown-experiment', subject: experimentId, detail: '' });
  try {
    return (await module()).experiment;
  } catch (error) {
    throw new LabError({ code: 'script-missing', subject: experimentId, detail: wordsOf(error) });
  }
}

/** Lets messages in (computing on WASM and CPU never leaves the event loop by itself), and waits while paused. */
async function breathe(): Promise<void> {
  if (stepsOwed > 0) stepsOwed--; // with the frame that is out now
  await new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
  const since = performance.now();
  const mayGoOn = () => !paused || stepsOwed > 0 || current?.controller.signal.aborted;
  if (mayGoOn()) return;
  while (!mayGoOn()) {
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    wake = undefined;
  }
  waited += performance.now() - since;
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function failureOf(error: unknown): LabFailure {
  if (error instanceof LabError) return error.failure;
  if (error instanceof ModelFileError) {
    return { code: `model-${error.code}`, subject: error.file, detail: error.detail };
  }
  if (error instanceof DataError) {
    return { code: `data-${error.code}`, subject: error.file, detail: error.detail };
  }
  if (error instanceof MemoryRefused) return { code: 'out-of-memory', subject: '', detail: error.message };
  return { code: 'failed', subject: '', detail: wordsOf(error) };
}
