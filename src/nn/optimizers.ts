/**
 * Optimisers as chains of small pure transforms, after optax: each takes the gradients, or what the transform before it
 * has made of them, and its own state, and returns both anew. What leaves the last one is added to the parameters.
 *
 * The state is plain lists of tensors. Whoever asked for it owns it: it passes the state of one step to the next, and
 * disposes of it. Nothing is kept between calls, so a net can be trained for a while, copied, and trained two ways.
 *
 * | | chain | what it comes to |
 * | --- | --- | --- |
 * | gradient descent | rate | x ← x − a g |
 * | momentum | rate, trace | v ← μ v − a g, x ← x + v (Polyak 1964) |
 * | Nesterov | rate, trace | v′ ← μ v − a g, x ← x − μ v + (1 + μ) v′ (Sutskever et al. 2013) |
 * | Adam | moments, rate | x ← x − a m̂/(√v̂ + ε) (Kingma & Ba 2015, arXiv:1412.6980) |
 *
 * The rate stands inside the velocity, as CS231n writes it: when it changes, the past keeps the rate that it had.
 * (tfjs and PyTorch keep Σ μᵏ g and multiply by the rate afterwards: the same while the rate is constant.)
 */
import { add, div, mul, scalar, sqrt, square, type Tensor, zerosLike } from '@tensorflow/tfjs-core';
import { isWeight, l2, type Penalty, type Selection } from './penalties.ts';
import { checkRate } from './schedules.ts';

/** For each of a transform's slots, one tensor for each parameter. */
export type OptimizerState = readonly (readonly Tensor[])[];

export interface StepContext {
  /** Before the step, in the order of the gradients. */
  readonly parameters: readonly Tensor[];
  /** The learning rate a ≥ 0 of this step. */
  readonly rate: number;
  /** Steps since `init`: 0 in the first. */
  readonly step: number;
}

/** A type and not an interface, so that a tidy can return it. */
export type Transformed = {
  /** In the order of the parameters. */
  readonly updates: Tensor[];
  /** New tensors, none of them of the old state. */
  readonly state: Tensor[][];
};

export interface Transform {
  /** How many tensors it keeps for each parameter. */
  readonly slots: number;
  /** Call where the tensors are to live: not inside a tidy that ends before training does. */
  init(parameters: readonly Tensor[]): OptimizerState;
  /** Call inside a tidy that returns what is to be kept. */
  update(gradients: readonly Tensor[], state: OptimizerState, context: StepContext): Transformed;
}

/** One after the other, the first nearest to the gradients. */
export function chain(...transforms: readonly Transform[]): Transform {
  return {
    slots: transforms.reduce((sum, { slots }) => sum + slots, 0),
    init: (parameters) => transforms.flatMap((one) => one.init(parameters)),
    update(gradients, state, context) {
      let updates = [...gradients];
      let used = 0;
      const next: Tensor[][] = [];
      for (const one of transforms) {
        const result = one.update(updates, state.slice(used, used + one.slots), context);
        used += one.slots;
        updates = result.updates;
        next.push(...result.state);
      }
      return { updates, state: next };
    },
  };
}

/** u ← −a u: from uphill to down, at the step's learning rate. */
export function scaleByRate(): Transform {
  return stateless((gradients, { rate }) => {
    checkRate(rate);
    const factor = scalar(-rate); // one upload for all of the parameters
    return gradients.map((gradient) => mul(gradient, factor));
  });
}

/**
 * u_i ← f_i u_i: a learning rate for each parameter, as a multiple of the step's. After `scaleByRate`; before or after
 * `trace` comes to the same while the factors stay what they are. Whatever is multiplied by 0 is not computed with: the
 * parameter stays as it is, bit for bit, also where its gradient is no number.
 * @param factors f_i ≥ 0, in the order of the parameters
 * @throws RangeError `invalid factor; not a finite number of at least 0: ${f}`, or where there is one for each of
 *   another net's parameters
 */
export function scaleEach(factors: readonly number[]): Transform {
  const bad = factors.find((factor) => !(factor >= 0 && Number.isFinite(factor)));
  if (bad !== undefined) throw new RangeError(`invalid factor; not a finite number of at least 0: ${bad}`);
  return stateless((updates) => {
    if (updates.length !== factors.length) {
      throw new RangeError(`${factors.length} factors for ${updates.length} parameters`);
    }
    return updates.map((update, i) => {
      const factor = factors[i];
      if (factor === 0) return zerosLike(update);
      return factor === undefined || factor === 1 ? update : mul<Tensor>(update, factor);
    });
  });
}

/**
 * v ← μ v + u, and hands on v; with `nesterov` it hands on u + μ v.
 *
 * Nesterov's v ← μ v − a ∇f(x + μv), x ← x + v, written for what is stored, y = x + μv, is CS231n's
 * y ← y − μ v + (1 + μ) v′ with v′ = μ v − a ∇f(y). For u = −a ∇f(y) that is y + u + μ v′, as v′ − μ v = u.
 * @param momentum μ in [0, 1)
 * @throws RangeError `invalid momentum; not in [0, 1): ${μ}`
 */
export function trace(
  momentum: number,
  { nesterov = false }: { readonly nesterov?: boolean } = {},
): Transform {
  checkUnitInterval('momentum', momentum);
  return {
    slots: 1,
    init: (parameters) => [parameters.map((parameter) => zerosLike(parameter))],
    update(incoming, [velocities = []]) {
      const mu = scalar(momentum);
      const next = incoming.map((u, i) => add<Tensor>(mul(tensorOf(velocities, i), mu), u));
      const updates = nesterov ? incoming.map((u, i) => add<Tensor>(u, mul(tensorOf(next, i), mu))) : next;
      return { updates: [...updates], state: [next] };
    },
  };
}

export interface AdamOptions {
  /** β₁ in [0, 1), default 0.9. */
  readonly beta1?: number;
  /** β₂ in [0, 1), default 0.999. */
  readonly beta2?: number;
  /** ε > 0, default 10⁻⁸. */
  readonly epsilon?: number;
}

/**
 * Adam's direction, without its rate:
 *     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   u = m̂/(√v̂ + ε),   m̂ = m/(1 − β₁ᵗ),   v̂ = v/(1 − β₂ᵗ),
 * in the order that the paper recommends for speed, c m/(√v + ε √(1 − β₂ᵗ)) with c = √(1 − β₂ᵗ)/(1 − β₁ᵗ).
 * @throws RangeError `invalid beta1; not in [0, 1): ${β₁}` and the like
 */
export function scaleByAdam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {}): Transform {
  checkUnitInterval('beta1', beta1);
  checkUnitInterval('beta2', beta2);
  if (!(epsilon > 0 && Number.isFinite(epsilon))) {
    throw new RangeError(`invalid epsilon; not a positive number: ${epsilon}`);
  }
  return {
    slots: 2,
    init: (parameters) => [0, 1].map(() => parameters.map((parameter) => zerosLike(parameter))),
    update(gradients, [means = [], squares = []], { step }) {
      const firstBias = 1 - beta1 ** (step + 1);
      const secondBias = Math.sqrt(1 - beta2 ** (step + 1));
      const [keepMean, takeMean] = [scalar(beta1), scalar(1 - beta1)];
      const [keepSquare, takeSquare] = [scalar(beta2), scalar(1 - beta2)];
      const [correction, floor] = [scalar(secondBias / firstBias), scalar(epsilon * secondBias)];
      const m = gradients.map((g, i) => add<Tensor>(mul(tensorOf(means, i), keepMean), mul(g, takeMean)));
      const v = gradients.map((g, i) =>
        add<Tensor>(mul(tensorOf(squares, i), keepSquare), mul(square(g), takeSquare)),
      );
      const updates = m.map((mean, i) =>
        mul<Tensor>(div(mean, add(sqrt(tensorOf(v, i)), floor)), correction),
      );
      return { updates, state: [m, v] };
    },
  };
}

/** u ← u + ∇Ω(w) for the selected parameters, by default weights and not biases. */
export function addPenaltyGradient(penalty: Penalty, applies: Selection = isWeight): Transform {
  return stateless((gradients, { parameters }) =>
    gradients.map((gradient, i) => {
      const parameter = tensorOf(parameters, i);
      return applies(parameter, i) ? add<Tensor>(gradient, penalty.gradient(parameter)) : gradient;
    }),
  );
}

/**
 * u ← u + λ w. First in the chain it is the gradient of ½ λ ‖w‖²; after `scaleByAdam` or `trace` and before
 * `scaleByRate` it is decoupled from them (Loshchilov & Hutter 2019, arXiv:1711.05101): AdamW is
 * `chain(scaleByAdam(), addWeightDecay(λ), scaleByRate())`.
 * @throws RangeError `invalid penalty strength; not a finite number of at least 0: ${λ}`
 */
export function addWeightDecay(strength: number, applies: Selection = isWeight): Transform {
  return addPenaltyGradient(l2(strength), applies);
}

export interface OptimizerSpec extends AdamOptions {
  /** μ in [0, 1). */
  readonly momentum: number;
}

/** The usual ones by name, each from the numbers that it uses. */
export const optimizers = {
  sgd: () => scaleByRate(),
  momentum: ({ momentum }) => chain(scaleByRate(), trace(momentum)),
  nesterov: ({ momentum }) => chain(scaleByRate(), trace(momentum, { nesterov: true })),
  adam: (spec) => chain(scaleByAdam(spec), scaleByRate()),
} satisfies Record<string, (spec: OptimizerSpec) => Transform>;

function stateless(change: (gradients: readonly Tensor[], context: StepContext) => Tensor[]): Transform {
  return {
    slots: 0,
    init: () => [],
    update: (gradients, _state, context) => ({ updates: change(gradients, context), state: [] }),
  };
}

function tensorOf(tensors: readonly Tensor[], i: number): Tensor {
  const tensor = tensors[i];
  if (!tensor) throw new Error(`no tensor for parameter ${i}: the state or the gradients are another net’s`);
  return tensor;
}

function checkUnitInterval(name: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new RangeError(`invalid ${name}; not in [0, 1): ${value}`);
}
