import { tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { sparseRegression, trueWeights } from '#src/data/sparse-regression.ts';
import {
  descend,
  descendFor,
  leastSquares,
  makeRule,
  norm,
  type PenaltyRule,
  quadraticGradient,
  quadraticValue,
  softThreshold,
} from '#src/nn/linear-regression.ts';
import { clipNorms, elasticNet, l1, l2 } from '#src/nn/penalties.ts';
import { createRng } from '#src/random.ts';
import { startBackend } from '../backends.ts';

const spec = { dimension: 12, relevant: 4, noise: 0.5 };
const rng = createRng(5);
const data = sparseRegression(spec, trueWeights(spec, rng.child('truth')), 60, rng.child('examples'));
const problem = leastSquares(data);
const start = Float64Array.from(rng.child('start').normals(12));
const at = (values: ArrayLike<number>, i: number) => values[i] ?? Number.NaN;

/** Solves Ax = b by elimination with pivots. A is [n, n], row after row. */
function solve(matrix: Float64Array, right: Float64Array): number[] {
  const n = right.length;
  const rows = Array.from({ length: n }, (_, i) => [...matrix.subarray(i * n, (i + 1) * n), at(right, i)]);
  for (let column = 0; column < n; column++) {
    const tail = rows.slice(column);
    const best = tail.reduce((most, row) =>
      Math.abs(at(row, column)) > Math.abs(at(most, column)) ? row : most,
    );
    rows.splice(rows.indexOf(best), 1);
    rows.splice(column, 0, best);
    for (const row of rows) {
      if (row === best) continue;
      const factor = at(row, column) / at(best, column);
      for (let k = column; k <= n; k++) row[k] = at(row, k) - factor * at(best, k);
    }
  }
  return rows.map((row, i) => at(row, n) / at(row, i));
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(at(a, i) - at(b, i));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
};

describe('least squares', () => {
  it('has the value of its definition, summed over the examples', () => {
    let sum = 0;
    for (let row = 0; row < data.count; row++) {
      let prediction = 0;
      for (let i = 0; i < 12; i++) prediction += at(data.inputs, row * 12 + i) * at(start, i);
      sum += (prediction - at(data.targets, row)) ** 2;
    }
    expect(quadraticValue(problem, start)).toBeCloseTo(sum / (2 * data.count), 10);
  });

  it('has the gradient of a central difference', () => {
    const step = 1e-5;
    const numerical = Array.from(start, (_, i) => {
      const moved = (by: number) =>
        quadraticValue(
          problem,
          start.map((w, k) => (k === i ? w + by : w)),
        );
      return (moved(step) - moved(-step)) / (2 * step);
    });
    expect(largestDifference(quadraticGradient(problem, start), numerical)).toBeLessThan(1e-8);
  });
});

describe('where descent ends', () => {
  const end = (name: PenaltyRule, strength: number) =>
    descendFor(5000, problem, makeRule(name, strength), start, 0.1);

  it('without a penalty: the solution of the normal equations Hw = b', () => {
    expect(largestDifference(end('none', 1), solve(problem.hessian, problem.linear))).toBeLessThan(1e-9);
  });

  it.each([0.01, 0.3, 3])('L2, λ = %d: ridge regression, (H + λI)w = b', (strength) => {
    const ridge = problem.hessian.map((h, k) => (k % 13 === 0 ? h + strength : h)); // the diagonal of 12 × 12
    expect(largestDifference(end('l2', strength), solve(ridge, problem.linear))).toBeLessThan(1e-9);
  });

  // A minimum of f + λ‖w‖₁ has 0 among its subgradients: ∂f/∂w = −λ sign(w) where w ≠ 0, and |∂f/∂w| ≤ λ where w = 0.
  it.each([0.03, 0.3, 1])('L1 by proximal steps, λ = %d: the conditions of the lasso', (strength) => {
    const w = end('l1-proximal', strength);
    const gradient = quadraticGradient(problem, w);
    const zeros = [...w].filter((one) => one === 0).length;
    expect(zeros).toBeGreaterThan(0);
    expect(zeros).toBeLessThan(12);
    for (let i = 0; i < 12; i++) {
      if (at(w, i) === 0) expect(Math.abs(at(gradient, i))).toBeLessThanOrEqual(strength + 1e-9);
      else expect(at(gradient, i)).toBeCloseTo(-strength * Math.sign(at(w, i)), 9);
    }
  });

  it('L1 + L2: the same conditions, with λw added to the gradient', () => {
    const w = end('elastic', 0.3);
    const gradient = quadraticGradient(problem, w);
    for (let i = 0; i < 12; i++) {
      const smooth = at(gradient, i) + 0.3 * at(w, i);
      if (at(w, i) === 0) expect(Math.abs(smooth)).toBeLessThanOrEqual(0.3 + 1e-9);
      else expect(smooth).toBeCloseTo(-0.3 * Math.sign(at(w, i)), 9);
    }
  });

  // A minimum on ‖w‖ = c has ∇f = −μw with a multiplier μ ≥ 0: it is the ridge solution of strength μ.
  it('max-norm: on the rim, the ridge solution whose norm is c; inside, the free solution', () => {
    const free = end('none', 1);
    expect(end('max-norm', 2 * norm(free))).toEqual(free);
    const c = norm(free) / 2;
    const w = end('max-norm', c);
    expect(norm(w)).toBeCloseTo(c, 9);
    const gradient = quadraticGradient(problem, w);
    const multiplier = -at(gradient, 0) / at(w, 0);
    expect(multiplier).toBeGreaterThan(0);
    const ridge = problem.hessian.map((h, k) => (k % 13 === 0 ? h + multiplier : h));
    expect(largestDifference(w, solve(ridge, problem.linear))).toBeLessThan(1e-8);
  });
});

describe('single steps', () => {
  const nothing = { dimension: 2, hessian: new Float64Array(4), linear: new Float64Array(2), constant: 0 };

  it.each([
    [0.7, 0.2],
    [-0.7, 0.2],
    [0.13, 0.2],
    [-0.2, 0.2],
    [0, 0.2],
  ])('the soft threshold of %d by %d is the least of ½(u − w)² + t|u|, by trying', (w, t) => {
    let [best, least] = [Number.NaN, Number.POSITIVE_INFINITY];
    for (let k = -10_000; k <= 10_000; k++) {
      const u = k / 10_000;
      const cost = (u - w) ** 2 / 2 + t * Math.abs(u);
      if (cost < least) [best, least] = [u, cost];
    }
    expect(Math.abs(softThreshold(w, t) - best)).toBeLessThan(1e-4);
  });

  it('leaves NaN as it is', () => {
    expect(softThreshold(Number.NaN, 0.1)).toBeNaN();
  });

  it('max-norm moves (3, 1) to the nearest point of the disc of radius 2, by trying', () => {
    const clipped = descend(nothing, makeRule('max-norm', 2), Float64Array.of(3, 1), 0.1);
    let [best, least] = [[Number.NaN, Number.NaN], Number.POSITIVE_INFINITY];
    for (let k = 0; k < 100_000; k++) {
      const angle = (2 * Math.PI * k) / 100_000;
      const point = [2 * Math.cos(angle), 2 * Math.sin(angle)];
      const distance = Math.hypot(at(point, 0) - 3, at(point, 1) - 1);
      if (distance < least) [best, least] = [point, distance];
    }
    expect(largestDifference(clipped, best)).toBeLessThan(1e-4);
    const inside = Float64Array.of(1, -1);
    expect(descend(nothing, makeRule('max-norm', 2), inside, 0.1)).toEqual(inside);
  });

  it.each(['none', 'max-norm'] as const)('%s has no penalty in its loss', (name) => {
    expect(makeRule(name, 2).value(Float64Array.of(3, 1))).toBe(0);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a strength of %d', (strength) => {
    expect(() => makeRule('l2', strength)).toThrow(`invalid strength; not a positive number: ${strength}`);
    expect(() => makeRule('none', strength)).not.toThrow();
  });
});

describe('with tensors', () => {
  beforeAll(() => startBackend('wasm'));
  const weights = Float64Array.of(0.9, -0.02, 0.004, -1.3, 0, 0.03);
  const tensor = () => tensor2d(Float32Array.from(weights), [6, 1]);
  const still: Parameters<typeof descend>[0] = {
    dimension: 6,
    hessian: new Float64Array(36),
    linear: new Float64Array(6),
    constant: 0,
  };

  it.each([
    ['l1-proximal', l1(0.2)],
    ['elastic', elasticNet(0.2, 0.2)],
  ] as const)('%s: the same proximal step and value', async (name, penalty) => {
    const rule = makeRule(name, 0.2);
    const tensors = await penalty.proximal(tensor(), 0.1).data();
    expect(largestDifference(descend(still, rule, weights, 0.1), tensors)).toBeLessThan(1e-7);
    expect(rule.value(weights)).toBeCloseTo(at(await penalty.value(tensor()).data(), 0), 6);
  });

  it.each([
    ['l1-subgradient', l1(0.2)],
    ['l2', l2(0.2)],
  ] as const)('%s: the same gradient and value', async (name, penalty) => {
    const rule = makeRule(name, 0.2);
    const gradient = await penalty.gradient(tensor()).data();
    expect(
      largestDifference(
        weights.map((w) => rule.slope(w)),
        gradient,
      ),
    ).toBeLessThan(1e-7);
    expect(rule.value(weights)).toBeCloseTo(at(await penalty.value(tensor()).data(), 0), 6);
  });

  it('max-norm: the same projection', async () => {
    const clipped = await clipNorms(tensor(), 0.7).data();
    const own = descend(still, makeRule('max-norm', 0.7), weights, 0.1);
    expect(largestDifference(own, clipped)).toBeLessThan(1e-6);
  });
});
