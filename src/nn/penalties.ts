/**
 * Penalties on the size of weights, each with its gradient and its proximal step, and the max-norm constraint.
 *
 * | | Ω(w) | gradient | prox with step a: argmin_u ½‖u − w‖² + a Ω(u) |
 * | --- | --- | --- | --- |
 * | l1 | λ ‖w‖₁ | λ sign(w), 0 at 0 | sign(w) max(\|w\| − aλ, 0) |
 * | l2 | ½ λ ‖w‖² | λ w | w/(1 + aλ) |
 * | elastic net | the sum of both | the sum of both | the soft threshold, then the shrinkage |
 *
 * ½ is CS231n's convention; the `l2` of tfjs and Keras lacks it. The proximal step (Parikh & Boyd 2014, §6.5) sets
 * weights to exact zeros, which steps along the gradient of l1 never do.
 */
import {
  abs,
  add,
  clipByValue,
  div,
  minimum,
  mul,
  type Scalar,
  scalar,
  sign,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Its functions want to be called inside a tidy. */
export interface Penalty {
  /** Ω(w), a scalar. */
  value(weights: Tensor): Scalar;
  /**
   * A subgradient of Ω, in the shape of w: for l1, 0 at 0. (tfjs's sign of NaN is 0 too; the weight itself stays NaN
   * in the step that follows.)
   */
  gradient<T extends Tensor>(weights: T): T;
  /** The proximal step of size a ≥ 0, in the shape of w. */
  proximal<T extends Tensor>(weights: T, stepSize: number): T;
}

/** λ ‖w‖₁. @throws RangeError `invalid penalty strength; not a finite number of at least 0: ${λ}` */
export function l1(strength: number): Penalty {
  checkStrength(strength);
  return {
    value: (w) => mul(sum<Scalar>(abs(w)), strength),
    gradient: (w) => mul(sign(w), strength),
    // w less its part within ±aλ: exactly 0 inside, and NaN stays NaN (WASM's ReLU would turn it into 0)
    proximal: (w, stepSize) => sub(w, clipByValue(w, -stepSize * strength, stepSize * strength)),
  };
}

/** ½ λ ‖w‖². @throws RangeError as `l1` */
export function l2(strength: number): Penalty {
  checkStrength(strength);
  return {
    value: (w) => mul(sum<Scalar>(square(w)), strength / 2),
    gradient: (w) => mul(w, strength),
    proximal: (w, stepSize) => mul(w, 1 / (1 + stepSize * strength)),
  };
}

/** λ₁ ‖w‖₁ + ½ λ₂ ‖w‖² (Zou & Hastie 2005, without their rescaling). @throws RangeError as `l1` */
export function elasticNet(l1Strength: number, l2Strength: number): Penalty {
  const [first, second] = [l1(l1Strength), l2(l2Strength)];
  return {
    value: (w) => add(first.value(w), second.value(w)),
    gradient: (w) => add(first.gradient(w), second.gradient(w)),
    proximal: (w, stepSize) => second.proximal(first.proximal(w, stepSize), stepSize),
  };
}

/**
 * The nearest weights whose units all have incoming weights of norm c or less: w_j ← w_j min(1, c/‖w_j‖₂). A unit's
 * weights lie along the last axis: a column of [fanIn, fanOut], a filter of [height, width, in, out].
 * (Srivastava et al. 2014, §5.1, with c from 3 to 4.) Norms overflow from 1.8·10¹⁹ on: float32 squares.
 * @throws RangeError `invalid largest norm; not a positive number: ${c}`
 */
export function clipNorms(weights: Tensor, largest: number): Tensor {
  checkNorm(largest);
  const incoming = weights.shape.slice(0, -1).map((_, axis) => axis);
  const norms = sqrt(sum(square(weights), incoming)); // [fanOut]
  return mul(weights, minimum(div(largest, norms), 1)); // c/0 = ∞ leaves a unit of zeros alone
}

/** Which parameters a penalty or constraint is for. */
export type Selection = (parameter: Tensor, index: number) => boolean;

/** Weight matrices and filters, and not the vectors: biases, and the γ and β of normalisation. */
export const isWeight: Selection = ({ rank }) => rank > 1;

/** Ω summed over the selected parameters, a scalar, and 0 where there are none. Call inside a tidy. */
export function totalPenalty(
  penalty: Penalty,
  parameters: readonly Tensor[],
  applies: Selection = isWeight,
): Scalar {
  const values = parameters.filter(applies).map((parameter) => penalty.value(parameter));
  return values.reduce<Scalar>((total, value) => add(total, value), scalar(0));
}

/**
 * What happens to the parameters after an optimiser's step: from all of them as the step has left them, and its
 * learning rate, to what they are to be, in the same order. Runs inside the step's tidy.
 */
export type PostUpdate = (parameters: readonly Tensor[], rate: number) => readonly Tensor[];

/** w ← prox of a Ω: with plain gradient descent on the loss, the proximal gradient method (ISTA). */
export function proximalStep(penalty: Penalty, applies: Selection = isWeight): PostUpdate {
  return (parameters, rate) =>
    parameters.map((parameter, i) => (applies(parameter, i) ? penalty.proximal(parameter, rate) : parameter));
}

/** Clips the norms of every unit's incoming weights to c after the step. @throws RangeError as `clipNorms` */
export function maxNorm(largest: number, applies: Selection = isWeight): PostUpdate {
  checkNorm(largest);
  return (parameters) =>
    parameters.map((parameter, i) => (applies(parameter, i) ? clipNorms(parameter, largest) : parameter));
}

function checkStrength(strength: number): void {
  if (!(strength >= 0 && Number.isFinite(strength))) {
    throw new RangeError(`invalid penalty strength; not a finite number of at least 0: ${strength}`);
  }
}

function checkNorm(largest: number): void {
  if (!(largest > 0)) throw new RangeError(`invalid largest norm; not a positive number: ${largest}`);
}
