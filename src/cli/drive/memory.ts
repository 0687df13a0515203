/** What a page and its worker hold: heaps after a collection, WASM memory, tensors, nodes, listeners. */
import type { CDPSession, Page } from 'playwright-core';
import { type HeapBytes, heapBytes } from './heap-snapshot.ts';

export interface Memory {
  /** Of the page, after a collection. */
  readonly nodes: number;
  readonly listeners: number;
  /** Of the worker, in bytes after a collection: JavaScript's objects and their arrays; without WASM memory. */
  readonly workerHeap: number;
  /** Of the WASM backend, in bytes; it never shrinks. */
  readonly wasm: number;
  readonly tensors: number;
  readonly workers: number;
}

/** TensorFlow.js keeps its engine where every copy of it would find it. */
interface EngineScope {
  readonly _tfengine?: {
    memory(): { readonly numTensors: number };
    readonly backendInstance?: { readonly wasm?: { readonly HEAPU8?: Uint8Array } };
  };
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

export class MemoryProbe {
  readonly #page: Page;
  readonly #session: CDPSession;
  /** Channel to each living worker. */
  readonly #workers: Set<string>;
  readonly #answers = new Map<number, (result: unknown) => void>();
  #nextId = 1;

  /** To be called before the page opens: workers that exist by then are not seen. */
  static async of(page: Page): Promise<MemoryProbe> {
    const session = await page.context().newCDPSession(page);
    const workers = new Set<string>();
    const probe = new MemoryProbe(page, session, workers);
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') workers.add(sessionId);
    });
    session.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
    session.on('Target.receivedMessageFromTarget', ({ message }) => probe.#hear(message));
    // a session of playwright's own speaks to one target only; messages to a worker travel inside those to its page
    await session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    await session.send('Performance.enable');
    await session.send('HeapProfiler.enable');
    return probe;
  }

  private constructor(page: Page, session: CDPSession, workers: Set<string>) {
    this.#page = page;
    this.#session = session;
    this.#workers = workers;
  }

  async read(): Promise<Memory> {
    await this.#session.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    let workerHeap = 0;
    for (const worker of this.#workers) {
      await this.#ask(worker, 'HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize = 0 } = await this.#ask<HeapUsage>(worker, 'Runtime.getHeapUsage');
      workerHeap += usedSize + backingStorageSize;
    }
    const engines = await Promise.all(
      this.#page.workers().map((worker) =>
        worker.evaluate(() => {
          const engine = (globalThis as EngineScope)._tfengine;
          return {
            tensors: engine?.memory().numTensors ?? 0,
            wasm: engine?.backendInstance?.wasm?.HEAPU8?.byteLength ?? 0,
          };
        }),
      ),
    );
    return {
      nodes: metric('Nodes'),
      listeners: metric('JSEventListeners'),
      workerHeap,
      wasm: engines.reduce((sum, one) => sum + one.wasm, 0),
      tensors: engines.reduce((sum, one) => sum + one.tensors, 0),
      workers: this.#page.workers().length,
    };
  }

  /** The page's heap, after a collection; it takes a second. */
  async pageHeap(): Promise<HeapBytes> {
    const chunks: string[] = [];
    const collect = ({ chunk }: { chunk: string }) => chunks.push(chunk);
    this.#session.on('HeapProfiler.addHeapSnapshotChunk', collect);
    await this.#session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    this.#session.off('HeapProfiler.addHeapSnapshotChunk', collect);
    return heapBytes(chunks.join(''));
  }

  async #ask<Result>(sessionId: string, method: string): Promise<Result> {
    const id = this.#nextId++;
    const answer = new Promise<Result>((resolve) => {
      this.#answers.set(id, (result) => resolve(result as Result)); // as the protocol's documentation says
    });
    const message = JSON.stringify({ id, method });
    await this.#session.send('Target.sendMessageToTarget', { sessionId, message });
    return answer;
  }

  #hear(text: string): void {
    const message: { id?: number; result?: unknown } = JSON.parse(text);
    if (message.id === undefined) return;
    this.#answers.get(message.id)?.(message.result);
    this.#answers.delete(message.id);
  }
}
