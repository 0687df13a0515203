/**
 * The shortcut of a residual block where its shape changes: option A of He et al. 2015 (arXiv:1512.03385, section 4.2),
 * which has no parameters.
 *
 *     y[n, i, j, c] = x[n, s·i, s·j, c] for the channels of x, 0 for those added after them
 *
 * Both at once are a 1 × 1 convolution of stride s by a fixed filter w[0, 0, c, o] = 1 where c = o, which takes one
 * operation each way on every backend, and is exact: all it adds to a value are zeros.
 */
import { eye, type Rank, reshape, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import { convForward, convInputGradient } from './conv.ts';
import type { Layer } from './layers.ts';

/** x [n, h, w, cᵢ] → [n, ⌈h/s⌉, ⌈w/s⌉, cₒ], cₒ ≥ cᵢ. */
export function paddedShortcut(channelsIn: number, channelsOut: number, stride: number): Layer<Tensor4D> {
  const filter = tidy(() => reshape<Rank.R4>(eye(channelsIn, channelsOut), [1, 1, channelsIn, channelsOut]));
  const output = (x: Tensor4D) => convForward(x, filter, stride);
  return {
    parameters: [],
    forward: (x) => ({
      output: output(x),
      watched: [],
      backward: (delta) => ({
        gradients: [],
        inputGradient: () => convInputGradient(delta, filter, x.shape, stride),
      }),
    }),
    predict: output,
    dispose: () => filter.dispose(),
  };
}
