import { describe, expect, it } from 'vitest';
import { type InitializerName, initialWeights, weightStd } from '#src/nn/initializers.ts';
import { createRng } from '#src/random.ts';

const [FAN_IN, FAN_OUT] = [500, 400];
const N = FAN_IN * FAN_OUT;

// Not square, so that a rule that takes the fan-out for the fan-in shows.
const random = [
  ['gaussian', 0.01, 0.01],
  ['gaussian', 1, 1],
  ['xavier', 0.01, Math.sqrt(1 / 500)],
  ['he', 0.01, Math.sqrt(2 / 500)],
] as const satisfies (readonly [InitializerName, number, number])[];

describe('random weights', () => {
  it.each(random)('%s, scale %f: mean 0 and standard deviation %f', (name, scale, std) => {
    const weights = initialWeights({ name, scale }, FAN_IN, FAN_OUT, createRng(1));
    expect(weights.length).toBe(N);
    const mean = weights.reduce((sum, value) => sum + value, 0) / N;
    const variance = weights.reduce((sum, value) => sum + (value - mean) ** 2, 0) / N;
    const kurtosis = weights.reduce((sum, value) => sum + (value - mean) ** 4, 0) / N / variance ** 2;
    // Of n normals: std(mean) = σ/√n, std(std) = σ/√(2n), std(kurtosis) = √(24/n) about 3. A normal cut off at two
    // standard deviations without correction, as tfjs's own initialisers draw, is 12 % too narrow with kurtosis 2.4.
    expect(Math.abs(mean)).toBeLessThan((3.3 * std) / Math.sqrt(N));
    expect(Math.abs(Math.sqrt(variance) / std - 1)).toBeLessThan(3.3 / Math.sqrt(2 * N));
    expect(Math.abs(kurtosis - 3)).toBeLessThan(3.3 * Math.sqrt(24 / N));
    expect(weightStd({ name, scale }, FAN_IN)).toBeCloseTo(std, 15);
  });

  it('differ in nothing but size: one stream, one set of normals', () => {
    const draw = (name: InitializerName) => initialWeights({ name, scale: 1 }, 50, 40, createRng(2));
    const unit = draw('gaussian');
    for (const [i, value] of draw('he').entries()) {
      expect(Math.abs(value - (unit[i] ?? Number.NaN) * Math.sqrt(2 / 50))).toBeLessThan(1e-7);
    }
  });

  it('repeat with the seed and differ without it', () => {
    const draw = (seed: number) => initialWeights({ name: 'he', scale: 1 }, 50, 40, createRng(seed));
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });
});

describe('weights without randomness', () => {
  it.each([
    ['constant', 0.01, 0.01],
    ['constant', -2, -2],
    ['zero', 0.01, 0],
  ] as const)('%s, scale %f: every weight %f, and nothing is drawn', (name, scale, value) => {
    const rng = createRng(1);
    const weights = initialWeights({ name, scale }, 7, 5, rng);
    expect(Array.from(weights)).toEqual(new Array(35).fill(Math.fround(value)));
    expect(rng.uint32()).toBe(createRng(1).uint32());
    expect(weightStd({ name, scale }, 7)).toBe(0);
  });
});
