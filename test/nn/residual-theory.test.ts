/** The theory of blocks with shortcuts against populations of walkers, and of plain blocks against `meanField`. */
import { describe, expect, it } from 'vitest';
import { activations } from '#src/nn/activations.ts';
import { meanField } from '#src/nn/mean-field.ts';
import { growingWalk, residualTheory, stagedTheory, standardWalk } from '#src/nn/residual-theory.ts';
import { createRng } from '#src/random.ts';

const WALKERS = 20_000;
const BLOCKS = 20;
const unit = { meanSquare: 1, meanRoot: 1 };
const residual = { residual: true, batchNorm: false, zeroInitialized: false, blocks: BLOCKS, input: unit };

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const second = (values: Float64Array) =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

/**
 * Units of an infinitely wide net, each on its own: h ← max(0, h + F), and going back g ← g·1(h > 0) + what the branches send,
 * which is Gaussian. `step` is E F² from the moments of h; `gain` what a branch makes of the mean square of g·1(h > 0).
 */
function population(
  start: number,
  step: (square: number) => number,
  gain: (variance: number) => number,
  seed: number,
) {
  const rng = createRng(seed);
  let h = Float64Array.from({ length: WALKERS }, () => Math.max(0, start * rng.normal()));
  const path = [h];
  for (let block = 0; block < BLOCKS; block++) {
    const std = Math.sqrt(step(second(h)));
    h = h.map((value) => Math.max(0, value + std * rng.normal()));
    path.push(h);
  }
  const gradients = [1];
  let g = Float64Array.from({ length: WALKERS }, () => rng.normal());
  for (let block = BLOCKS; block > 0; block--) {
    const after = path[block] ?? h;
    const before = path[block - 1] ?? h;
    const rectified = g.map((value, i) => ((after[i] ?? 0) > 0 ? value : 0));
    const std = Math.sqrt(gain(second(before) - mean(before) ** 2) * second(rectified));
    g = rectified.map((value) => value + std * rng.normal());
    gradients.unshift(Math.sqrt(second(g)));
  }
  return { path, gradients };
}

const relative = (value: number | undefined, expected: number | undefined) =>
  Math.abs((value ?? Number.NaN) / (expected ?? Number.NaN) - 1);

describe('the walk with standard normal steps', () => {
  it('has the moments of the largest of 1, 2 and very many sums', () => {
    const { mean: first, square } = standardWalk(4000);
    expect(first[0]).toBeCloseTo(1 / Math.sqrt(2 * Math.PI), 12); // E max(0, ξ)
    expect(square[0]).toBeCloseTo(1 / 2, 12);
    // max(0, x, x + y) = max(0, x + max(0, y)): E = E S₁⁺ + E S₂⁺/2 = (1 + 1/√2)/√(2π), and 1 + 1/(2π) for the square
    expect(first[1]).toBeCloseTo((1 + Math.SQRT1_2) / Math.sqrt(2 * Math.PI), 12);
    expect(square[1]).toBeCloseTo(1 + 1 / (2 * Math.PI), 12);
    // |Brownian motion|: E M² = n, E M = √(2n/π), with corrections of the order of 1/√n
    expect(relative(square[4000], 4001)).toBeLessThan(0.02);
    expect(relative(first[4000], Math.sqrt((2 * 4001) / Math.PI))).toBeLessThan(0.02);
  });

  // 20,000 walkers: a standard deviation is known to 1/√(2·20,000) = 0.5 % or, with the walk's kurtosis, a little worse;
  // the ratio of two gradients wanders a little at each of 20 blocks. Windows: four of these.
  it('agrees with a population of walkers, forward and back', () => {
    const norm = 1 - 1 / Math.PI;
    const { path, gradients } = population(
      1,
      () => 1,
      (variance) => 1 / (variance * norm),
      1,
    );
    const theory = residualTheory({ ...residual, batchNorm: true });
    for (const [i, h] of path.entries()) {
      expect(relative(Math.sqrt(second(h) - mean(h) ** 2), theory.activationStd[i])).toBeLessThan(0.025);
      expect(relative(gradients[i], theory.gradientStd[i]), `gradient ${i}`).toBeLessThan(0.05);
    }
  });
});

describe('the walk whose steps grow with it', () => {
  it('agrees with a population of walkers, forward and back', () => {
    const { path, gradients } = population(
      Math.SQRT2,
      (square) => 2 * square,
      () => 2,
      2,
    );
    const theory = residualTheory(residual);
    for (const [i, h] of path.entries()) {
      expect(relative(Math.sqrt(second(h) - mean(h) ** 2), theory.activationStd[i])).toBeLessThan(0.05);
      expect(relative(gradients[i], theory.gradientStd[i]), `gradient ${i}`).toBeLessThan(0.05);
    }
  });

  it('takes its first step as the integral says, and settles to one factor', () => {
    const { mean: first, square } = growingWalk(60);
    expect(first[0]).toBeCloseTo(1 / Math.sqrt(Math.PI), 12); // E max(0, √2 ξ)
    // h₀ + F = √2 (max(0, ξ) + η): E max(0, ·)² = 2 E[(ξ⁺ + η)²; ξ⁺ + η > 0], by Spitzer's identity for two steps
    // Simpson's rule with steps of 0.05: its error is of the order of 0.05⁴/180 = 3·10⁻⁸
    expect(square[1]).toBeCloseTo(2 * (1 + 1 / (2 * Math.PI)), 7);
    const factor = (block: number) => (square[block] ?? Number.NaN) / (square[block - 1] ?? Number.NaN);
    expect(factor(60)).toBeCloseTo(factor(40), 10);
    // REFERENCE, 5 seeds of width 64: 1.49 to 1.53 a block over 4 to 32 blocks; a population of walkers: 1.5 to 1.6
    expect(Math.sqrt(factor(60))).toBeGreaterThan(1.5);
    expect(Math.sqrt(factor(60))).toBeLessThan(1.6);
  });
});

describe('three stages with batch norm', () => {
  it('are a population of which half starts anew at the second stage and at the third', () => {
    const perStage = 6;
    const rng = createRng(4);
    let h = Float64Array.from({ length: WALKERS }, () => Math.max(0, rng.normal()));
    const { activationStd } = stagedTheory(perStage, true);
    expect(activationStd).toHaveLength(3 * perStage + 1);
    for (let block = 0; block <= 3 * perStage; block++) {
      // which units begin anew is of no account, as long as they are half of each kind
      const starts = (i: number) =>
        (block === perStage + 1 && i % 2 === 1) || (block === 2 * perStage + 1 && i % 4 >= 2);
      if (block > 0) h = h.map((value, i) => Math.max(0, (starts(i) ? 0 : value) + rng.normal()));
      expect(relative(Math.sqrt(second(h) - mean(h) ** 2), activationStd[block]), `${block}`).toBeLessThan(
        0.025,
      );
    }
  });

  it('keep the spread without shortcuts', () => {
    for (const std of stagedTheory(3, false).activationStd)
      expect(std).toBeCloseTo(Math.sqrt(1 / 2 - 1 / (2 * Math.PI)), 12);
  });
});

describe('blocks without shortcuts', () => {
  const depth = 2 * BLOCKS + 1;
  it.each([undefined, 1e-12])('are the layers of `meanField`, batch norm %s', (epsilon) => {
    const layers = meanField({
      activation: activations.relu,
      sigma: Math.SQRT2,
      depth,
      ...(epsilon === undefined ? {} : { batchNormEpsilon: epsilon }),
    });
    const theory = residualTheory({ ...residual, residual: false, batchNorm: epsilon !== undefined });
    for (let block = 0; block <= BLOCKS; block++) {
      expect(relative(theory.activationStd[block], layers.std[2 * block])).toBeLessThan(1e-4);
      expect(relative(theory.gradientStd[block], layers.gradientStd[2 * block])).toBeLessThan(1e-3);
    }
  });

  it('examples of different sizes add to the spread', () => {
    // half of the examples twice as large as the rest, E x² 1 and 4: of all units together E h² = 2.5, E h = 1.5/√π
    const { activationStd } = residualTheory({
      ...residual,
      residual: false,
      input: { meanSquare: 2.5, meanRoot: 1.5 },
    });
    expect(activationStd[0]).toBeCloseTo(Math.sqrt(2.5 - 1.5 ** 2 / Math.PI), 12);
  });
});

it('branches at zero change nothing but for the last ReLU', () => {
  const { activationStd, gradientStd } = residualTheory({ ...residual, zeroInitialized: true });
  expect(new Set(activationStd).size).toBe(1);
  expect(gradientStd.slice(0, -1).every((value) => value === Math.SQRT1_2)).toBe(true);
  expect(gradientStd.at(-1)).toBe(1);
});
