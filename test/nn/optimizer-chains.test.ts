import { dispose, memory, type Tensor, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  addPenaltyGradient,
  addWeightDecay,
  chain,
  type OptimizerState,
  optimizers,
  scaleByAdam,
  scaleByRate,
  type Transform,
  trace,
} from '#src/nn/optimizers.ts';
import { l1 } from '#src/nn/penalties.ts';
import { backends, startBackend } from '../backends.ts';
import { descend } from './descent.ts';
import { distance, valuesOf } from './small-problem.ts';

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  describe('weight decay', () => {
    const weights = [1, -2, 0.5, 4];
    const gradients = [0.3, 0.2, -0.1, -0.02];
    const [rate, strength] = [0.1, 0.5];

    async function step(optimizer: Transform): Promise<number[][]> {
      const parameters = [tensor2d(weights, [2, 2]), tensor1d(weights)];
      const updates = tidy(() => {
        const slopes = [tensor2d(gradients, [2, 2]), tensor1d(gradients)];
        return optimizer.update(slopes, optimizer.init(parameters), { parameters, rate, step: 0 }).updates;
      });
      return valuesOf(updates);
    }
    const closed = (f: (w: number, g: number) => number) =>
      weights.map((w, i) => f(w, gradients[i] ?? Number.NaN));

    it('first in the chain is the gradient of ½ λ ‖w‖², of weights and not of biases', async () => {
      const [matrix = [], vector = []] = await step(chain(addWeightDecay(strength), optimizers.sgd()));
      expect(
        distance(
          matrix,
          closed((w, g) => -rate * (g + strength * w)),
        ),
      ).toBeLessThan(1e-7);
      expect(
        distance(
          vector,
          closed((_, g) => -rate * g),
        ),
      ).toBeLessThan(1e-7);
    });

    it('applies where it is told to', async () => {
      const everywhere = addWeightDecay(strength, (_, index) => index === 1);
      const [matrix = [], vector = []] = await step(chain(everywhere, optimizers.sgd()));
      expect(
        distance(
          matrix,
          closed((_, g) => -rate * g),
        ),
      ).toBeLessThan(1e-7);
      expect(
        distance(
          vector,
          closed((w, g) => -rate * (g + strength * w)),
        ),
      ).toBeLessThan(1e-7);
    });

    it('before Adam’s moments is divided by them, after them is not', async () => {
      const adam = optimizers.adam({ momentum: 0 });
      const [coupled = []] = await step(chain(addWeightDecay(strength), adam));
      expect(
        distance(
          coupled,
          closed((w, g) => -rate * Math.sign(g + strength * w)),
        ),
      ).toBeLessThan(1e-6);
      const [decoupled = []] = await step(chain(scaleByAdam(), addWeightDecay(strength), scaleByRate()));
      const expected = closed((w, g) => -rate * (Math.sign(g) + strength * w));
      expect(distance(decoupled, expected)).toBeLessThan(1e-6);
    });

    it('any other penalty has its gradient added as well', async () => {
      const [matrix = []] = await step(chain(addPenaltyGradient(l1(strength)), optimizers.sgd()));
      expect(
        distance(
          matrix,
          closed((w, g) => -rate * (g + strength * Math.sign(w))),
        ),
      ).toBeLessThan(1e-7);
    });
  });

  describe('state', () => {
    const everything = chain(addWeightDecay(0.1), trace(0.5), scaleByAdam(), scaleByRate(), trace(0.5));

    it('is split among the transforms of a chain, in order', () => {
      const parameters = [tensor2d([1, 2], [1, 2]), tensor1d([3])];
      const state = everything.init(parameters);
      expect(everything.slots).toBe(4);
      expect(state.map((slot) => slot.map(({ shape }) => shape))).toEqual(
        Array.from({ length: 4 }, () => [[1, 2], [1]]),
      );
    });

    it('is not touched: one state steps twice to the same end, tensor by tensor', async () => {
      const parameters = [tensor2d([1, 2], [1, 2]), tensor1d([3])];
      const gradients = [tensor2d([0.3, -0.1], [1, 2]), tensor1d([0.2])];
      const start = everything.init(parameters);
      const step = (from: OptimizerState, number: number) =>
        tidy(() => everything.update(gradients, from, { parameters, rate: 0.1, step: number }));
      const first = step(start, 0).state;
      const before = await valuesOf(first.flat());
      const twice = [step(first, 1), step(first, 1)] as const;
      expect(await valuesOf(twice[0].updates)).toEqual(await valuesOf(twice[1].updates));
      expect(await valuesOf(twice[0].state.flat())).toEqual(await valuesOf(twice[1].state.flat()));
      expect(await valuesOf(first.flat())).toEqual(before);
      expect(await valuesOf(twice[0].state.flat())).not.toEqual(before);
      const old = new Set<Tensor>([...start.flat(), ...first.flat()]);
      expect(twice[0].state.flat().filter((tensor) => old.has(tensor))).toEqual([]);
    });

    it('takes the tensors of its slots and no more, step after step', async () => {
      const { numTensors, numBytes } = memory();
      await descend(everything, { curvature: [1, 2], start: [1, 1], rate: () => 0.1, steps: 7 });
      expect(memory()).toMatchObject({ numTensors, numBytes });
      const parameters = [tensor1d([1, 2])];
      const state = everything.init(parameters);
      expect(memory().numTensors).toBe(numTensors + 1 + 4);
      dispose([...parameters, ...state.flat()]);
    });

    it('of another net is refused', () => {
      const optimizer = optimizers.momentum({ momentum: 0.5 });
      expect(() => tidy(() => optimizer.update([tensor1d([1])], [[]], at(0.1)))).toThrow(
        'no tensor for parameter 0: the state or the gradients are another net’s',
      );
    });
  });

  it.each(['sgd', 'momentum', 'nesterov', 'adam'] as const)('%s: NaN in, NaN out', async (name) => {
    const optimizer = optimizers[name]({ momentum: 0.5 });
    const parameters = [tensor1d([1, 1])];
    const updates = tidy(() => {
      const state = optimizer.init(parameters);
      return optimizer.update([tensor1d([Number.NaN, 1])], state, { parameters, rate: 0.1, step: 0 }).updates;
    });
    const [values = []] = await valuesOf(updates);
    expect(values[0]).toBeNaN();
    expect(values[1]).toBeLessThan(0);
  });
});

describe('refuses', () => {
  it.each([
    [() => trace(1), 'invalid momentum; not in [0, 1): 1'],
    [() => trace(-0.1), 'invalid momentum; not in [0, 1): -0.1'],
    [() => optimizers.nesterov({ momentum: Number.NaN }), 'invalid momentum; not in [0, 1): NaN'],
    [() => scaleByAdam({ beta1: 1 }), 'invalid beta1; not in [0, 1): 1'],
    [() => scaleByAdam({ beta2: -1 }), 'invalid beta2; not in [0, 1): -1'],
    [() => scaleByAdam({ epsilon: 0 }), 'invalid epsilon; not a positive number: 0'],
    [() => addWeightDecay(-1), 'invalid penalty strength; not a finite number of at least 0: -1'],
    [
      () => scaleByRate().update([], [], at(Number.NaN)),
      'invalid learning rate; not a finite number of at least 0: NaN',
    ],
  ])('%s: %s', (build, message) => {
    expect(build).toThrow(new RangeError(message));
  });
});

function at(rate: number) {
  return { parameters: [], rate, step: 0 };
}
