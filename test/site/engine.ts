/** Ways to take from the engine what it lives on: graphics, WebAssembly, its own worker. */
import type { Page } from 'playwright-core';
import { atFirstFrame, holdDevice } from '#src/cli/faults/losses.ts';
import { workerScript } from '#src/cli/faults/refusals.ts';

export { crash, endWorker, loseDevice, loseWebgl } from '#src/cli/faults/losses.ts';
export { inWorker, noAdapter, noWebgl } from '#src/cli/faults/refusals.ts';

export const withoutWorkerScript = (page: Page) =>
  page.route(workerScript, (route) => route.fulfill({ status: 404 }));

export const restoreWorkerScript = (page: Page) => page.unroute(workerScript);

/** Passes a software adapter off as a graphics card. */
export const hardwareAdapter = `
  Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
  for (const key of ['vendor', 'architecture', 'device', 'description'])
    Object.defineProperty(GPUAdapterInfo.prototype, key, { get: () => 'card' })`;

/** The same, but what is read from the device fails before anything says that the device is gone. */
export const failThenLoseDevice = `${holdDevice}\n${atFirstFrame(`
  GPUBuffer.prototype.mapAsync = () => Promise.reject(new DOMException('Device was lost', 'AbortError'));
  setTimeout(() => self.testDevice?.destroy(), 100)`)}`;

/** WebAssembly's memory doesn't grow until the worker has reported that a run failed. */
export const refuseToGrow = `
  {
    const { grow } = WebAssembly.Memory.prototype;
    WebAssembly.Memory.prototype.grow = () => { throw new RangeError('refused by the test'); };
    const post = self.postMessage.bind(self);
    self.postMessage = (message, ...rest) => {
      if (message.type === 'failed') WebAssembly.Memory.prototype.grow = grow;
      post(message, ...rest);
    };
  }`;

/** There is no memory to start WebAssembly with. */
export const refuseToStartWasm = `
  WebAssembly.instantiate = WebAssembly.instantiateStreaming = async () => {
    throw new RangeError('WebAssembly.instantiate(): Out of memory');
  }`;

/** Each buffer that the graphics device is asked for is refused as one is for which there is no memory. */
const refuseBuffers = `
  {
    const { createBuffer } = GPUDevice.prototype;
    const tooMuch = { size: 2 ** 50, mappedAtCreation: false };
    GPUDevice.prototype.createBuffer = function (descriptor) {
      return createBuffer.call(this, { ...descriptor, ...tooMuch });
    };
  }`;

/** The graphics device rejects each program that is new to it. */
export const rejectPrograms = `
  {
    const { createShaderModule } = GPUDevice.prototype;
    GPUDevice.prototype.createShaderModule = function (descriptor) {
      return createShaderModule.call(this, { ...descriptor, code: descriptor.code + ' rejected' });
    };
  }`;

export const refuseBuffersInRun = atFirstFrame(refuseBuffers);
export const rejectProgramsInRun = atFirstFrame(rejectPrograms);

/** WebGL rejects the next program that is new to it, once the first frame is out. */
export const rejectWebglProgramOnce = atFirstFrame(`
  const { shaderSource } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.shaderSource = function (shader, source) {
    WebGL2RenderingContext.prototype.shaderSource = shaderSource;
    shaderSource.call(this, shader, source + ' rejected');
  }`);

/** WebGL has no memory for textures once the first frame is out. */
export const refuseTextures = atFirstFrame(`
  let isToTell = false;
  WebGL2RenderingContext.prototype.texStorage2D = () => { isToTell = true; };
  const { getError } = WebGL2RenderingContext.prototype;
  WebGL2RenderingContext.prototype.getError = function () {
    const error = isToTell ? this.OUT_OF_MEMORY : getError.call(this);
    isToTell = false;
    return error;
  }`);
