/**
 * Gradient descent with a noisy gradient on a quadratic, in double precision: what is left when a learning rate is too
 * large to come to rest, and exactly how much.
 *
 * f(x) = ½ Σ λᵢxᵢ², and the gradient that a step gets to see is λᵢxᵢ + s·ε, with a fresh standard normal ε for each
 * coordinate. A step of size a does x ← (1 − aλ)x − a·s·ε. Hence, coordinate by coordinate, with mean m and variance v,
 *
 *     m ← (1 − aλ)m,   v ← (1 − aλ)²v + a²s²,   E f = Σ ½λ(m² + v).
 *
 * At a constant rate below 2/λ_max, v settles where it reproduces itself, v = as²/(λ(2 − aλ)), and the loss with it:
 *
 *     E f → Σ ½as²/(2 − aλ),   for small a about ¼as² for each coordinate: the noise floor, proportional to a.
 */
import type { Rng } from '#src/random.ts';
import { checkRate } from './schedules.ts';

export interface NoisyQuadratic {
  /** λᵢ > 0, one for each coordinate. */
  readonly eigenvalues: readonly number[];
  /** s ≥ 0, the standard deviation of the noise on each coordinate of the gradient. */
  readonly noise: number;
  /** What every coordinate starts from. */
  readonly start: number;
}

/** The rate from which on a step no longer shrinks the distance along the steepest axis: 2/λ_max. */
export const stabilityLimit = ({ eigenvalues }: NoisyQuadratic): number => 2 / Math.max(...eigenvalues);

/**
 * The noise floor of a constant rate, Σ ½as²/(2 − aλ); Infinity from the stability limit on.
 * @throws RangeError `invalid learning rate; not a finite number of at least 0: ${rate}`
 */
export function noiseFloor(problem: NoisyQuadratic, rate: number): number {
  checkRate(rate);
  if (rate >= stabilityLimit(problem)) return Number.POSITIVE_INFINITY;
  const { eigenvalues, noise } = problem;
  return eigenvalues.reduce((sum, lambda) => sum + (0.5 * rate * noise ** 2) / (2 - rate * lambda), 0);
}

/** The loss of one run after each step, over all runs that there might be. */
export interface LossMoments {
  /** [steps] */
  readonly mean: Float64Array;
  /** Standard deviation from run to run, [steps]. The mean of n runs has one of std/√n. */
  readonly std: Float64Array;
}

/**
 * The recurrence above, for any rates. Each xᵢ is Gaussian at all times, so xᵢ² has variance 2v² + 4m²v, and
 * Var f = Σ ¼λ²(2v² + 4m²v).
 * @param rates the rate of each step, [steps]
 */
export function lossMoments({ eigenvalues, noise, start }: NoisyQuadratic, rates: Float64Array): LossMoments {
  const mean = new Float64Array(rates.length);
  const std = new Float64Array(rates.length);
  for (const lambda of eigenvalues) {
    let m = start;
    let v = 0;
    for (const [t, rate] of rates.entries()) {
      const shrink = 1 - rate * lambda;
      m *= shrink;
      v = shrink ** 2 * v + (rate * noise) ** 2;
      mean[t] = at(mean, t) + 0.5 * lambda * (m ** 2 + v);
      std[t] = at(std, t) + 0.25 * lambda ** 2 * (2 * v ** 2 + 4 * m ** 2 * v); // a variance for now
    }
  }
  return { mean, std: std.map(Math.sqrt) };
}

/** Many runs at once, each with noise of its own. */
export interface NoisyDescent {
  /** Takes a step of this size in every run. */
  step(rate: number): void;
  /** Mean of f over the runs; no finite number once a run has left what numbers can hold. */
  meanLoss(): number;
}

/**
 * @param runs a positive integer
 * @throws RangeError `invalid number of runs; not a positive integer: ${runs}`
 */
export function noisyDescent(problem: NoisyQuadratic, runs: number, rng: Rng): NoisyDescent {
  if (!Number.isInteger(runs) || runs < 1) {
    throw new RangeError(`invalid number of runs; not a positive integer: ${runs}`);
  }
  const { eigenvalues, noise, start } = problem;
  const axes = eigenvalues.map((lambda) => ({ lambda, x: new Float64Array(runs).fill(start) }));
  return {
    step(rate) {
      const push = rate * noise;
      for (const { lambda, x } of axes) {
        const shrink = 1 - rate * lambda;
        for (let run = 0; run < runs; run++) x[run] = shrink * at(x, run) - push * rng.normal();
      }
    },
    meanLoss() {
      let total = 0;
      for (const { lambda, x } of axes) {
        let squares = 0;
        for (let run = 0; run < runs; run++) squares += at(x, run) ** 2;
        total += 0.5 * lambda * squares;
      }
      return total / runs;
    },
  };
}

const at = (values: Float64Array, i: number) => values[i] ?? Number.NaN;
