/** The one session of this page, made when a widget first asks to run. */
import { type BackendName, isBackendName } from './contract.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { Session, type WorkerLike } from './session.ts';

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
  const given = new URLSearchParams(location.search).get('backend');
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
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'lab' });
  const side: WorkerLike = {
    postMessage: (message: ToWorker) => worker.postMessage(message),
    terminate: () => worker.terminate(),
    onmessage: null,
    onerror: null,
  };
  worker.onmessage = (event: MessageEvent<FromWorker>) => side.onmessage?.(event);
  worker.onerror = (event) => side.onerror?.(event);
  return side;
}
