/**
 * What becomes of memory that is refused to the WASM backend of TensorFlow.js 4.22: its allocator then answers 0, which
 * the backend takes for an address. It would write over its own data from there on, and compute on with what it finds.
 */

import { engine } from '@tensorflow/tfjs-core';
import { MemoryRefused } from './errors.ts';

/** Bytes to be had in WASM's memory; answers their address, and 0 where there are none. */
interface Allocator {
  _malloc(bytes: number): number;
}

const hasAllocator = (backend: unknown): backend is { readonly wasm: Allocator } =>
  typeof backend === 'object' &&
  backend !== null &&
  'wasm' in backend &&
  typeof backend.wasm === 'object' &&
  backend.wasm !== null &&
  '_malloc' in backend.wasm &&
  typeof backend.wasm._malloc === 'function';

const guarded = new WeakSet<Allocator>();

/**
 * From now on the backend, which has to have been in use, throws where memory is refused; what it holds stays whole,
 * and what is disposed of can be had again.
 */
export function refuseAddressZero(): void {
  const { backend } = engine();
  if (!hasAllocator(backend)) throw new Error('the backend wasm has no allocator');
  const { wasm } = backend;
  if (guarded.has(wasm)) return;
  guarded.add(wasm);
  const own = wasm._malloc;
  wasm._malloc = (bytes) => {
    const address = own(bytes);
    if (address === 0) throw new MemoryRefused(`WASM, ${bytes} bytes`);
    return address;
  };
}
