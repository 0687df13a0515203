/**
 * tanh of small numbers on graphics cards.
 *
 * TensorFlow.js 4.22 computes tanh x there as (1 − e^(−2|x|)) / (1 + e^(−2|x|)) in float32. The numerator cancels, so
 * that every result is a multiple of 2⁻²⁴ ≈ 6·10⁻⁸ and what is below that becomes zero: ten layers that shrink their
 * signal would seem to leave a handful of values, where there are hundreds of thousands. Hence for |x| < 0.02
 *
 *     tanh x ≈ x − x³/3,   relative error < 2x⁴/15 < 3·10⁻⁸
 */
import {
  engine,
  getKernel,
  less,
  mul,
  registerKernel,
  square,
  sub,
  Tanh,
  Tensor,
  tidy,
  unregisterKernel,
  where,
} from '@tensorflow/tfjs-core';
import type { BackendName } from './contract.ts';

const SMALL = 0.02;

const registered = new Set<BackendName>();

/** Puts a kernel that is right for small numbers over that of a backend that has been loaded. */
export function registerSmallTanh(backendName: BackendName): void {
  if (registered.has(backendName)) return;
  registered.add(backendName);
  const kernel = getKernel(Tanh, backendName);
  if (!kernel) throw new Error(`the backend ${backendName} has no tanh`);
  const own = kernel.kernelFunc;
  unregisterKernel(Tanh, backendName);
  registerKernel({
    ...kernel,
    kernelFunc: (call) => {
      const { x } = call.inputs;
      const result = own(call);
      if (!(x instanceof Tensor) || Array.isArray(result)) return result;
      return tidy(() => {
        const squared = square(x);
        const series = sub(x, mul(x, mul(squared, 1 / 3)));
        return where(less(squared, SMALL * SMALL), series, engine().makeTensorFromTensorInfo(result));
      });
    },
  });
}
