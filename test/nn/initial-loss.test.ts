import { describe, expect, it } from 'vitest';
import { expectedInitialLoss, initialLossOfSmallLogits } from '#src/nn/initial-loss.ts';
import { createRng } from '#src/random.ts';

/**
 * What Simpson's rule leaves over: h⁴/180 of the third derivatives at the ends, which are below 1 at u = 0, with h = 0.083
 * to 0.1 for s up to 1, and growing in proportion to s beyond.
 */
const SIMPSON = 6e-7;

/** ∫ f(z) e^(−z²/2)/√(2π) dz by the trapezoidal rule: for smooth integrands the error falls faster than any power of the step. */
function overNormals(f: (z: number) => number): number {
  const step = 0.002;
  let sum = 0;
  for (let z = -10; z <= 10; z += step) sum += f(z) * Math.exp(-0.5 * z * z);
  return (sum * step) / Math.sqrt(2 * Math.PI);
}

describe('the expected loss of a net that knows nothing', () => {
  it.each([2, 3, 10, 1000])('is ln %d where all logits are 0', (classes) => {
    expect(expectedInitialLoss(0, classes)).toBe(Math.log(classes));
    expect(initialLossOfSmallLogits(0, classes)).toBe(Math.log(classes));
    expect(Math.abs(expectedInitialLoss(1e-12, classes) - Math.log(classes))).toBeLessThan(SIMPSON);
  });

  // With one class there is nothing to get wrong: E log e^z = E z = 0.
  it.each([0.01, 0.8, 2, 50, 1e4])('is 0 with one class, at variance %d', (variance) => {
    expect(Math.abs(expectedInitialLoss(variance, 1))).toBeLessThan(
      SIMPSON * Math.max(1, Math.sqrt(variance)),
    );
  });

  // log of the mean of e^{z_c} is the sum of the cumulants κ_k/k! of the n numbers z_c. Over normal draws E κ₁ = E κ₃ = 0,
  // E κ₂ = (1 − 1/n) s², and E κ₄ = E m₄ − 3 E m₂² = 3 ((n − 1)² − (n² − 1))/n² s⁴ = −6 (n − 1)/n² s⁴. So
  //     E[loss] = ln n + ½ (1 − 1/n) s² − ¼ (n − 1)/n² s⁴ + O(s⁶).
  it.each([2, 3, 10])('with %d classes begins as its series', (classes) => {
    for (const s of [0.1, 0.2, 0.3]) {
      const short = Math.log(classes) + 0.5 * (1 - 1 / classes) * s ** 2;
      expect(Math.abs(initialLossOfSmallLogits(s ** 2, classes) - short)).toBeLessThan(1e-15 * short);
      const fourth = -(0.25 * (classes - 1)) / classes ** 2;
      const left = expectedInitialLoss(s ** 2, classes) - short - fourth * s ** 4;
      expect(Math.abs(left), `s = ${s}`).toBeLessThan(0.1 * s ** 6 + SIMPSON);
    }
  });

  // log(e^a + e^b) = b + log(1 + e^{a − b}), and a − b is a normal of variance 2 s².
  it.each([1e-3, 0.1, 0.5, 0.9, 0.999, 1.001, 1.5, 3, 10, 30])(
    'with two classes is an integral over one normal, at s = %d',
    (s) => {
      const expected = overNormals((z) => {
        const x = Math.SQRT2 * s * z;
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      });
      expect(Math.abs(expectedInitialLoss(s * s, 2) - expected)).toBeLessThan(SIMPSON * Math.max(1, s));
    },
  );

  // log Σ e^{s x_c} lies between s max x and s max x + ln n. E max of n standard normals: n = 2: 1/√π; 3: 3/(2√π);
  // 10: 1.538753 (Teichroew 1956).
  it.each([
    [2, 1 / Math.sqrt(Math.PI)],
    [3, 1.5 / Math.sqrt(Math.PI)],
    [10, 1.538753],
  ])('with %d classes and large logits is the largest of them', (classes, largest) => {
    for (const s of [100, 1000]) {
      const loss = expectedInitialLoss(s * s, classes);
      expect(loss / s).toBeGreaterThan(largest - 2e-6);
      // the others add something where they lie within one of the largest, in one draw out of s: order 1/s, not ln n
      expect(loss / s - largest).toBeLessThan(2 / s ** 2 + 2e-6);
    }
  });

  it.each([
    [0.02, 10],
    [2, 10],
    [25, 10],
    [2, 4],
  ])('agrees with draws, at variance %d with %d classes', (variance, classes) => {
    const draws = 20_000;
    const logits = createRng(11)
      .child(classes)
      .normals(draws * classes, Math.sqrt(variance));
    let sum = 0;
    let squares = 0;
    for (let draw = 0; draw < draws; draw++) {
      const z = Array.from(logits.subarray(draw * classes, (draw + 1) * classes));
      const loss = Math.log(z.reduce((total, value) => total + Math.exp(value), 0)) - (z[0] ?? Number.NaN);
      sum += loss;
      squares += loss * loss;
    }
    const mean = sum / draws;
    const standardError = Math.sqrt((squares / draws - mean * mean) / draws);
    expect(Math.abs(mean - expectedInitialLoss(variance, classes)) / standardError).toBeLessThan(3.5);
  });

  // NumPy, four million draws with z̄ and the mean of z² as control variates, each to ± 0.0002
  it.each([
    [0.1, 2.34736],
    [0.5, 2.52173],
    [1, 2.72886],
    [2, 3.1103],
  ])('with ten classes and variance %d is %d', (variance, drawn) => {
    expect(Math.abs(expectedInitialLoss(variance, 10) - drawn)).toBeLessThan(6e-4);
  });

  it.each([
    ['expectedInitialLoss', expectedInitialLoss],
    ['initialLossOfSmallLogits', initialLossOfSmallLogits],
  ] as const)('%s refuses what is no variance, and no number of classes', (_, f) => {
    for (const bad of [-1e-9, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => f(bad, 10)).toThrow(
        new RangeError(`invalid variance; not a finite number of at least 0: ${bad}`),
      );
    }
    for (const bad of [0, -3, 2.5, Number.NaN]) {
      expect(() => f(1, bad)).toThrow(
        new RangeError(`invalid number of classes; not a positive integer: ${bad}`),
      );
    }
  });
});
