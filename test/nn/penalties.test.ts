import { add, memory, mul, sub, type Tensor, tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  clipNorms,
  elasticNet,
  l1,
  l2,
  maxNorm,
  type Penalty,
  proximalStep,
  totalPenalty,
} from '#src/nn/penalties.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import { numericalGradient } from './plain-mlp.ts';
import { distance, valuesOf } from './small-problem.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const plainL1 = (w: readonly number[], strength: number) => strength * sum(w.map(Math.abs));
const plainL2 = (w: readonly number[], strength: number) =>
  (strength / 2) * sum(w.map((value) => value ** 2));

const cases: readonly (readonly [string, Penalty, (w: readonly number[]) => number])[] = [
  ['l1', l1(0.3), (w) => plainL1(w, 0.3)],
  ['l2', l2(0.7), (w) => plainL2(w, 0.7)],
  ['elastic net', elasticNet(0.3, 0.7), (w) => plainL1(w, 0.3) + plainL2(w, 0.7)],
];
/** Away from 0, where |w| has no slope. */
const weights = Array.from(createRng(1).normals(24)).filter((value) => Math.abs(value) > 0.01);

const numbers = async (build: () => Tensor) => (await valuesOf([tidy(build)])).flat();

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  describe.each(cases)('%s', (_name, penalty, plain) => {
    it('has the value of its definition, and the gradient of a central difference', async () => {
      expect(distance(await numbers(() => penalty.value(tensor1d(weights))), [plain(weights)])).toBeLessThan(
        1e-5,
      );
      const gradient = await numbers(() => penalty.gradient(tensor1d(weights)));
      expect(distance(gradient, numericalGradient(plain, weights))).toBeLessThan(1e-6);
    });

    it('has gradient 0 at 0', async () => {
      const gradient = await numbers(() => penalty.gradient(tensor1d([0, -0])));
      expect(gradient.map(Math.abs)).toEqual([0, 0]);
    });

    it.each([0.1, 1, 5])('with step %d goes to the minimum of ½‖u − w‖² + a Ω(u)', async (stepSize) => {
      const points = [...weights, 0, 0.3 * stepSize, -0.3 * stepSize, 1e-9, 2];
      const found = await numbers(() => penalty.proximal(tensor1d(points), stepSize));
      // the objective is convex and separate in each weight: a search by thirds finds its minimum
      const expected = points.map((w) => argmin((u) => (u - w) ** 2 / 2 + stepSize * plain([u]), -6, 6));
      expect(distance(found, expected)).toBeLessThan(1e-6);
    });

    it('with step 0 stays where it is', async () => {
      const found = await numbers(() => penalty.proximal(tensor1d(weights), 0));
      expect(found).toEqual(weights); // to the bit
    });

    it('passes NaN on', async () => {
      const bad = () => tensor1d([Number.NaN, 1]);
      expect((await numbers(() => penalty.value(bad())))[0]).toBeNaN();
      expect((await numbers(() => penalty.proximal(bad(), 0.1)))[0]).toBeNaN();
    });
  });

  it('the soft threshold gives exact zeros within ±aλ and moves the rest by aλ', async () => {
    const found = await numbers(() => l1(2).proximal(tensor1d([0.5, -0.5, 0.49, -0.01, 0, 0.75, -3]), 0.25));
    expect(found.map((value) => value + 0)).toEqual([0, 0, 0, 0, 0, 0.25, -2.5]);
  });

  describe('max norm', () => {
    it('scales the columns that are too long to the norm, and leaves the others as they are', async () => {
      // columns (3, 4), (0.6, 0.8), (0, 0), (−5, 12): norms 5, 1, 0, 13
      const w = tensor2d([3, 0.6, 0, -5, 4, 0.8, 0, 12], [2, 4]);
      const found = await numbers(() => clipNorms(w, 2));
      const expected = [6 / 5, 0.6, 0, -10 / 13, 8 / 5, 0.8, 0, 24 / 13];
      expect(distance(found, expected)).toBeLessThan(3e-7);
      expect([found[1], found[5]]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
    });

    it('takes a filter of [height, width, in, out] as the weights of one unit each', async () => {
      const values = Array.from(createRng(2).normals(3 * 3 * 2 * 4, 0.5));
      const found = await numbers(() => clipNorms(tensor(values, [3, 3, 2, 4]), 1.5));
      const norm = (all: readonly number[], unit: number) =>
        Math.hypot(...all.filter((_, i) => i % 4 === unit));
      const before = [0, 1, 2, 3].map((unit) => norm(values, unit));
      expect(before.some((length) => length > 1.6) && before.some((length) => length < 1.9)).toBe(true);
      const expected = values.map((value, i) => value * Math.min(1, 1.5 / (before[i % 4] ?? Number.NaN)));
      expect(distance(found, expected)).toBeLessThan(3e-7);
    });

    it('passes NaN on', async () => {
      const found = await numbers(() => clipNorms(tensor2d([Number.NaN, 1, 1, 1], [2, 2]), 1));
      expect(found[0]).toBeNaN();
      expect(found[1]).toBeCloseTo(Math.SQRT1_2, 6);
    });
  });

  describe('after a step', () => {
    const parameters = () => [tensor2d([3, 4, 0, 0], [2, 2]), tensor1d([9, -9])];

    it('a proximal step uses the step’s rate, and leaves biases alone', async () => {
      const after = tidy(() => [...proximalStep(l1(10))(parameters(), 0.35)].map((t) => t.clone()));
      const [matrix = [], vector] = await valuesOf(after);
      expect(distance(matrix, [0, 0.5, 0, 0])).toBeLessThan(1e-6);
      expect(vector).toEqual([9, -9]);
    });

    it('a projection leaves biases alone too, and each applies where it is told to', async () => {
      const after = tidy(() => [...maxNorm(1)(parameters(), 0.1)].map((t) => t.clone()));
      expect(await valuesOf(after)).toEqual([[1, 1, 0, 0].map((value) => expect.closeTo(value, 6)), [9, -9]]);
      const none = tidy(() => [...maxNorm(1, () => false)(parameters(), 0.1)].map((t) => t.clone()));
      expect(await valuesOf(none)).toEqual([
        [3, 4, 0, 0],
        [9, -9],
      ]);
    });

    it('the total penalty is that of the weights', async () => {
      expect(await numbers(() => totalPenalty(l2(2), parameters()))).toEqual([25]);
      expect(await numbers(() => totalPenalty(l1(2), parameters(), () => true))).toEqual([50]);
      expect(await numbers(() => totalPenalty(l1(2), [tensor1d([1])]))).toEqual([0]);
    });

    it('nothing is left behind', () => {
      const { numTensors } = memory();
      tidy(() => {
        totalPenalty(elasticNet(1, 1), maxNorm(1)(proximalStep(elasticNet(1, 1))(parameters(), 0.1), 0.1));
      });
      expect(memory().numTensors).toBe(numTensors);
    });
  });

  it('the proximal step finds the exact zeros of a sparse regression, the subgradient none', async () => {
    // On an orthogonal design the lasso is the soft threshold of the least-squares weights, in closed form.
    const least = [1.5, -0.05, 0.09, 0, -1.2, 0.02, 2];
    const [strength, rate] = [0.1, 0.3];
    const target = tensor1d(least);
    const descend = (step: (w: Tensor, g: Tensor) => Tensor) =>
      numbers(() => {
        let w: Tensor = tensor1d(least.map(() => 1));
        for (let i = 0; i < 100; i++) w = step(w, sub(w, target));
        return w;
      });
    const penalty = l1(strength);
    const proximal = await descend((w, g) => penalty.proximal(sub(w, mul(g, rate)), rate));
    const subgradient = await descend((w, g) => sub(w, mul(add(g, penalty.gradient(w)), rate)));
    const expected = least.map((w) => Math.sign(w) * Math.max(0, Math.abs(w) - strength));
    expect(distance(proximal, expected)).toBeLessThan(1e-6);
    expect(proximal.filter((w) => w === 0).length).toBe(4);
    expect(subgradient.filter((w) => w === 0).length).toBe(0);
    expect(distance(subgradient, expected)).toBeLessThan(2 * rate * strength); // it rattles about them
  });
});

describe('refuses', () => {
  it.each([
    [() => l1(-1), 'invalid penalty strength; not a finite number of at least 0: -1'],
    [() => l2(Number.NaN), 'invalid penalty strength; not a finite number of at least 0: NaN'],
    [() => elasticNet(1, -2), 'invalid penalty strength; not a finite number of at least 0: -2'],
    [() => maxNorm(0), 'invalid largest norm; not a positive number: 0'],
    [() => maxNorm(Number.NaN), 'invalid largest norm; not a positive number: NaN'],
  ])('%s: %s', (build, message) => {
    expect(build).toThrow(new RangeError(message));
  });
});

/** Where a strictly convex function is smallest, by cutting off the worse third of the interval again and again. */
function argmin(f: (u: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let i = 0; i < 200; i++) {
    const third = (b - a) / 3;
    if (f(a + third) < f(b - third)) b -= third;
    else a += third;
  }
  return (a + b) / 2;
}
