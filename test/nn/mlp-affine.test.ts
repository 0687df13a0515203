/** Batch norm whose γ and β are not trained. */
import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { softmaxCrossEntropy } from '#src/nn/losses.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import { numericalGradient, type PlainNet, plainLoss } from './plain-mlp.ts';
import { CLASSES, collect, FEATURES, options, points, spec, valuesOf } from './small-problem.ts';

const net: PlainNet = { sizes: [FEATURES, 9, 7, CLASSES], activation: 'tanh', epsilon: 1e-3 };
const made = (affine?: boolean) =>
  new Mlp(
    spec({ batchNormEpsilon: 1e-3, ...(affine === undefined ? {} : { batchNormAffine: affine }) }),
    createRng(7),
  );

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it('are no parameters, and are trained where nothing is said', () => {
    expect(made(false).parameters.length).toBe(6);
    expect([made().parameters.length, made(true).parameters.length]).toEqual([10, 10]);
  });

  it('every other gradient is that of the loss with γ = 1 and β = 0', async () => {
    const model = made(false);
    const { pixels, labels } = points();
    const n = 20;
    const x = Array.from({ length: n }, (_, row) =>
      Array.from(pixels.subarray(row * FEATURES, (row + 1) * FEATURES)),
    );
    const classes = Array.from(labels.subarray(0, n));
    const oneHot = classes.map((label) => Array.from({ length: CLASSES }, (_, k) => (k === label ? 1 : 0)));
    const pass = model.forward(tensor2d(x));
    const { gradient } = softmaxCrossEntropy(pass.logits, tensor2d(oneHot));
    const found = await valuesOf(model.backward(pass, gradient));

    const values = await valuesOf(model.parameters);
    const withAffine = (parameters: readonly number[][]) =>
      [0, 1, 2].flatMap((layer) => {
        const [weights = [], bias = []] = parameters.slice(2 * layer, 2 * layer + 2);
        return layer === 2 ? [weights, bias] : [weights, bias, bias.map(() => 1), bias.map(() => 0)];
      });
    expect(found.map(({ length }) => length)).toEqual(values.map(({ length }) => length));
    for (const [which, own] of values.entries()) {
      const expected = numericalGradient(
        (changed) => plainLoss(net, withAffine(values.with(which, changed)), x, classes),
        own,
      );
      for (const [i, value] of expected.entries()) {
        expect(Math.abs((found[which]?.[i] ?? Number.NaN) - value), `${which}, ${i}`).toBeLessThan(2e-6);
      }
    }
  });

  it('stay where they are, and the net learns all the same', async () => {
    const data = uploadData(points(), CLASSES);
    const model = made(false);
    const losses = (await collect(options(model, data))).flatMap((progress) => progress.losses);
    expect(losses.at(-1)).toBeLessThan(0.7 * (losses[0] ?? Number.NaN));
    for (const { batchNorm } of model.layers) {
      if (!batchNorm) continue;
      const [gamma = [], beta = []] = await valuesOf([batchNorm.gamma, batchNorm.beta]);
      expect([...gamma.map((value) => value - 1), ...beta].every((value) => value === 0)).toBe(true);
    }
    const trained = made(true);
    await collect(options(trained, data));
    const [gamma = []] = await valuesOf(trained.layers.flatMap(({ batchNorm }) => batchNorm?.gamma ?? []));
    expect(gamma.some((value) => value !== 1)).toBe(true);
    tidy(() => model.predict(data.inputs)); // reads them
  });
});
