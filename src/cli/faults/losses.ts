/** What a figure may lose in the middle of a run: its graphics device, its WebGL context, its worker. */
import type { Page } from 'playwright-core';
import { inWorker } from './refusals.ts';

/** Runs `action` as soon as the worker has sent its first frame. */
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
export const holdDevice = `
  {
    const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...args) {
      self.testDevice = await request.apply(this, args);
      return self.testDevice;
    };
  }`;

/** Loses the graphics device, as when a driver is updated or a laptop changes cards. */
export const loseDevice = `${holdDevice}\n${atFirstFrame('self.testDevice?.destroy()')}`;

/** WebGL loses its context once the first frame is out, as when a driver is updated. */
export const loseWebgl = `
  {
    const { getContext } = OffscreenCanvas.prototype;
    OffscreenCanvas.prototype.getContext = function (...args) {
      self.testContext = getContext.apply(this, args);
      return self.testContext;
    };
  }
  ${atFirstFrame("self.testContext?.getExtension('WEBGL_lose_context').loseContext()")}`;

/** The worker is ended in mid-run, as by a browser that is short of memory: nothing tells the page. */
export const endWorker = atFirstFrame('self.close()');

/** An error that nobody catches. */
export const crash = atFirstFrame("setTimeout(() => { throw new Error('the worker fell over') })");

export interface Loss {
  readonly name: string;
  readonly backend: 'webgpu' | 'webgl' | 'wasm';
  readonly arrange: (page: Page) => Promise<unknown>;
  /** How a run has to end: the same run on WASM, or a failure with a word, after which another one runs. */
  readonly ends: 'done' | 'error';
}

/** More workers than a session starts for one run. */
const ALL = 4;

export const losses: readonly Loss[] = [
  {
    name: 'the WebGPU device lost in mid-run',
    backend: 'webgpu',
    arrange: (page) => inWorker(page, loseDevice),
    ends: 'done',
  },
  {
    name: 'the WebGL context lost in mid-run',
    backend: 'webgl',
    arrange: (page) => inWorker(page, loseWebgl),
    ends: 'done',
  },
  {
    name: 'the worker ended in mid-run',
    backend: 'wasm',
    arrange: (page) => inWorker(page, endWorker, 1),
    ends: 'done',
  },
  {
    name: 'the worker fallen over in mid-run',
    backend: 'wasm',
    arrange: (page) => inWorker(page, crash, 1),
    ends: 'done',
  },
  {
    name: 'each worker ended in mid-run',
    backend: 'wasm',
    arrange: (page) => inWorker(page, crash, ALL),
    ends: 'error',
  },
];
