/** Numbers out of tensors, without a copy where there need be none. */
import { engine, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';

/** A backend whose tensors lie in memory that plain code can look at: WASM. */
export interface NumberHeap {
  /** A view, not a copy. */
  typedArrayFromHeap(tensor: TensorInfo): Float32Array | Int32Array | Uint8Array;
}

export const isNumberHeap = (backend: unknown): backend is NumberHeap =>
  typeof backend === 'object' &&
  backend !== null &&
  'typedArrayFromHeap' in backend &&
  typeof backend.typedArrayFromHeap === 'function';

const isUnshared = (view: ArrayBufferView): view is Float32Array<ArrayBuffer> =>
  view instanceof Float32Array && view.buffer instanceof ArrayBuffer;

/**
 * The values of a float32 tensor, to be looked at and then let go: they are valid until the next operation or disposal,
 * and are not to be written to. A browser takes as long to make room for a copy of two megabytes as WASM takes to
 * multiply them by a vector; ten layers have thirty of these.
 */
export async function borrowFloats(tensor: Tensor): Promise<Float32Array<ArrayBuffer>> {
  const { backend } = engine();
  if (isNumberHeap(backend) && tensor.dtype === 'float32') {
    const view = backend.typedArrayFromHeap(tensor);
    if (isUnshared(view)) return view;
  }
  const values = await tensor.data<'float32'>();
  return isUnshared(values) ? values : Float32Array.from(values);
}
