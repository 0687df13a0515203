/**
 * The backend ladder: WebGPU on a hardware adapter → WebGL on hardware → WASM → CPU.
 *
 * A software adapter (SwiftShader, llvmpipe) draws correctly and computes fifty times slower than WASM, so it ranks
 * below WASM and is used only where a reader forces it. So does, for experiments of many small kernels, a card that
 * needs longer to start a kernel than WASM needs for all of it. This folder is the only place that imports a tfjs backend.
 */

import type { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import { engine, env, matMul, setBackend, tanh, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { type BackendName, backendNames } from './contract.ts';
import { MemoryRefused } from './errors.ts';
import type { LadderNote } from './protocol.ts';
import { registerSmallTanh } from './small-tanh.ts';
import { registerWasmKernels } from './wasm-kernels.ts';
import { refuseAddressZero } from './wasm-memory.ts';

export interface Climb {
  readonly backend: BackendName;
  /** Why the rungs above it were passed over. */
  readonly notes: readonly LadderNote[];
}

export interface ClimbOptions {
  /** Tried first, whatever the hardware. */
  readonly forced?: BackendName | undefined;
  readonly excluded?: readonly BackendName[];
  /** Whether the work will be many small kernels; asked only where there is a graphics card. */
  readonly smallSteps?: Promise<boolean>;
  /** Where the WASM backend's files are, by file name; in Node it finds its own. */
  readonly wasmPaths?: Readonly<Record<string, string>>;
}

type Refusal = Pick<LadderNote, 'reason' | 'detail'>;

const softwareRenderer = /swiftshader|llvmpipe|software|basic render|lavapipe/i;

/** Starts the best backend there is. Throws where not even the plain JavaScript one starts. */
export async function climb(options: ClimbOptions = {}): Promise<Climb> {
  const { forced, excluded = [] } = options;
  const notes: LadderNote[] = [];
  const order = forced ? [forced, ...backendNames.filter((name) => name !== forced)] : backendNames;
  for (const backend of order) {
    const refusal = excluded.includes(backend)
      ? { reason: 'excluded' as const, detail: '' }
      : await tryBackend(backend, options);
    if (!refusal) return { backend, notes };
    notes.push({ backend, ...refusal });
  }
  throw new Error(notes.map(({ backend, reason, detail }) => `${backend}: ${reason} ${detail}`).join('; '));
}

async function tryBackend(
  backend: BackendName,
  { forced, excluded = [], smallSteps, wasmPaths }: ClimbOptions,
): Promise<Refusal | undefined> {
  const isForced = backend === forced;
  try {
    const refusal = await probes[backend](isForced, wasmPaths);
    if (refusal) return refusal;
    if (!(await setBackend(backend))) return { reason: 'failed', detail: 'did not initialise' };
    const wrong = await checkResults();
    if (wrong) return wrong;
    if (backend === 'wasm') refuseAddressZero();
    const isCard = backend === 'webgpu' || backend === 'webgl';
    if (!isCard || isForced || excluded.includes('wasm')) return undefined;
    return (await smallSteps) ? await checkStarts() : undefined;
  } catch (error) {
    return { reason: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}

type Probe = (forced: boolean, wasmPaths: ClimbOptions['wasmPaths']) => Promise<Refusal | undefined>;

const probes: Readonly<Record<BackendName, Probe>> = {
  async webgpu(forced) {
    if (typeof navigator === 'undefined' || !navigator.gpu) return { reason: 'unavailable', detail: '' };
    // The backend throws on a null adapter (tfjs#8094), so it is asked for here first; Chromium 156 without a window gave
    // out that of an NVIDIA H100 at the second request only.
    const ask = () => navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
    const adapter = (await ask()) ?? (await ask());
    if (!adapter) return { reason: 'no-adapter', detail: '' };
    const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
    const name = [vendor, architecture, device, description].filter(Boolean).join(' ');
    if (!forced && (isFallbackAdapter || softwareRenderer.test(name)))
      return { reason: 'software', detail: name };
    await import('@tensorflow/tfjs-backend-webgpu');
    registerSmallTanh('webgpu');
    return undefined;
  },
  async webgl(forced) {
    if (typeof OffscreenCanvas === 'undefined') return { reason: 'unavailable', detail: '' };
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (!gl) return { reason: 'unavailable', detail: '' };
    const unmasked = gl.getExtension('WEBGL_debug_renderer_info')?.UNMASKED_RENDERER_WEBGL;
    const name = String(gl.getParameter(unmasked ?? gl.RENDERER));
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    if (!forced && softwareRenderer.test(name)) return { reason: 'software', detail: name };
    await import('@tensorflow/tfjs-backend-webgl');
    registerSmallTanh('webgl');
    return undefined;
  },
  async wasm(_forced, wasmPaths) {
    if (typeof WebAssembly === 'undefined') return { reason: 'unavailable', detail: '' };
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    if (wasmPaths) setWasmPaths(wasmPaths);
    // The threaded build makes its workers from a function's source text, which bundling breaks.
    env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    registerWasmKernels();
    return undefined;
  },
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    return undefined;
  },
};

/** A device that multiplies wrongly is worse than a slow one. tanh(A·B) for A = [1 2; 3 4]/10, B = [5 6; 7 8]/10. */
async function checkResults(): Promise<Refusal | undefined> {
  const result = tidy(() =>
    tanh(matMul(tensor2d([0.1, 0.2, 0.3, 0.4], [2, 2]), tensor2d([0.5, 0.6, 0.7, 0.8], [2, 2]))),
  );
  const got = await result.data();
  result.dispose();
  const expected = [0.19, 0.22, 0.43, 0.5].map(Math.tanh);
  const wrong = expected.some((value, i) => !(Math.abs((got[i] ?? Number.NaN) - value) < 1e-3));
  return wrong ? { reason: 'wrong-results', detail: Array.from(got).join(' ') } : undefined;
}

/**
 * In µs: what a kernel of a small training step takes on WASM altogether (`npm run bench`: 47 kernels in 1.75 ms for `mlp`,
 * 970 in 35.5 ms for `resnet-20`). A card that needs longer only to start one can't be faster, however quick the rest is.
 */
const MAX_START_MICROS = 40;
/** Kernels of a long and of a short row, of which each needs the one before. */
const ROWS = [72, 8] as const;
const ROUNDS = 3;

/** How long this backend takes to start a kernel that has next to nothing to do: what more of them take, without the read. */
async function checkStarts(): Promise<Refusal | undefined> {
  const [long, short] = ROWS;
  await timeRow(short); // compiles
  const millis = { long: Number.POSITIVE_INFINITY, short: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS; round++) {
    millis.long = Math.min(millis.long, await timeRow(long));
    millis.short = Math.min(millis.short, await timeRow(short));
  }
  const micros = (1000 * (millis.long - millis.short)) / (long - short);
  return micros > MAX_START_MICROS ? { reason: 'slow-start', detail: micros.toFixed(0) } : undefined;
}

async function timeRow(kernels: number): Promise<number> {
  const began = performance.now();
  const last = tidy(() => {
    const half = tensor2d([0.5, 0.5, 0.5, 0.5], [2, 2]); // its own square
    let product = half;
    for (let i = 0; i < kernels; i++) product = matMul(product, half);
    return product;
  });
  await last.data();
  last.dispose();
  return performance.now() - began;
}

/**
 * Resolves, with the reason, when the graphics device can no longer be relied on: it is lost, or it has refused
 * something; never on other backends.
 *
 * WebGPU tells its caller nothing of memory or a program that it refuses: it leaves out every command that they have a
 * part in, and what is read then is zeros. WebGL goes on without memory likewise, and once lost never answers a read.
 */
export async function deviceLost(backend: BackendName): Promise<string> {
  const { backend: current } = engine();
  if (backend === 'webgpu') {
    const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
    if (current instanceof WebGPUBackend) return webgpuLost(current.device);
  } else if (backend === 'webgl') {
    const { MathBackendWebGL } = await import('@tensorflow/tfjs-backend-webgl');
    if (current instanceof MathBackendWebGL) return webglLost(current);
  }
  return new Promise(() => {});
}

function webgpuLost(device: GPUDevice): Promise<string> {
  const refusal = new Promise<string>((resolve) => {
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault(); // the page is told, and its console need not be
      resolve(event.error.message);
    });
  });
  const loss = device.lost.then(({ reason, message }) => `${reason} ${message}`.trim());
  return Promise.race([refusal, loss]);
}

/** Memory that WebGL refuses shows in nothing but its list of errors, which is looked at with each read. */
function webglLost(backend: MathBackendWebGL): Promise<string> {
  const { gl } = backend.gpgpu;
  return new Promise((resolve) => {
    gl.canvas.addEventListener('webglcontextlost', () => resolve('context lost'));
    const read = backend.read.bind(backend);
    backend.read = async (dataId) => {
      const values = await read(dataId);
      if (gl.getError() === gl.OUT_OF_MEMORY) {
        resolve('out of memory');
        throw new MemoryRefused('WebGL');
      }
      return values;
    };
  });
}
