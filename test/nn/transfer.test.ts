import { memory, type Tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { filterMaps, relativeShift } from '#src/nn/filter-maps.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { chain, optimizers, scaleByRate, scaleEach, type Transform } from '#src/nn/optimizers.ts';
import { BORROWED_LAYERS, backboneNet, type LayerWeights, netWeights } from '#src/nn/pretraining.ts';
import { type DeviceData, uploadData } from '#src/nn/train.ts';
import { Transfer, type TransferStrategy, transferStrategies } from '#src/nn/transfer.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import { largestError } from './closeness.ts';
import { distance, spec, valuesOf } from './small-problem.ts';

const CLASSES = 3;
const COUNT = 12;
const rng = createRng(8);
const rows = {
  count: COUNT,
  pixels: rng.child('pixels').normals(COUNT * 784),
  labels: Uint8Array.from({ length: COUNT }, (_, i) => i % CLASSES),
};

/** Where a hundred thousand numbers differ, a list of the differences is of no use. */
function sameBits(a: LayerWeights | undefined, b: LayerWeights | undefined): boolean {
  if (!a || !b) return false;
  const equal = (one: Float32Array, other: Float32Array) =>
    one.length === other.length && one.every((value, i) => Object.is(value, other[i]));
  return equal(a.weights, b.weights) && equal(a.bias, b.bias);
}

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  describe('a rate for each parameter', () => {
    const gradients = [
      [0.3, -0.7],
      [0.1, 0.9],
      [-0.4, 0.2],
    ];
    /** Updates of two parameters, [step][parameter][element], under the same gradients. */
    async function updates(optimizer: Transform): Promise<number[][][]> {
      const parameters: Tensor[] = [tensor1d([1, 2]), tensor1d([1, 2])];
      let state = optimizer.init(parameters);
      const seen: number[][][] = [];
      for (const [step, gradient] of gradients.entries()) {
        const slopes = [tensor1d(gradient), tensor1d(gradient)];
        const next = tidy(() => optimizer.update(slopes, state, { parameters, rate: 0.1, step }));
        seen.push(await valuesOf(next.updates));
        state = next.state;
      }
      return seen;
    }

    it('after momentum: the one a tenth of the other, in float32, and the other untouched', async () => {
      const momentum = optimizers.momentum({ momentum: 0.9 });
      const plain = await updates(momentum);
      const scaled = await updates(chain(momentum, scaleEach([0.1, 1])));
      for (const [step, [first = [], second = []]] of plain.entries()) {
        expect(first).toEqual(second);
        expect(scaled[step]?.[1]).toEqual(second);
        expect(scaled[step]?.[0]).toEqual(first.map((u) => Math.fround(Math.fround(0.1) * u)));
      }
    });

    it('after the rate: gradient descent at a f', async () => {
      const [[first = [], second = []] = []] = await updates(chain(scaleByRate(), scaleEach([0.5, 3])));
      const by = (factor: number) => (gradients[0] ?? []).map((g) => -0.1 * factor * g);
      expect(distance(first, by(0.5))).toBeLessThan(1e-7);
      expect(distance(second, by(3))).toBeLessThan(1e-7);
    });

    it('0 leaves a parameter alone, also where its gradient is no number', async () => {
      const parameters = [tensor1d([1, 2]), tensor1d([1, 2])];
      const slopes = [tensor1d([Number.NaN, Number.POSITIVE_INFINITY]), tensor1d([1, 1])];
      const { updates: found } = tidy(() =>
        chain(scaleByRate(), scaleEach([0, 1])).update(slopes, [], { parameters, rate: 0.1, step: 0 }),
      );
      expect((await valuesOf(found))[0]).toEqual([0, 0]);
    });

    it('refuses what is no factor, and the factors of another net', () => {
      for (const bad of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(() => scaleEach([1, bad])).toThrow(`${bad}`);
      }
      const parameters = [tensor1d([1])];
      const tooMany = () =>
        tidy(() => scaleEach([1, 1]).update(parameters, [], { parameters, rate: 1, step: 0 }).updates);
      expect(tooMany).toThrow('2 factors for 1 parameters');
    });
  });

  describe('frozen layers', () => {
    it('have no parameters that are trained; the others have the gradients that they had', async () => {
      const whole = new Mlp(spec(), createRng(2));
      const frozen = new Mlp(spec({ frozenLayers: 2 }), createRng(2));
      expect(frozen.parameters).toEqual(
        frozen.layers.slice(2).flatMap(({ weights, bias }) => [weights, bias]),
      );
      const gradientsOf = (net: Mlp) =>
        valuesOf(
          tidy(() => {
            const x = tensor2d(createRng(3).normals(5 * 12), [5, 12]);
            return net.backward(net.forward(x), tensor2d(createRng(4).normals(5 * 4), [5, 4]));
          }),
        );
      expect(await gradientsOf(frozen)).toEqual((await gradientsOf(whole)).slice(-2));
    });

    it.each([-1, 3, 0.5, Number.NaN])(
      'are a whole number below that of the layers: not %d',
      (frozenLayers) => {
        expect(() => new Mlp(spec({ frozenLayers }), createRng(2))).toThrow(
          `invalid number of frozen layers; not a whole number below 3: ${frozenLayers}`,
        );
      },
    );
  });
});

describe('four ways to a new task', () => {
  let images: DeviceData;
  beforeAll(async () => {
    await startBackend('wasm');
  });
  beforeEach(() => {
    images = uploadData(rows, CLASSES);
    return () => images.dispose();
  });

  async function lent() {
    const lender = backboneNet(5, createRng(20));
    const layers = (await netWeights(lender)).slice(0, BORROWED_LAYERS);
    lender.dispose();
    return layers;
  }

  /** Weights and biases, layer by layer, before and after so many steps. */
  async function trained(strategy: TransferStrategy, steps: number) {
    const layers = await lent();
    const start = { layers, classes: CLASSES, images, judged: images, steps, rng, readNow: () => false };
    const run = new Transfer(strategy, start);
    const before = await netWeights(run.model);
    while (!run.ended) await run.advance();
    const after = await netWeights(run.model);
    const { testAccuracy, losses: trainLoss, step } = run;
    await run.dispose();
    return { layers, before, after, testAccuracy, trainLoss, step };
  }

  it('start from what is borrowed, or not, and from the same head', async () => {
    const heads = new Set<string>();
    for (const [name, strategy] of Object.entries(transferStrategies)) {
      const { layers, before } = await trained(strategy, 1);
      heads.add(before[BORROWED_LAYERS]?.weights.join() ?? '');
      const same = layers.every((layer, l) => sameBits(layer, before[l]));
      expect(same, name).toBe(name !== 'scratch');
    }
    expect(heads.size).toBe(1);
    const [head = ''] = heads;
    const weights = head.split(',').map(Number);
    expect(weights.length).toBe(64 * CLASSES);
    // std 0.01 from 192 draws: standard error 0.01/√384 = 0.0005; four of these
    const std = Math.sqrt(weights.reduce((sum, w) => sum + w * w, 0) / weights.length);
    expect(Math.abs(std - 0.01)).toBeLessThan(0.002);
  });

  it('frozen: a hundred steps leave the borrowed layers as they were, bit for bit; the head learns', async () => {
    const { layers, before, after, trainLoss, testAccuracy, step } = await trained(
      transferStrategies.frozen,
      100,
    );
    expect(layers.map((layer, l) => sameBits(layer, after[l]))).toEqual([true, true]);
    expect(sameBits(after[BORROWED_LAYERS], before[BORROWED_LAYERS])).toBe(false);
    expect(step).toBe(100);
    expect(trainLoss.length).toBe(100);
    expect(trainLoss.at(-1)).toBeLessThan(0.3 * (trainLoss[0] ?? 0));
    expect(testAccuracy).toBe(1); // of its own twelve images
  });

  it('at a tenth of the rate, the first step of the borrowed layers is a tenth, that of the head the same', async () => {
    const small = await trained(transferStrategies['small-rate'], 1);
    const full = await trained(transferStrategies.full, 1);
    expect(sameBits(small.after[BORROWED_LAYERS], full.after[BORROWED_LAYERS])).toBe(true);
    for (let l = 0; l < BORROWED_LAYERS; l++) {
      const moved = (run: typeof small) =>
        run.after[l]?.weights.map((w, i) => w - (run.before[l]?.weights[i] ?? Number.NaN)) ?? [];
      const wanted = Array.from(moved(full), (step) => step / 10);
      expect(Math.max(...wanted.map(Math.abs))).toBeGreaterThan(0);
      // differences of stored weights, of size 0.1 with 24 bits: each is off by up to 4·10⁻⁹, the steps are 10⁻⁵
      expect(largestError(moved(small), wanted)).toBeLessThan(2e-3);
    }
  });

  it('leave nothing behind, also where they are given up', async () => {
    const layers = await lent();
    const start = { layers, classes: CLASSES, images, judged: images, steps: 50, rng, readNow: () => false };
    const tensors = memory().numTensors;
    for (const strategy of Object.values(transferStrategies)) {
      const run = new Transfer(strategy, start);
      await run.advance();
      await run.dispose();
    }
    expect(memory().numTensors).toBe(tensors);
  });
});

describe('filters', () => {
  // unit 0 looks for the left half, unit 1 for nothing; later unit 0 is twice as strong and turned round
  const before = Float32Array.from({ length: 2 * 784 }, (_, i) => (i % 2 === 0 && (i / 2) % 28 < 14 ? 1 : 0));
  const after = before.map((w) => -2 * w);

  it('are pictures of 14 × 14, a unit on one scale before and after', () => {
    const maps = filterMaps(before, after, 2, 2);
    const half = (strength: number) => Array.from({ length: 196 }, (_, i) => (i % 14 < 7 ? strength : 0));
    expect(Array.from(maps.before)).toEqual([...half(64), ...Array(196).fill(0)]);
    expect(Array.from(maps.after).map((v) => v + 0)).toEqual([...half(-127), ...Array(196).fill(0)]);
  });

  it('have moved by ‖after − before‖/‖before‖: three times as far as they are long', () => {
    expect(relativeShift(before, after)).toBeCloseTo(3, 12);
    expect(relativeShift(before, before)).toBe(0);
  });
});
