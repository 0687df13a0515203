/** How large signals and gradients grow in nets of residual blocks, against theory. */
import { mean, type Rank, sqrt, square, type Tensor, tensor, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createResidualMlp } from '#src/nn/residual-mlp.ts';
import { createRng } from '#src/random.ts';
import { startBackend } from '../backends.ts';
import { numbersOf } from './closeness.ts';

describe('signals in nets of dense layers, width 64', () => {
  beforeAll(() => startBackend('wasm'));

  const WIDTH = 64;
  const EXAMPLES = 64;
  const SEEDS = [1, 2, 3, 4, 5];
  const geometricMean = (values: readonly number[]) =>
    Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

  /** √(E h²) after the stem and after each block, and the same of dL/dh for a random dL/dlogits. */
  async function sizes(rest: { residual?: boolean; batchNormEpsilon?: false }, blocks: number, seed: number) {
    const rng = createRng(seed);
    const model = createResidualMlp({ features: WIDTH, width: WIDTH, blocks, ...rest }, rng.child('net'));
    const { forward, backward } = tidy(() => {
      const rms = (h: Tensor) => sqrt(mean(square(h)));
      const pass = model.forward(tensor2d(rng.normals(EXAMPLES * WIDTH), [EXAMPLES, WIDTH]));
      const delta = tensor<Rank.R2>(rng.child('delta').normals(EXAMPLES * 10), [EXAMPLES, 10]);
      return {
        forward: pass.activations.map(rms),
        backward: pass.backward(delta).activationGradients.map(rms),
      };
    });
    const read = async (scalars: Tensor[]) => (await Promise.all(scalars.map(numbersOf))).flat();
    const result = { forward: await read(forward), backward: await read(backward) };
    for (const one of [...forward, ...backward]) one.dispose();
    model.dispose();
    return result;
  }

  const growth = (values: readonly number[], from: number, to: number) =>
    ((values[to] ?? Number.NaN) / (values[from] ?? Number.NaN)) ** (1 / (to - from));

  it('without batch norm a shortcut makes them grow by half in each block; without it they stay as large', async () => {
    /**
     * Of infinite width: z₁ = W₁ h has E z₁² = 2 E h² with He's weights, ReLU leaves E h² of it, so that F = W₂ ReLU(z₁)
     * is normal with E F² = 2 E h²: h ← ReLU(h + √(2 E h²) ξ) for each unit, here for 20,000 of them. Before the ReLU
     * the second moment triples; where a block starts from a symmetric h it is E F² = E h², and doubles.
     */
    const rng = createRng(15);
    let h = Array.from(rng.normals(20_000), (value) => Math.max(0, value));
    const second = () => h.reduce((sum, value) => sum + value ** 2, 0) / h.length;
    const theory: number[] = [Math.sqrt(second())];
    for (let block = 0; block < 16; block++) {
      const std = Math.sqrt(2 * second());
      h = h.map((value) => Math.max(0, value + std * rng.normal()));
      theory.push(Math.sqrt(second()));
    }
    expect(growth(theory, 0, 16)).toBeGreaterThan(1.5);
    expect(growth(theory, 0, 16)).toBeLessThan(1.6);

    const residual = await Promise.all(SEEDS.map((seed) => sizes({ batchNormEpsilon: false }, 16, seed)));
    const measured = geometricMean(residual.map(({ forward }) => growth(forward, 0, 16)));
    expect(Math.abs(measured / growth(theory, 0, 16) - 1)).toBeLessThan(0.03);

    const plain = await Promise.all(
      SEEDS.map((seed) => sizes({ batchNormEpsilon: false, residual: false }, 16, seed)),
    );
    expect(Math.abs(geometricMean(plain.map(({ forward }) => growth(forward, 0, 16))) - 1)).toBeLessThan(
      0.05,
    );
  });

  it('with batch norm gradients explode towards the input of a plain net, and hardly in a residual one', async () => {
    const [plain, residual] = [
      await sizes({ residual: false }, 27, 1),
      await sizes({ residual: true }, 27, 1),
    ];
    // π/(π − 1) = 1.467 for two layers (Yang et al. 2019), against about 1.15
    const factor = (values: readonly number[]) => (values[0] ?? Number.NaN) / (values[25] ?? Number.NaN);
    expect(Math.abs(factor(plain.backward) ** (1 / 25) / (Math.PI / (Math.PI - 1)) - 1)).toBeLessThan(0.06);
    expect(factor(residual.backward) ** (1 / 25)).toBeLessThan(1.25);
  });
});
