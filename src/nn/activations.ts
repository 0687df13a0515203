/** Activation functions: the tensor form that nets use, and the scalar form that theory integrates. */
import { mul, relu, sigmoid, square, step, sub, type Tensor, tanh } from '@tensorflow/tfjs-core';

export interface Activation {
  /** φ(z), element by element. */
  apply<T extends Tensor>(preActivation: T): T;
  /** φ′(z) written in terms of h = φ(z), which is what backpropagation still has in hand. */
  derivativeFromOutput<T extends Tensor>(output: T): T;
  /** φ(z) for one number. */
  value(z: number): number;
  /** φ′(z) for one number. */
  slope(z: number): number;
  /** Where the outputs lie: the closed interval of their values. */
  readonly range: readonly [low: number, high: number];
}

const logistic = (z: number) => 1 / (1 + Math.exp(-z));

export const activations = {
  tanh: {
    apply: (z) => tanh(z),
    derivativeFromOutput: (h) => sub(1, square(h)), // 1 − h²
    value: Math.tanh,
    slope: (z) => 1 - Math.tanh(z) ** 2,
    range: [-1, 1],
  },
  relu: {
    apply: (z) => relu(z),
    derivativeFromOutput: (h) => step(h), // 1 where h > 0; the derivative at the kink is taken as 0
    value: (z) => Math.max(0, z),
    slope: (z) => (z > 0 ? 1 : 0),
    range: [0, Number.POSITIVE_INFINITY],
  },
  sigmoid: {
    apply: (z) => sigmoid(z),
    derivativeFromOutput: (h) => mul(h, sub(1, h)), // h (1 − h)
    value: logistic,
    slope: (z) => logistic(z) * (1 - logistic(z)),
    range: [0, 1],
  },
} satisfies Record<string, Activation>;

export type ActivationName = keyof typeof activations;
