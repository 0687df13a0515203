/**
 * Rows of a data set by their indices, on the WASM backend of TensorFlow.js 4.22.
 *
 * Its own kernel works out the place of each number anew: for 100 images of 784 pixels that takes as long as all the
 * rest of a training step of a small net. A row lies in one piece in the backend's memory, and is copied as one.
 */
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { isNumberHeap, type NumberHeap } from '#src/nn/read.ts';

/** The part of the backend that its kernels work with. */
interface WasmMemory extends NumberHeap {
  /** A tensor of numbers yet to be written. It may move the memory: views from before it are no longer any. */
  makeOutput(shape: number[], dtype: TensorInfo['dtype']): TensorInfo;
}

const isWasmMemory = (backend: unknown): backend is WasmMemory =>
  isNumberHeap(backend) && 'makeOutput' in backend && typeof backend.makeOutput === 'function';

/** x [n, …], indices [k] or of any other shape → [...indices, …]. What isn't rows of numbers is left to `own`. */
export const gatherOver =
  (own: KernelFunc): KernelFunc =>
  (call) => {
    const { backend, inputs, attrs } = call;
    const { x, indices } = inputs;
    const ofRows = attrs?.axis === 0 && !attrs.batchDims;
    if (!ofRows || !x || !indices || indices.dtype !== 'int32' || !isWasmMemory(backend)) return own(call);
    if (x.dtype !== 'float32' && x.dtype !== 'int32') return own(call);
    const [count = 0, ...rowShape] = x.shape;
    const isInside = (index: number) => index >= 0 && index < count;
    if (!backend.typedArrayFromHeap(indices).every(isInside)) return own(call); // which says what is wrong
    const rowSize = rowShape.reduce((product, size) => product * size, 1);
    const output = backend.makeOutput([...indices.shape, ...rowShape], x.dtype);
    const from = backend.typedArrayFromHeap(x);
    const to = backend.typedArrayFromHeap(output);
    for (const [k, row] of backend.typedArrayFromHeap(indices).entries()) {
      to.set(from.subarray(row * rowSize, (row + 1) * rowSize), k * rowSize);
    }
    return output;
  };
