/** What a browser may refuse to a page and its worker. */
import type { Page } from 'playwright-core';
import type { Fault } from './try-fault.ts';

/** Of all that the worker is, behind its door. */
export const workerScript = /\/_astro\/worker-(?!door-)[\w-]+\.js/;

/** Runs `code` in each new worker of the page before its own. `times`: in the first ones only. */
export function inWorker(page: Page, code: string, times = Number.POSITIVE_INFINITY): Promise<unknown> {
  let workers = 0;
  return page.route(workerScript, async (route) => {
    const response = await route.fetch();
    const prefix = workers++ < times ? `${code};\n` : '';
    await route.fulfill({ response, body: prefix + (await response.text()) });
  });
}

/** WebGPU is there, and finds no adapter. */
export const noAdapter = 'GPU.prototype.requestAdapter = async () => null';

export const noWebgl = 'OffscreenCanvas.prototype.getContext = () => null';

const noWasm = 'delete self.WebAssembly';

const noWebgpu = 'delete WorkerNavigator.prototype.gpu';

/** As browsers do that keep nothing for a site: each look at a storage is an error. */
export const refuseStorage = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, {
        get: () => {
          throw new DOMException('refused', 'SecurityError');
        },
      });
  });

const workers = (page: Page) =>
  page.addInitScript(() => {
    window.Worker = class extends Worker {
      constructor(url: string | URL) {
        super(url);
        this.terminate();
        throw new DOMException('refused', 'SecurityError');
      }
    };
  });

/** One at a time, and all at once. */
export const refusals: readonly Fault[] = [
  { name: 'storage refused', arrange: refuseStorage },
  { name: 'WebGPU refused', arrange: (page) => inWorker(page, noWebgpu) },
  { name: 'WebGL refused', arrange: (page) => inWorker(page, noWebgl) },
  { name: 'WebAssembly refused', arrange: (page) => inWorker(page, noWasm) },
  { name: 'workers refused', arrange: workers },
  {
    name: 'storage, WebGPU, WebGL and WebAssembly refused',
    arrange: async (page) => {
      await refuseStorage(page);
      await inWorker(page, [noWebgpu, noWebgl, noWasm].join(';\n'));
    },
  },
];
