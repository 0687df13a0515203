/** A descent on a quadratic, step by step, for the tests of optimisers. */
import { add, dispose, mul, stack, sub, type Tensor, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Transform } from '#src/nn/optimizers.ts';

export interface Descent {
  /** h of f = ½ Σ h x²: the gradient is h x. */
  readonly curvature: readonly number[];
  readonly start: readonly number[];
  readonly rate: (step: number) => number;
  readonly steps: number;
  /** For Nesterov: undoes the look-ahead, x = y − μ v. */
  readonly lookedAhead?: number;
}

/** Where each step of an optimiser ends on a quadratic. */
export async function descend(optimizer: Transform, { curvature, start, rate, steps, lookedAhead }: Descent) {
  const h = tensor1d([...curvature]);
  const seen: Tensor[] = [];
  let x: Tensor = tensor1d([...start]);
  let state = optimizer.init([x]);
  for (let step = 0; step < steps; step++) {
    const next = tidy(() => {
      const context = { parameters: [x], rate: rate(step), step };
      const { updates, state: after } = optimizer.update([mul(x, h)], state, context);
      const moved = add<Tensor>(x, updates[0] ?? 0);
      const [[velocity] = []] = after;
      const shown = lookedAhead && velocity ? sub<Tensor>(moved, mul(velocity, lookedAhead)) : moved.clone();
      return { moved, shown, state: after };
    });
    dispose([x, ...state.flat()]);
    x = next.moved;
    state = next.state;
    seen.push(next.shown);
  }
  const all = stack(seen); // [steps, dimensions]
  const values = Array.from(await all.data());
  dispose([h, x, all, ...seen, ...state.flat()]);
  const width = start.length;
  return Array.from({ length: steps }, (_, i) => values.slice(width * i, width * (i + 1)));
}
