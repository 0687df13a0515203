import { train as tfTrain } from '@tensorflow/tfjs';
import { add, type Optimizer, tensor1d, tensor2d, tidy, variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  chain,
  type OptimizerState,
  optimizers,
  scaleByAdam,
  scaleByRate,
  trace,
} from '#src/nn/optimizers.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import { descend } from './descent.ts';
import { distance, valuesOf } from './small-problem.ts';

const MOMENTUM = 0.9;

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  // x²/2 from 1 with a = 0.1, μ = 0.9, by hand: v₁ = −.1, x₁ = .9; v₂ = −.09 − .09 = −.18, x₂ = .72; and so on
  it.each([
    ['sgd', [0.9, 0.81, 0.729, 0.6561, 0.59049]],
    ['momentum', [0.9, 0.72, 0.486, 0.2268, -0.02916]],
    ['nesterov', [0.81, 0.5751, 0.327321, 0.0938879, -0.1045817]],
  ] as const)('%s: the first five steps on x²/2', async (name, expected) => {
    const optimizer = optimizers[name]({ momentum: MOMENTUM });
    const steps = await descend(optimizer, { curvature: [1], start: [1], rate: () => 0.1, steps: 5 });
    expect(distance(steps.flat(), expected)).toBeLessThan(2e-7);
  });

  describe('with a rate that changes from step to step', () => {
    const problem = {
      curvature: [1, 3, 10, 0.2],
      start: [1, -2, 0.5, 3],
      rate: (step: number) => [0.1, 0.1, 0.02, 0.15, 0][step % 5] ?? Number.NaN,
      steps: 20,
    };

    /** v ← μ v − a ∇f(x + ahead v), x ← x + v in doubles; where x and x + μ v are after each step. */
    function plain(ahead: number) {
      let [x, v] = [[...problem.start], problem.start.map(() => 0)];
      const at = (values: readonly number[], i: number) => values[i] ?? Number.NaN;
      return Array.from({ length: problem.steps }, (_, step) => {
        const slopes = problem.curvature.map((h, i) => h * (at(x, i) + ahead * at(v, i)));
        v = v.map((old, i) => MOMENTUM * old - problem.rate(step) * at(slopes, i));
        x = x.map((old, i) => old + at(v, i));
        return { x, lookedAhead: x.map((value, i) => value + MOMENTUM * at(v, i)) };
      });
    }

    it('momentum keeps the past at the rate that it had', async () => {
      const steps = await descend(optimizers.momentum({ momentum: MOMENTUM }), problem);
      const expected = plain(0).map(({ x }) => x);
      expect(distance(steps.flat(), expected.flat())).toBeLessThan(2e-6);
      // with the rate outside the velocity a rate of 0 would stop it dead: here it coasts
      expect(distance(steps[3] ?? [], steps[4] ?? [])).toBeGreaterThan(0.05);
    });

    it('Nesterov stores x + μ v of its first definition', async () => {
      const optimizer = optimizers.nesterov({ momentum: MOMENTUM });
      const expected = plain(MOMENTUM);
      const stored = await descend(optimizer, problem);
      expect(
        distance(
          stored.flat(),
          expected.flatMap((one) => one.lookedAhead),
        ),
      ).toBeLessThan(2e-6);
      const plainPosition = await descend(optimizer, { ...problem, lookedAhead: MOMENTUM });
      expect(
        distance(
          plainPosition.flat(),
          expected.flatMap(({ x }) => x),
        ),
      ).toBeLessThan(2e-6);
    });
  });

  // Steps until ‖x‖ < 10⁻⁶ ‖x₀‖ on ½(x₁² + κ x₂²) from (1, 1), counted in doubles from the definitions. Rounding to
  // float32 is relative to each coordinate here, so that the counts come out the same.
  const root = Math.sqrt;
  it.each([
    ['gradient descent', 10, 69, () => 2 / 11, () => 0],
    ['gradient descent', 100, 691, () => 2 / 101, () => 0],
    ['heavy ball', 10, 27, (k: number) => (2 / (1 + root(k))) ** 2, (k: number) => slowest(k) ** 2],
    ['heavy ball', 100, 93, (k: number) => (2 / (1 + root(k))) ** 2, (k: number) => slowest(k) ** 2],
    ['heavy ball', 1000, 315, (k: number) => (2 / (1 + root(k))) ** 2, (k: number) => slowest(k) ** 2],
    ['momentum .9', 10, 240, (k: number) => 1 / k, () => 0.9],
    ['momentum .9', 100, 258, (k: number) => 1 / k, () => 0.9],
    ['Nesterov', 10, 43, (k: number) => 1 / k, slowest],
    ['Nesterov', 100, 155, (k: number) => 1 / k, slowest],
    ['Nesterov', 1000, 508, (k: number) => 1 / k, slowest],
  ])('%s with the theory’s settings, κ = %d: %d steps to 10⁻⁶', async (name, k, count, rate, momentum) => {
    const mu = momentum(k);
    const nesterov = name === 'Nesterov';
    const optimizer = nesterov
      ? optimizers.nesterov({ momentum: mu })
      : optimizers.momentum({ momentum: mu });
    const steps = await descend(optimizer, {
      curvature: [1, k],
      start: [1, 1],
      rate: () => rate(k),
      steps: count + 3,
      ...(nesterov ? { lookedAhead: mu } : {}),
    });
    const first = steps.findIndex((x) => Math.hypot(...x) < 1e-6 * Math.SQRT2);
    expect(first + 1).toBe(count);
  });

  describe('against tf.train, on random gradients', () => {
    it.each([
      ['sgd', () => tfTrain.sgd(0.05), optimizers.sgd()],
      ['momentum', () => tfTrain.momentum(0.05, 0.8), optimizers.momentum({ momentum: 0.8 })],
      ['Nesterov', () => tfTrain.momentum(0.05, 0.8, true), optimizers.nesterov({ momentum: 0.8 })],
      [
        'Adam',
        () => tfTrain.adam(0.05, 0.8, 0.95, 1e-3),
        optimizers.adam({ momentum: 0, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }),
      ],
      ['Adam by default', () => tfTrain.adam(0.05), optimizers.adam({ momentum: 0, epsilon: 1e-7 })],
    ] as const)('%s: 20 steps of a matrix and a vector', async (_name, reference, optimizer) => {
      const rng = createRng(8);
      const [first, second] = [rng.normals(12), rng.normals(4)];
      const theirs = [variable(tensor2d(first, [3, 4])), variable(tensor1d(second))];
      const mine = [variable(tensor2d(first, [3, 4])), variable(tensor1d(second))];
      const other: Optimizer = reference();
      let state = optimizer.init(mine);
      for (let step = 0; step < 20; step++) {
        const gradients = [tensor2d(rng.normals(12), [3, 4]), tensor1d(rng.normals(4))];
        other.applyGradients(theirs.map(({ name }, i) => ({ name, tensor: gradients[i] ?? tensor1d([]) })));
        const next = tidy(() => optimizer.update(gradients, state, { parameters: mine, rate: 0.05, step }));
        for (const [i, parameter] of mine.entries()) parameter.assign(add(parameter, next.updates[i] ?? 0));
        state = next.state;
      }
      const [own, expected] = [await valuesOf(mine), await valuesOf(theirs)];
      // tfjs takes 1 − 0.999ᵗ in float32, which is off by up to 3·10⁻⁵ of it in the first step
      expect(distance(own.flat(), expected.flat())).toBeLessThan(1e-5);
      expect(distance(own.flat(), [...first, ...second])).toBeGreaterThan(0.1);
    });
  });

  it('Adam is its definition, in doubles', async () => {
    const [curvature, start, steps] = [[1, 3, 10, 0.2], [1, -2, 0.5, 3], 30];
    const rate = (step: number) => 0.1 / (1 + step);
    const found = await descend(optimizers.adam({ momentum: 0 }), { curvature, start, rate, steps });
    const expected = curvature.map((h, i) => {
      let [x, m, v] = [start[i] ?? Number.NaN, 0, 0];
      return Array.from({ length: steps }, (_, step) => {
        m = 0.9 * m + 0.1 * h * x;
        v = 0.999 * v + 0.001 * (h * x) ** 2;
        const bias = [1 - 0.9 ** (step + 1), 1 - 0.999 ** (step + 1)] as const;
        x -= (rate(step) * (m / bias[0])) / (Math.sqrt(v / bias[1]) + 1e-8);
        return x;
      });
    });
    for (const [i, path] of expected.entries()) {
      expect(
        distance(
          found.map((x) => x[i] ?? Number.NaN),
          path,
        ),
      ).toBeLessThan(2e-6);
    }
  });

  it('a chain of several that keep something gives each its own', async () => {
    const mixed = chain(trace(0.5), scaleByAdam({ epsilon: 1e-3 }), scaleByRate(), trace(0.3));
    const found = await descend(mixed, { curvature: [2], start: [3], rate: () => 0.05, steps: 25 });
    let [x, first, m, v, last] = [3, 0, 0, 0, 0];
    const expected = Array.from({ length: 25 }, (_, step) => {
      first = 0.5 * first + 2 * x;
      m = 0.9 * m + 0.1 * first;
      v = 0.999 * v + 0.001 * first ** 2;
      const direction = m / (1 - 0.9 ** (step + 1)) / (Math.sqrt(v / (1 - 0.999 ** (step + 1))) + 1e-3);
      last = 0.3 * last - 0.05 * direction;
      x += last;
      return x;
    });
    expect(distance(found.flat(), expected)).toBeLessThan(3e-6);
  });

  it('Adam takes a first step of the rate along the sign of each gradient, however large', async () => {
    const g = [1e-3, -1, 1e4, -3e-8, 0];
    const next = tidy(() => optimizers.adam({ momentum: 0 }).update([tensor1d(g)], zeros(5), at(0.2)));
    // m̂ = g and v̂ = g² after one step, whatever the two β
    const expected = g.map((value) => (-0.2 * value) / (Math.abs(value) + 1e-8));
    expect(distance((await valuesOf(next.updates)).flat(), expected)).toBeLessThan(1e-6);
  });
});

/** (√κ − 1)/(√κ + 1) */
function slowest(k: number): number {
  return (Math.sqrt(k) - 1) / (Math.sqrt(k) + 1);
}

function at(rate: number) {
  return { parameters: [], rate, step: 0 };
}

function zeros(length: number): OptimizerState {
  const none = () => tensor1d(new Array<number>(length).fill(0));
  return [[none()], [none()]];
}
