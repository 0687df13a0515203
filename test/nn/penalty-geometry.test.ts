import { describe, expect, it } from 'vitest';
import { quadraticGradient, quadraticValue } from '#src/nn/linear-regression.ts';
import { MINIMUM, penaltyGeometry, twoWeightSolution, twoWeights } from '#src/nn/penalty-geometry.ts';

const RATE = 0.1;
const at = (values: ArrayLike<number>, i: number) => values[i] ?? Number.NaN;
const pairs = (flat: readonly number[]) =>
  Array.from({ length: flat.length / 2 }, (_, i) => Float64Array.of(at(flat, 2 * i), at(flat, 2 * i + 1)));

it('has its smallest data loss, 0, where it says', () => {
  const minimum = Float64Array.from(MINIMUM);
  expect(quadraticValue(twoWeights, minimum)).toBeCloseTo(0, 12);
  expect(Math.hypot(...quadraticGradient(twoWeights, minimum))).toBeLessThan(1e-12);
});

describe('the solution', () => {
  // H = ((0.12, 0.04), (0.04, 0.06)), b = H (3.2, 1.2) = (0.432, 0.2). With w₂ = 0 the first row says
  // 0.12 w₁ − 0.432 = −λ, and |∂f/∂w₂| = |0.04 w₁ − 0.2| ≤ λ holds from λ = 0.084 on; from λ = 0.432 on both are 0.
  it.each([
    [0.1, (0.432 - 0.1) / 0.12],
    [0.3, (0.432 - 0.3) / 0.12],
    [0.5, 0],
  ])('L1, λ = %d: w₂ exactly 0, and w₁ by hand', (strength, w1) => {
    const w = twoWeightSolution('l1-proximal', strength, RATE);
    expect(at(w, 0)).toBeCloseTo(w1, 9);
    expect(at(w, 1)).toBe(0);
  });

  it('L1, λ = 0.08: not yet', () => {
    expect(at(twoWeightSolution('l1-proximal', 0.08, RATE), 1)).toBeGreaterThan(0.01);
  });

  it('L1 by subgradients, λ = 0.1: beside the corner, within 2aλ of it, and not on it', () => {
    const w = twoWeightSolution('l1-subgradient', 0.1, RATE);
    expect(at(w, 1)).not.toBe(0);
    expect(Math.abs(at(w, 1))).toBeLessThanOrEqual(2 * RATE * 0.1);
  });

  it('L2, λ = 0.1: (H + λI)w = b by Cramer’s rule', () => {
    const determinant = 0.22 * 0.16 - 0.04 ** 2;
    const w = twoWeightSolution('l2', 0.1, RATE);
    expect(at(w, 0)).toBeCloseTo((0.432 * 0.16 - 0.2 * 0.04) / determinant, 9);
    expect(at(w, 1)).toBeCloseTo((0.22 * 0.2 - 0.04 * 0.432) / determinant, 9);
  });
});

describe('the picture', () => {
  it.each([
    ['l1-proximal', 0.1],
    ['l1-proximal', 0.02],
    ['l2', 0.1],
    ['elastic', 0.1],
    ['max-norm', 3],
  ] as const)(
    '%s, %d: the ball goes through the solution, and nothing in it has a lower data loss',
    (penalty, strength) => {
      const { ball, solution, touching } = penaltyGeometry(penalty, strength, RATE, []);
      const least = quadraticValue(twoWeights, Float64Array.from(solution));
      const cost = (w: Float64Array) => {
        const [sum, squares] = [Math.abs(at(w, 0)) + Math.abs(at(w, 1)), at(w, 0) ** 2 + at(w, 1) ** 2];
        return { 'l1-proximal': sum, l2: squares, elastic: sum + squares / 2, 'max-norm': squares }[penalty];
      };
      expect(pairs(ball).length).toBeGreaterThan(50);
      for (const point of pairs(ball)) {
        expect(cost(point)).toBeCloseTo(cost(Float64Array.from(solution)), 6);
        expect(quadraticValue(twoWeights, point)).toBeGreaterThanOrEqual(least - 1e-9);
      }
      for (const point of pairs(touching)) expect(quadraticValue(twoWeights, point)).toBeCloseTo(least, 9);
    },
  );

  it('max-norm inside its ball: the solution is where the data loss is smallest', () => {
    const { solution } = penaltyGeometry('max-norm', 4, RATE, []);
    expect(at(solution, 0)).toBeCloseTo(MINIMUM[0], 5);
    expect(at(solution, 1)).toBeCloseTo(MINIMUM[1], 5);
  });

  it('without a penalty there is no ball and no way', () => {
    expect(penaltyGeometry('none', 1, RATE, [0.1, 1])).toMatchObject({ ball: [], path: [] });
  });
});
