/**
 * Layers that a net is put together from. A forward pass returns, with its output, the backward pass that belongs to
 * it: what a gradient needs is held by it, and no tape is kept.
 */
import {
  add,
  fill,
  mul,
  type Rank,
  relu,
  reshape,
  slice,
  stack,
  step,
  sub,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tensor4d,
  tidy,
  type Variable,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Rng } from '#src/random.ts';
import { convFilterGradient, convForward, convInputGradient, type FilterShape } from './conv.ts';
import { denseForward, denseInputGradient, denseWeightGradient } from './dense.ts';
import { type Initializer, initialWeights } from './initializers.ts';
import { channelNormBackward, channelNormForward, channelNormInference, channelSum } from './norm.ts';

/** dL/dp for the parameters of a layer, and dL/dx. */
export interface Backward<X extends Tensor> {
  /** In the order of the layer's `parameters`. */
  readonly gradients: readonly Tensor[];
  /** dL/dx. Worked out when it is asked for: nobody asks the first layer. */
  inputGradient(): X;
}

export interface Forward<X extends Tensor, Y extends Tensor> {
  readonly output: Y;
  /** The outputs of parts of the layer that its own output does not show to have overflowed. */
  readonly watched: readonly Tensor[];
  /** From dL/dy. Call inside the tidy of the forward pass, at most once. */
  backward(delta: Y): Backward<X>;
}

export interface Layer<X extends Tensor, Y extends Tensor = X> {
  readonly parameters: readonly Variable[];
  /** Training mode. Call inside a tidy. */
  forward(x: X): Forward<X, Y>;
  /** Inference mode. Call inside a tidy. */
  predict(x: X): Y;
  dispose(): void;
}

/** Weights that nothing rectifies afterwards get this; those before a ReLU get `he`. */
export const xavier: Initializer = { name: 'xavier', scale: 1 };
export const he: Initializer = { name: 'he', scale: 1 };
export const zero: Initializer = { name: 'zero', scale: 0 };

/** y = x W: x [n, fanIn] → [n, fanOut]. */
export function dense(fanIn: number, fanOut: number, initializer: Initializer, rng: Rng): Layer<Tensor2D> {
  const initial = initialWeights(initializer, fanIn, fanOut, rng);
  const weights: Variable<Rank.R2> = tidy(() => variable(tensor2d(initial, [fanIn, fanOut])));
  return {
    parameters: [weights],
    forward: (x) => ({
      output: denseForward(x, weights),
      watched: [],
      backward: (delta) => ({
        gradients: [denseWeightGradient(x, delta)],
        inputGradient: () => denseInputGradient(delta, weights),
      }),
    }),
    predict: (x) => denseForward(x, weights),
    dispose: () => weights.dispose(),
  };
}

/** k × k convolution of stride s with "same" padding and no bias: x [n, h, w, cᵢ] → [n, ⌈h/s⌉, ⌈w/s⌉, cₒ]. */
export function conv(
  shape: FilterShape,
  stride: number,
  initializer: Initializer,
  rng: Rng,
): Layer<Tensor4D> {
  const [high, wide, channelsIn, channelsOut] = shape;
  const initial = initialWeights(initializer, high * wide * channelsIn, channelsOut, rng);
  const filter: Variable<Rank.R4> = tidy(() => variable(tensor4d(initial, shape)));
  return {
    parameters: [filter],
    forward: (x) => ({
      output: convForward(x, filter, stride),
      watched: [],
      backward: (delta) => ({
        gradients: [convFilterGradient(x, delta, shape, stride)],
        inputGradient: () => convInputGradient(delta, filter, x.shape, stride),
      }),
    }),
    predict: (x) => convForward(x, filter, stride),
    dispose: () => filter.dispose(),
  };
}

/** y = x + b, one b for each channel, all 0 at first. */
export function bias<R extends Rank>(channels: number): Layer<Tensor<R>> {
  const values: Variable<Rank.R1> = tidy(() => variable(zeros<Rank.R1>([channels])));
  return {
    parameters: [values],
    forward(x) {
      const output = add<Tensor<R>>(x, values);
      return {
        output,
        watched: [output], // the ReLU after it makes 0 of −∞
        backward: (delta) => ({ gradients: [channelSum(delta)], inputGradient: () => delta }),
      };
    },
    predict: (x) => add<Tensor<R>>(x, values),
    dispose: () => values.dispose(),
  };
}

/** How far each pass moves the running averages of batch norm towards its own. */
const RUNNING_AVERAGE_STEP = 0.1;

/**
 * y = γ x̂ + β, normalised over all axes but the channels', the last; β is 0 at first, and γ is `initialGamma`.
 * Inference uses running averages of μ and v, 0 and 1 at first: r ← r + 0.1 (of the batch − r) at each pass.
 */
export function batchNormLayer<R extends Rank>(
  channels: number,
  epsilon: number,
  initialGamma: 0 | 1,
): Layer<Tensor<R>> {
  const filled = (value: number) => fill<Rank.R1>([channels], value);
  const gamma: Variable<Rank.R1> = tidy(() => variable(filled(initialGamma)));
  const beta: Variable<Rank.R1> = tidy(() => variable(filled(0)));
  // μ and v in one, [2, c]: half the operations
  const running: Variable<Rank.R2> = tidy(() =>
    variable(reshape<Rank.R2>(stack([filled(0), filled(1)]), [2, channels])),
  );
  return {
    parameters: [gamma, beta],
    forward(x) {
      const cache = channelNormForward(x, gamma, beta, epsilon);
      const ahead = sub(stack([cache.mean, cache.variance]), running);
      running.assign(add(running, mul(ahead, RUNNING_AVERAGE_STEP)));
      return {
        output: cache.output,
        watched: [cache.variance],
        backward(delta) {
          const gradients = channelNormBackward(cache, delta);
          return { gradients: [gradients.gamma, gradients.beta], inputGradient: () => gradients.input };
        },
      };
    },
    predict(x) {
      const row = (i: number) => reshape<Rank.R1>(slice(running, i, 1), [channels]);
      return channelNormInference(x, { mean: row(0), variance: row(1), gamma, beta }, epsilon);
    },
    dispose() {
      for (const one of [gamma, beta, running]) one.dispose();
    },
  };
}

/** y = max(0, x), with slope 0 at the kink. */
export function reluLayer<R extends Rank>(): Layer<Tensor<R>> {
  return {
    parameters: [],
    forward(x) {
      const output = relu(x);
      const backward = (delta: Tensor<R>) => ({
        gradients: [],
        inputGradient: () => mul<Tensor<R>>(delta, step(output)),
      });
      return { output, watched: [], backward };
    },
    predict: (x) => relu(x),
    dispose() {},
  };
}

/** `last` after `first`. */
export function compose<X extends Tensor, Y extends Tensor, Z extends Tensor>(
  first: Layer<X, Y>,
  last: Layer<Y, Z>,
): Layer<X, Z> {
  return {
    parameters: [...first.parameters, ...last.parameters],
    forward(x) {
      const before = first.forward(x);
      const after = last.forward(before.output);
      return {
        output: after.output,
        watched: [...before.watched, ...after.watched],
        backward(delta) {
          const later = after.backward(delta);
          const earlier = before.backward(later.inputGradient());
          return {
            gradients: [...earlier.gradients, ...later.gradients],
            inputGradient: () => earlier.inputGradient(),
          };
        },
      };
    },
    predict: (x) => last.predict(first.predict(x)),
    dispose() {
      first.dispose();
      last.dispose();
    },
  };
}

/** Layers of one kind, in their order; the layer that changes nothing where there are none. */
export function sequence<X extends Tensor>(layers: readonly Layer<X>[]): Layer<X> {
  const nothing: Layer<X> = {
    parameters: [],
    forward: (x) => ({
      output: x,
      watched: [],
      backward: (delta) => ({ gradients: [], inputGradient: () => delta }),
    }),
    predict: (x) => x,
    dispose() {},
  };
  const [first, ...rest] = layers;
  return rest.reduce((before, layer) => compose(before, layer), first ?? nothing);
}
