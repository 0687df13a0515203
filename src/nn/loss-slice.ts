/**
 * A plane through the weights of a net with one hidden layer of ReLUs, and its loss on it:
 *
 *     w(x, y) = c + x d + y e,   f(x, y) = L(w(x, y)) on a fixed set of examples.
 *
 * What goes into the hidden units is linear in x and y, Z₀ + x Z₁ + y Z₂, so that three products of the examples with
 * the first layer's weights, made once, leave little to compute at each point; in double precision. The gradient is that
 * of the net projected on d and e, exactly: ∂f/∂x = ⟨∇L, d⟩.
 */
import {
  add,
  div,
  mul,
  type Rank,
  reshape,
  type Scalar,
  sqrt,
  sub,
  sum,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { denseForward } from './dense.ts';
import { softmaxCrossEntropy } from './losses.ts';
import type { Mlp } from './mlp.ts';
import type { Gradient } from './quadratic-descent.ts';
import type { DeviceData } from './train.ts';

const POWER_ITERATIONS = 12;
/** Length of the step over which a gradient is taken for linear. */
const PROBE = 0.05;

/** Parameters of the net, [weights, bias, weights, bias]. */
export type Point = readonly Tensor[];

/** The net's part in the plane, of one of w(x, y)'s three terms. */
interface Term {
  /** Into the hidden units, [examples × hidden]. */
  readonly hidden: Float64Array;
  /** [hidden × classes] */
  readonly weights: Float64Array;
  /** [classes] */
  readonly bias: Float64Array;
}

export class LossSlice {
  readonly #terms: readonly [Term, Term, Term];
  readonly #labels: Int32Array;
  readonly #classes: number;
  readonly #hidden: number;
  /** Of the point that is being looked at: [hidden × classes] and [classes]. */
  readonly #weights: Float64Array;
  readonly #bias: Float64Array;
  /** Of the example that is being looked at. */
  readonly #outputs: Float64Array;
  readonly #deltas: Float64Array;

  constructor(terms: readonly [Term, Term, Term], labels: Int32Array) {
    this.#terms = terms;
    this.#labels = labels;
    this.#classes = terms[0].bias.length;
    this.#hidden = terms[0].weights.length / this.#classes;
    this.#weights = new Float64Array(terms[0].weights.length);
    this.#bias = new Float64Array(this.#classes);
    this.#outputs = new Float64Array(this.#hidden);
    this.#deltas = new Float64Array(this.#classes);
  }

  /** f(x, y), the mean cross-entropy. */
  value(x: number, y: number): number {
    return this.#evaluate(x, y, undefined);
  }

  /** (∂f/∂x, ∂f/∂y) */
  readonly gradient: Gradient = (x, y, out) => {
    this.#evaluate(x, y, out);
  };

  #evaluate(x: number, y: number, out: Float64Array | undefined): number {
    const [base, first, second] = this.#terms;
    const weights = this.#weights;
    const bias = this.#bias;
    const blend = (into: Float64Array, a: Float64Array, b: Float64Array, c: Float64Array) => {
      for (let i = 0; i < into.length; i++) into[i] = at(a, i) + x * at(b, i) + y * at(c, i);
    };
    blend(weights, base.weights, first.weights, second.weights);
    blend(bias, base.bias, first.bias, second.bias);
    const examples = this.#labels.length;
    let loss = 0;
    let [dx, dy] = [0, 0];
    for (let example = 0; example < examples; example++) {
      loss += this.#forward(example, x, y);
      if (!out) continue;
      const [px, py] = this.#project(example);
      dx += px;
      dy += py;
    }
    if (out) {
      out[0] = dx / examples;
      out[1] = dy / examples;
    }
    return loss / examples;
  }

  /** The loss of one example; leaves the hidden outputs, and dL/dlogits. */
  #forward(example: number, x: number, y: number): number {
    const [base, first, second] = this.#terms;
    const [classes, hidden] = [this.#classes, this.#hidden];
    const logits = this.#deltas;
    logits.set(this.#bias);
    for (let j = 0; j < hidden; j++) {
      const i = example * hidden + j;
      const z = at(base.hidden, i) + x * at(first.hidden, i) + y * at(second.hidden, i);
      this.#outputs[j] = z > 0 ? z : 0;
      if (!(z > 0)) continue;
      for (let k = 0; k < classes; k++) logits[k] = at(logits, k) + z * at(this.#weights, j * classes + k);
    }
    const label = at(this.#labels, example);
    const largest = Math.max(...logits);
    const margin = at(logits, label) - largest;
    let total = 0;
    for (let k = 0; k < classes; k++) {
      const e = Math.exp(at(logits, k) - largest);
      logits[k] = e;
      total += e;
    }
    for (let k = 0; k < classes; k++) logits[k] = at(logits, k) / total - (k === label ? 1 : 0);
    return Math.log(total) - margin;
  }

  /** ⟨∇L, d⟩ and ⟨∇L, e⟩ of the example that `#forward` has just looked at. */
  #project(example: number): readonly [number, number] {
    const [, first, second] = this.#terms;
    const [classes, hidden] = [this.#classes, this.#hidden];
    const deltas = this.#deltas;
    let [dx, dy] = [0, 0];
    for (let k = 0; k < classes; k++) {
      dx += at(deltas, k) * at(first.bias, k);
      dy += at(deltas, k) * at(second.bias, k);
    }
    for (let j = 0; j < hidden; j++) {
      const output = at(this.#outputs, j);
      if (output === 0) continue;
      let [back, alongX, alongY] = [0, 0, 0];
      for (let k = 0; k < classes; k++) {
        const delta = at(deltas, k);
        const i = j * classes + k;
        back += delta * at(this.#weights, i);
        alongX += delta * at(first.weights, i);
        alongY += delta * at(second.weights, i);
      }
      const i = example * hidden + j;
      dx += back * at(first.hidden, i) + output * alongX;
      dy += back * at(second.hidden, i) + output * alongY;
    }
    return [dx, dy];
  }
}

const at = (values: Float64Array | Int32Array, i: number): number => values[i] ?? Number.NaN;

/** The plane c + x d + y e for a net of one hidden layer; owns none of the tensors. */
export async function sliceOf(
  data: DeviceData,
  centre: Point,
  first: Point,
  second: Point,
  labels: Uint8Array,
): Promise<LossSlice> {
  const termOf = async ([w1, b1, w2, b2]: Point): Promise<Term> => {
    if (!w1 || !b1 || !w2 || !b2) throw new Error('not a net of one hidden layer');
    const hidden = tidy(() =>
      denseForward(
        data.inputs,
        reshape<Rank.R2>(w1, [w1.size / b1.size, b1.size]),
        reshape<Rank.R1>(b1, [b1.size]),
      ),
    );
    const values = await Promise.all([hidden.data(), w2.data(), b2.data()]);
    hidden.dispose();
    const [z, weights, bias] = values.map((one) => Float64Array.from(one));
    if (!z || !weights || !bias) throw new Error('nothing was read');
    return { hidden: z, weights, bias };
  };
  const terms = [await termOf(centre), await termOf(first), await termOf(second)] as const;
  return new LossSlice(terms, Int32Array.from(labels.subarray(0, data.count)));
}

/**
 * The direction across `along` in which the loss at the net's weights curves most: power iteration with differences of
 * gradients, kept orthogonal to `along` and as long as it. To be disposed of by the caller.
 */
export function steepestAcross(model: Mlp, data: DeviceData, along: Point): Tensor[] {
  return tidy(() => {
    const centre = model.parameters.map((parameter) => parameter.clone());
    const gradientAt = (point: Point) => {
      assign(model, point);
      const pass = model.forward(data.inputs);
      return model.backward(pass, softmaxCrossEntropy(pass.logits, data.targets).gradient);
    };
    const here = gradientAt(centre);
    const length = sqrt(dot(along, along));
    const across = (direction: Point) => {
      const share = div(dot(direction, along), dot(along, along));
      const rest = direction.map((one, i) => sub<Tensor>(one, mul(of(along, i), share)));
      const size = sqrt(dot(rest, rest));
      return rest.map((one) => div<Tensor>(one, size));
    };
    let direction = across(here);
    for (let round = 0; round < POWER_ITERATIONS; round++) {
      const there = gradientAt(centre.map((one, i) => add<Tensor>(one, mul(of(direction, i), PROBE))));
      direction = across(there.map((one, i) => sub<Tensor>(one, of(here, i))));
    }
    assign(model, centre);
    return direction.map((one) => mul<Tensor>(one, length));
  });
}

/** Makes these the net's weights. */
export function assign(model: Mlp, point: Point): void {
  for (const [i, parameter] of model.parameters.entries()) parameter.assign(of(point, i));
}

/** The inner product of two points. */
export const dot = (a: Point, b: Point): Scalar =>
  a.map((one, i) => sum<Scalar>(mul(one, of(b, i)))).reduce((total, one) => add<Scalar>(total, one));

function of(point: Point, i: number): Tensor {
  const tensor = point[i];
  if (!tensor) throw new Error(`no tensor for parameter ${i}`);
  return tensor;
}
