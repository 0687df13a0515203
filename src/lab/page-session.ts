/** The one session of this page, made when a widget first asks to run. */
import { type BackendName, isBackendName } from './contract.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { Session, type WorkerLike } from './session.ts';
import { BACKEND_KEY } from './url-state.ts';

let session: Session | undefined;

export function pageSession(): Session {
  session ??= startSession();
  return session;
}

/** `?backend=` of this page; a name that isn't a backend's is reported by the widgets. */
export function forcedBackend(): {
  readonly name: BackendName | undefined;
  readonly unknown: string | undefined;
} {
  const given = new URLSearchParams(location.search).get(BACKEND_KEY);
  if (given === null) return { name: undefined, unknown: undefined };
  return isBackendName(given) ? { name: given, unknown: undefined } : { name: undefined, unknown: given };
}

function startSession(): Session {
  const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');
  const started = new Session({
    spawn,
    dataUrl: new URL(`${base}data/`, location.href).href,
    forced: forcedBackend().name,
  });
  document.addEventListener('visibilitychange', () => started.setHidden(document.hidden));
  if (document.hidden) started.setHidden(true);
  return started;
}

function spawn(): WorkerLike {
  const name = `lab-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`; // its lock's too, which all tabs share
  const worker = new Worker(new URL('./worker-door.ts', import.meta.url), { type: 'module', name });
  const side: WorkerLike = {
    postMessage: (message: ToWorker) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    onmessage: null,
    onerror: null,
  };
  worker.onmessage = (event: MessageEvent<FromWorker>) => {
    if (event.data.type === 'ready') void tellWhenEnded(name, side);
    side.onmessage?.(event);
  };
  worker.onerror = (event) => side.onerror?.(event);
  return side;
}

/** A browser can end a worker without a word to its page; the lock that the worker held is free then. */
async function tellWhenEnded(name: string, side: WorkerLike): Promise<void> {
  if (!navigator.locks) return; // a page without https
  await navigator.locks.request(name, () => side.onerror?.(new ErrorEvent('error'))).catch(() => undefined); // refused: as without https
}
