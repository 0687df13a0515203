import { describe, expect, it } from 'vitest';
import { activations } from '#src/nn/activations.ts';
import { gaussianExpectation, meanField } from '#src/nn/mean-field.ts';

const { tanh, relu, sigmoid } = activations;

/** |actual/expected − 1|; NaN where either is. */
const relativeError = (actual: number | undefined, expected: number) =>
  Math.abs((actual ?? Number.NaN) / expected - 1);

/** E[f(Z)] by Simpson's rule on [−12, 12] in steps of 1/20000: slow, and right for tanh(300 z). */
function simpson(f: (z: number) => number): number {
  const [half, n] = [12, 480_000];
  const h = (2 * half) / n;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    const z = -half + i * h;
    const weight = i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * f(z) * Math.exp(-0.5 * z * z);
  }
  return (sum * h) / 3 / Math.sqrt(2 * Math.PI);
}

describe('gaussianExpectation', () => {
  it.each<[string, (z: number) => number, number]>([
    ['1', () => 1, 1],
    ['z', (z) => z, 0],
    ['z²', (z) => z ** 2, 1],
    ['z⁴', (z) => z ** 4, 3],
    ['e^z', Math.exp, Math.exp(0.5)],
    ['cos z', Math.cos, Math.exp(-0.5)],
    ['the sign’s square', (z) => Math.sign(z) ** 2, 1],
    ['the half-line', (z) => (z > 0 ? 1 : 0), 0.5],
  ])('E[%s]', (_, f, expected) => expect(gaussianExpectation(f)).toBeCloseTo(expected, 12));

  // Gauss–Hermite quadrature with 200 nodes gives 0.99757 for the square root of this.
  it('is right for tanh of a wide Gaussian, Var z = 500', () => {
    const std = Math.sqrt(gaussianExpectation((z) => Math.tanh(Math.sqrt(500) * z) ** 2, Math.sqrt(500)));
    expect(std).toBeCloseTo(0.982012, 6);
  });

  // 1 − tanh² = sech², and ∫ sech²(a z) dz = 2/a, ∫ sech⁴(a z) dz = 4/(3a): for a ≫ 1 the Gaussian is flat across the
  // peak, so E sech^k tends to that over √(2π), with a correction of order 1/a².
  it.each([30, 100, 223.6, 316])('is right for the slope of tanh(%f z)', (a) => {
    const peak = (z: number) => 1 - Math.tanh(a * z) ** 2;
    const normal = Math.sqrt(2 * Math.PI);
    expect(relativeError(gaussianExpectation(peak, a), 2 / a / normal)).toBeLessThan(1 / a ** 2);
    expect(
      relativeError(
        gaussianExpectation((z) => peak(z) ** 2, a),
        4 / 3 / a / normal,
      ),
    ).toBeLessThan(1 / a ** 2);
  });
});

describe('ReLU: closed forms', () => {
  // q_l = σ²(σ²/2)^(l−1), E h = √(q/2π), Var h = q(½ − 1/2π), χ = σ²/2
  it.each([0.25, 1, 2, 500])('σ² = %f', (variance) => {
    const depth = 10;
    const theory = meanField({ activation: relu, sigma: Math.sqrt(variance), depth });
    for (let l = 0; l < depth; l++) {
      const q = variance * (variance / 2) ** l;
      expect(relativeError(theory.mean[l], Math.sqrt(q / (2 * Math.PI))), `mean ${l}`).toBeLessThan(1e-4);
      expect(relativeError(theory.std[l], Math.sqrt(q * (0.5 - 0.5 / Math.PI))), `std ${l}`).toBeLessThan(
        1e-4,
      );
      expect(relativeError(theory.chi[l], variance / 2), `chi ${l}`).toBeLessThan(1e-12);
      const gradient = Math.sqrt(variance / 2) ** (depth - 1 - l);
      expect(relativeError(theory.gradientStd[l], gradient), `gradient ${l}`).toBeLessThan(1e-12);
    }
  });

  it('He’s σ² = 2 gives mean 0.56419 and standard deviation 0.82565 in every layer', () => {
    const theory = meanField({ activation: relu, sigma: Math.SQRT2, depth: 10 });
    for (const mean of theory.mean) expect(mean).toBeCloseTo(0.56419, 5);
    for (const std of theory.std) expect(std).toBeCloseTo(0.825645, 5);
  });
});

describe('tanh', () => {
  it('σ² = 500: 0.982012, then the fixed point q* = 481.841, std* = 0.981673, χ* = 12.112', () => {
    const theory = meanField({ activation: tanh, sigma: Math.sqrt(500), depth: 10 });
    expect(theory.std[0]).toBeCloseTo(0.982012, 6);
    expect(theory.std[1]).toBeCloseTo(0.98168, 5);
    expect(theory.std[9]).toBeCloseTo(0.981673, 6);
    // q* = σ² E h², and the mean is 0
    expect(500 * (theory.std[9] ?? Number.NaN) ** 2).toBeCloseTo(481.841, 3);
    expect(theory.chi[9]).toBeCloseTo(12.112, 3);
    expect(relativeError(theory.gradientStd[0], 74_890)).toBeLessThan(1e-4);
  });

  it('σ² = 1, 1/√n: the table for CS231n’s ten layers', () => {
    const theory = meanField({ activation: tanh, sigma: 1, depth: 10 });
    const table = [
      0.627929, 0.486262, 0.408236, 0.357638, 0.321622, 0.29439, 0.272911, 0.25543, 0.240856, 0.228473,
    ];
    const gradients = [0.392, 0.4914, 0.5764, 0.6519, 0.7204, 0.7836, 0.8424, 0.8978, 0.9502, 1];
    for (const [l, std] of table.entries()) expect(theory.std[l], `layer ${l + 1}`).toBeCloseTo(std, 6);
    for (const [l, std] of gradients.entries())
      expect(theory.gradientStd[l], `layer ${l + 1}`).toBeCloseTo(std, 3);
    for (const mean of theory.mean) expect(mean).toBeCloseTo(0, 14);
  });

  it('σ² = 0.05, a std of 0.01 at width 500: 0.2236 a layer once it is linear', () => {
    const theory = meanField({ activation: tanh, sigma: 0.01 * Math.sqrt(500), depth: 10 });
    expect(theory.std[0]).toBeCloseTo(0.213546, 6);
    expect(theory.std[1]).toBeCloseTo(0.0476421, 7);
    expect(relativeError(theory.std[9], 2.97728e-7)).toBeLessThan(1e-5);
    expect(relativeError(theory.gradientStd[0], 1.394e-6)).toBeLessThan(3e-4);
    for (let l = 5; l < 10; l++) {
      // tanh x = x − x³/3: what is left of the nonlinearity at 5·10⁻⁴ is of order 10⁻⁷
      const ratio = (theory.std[l] ?? Number.NaN) / (theory.std[l - 1] ?? Number.NaN);
      expect(relativeError(ratio, Math.sqrt(0.05)), `layer ${l + 1}`).toBeLessThan(1e-6);
    }
  });

  it('has no fixed point but 0 at σ² = 1: q falls as 1/(2l)', () => {
    // q_{l+1} = E tanh²(√q z) ≈ q − 2q², so 1/q grows by about 2 a layer
    const theory = meanField({ activation: tanh, sigma: 1, depth: 400 });
    const inverse = (l: number) => 1 / (theory.std[l] ?? Number.NaN) ** 2;
    expect((inverse(399) - inverse(299)) / 100).toBeCloseTo(2, 1);
  });
});

describe('every activation over the whole range of scales', () => {
  // The recursion spelt out once more, on another grid and with Simpson's rule.
  it.each([
    ['tanh', tanh, Math.tanh, (z: number) => 1 / Math.cosh(z) ** 2],
    [
      'sigmoid',
      sigmoid,
      (z: number) => 0.5 + 0.5 * Math.tanh(z / 2),
      (z: number) => 0.25 / Math.cosh(z / 2) ** 2,
    ],
  ] as const)('%s', (_, activation, value, slope) => {
    for (const sigma of [0.01, 0.5, 3, 22.36, 100, 316]) {
      const theory = meanField({ activation, sigma, depth: 3 });
      let q = sigma ** 2;
      const chi: number[] = [];
      for (let l = 0; l < 3; l++) {
        const root = Math.sqrt(q);
        const mean = simpson((z) => value(root * z));
        const second = simpson((z) => value(root * z) ** 2);
        chi.push(sigma ** 2 * simpson((z) => slope(root * z) ** 2));
        expect(theory.mean[l], `mean ${l}, σ = ${sigma}`).toBeCloseTo(mean, 10);
        expect(
          relativeError(theory.std[l], Math.sqrt(second - mean ** 2)),
          `std ${l}, σ = ${sigma}`,
        ).toBeLessThan(1e-7);
        expect(relativeError(theory.chi[l], chi[l] ?? Number.NaN), `χ ${l}, σ = ${sigma}`).toBeLessThan(1e-7);
        q = sigma ** 2 * second;
      }
      const gradient = Math.sqrt((chi[1] ?? Number.NaN) * (chi[2] ?? Number.NaN));
      expect(relativeError(theory.gradientStd[0], gradient), `gradient, σ = ${sigma}`).toBeLessThan(1e-7);
      expect(theory.gradientStd[2]).toBe(1);
    }
  });

  it('takes the input’s second moment: σ² E x² is all that the first layer sees', () => {
    const one = meanField({ activation: tanh, sigma: 0.5, depth: 1, inputSecondMoment: 4 });
    const other = meanField({ activation: tanh, sigma: 1, depth: 1 });
    expect(one.std[0]).toBeCloseTo(other.std[0] ?? Number.NaN, 12);
  });
});

describe('batch normalisation', () => {
  // Where σ² Var ≫ ε, x̂ is a unit Gaussian in every layer. tanh: E h² = 0.39429 and E h′² = 0.46440; ReLU: E h² − (E h)²
  // = ½ − 1/2π and E h′² = ½. Going back, the gradient grows by √(E h′²/Var h) a layer.
  it.each([
    ['tanh', tanh, 0, 0.62793, 1.0853],
    ['ReLU', relu, 0.39894, 0.58382, 1.2112],
  ] as const)('%s: the same in every layer, whatever the scale', (_, activation, mean, std, growth) => {
    for (const sigma of [1, 22.36]) {
      const theory = meanField({ activation, sigma, depth: 10, batchNormEpsilon: 1e-9 });
      for (let l = 0; l < 10; l++) {
        expect(theory.mean[l], `mean ${l}`).toBeCloseTo(mean, 4);
        expect(theory.std[l], `std ${l}`).toBeCloseTo(std, 4);
        const step = (theory.gradientStd[l] ?? Number.NaN) / (theory.gradientStd[l + 1] ?? Number.NaN);
        if (l < 9) expect(step, `growth ${l}`).toBeCloseTo(growth, 4);
      }
    }
    if (activation === relu) expect(growth).toBeCloseTo(Math.sqrt(Math.PI / (Math.PI - 1)), 4);
  });

  // Measured once in NumPy with batches of 1000 at width 500, printed to so many digits. Where batch norm holds, a run
  // scatters by half a per cent; where it has collapsed, the net is a plain one, which scatters by 1 % (tanh) or 11 %
  // (ReLU) in layer 10, and 1.2e-4 is rounded by up to 4 %.
  it.each([
    ['tanh', 1e-5, 0.001, 0.6219, 0.02],
    ['tanh', 1e-3, 0.01, 0.6219, 0.02],
    ['tanh', 1e-3, 0.001, 0.0159, 0.04],
    ['relu', 1e-3, 0.01, 0.5683, 0.02],
    ['relu', 1e-3, 0.001, 1.2e-4, 0.15],
  ] as const)(
    '%s, ε = %f, scale %f: %f in layer 10, collapse included',
    (name, epsilon, scale, std, tolerance) => {
      const sigma = scale * Math.sqrt(500);
      const theory = meanField({
        activation: activations[name],
        sigma,
        depth: 10,
        batchNormEpsilon: epsilon,
      });
      expect(relativeError(theory.std[9], std)).toBeLessThan(tolerance);
    },
  );
});
