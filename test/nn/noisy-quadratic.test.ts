import { describe, expect, it } from 'vitest';
import {
  lossMoments,
  type NoisyQuadratic,
  noiseFloor,
  noisyDescent,
  stabilityLimit,
} from '#src/nn/noisy-quadratic.ts';
import { type ScheduleSpec, schedules } from '#src/nn/schedules.ts';
import { createRng } from '#src/random.ts';

const problem: NoisyQuadratic = { eigenvalues: [1, 10], noise: 1, start: 5 };
const STEPS = 2000;
const spec: ScheduleSpec = { rate: 0.1, factor: 0.5, every: 250, decay: 0.003, total: STEPS };
const ratesOf = (name: keyof typeof schedules, rest: Partial<ScheduleSpec> = {}, steps = STEPS) => {
  const rate = schedules[name]({ ...spec, ...rest });
  return Float64Array.from({ length: steps }, (_, t) => rate(t));
};
const at = (values: ArrayLike<number>, i: number) => values[i] ?? Number.NaN;
const relative = (value: number, expected: number) => Math.abs(value / expected - 1);

describe('the noise floor of a constant rate', () => {
  it('is Σ ½a/(2 − aλ): 0.1 gives 0.05/1.9 + 0.05/1, and 0.01 gives 0.005/1.99 + 0.005/1.9', () => {
    expect(noiseFloor(problem, 0.1)).toBeCloseTo(0.02631578947 + 0.05, 10);
    expect(noiseFloor(problem, 0.01)).toBeCloseTo(0.00251256281 + 0.00263157895, 10);
    expect(noiseFloor({ ...problem, noise: 3 }, 0.1)).toBeCloseTo(9 * 0.07631578947, 9);
    expect(noiseFloor(problem, 0)).toBe(0);
  });

  it('is where the recurrence comes to rest', () => {
    for (const rate of [0.01, 0.1, 0.19]) {
      const { mean } = lossMoments(problem, ratesOf('constant', { rate }, 20_000));
      expect(relative(at(mean, 19_999), noiseFloor(problem, rate))).toBeLessThan(1e-9);
    }
  });

  it('is proportional to a small rate, ½a for two coordinates', () => {
    for (const rate of [1e-3, 1e-4])
      expect(relative(noiseFloor(problem, rate), rate / 2)).toBeLessThan(3 * rate);
  });

  it('is not there from the stability limit on', () => {
    expect(stabilityLimit(problem)).toBe(0.2);
    expect(noiseFloor(problem, 0.2)).toBe(Number.POSITIVE_INFINITY);
    expect(noiseFloor(problem, 0.1999)).toBeGreaterThan(10);
    const growing = lossMoments(problem, ratesOf('constant', { rate: 0.21 }, 200)).mean;
    expect(at(growing, 199)).toBeGreaterThan(1e6 * at(growing, 0));
  });

  it.each([-1, Number.NaN])('refuses a rate of %d', (bad) => {
    expect(() => noiseFloor(problem, bad)).toThrow(
      new RangeError(`invalid learning rate; not a finite number of at least 0: ${bad}`),
    );
  });
});

describe('the exact mean loss', () => {
  it('is that of plain gradient descent where there is no noise: x₀²(1 − aλ)^(2t), and no spread', () => {
    const { mean, std } = lossMoments({ ...problem, noise: 0 }, ratesOf('constant', { rate: 0.03 }, 50));
    for (const t of [0, 1, 9, 49]) {
      const expected = 12.5 * 0.97 ** (2 * (t + 1)) + 125 * 0.7 ** (2 * (t + 1));
      expect(relative(at(mean, t), expected)).toBeLessThan(1e-12);
      expect(at(std, t)).toBe(0);
    }
  });

  it('after one step is ½λ((1 − aλ)²x₀² + a²s²), by hand', () => {
    const { mean } = lossMoments({ eigenvalues: [4], noise: 0.5, start: 2 }, Float64Array.of(0.1));
    expect(at(mean, 0)).toBeCloseTo(2 * (0.6 ** 2 * 4 + 0.01 * 0.25), 12); // 2.885
  });

  // The stationary x is Gaussian: Var ½λx² = ½λ²v², so at one axis the standard deviation is √2 times the mean.
  it('has a standard deviation of √2 times the mean on one axis at rest', () => {
    const one = { ...problem, eigenvalues: [1] };
    const { mean, std } = lossMoments(one, ratesOf('constant', {}, 1000));
    expect(at(std, 999) / at(mean, 999)).toBeCloseTo(Math.SQRT2, 9);
  });
});

// z = (mean of 400 runs − exact mean)/(exact std/20) has mean 0 and standard deviation 1 at every step, with a tail that
// is somewhat heavier than a Gaussian's (squares of Gaussians, 400 of them). Neighbouring steps are correlated; taken as
// 2,000 independent ones, |z| above 5 would be seen once in some 1,000 runs.
describe('400 runs', () => {
  const RUNS = 400;
  it.each([
    ['constant', {}],
    ['constant', { rate: 0.01 }],
    ['step', {}],
    ['step', { factor: 0.1, every: 700 }],
    ['exponential', {}],
    ['inverse', { decay: 0.05 }],
    ['cosine', {}],
  ] as const)('%s %o: their mean is the exact one at every step, at seeds 1 to 3', (name, rest) => {
    const rates = ratesOf(name, rest);
    const { mean, std } = lossMoments(problem, rates);
    for (const seed of [1, 2, 3]) {
      const descent = noisyDescent(problem, RUNS, createRng(seed));
      let [worst, squares, counted] = [0, 0, 0];
      for (const [t, rate] of rates.entries()) {
        descent.step(rate);
        const z = (descent.meanLoss() - at(mean, t)) / (at(std, t) / Math.sqrt(RUNS));
        if (!(Math.abs(z) <= worst)) worst = Math.abs(z);
        squares += z * z;
        counted++;
      }
      expect(worst, `seed ${seed}`).toBeLessThan(5);
      // were the runs not independent of one another, z would be far too large, and were there one noise for both axes too
      expect(squares / counted).toBeGreaterThan(0.2);
      expect(squares / counted).toBeLessThan(3);
    }
  });

  it('one step at a rate of 0 moves nothing', () => {
    const descent = noisyDescent(problem, 10, createRng(1));
    descent.step(0);
    expect(descent.meanLoss()).toBe(137.5); // ½(1 + 10)·25
  });

  it('a rate past the limit ends in no finite number', () => {
    const descent = noisyDescent(problem, 10, createRng(1));
    for (let t = 0; t < 400; t++) descent.step(1);
    expect(Number.isFinite(descent.meanLoss())).toBe(false);
  });

  it.each([0, 2.5, Number.NaN])('refuses %d runs', (bad) => {
    expect(() => noisyDescent(problem, bad, createRng(1))).toThrow(
      new RangeError(`invalid number of runs; not a positive integer: ${bad}`),
    );
  });
});
