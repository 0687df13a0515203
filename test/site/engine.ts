/** Ways to take from the engine what it lives on: graphics, WebAssembly, its own worker. */
import type { Page } from 'playwright-core';

const workerScript = '**/_astro/worker-*.js';

/** Runs `code` in each new worker of the page before its own. `times`: in the first ones only. */
export function inWorker(page: Page, code: string, times = Number.POSITIVE_INFINITY): Promise<unknown> {
  let workers = 0;
  return page.route(workerScript, async (route) => {
    const response = await route.fetch();
    const prefix = workers++ < times ? `${code};\n` : '';
    await route.fulfill({ response, body: prefix + (await response.text()) });
  });
}

export const withoutWorkerScript = (page: Page) =>
  page.route(workerScript, (route) => route.fulfill({ status: 404 }));

export const restoreWorkerScript = (page: Page) => page.unroute(workerScript);

/** WebGPU is there, and finds no adapter. */
export const noAdapter = 'GPU.prototype.requestAdapter = async () => null';

export const noWebgl = 'OffscreenCanvas.prototype.getContext = () => null';

/** Passes a software adapter off as a graphics card. */
export const hardwareAdapter = `
  Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
  for (const key of ['vendor', 'architecture', 'device', 'description'])
    Object.defineProperty(GPUAdapterInfo.prototype, key, { get: () => 'card' })`;

/** Runs \`action\` as soon as the worker has sent its first frame. */
export const atFirstFrame = (action: string) => `
  {
    const post = self.postMessage.bind(self);
    let frames = 0;
    self.postMessage = (message, ...rest) => {
      post(message, ...rest);
      if (message.type === 'frame' && ++frames === 1) { ${action} }
    };
  }`;

/** Keeps the graphics device at hand. */
const holdDevice = `
  {
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      self.testDevice = await request.apply(this, args);
      return self.testDevice;
    };
  }`;

/** Loses the graphics device, as when a driver is updated or a laptop changes cards. */
export const loseDevice = `${holdDevice}\n${atFirstFrame('self.testDevice?.destroy()')}`;

/** The same, but what is read from the device fails before anything says that the device is gone. */
export const failThenLoseDevice = `${holdDevice}\n${atFirstFrame(`
  GPUBuffer.prototype.mapAsync = () => Promise.reject(new DOMException('Device was lost', 'AbortError'));
  setTimeout(() => self.testDevice?.destroy(), 100)`)}`;

/** An error that nobody catches. */
export const crash = atFirstFrame("setTimeout(() => { throw new Error('the worker fell over') })");
