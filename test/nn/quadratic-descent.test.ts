import { add, mul, type Tensor1D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { measureDescent, pathOf } from '#src/nn/descent-measures.ts';
import { optimizers } from '#src/nn/optimizers.ts';
import {
  asymptoticRate,
  type DescentSettings,
  type Method,
  methods,
  moveOf,
  nesterovForQuadratics,
  optimalSettings,
  stabilityLimit,
  walkerAt,
} from '#src/nn/quadratic-descent.ts';
import { rateMap } from '#src/nn/rate-map.ts';
import { quadratic } from '#src/nn/surfaces.ts';
import { startBackend } from '../backends.ts';

const measured = (method: Method, settings: DescentSettings, kappa: number) =>
  measureDescent(quadratic(kappa), moveOf(method, settings), [1, 1]);
const stepsOf = (method: Method, settings: DescentSettings, kappa: number) =>
  measured(method, settings, kappa).stepsToTolerance;

// NumPy, from (1, 1) to ‖x‖ < 10⁻⁶ ‖x₀‖; the windows of the specification, and ±1 % where it gives none.
describe('steps to a millionth', () => {
  const root = (kappa: number) => (Math.sqrt(kappa) - 1) / (Math.sqrt(kappa) + 1);
  it.each([
    ['gd', { rate: 2 / 101, momentum: 0 }, 100, 691, 5],
    ['momentum', { rate: (2 / 11) ** 2, momentum: (9 / 11) ** 2 }, 100, 93, 3],
    ['nesterov', { rate: 0.01, momentum: 9 / 11 }, 100, 155, 3],
    ['momentum', { rate: 0.01, momentum: 0.9 }, 100, 258, 5],
    ['gd', { rate: 0.01, momentum: 0 }, 100, 1341, 13],
    ['nesterov', { rate: 0.01, momentum: 0.9 }, 100, 207, 2],
    ['gd', { rate: 2 / 11, momentum: 0 }, 10, 69, 1],
    ['momentum', { rate: 0.1, momentum: 0.9 }, 10, 240, 2],
    ['momentum', { rate: 2 / 11, momentum: 0.9 }, 10, 233, 2],
    ['nesterov', { rate: 0.1, momentum: root(10) }, 10, 43, 1],
    ['gd', { rate: 2 / 1001, momentum: 0 }, 1000, 6908, 5],
    ['gd', { rate: 0.001, momentum: 0 }, 1000, 13463, 135],
    ['nesterov', { rate: 0.001, momentum: root(1000) }, 1000, 508, 5],
    ['nesterov', { rate: 0.001, momentum: 0.9 }, 1000, 1229, 12],
  ] as const)('%s %o at κ = %d', (method, settings, kappa, steps, window) => {
    expect(Math.abs(stepsOf(method, settings, kappa) - steps)).toBeLessThanOrEqual(window);
  });

  it('of Nesterov tuned for quadratics: fewer than with the standard setting', () => {
    for (const [kappa, steps] of [
      [10, 37],
      [100, 133],
      [1000, 439],
    ] as const) {
      const found = stepsOf('nesterov', nesterovForQuadratics(1, kappa), kappa);
      expect(Math.abs(found - steps)).toBeLessThanOrEqual(1);
      expect(found).toBeLessThan(stepsOf('nesterov', optimalSettings('nesterov', 1, kappa), kappa));
    }
  });

  it('are 1 on a round bowl at the optimum of any method', () => {
    for (const method of methods) {
      const { stepsToTolerance, measuredRate, diverged } = measured(method, optimalSettings(method, 1, 1), 1);
      expect([stepsToTolerance, measuredRate, diverged]).toEqual([1, 0, false]);
    }
  });

  // 1 − aλ = 0: the first step lands at the minimum exactly, with a velocity that carries it on; ρ = √μ, sizes fall as ρᵏ
  it.each([
    ['on a round bowl', 1, [1, 1]],
    ['on the steep axis', 100, [0, 1]],
  ] as const)('%s, momentum that passes through the minimum has not arrived', (_, kappa, start) => {
    const settings = { rate: 1 / kappa, momentum: 0.9 };
    const move = moveOf('momentum', settings);
    const { stepsToTolerance, measuredRate } = measureDescent(quadratic(kappa), move, start);
    expect(Math.abs(Math.log(measuredRate) / Math.log(Math.sqrt(0.9)) - 1)).toBeLessThan(0.01);
    // x_k = ρᵏ sin((1 − k)θ)/sin θ with cos θ = ½√μ, from x₀ = 1 and x₁ = 0: the first k > 1 below 10⁻⁶
    const theta = Math.acos(Math.sqrt(0.9) / 2);
    let k = 2;
    while (Math.abs((0.9 ** (k / 2) * Math.sin((k - 1) * theta)) / Math.sin(theta)) >= 1e-6) k++;
    expect(stepsToTolerance).toBe(k);
    expect(measureDescent(quadratic(kappa), moveOf('gd', settings), start).stepsToTolerance).toBe(1);
  });

  it('are none where the rate is too small for 200,000', () => {
    expect(stepsOf('gd', { rate: 1e-5, momentum: 0 }, 10)).toBe(-1);
  });
});

// The rates of theory, written out as they are published and not by the code's own spectral radius.
describe('the slope of ln ‖x‖', () => {
  const published: Readonly<Record<Method, (kappa: number) => number>> = {
    gd: (kappa) => (kappa - 1) / (kappa + 1),
    momentum: (kappa) => (Math.sqrt(kappa) - 1) / (Math.sqrt(kappa) + 1),
    nesterov: (kappa) => 1 - 1 / Math.sqrt(kappa),
  };
  it.each(methods.flatMap((method) => [10, 100, 1000].map((kappa) => [method, kappa] as const)))(
    'of %s at its optimum, κ = %d, is that of theory within one per cent',
    (method, kappa) => {
      const { measuredRate } = measured(method, optimalSettings(method, 1, kappa), kappa);
      const slope = Math.log(published[method](kappa));
      expect(Math.abs(Math.log(measuredRate) / slope - 1)).toBeLessThan(0.01);
    },
  );

  it('is that of the asymptotic rate elsewhere too', () => {
    for (const method of methods) {
      for (const [rate, momentum] of [
        [0.01, 0.9],
        [0.003, 0.5],
        [0.013, 0.3],
      ] as const) {
        const theory = Math.log(asymptoticRate(method, { rate, momentum }, 1, 100));
        const { measuredRate } = measured(method, { rate, momentum }, 100);
        expect(Math.abs(Math.log(measuredRate) / theory - 1), `${method} ${rate}`).toBeLessThan(0.01);
      }
    }
  });

  it('of Nesterov tuned for quadratics is 1 − 2/√(3κ + 1) (Lessard et al. 2016)', () => {
    for (const kappa of [10, 100, 1000]) {
      const { measuredRate } = measured('nesterov', nesterovForQuadratics(1, kappa), kappa);
      const slope = Math.log(1 - 2 / Math.sqrt(3 * kappa + 1));
      expect(Math.abs(Math.log(measuredRate) / slope - 1)).toBeLessThan(0.01);
    }
  });
});

describe('the stability limit', () => {
  it.each([
    ['gd', 0, 2],
    ['momentum', 0.9, 3.8],
    ['momentum', 0.5, 3],
    ['nesterov', 0.9, 3.8 / 2.8],
    ['nesterov', 0, 2],
  ] as const)(
    'of %s, μ = %d, is %d/L: on either side of it the descent ends otherwise',
    (method, momentum, times) => {
      for (const kappa of [1, 10, 1000]) {
        const limit = times / kappa;
        expect(stabilityLimit(method, momentum, kappa)).toBeCloseTo(limit, 12);
        const inside = measured(method, { rate: limit * (1 - 1e-3), momentum }, kappa);
        const outside = measured(method, { rate: limit * (1 + 1e-3), momentum }, kappa);
        expect([inside.diverged, inside.stepsToTolerance > 0]).toEqual([false, true]);
        expect([outside.diverged, outside.stepsToTolerance]).toEqual([true, -1]);
        expect(outside.measuredRate).toBeGreaterThan(1);
        expect(inside.measuredRate).toBeLessThan(1);
      }
    },
  );
});

describe('a step', () => {
  beforeAll(() => startBackend('cpu'));

  it('of Nesterov, rewritten for x̃ = x + μv as CS231n does, is the same', () => {
    const [rate, momentum] = [0.012, 0.9];
    const curvatures = [1, 100];
    const walker = walkerAt(1, -0.7);
    const stored = [1, -0.7]; // v = 0: x̃ = x
    const velocity = [0, 0];
    const move = moveOf('nesterov', { rate, momentum });
    const { gradient } = quadratic(100);
    for (let step = 0; step < 200; step++) {
      move(walker, gradient);
      for (const [i, curvature] of curvatures.entries()) {
        const before = velocity[i] ?? Number.NaN;
        const x = stored[i] ?? Number.NaN;
        const after = momentum * before - rate * curvature * x;
        velocity[i] = after;
        stored[i] = x - momentum * before + (1 + momentum) * after;
      }
      const scale = Math.hypot(walker.x, walker.y, walker.vx, walker.vy);
      expect(Math.abs(walker.x + momentum * walker.vx - (stored[0] ?? Number.NaN))).toBeLessThan(
        1e-12 * scale + 1e-15,
      );
      expect(Math.abs(walker.y + momentum * walker.vy - (stored[1] ?? Number.NaN))).toBeLessThan(
        1e-12 * scale + 1e-15,
      );
    }
  });

  // f = ½ x², a = 0.1, μ = 0.9: TensorFlow.js's own momentum optimiser, and CS231n's formulas by hand
  it('gives the numbers that TensorFlow.js gives', () => {
    const { gradient } = quadratic(1);
    const along = (method: Method) => {
      const path = pathOf(gradient, moveOf(method, { rate: 0.1, momentum: 0.9 }), [1, 0], 5, 10);
      return Array.from({ length: 5 }, (_, i) => path[2 * i + 2] ?? Number.NaN);
    };
    const momentum = [0.9, 0.72, 0.486, 0.2268, -0.02916];
    for (const [i, x] of along('momentum').entries()) expect(x).toBeCloseTo(momentum[i] ?? Number.NaN, 12);
    const ahead = [0.81, 0.5751, 0.327321, 0.0938879, -0.1045817];
    const walker = walkerAt(1, 0);
    const move = moveOf('nesterov', { rate: 0.1, momentum: 0.9 });
    for (const expected of ahead) {
      move(walker, gradient);
      expect(walker.x + 0.9 * walker.vx).toBeCloseTo(expected, 6);
    }
  });

  it.each(methods)('of %s is that of the optimiser of the nets', async (method) => {
    const settings = { rate: 0.012, momentum: 0.8 };
    const transform = { gd: () => optimizers.sgd(), ...optimizers }[method](settings);
    const walker = walkerAt(1, -0.5);
    const move = moveOf(method, settings);
    const { gradient } = quadratic(30);
    let x: Tensor1D = tensor1d([1, -0.5]);
    let state = transform.init([x]);
    for (let step = 0; step < 30; step++) {
      const next = tidy(() => {
        const slope = mul(x, tensor1d([1, 30]));
        const done = transform.update([slope], state, { parameters: [x], rate: settings.rate, step });
        return { x: add<Tensor1D>(x, done.updates[0] ?? x), state: done.state };
      });
      x = next.x;
      state = next.state;
      move(walker, gradient);
      const ahead = method === 'nesterov' ? settings.momentum : 0; // what the optimiser stores is x + μv
      const values = await x.data();
      expect(values[0]).toBeCloseTo(walker.x + ahead * walker.vx, 5);
      expect(values[1]).toBeCloseTo(walker.y + ahead * walker.vy, 5);
    }
  });
});

// A grid search that knows nothing of the formulas, over simulated descents.
it('no momentum and learning rate nearby is better than the optimum', () => {
  for (const method of methods) {
    const best = optimalSettings(method, 1, 20);
    const rateOf = (settings: DescentSettings) => measured(method, settings, 20).measuredRate;
    const optimum = rateOf(best);
    if (method === 'nesterov') continue; // its standard setting isn't the optimum; the one below is
    for (const factor of [0.9, 0.97, 1.03]) {
      expect(rateOf({ ...best, rate: best.rate * factor })).toBeGreaterThan(optimum);
      if (method === 'momentum')
        expect(rateOf({ ...best, momentum: best.momentum * factor })).toBeGreaterThan(optimum - 1e-3);
    }
  }
  const quadraticOnly = nesterovForQuadratics(1, 20);
  const optimum = measured('nesterov', quadraticOnly, 20).measuredRate;
  for (const factor of [0.9, 1.05]) {
    const moved = { ...quadraticOnly, rate: quadraticOnly.rate * factor };
    expect(measured('nesterov', moved, 20).measuredRate).toBeGreaterThan(optimum);
  }
});

it('the map of rates is darkest at the optimum, and grey beyond the limit', () => {
  const points = 50;
  for (const method of ['momentum', 'nesterov'] as const) {
    const map = rateMap(method, 100, points);
    const momentumOf = (row: number) => (0.99 * (row + 0.5)) / points;
    const rateAt = (column: number) => (0.01 * 1000 ** ((column + 0.5) / points)) / 100;
    let darkest = 0;
    for (const [i, shade] of map.entries()) {
      const [row, column] = [Math.floor(i / points), i % points];
      expect(shade === -128).toBe(rateAt(column) >= stabilityLimit(method, momentumOf(row), 100));
      if (shade >= 0 && shade < (map[darkest] ?? 127)) darkest = i;
    }
    const best = method === 'momentum' ? optimalSettings(method, 1, 100) : nesterovForQuadratics(1, 100);
    expect(Math.abs(momentumOf(Math.floor(darkest / points)) - best.momentum)).toBeLessThan(0.05);
    expect(Math.abs(Math.log(rateAt(darkest % points) / best.rate))).toBeLessThan(0.35);
  }
});

it('the map of gradient descent has the steps that it takes, on a logarithmic scale', () => {
  const points = 20;
  const map = rateMap('gd', 100, points);
  for (const column of [8, 11, 13]) {
    const rate = (0.01 * 1000 ** ((column + 0.5) / points)) / 100;
    const steps = stepsOf('gd', { rate, momentum: 0 }, 100);
    // one shade is 10^(4/127), 7.5 %; that the steep direction has gone meanwhile makes it a little fewer
    expect(Math.abs((map[column] ?? Number.NaN) - (127 / 4) * Math.log10(steps))).toBeLessThan(1.5);
    expect(map[7 * points + column]).toBe(map[column]); // it has no momentum
  }
});
