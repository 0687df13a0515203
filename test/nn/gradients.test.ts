import { type Tensor, type Tensor2D, tensor1d, tensor2d, tidy, type Variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ActivationName, activations } from '#src/nn/activations.ts';
import { denseBiasGradient, denseForward, denseInputGradient, denseWeightGradient } from '#src/nn/dense.ts';
import { softmaxCrossEntropy } from '#src/nn/losses.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { batchNormBackward, batchNormForward } from '#src/nn/norm.ts';
import { trainingStep } from '#src/nn/train.ts';
import { createRng, type Rng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import {
  numericalGradient,
  plainActivations,
  plainBatchNorm,
  plainCrossEntropy,
  plainDense,
  plainForward,
  plainLoss,
} from './plain-mlp.ts';

const names = ['tanh', 'relu', 'sigmoid'] as const satisfies readonly ActivationName[];
/** float32 has 24 bits, 6·10⁻⁸; sums of some dozens of products lose a little of it. */
const FLOAT32 = 2e-6;
/** A numerical gradient across ReLU's kink is neither of its two: steps reach this far. */
const KINK = 0.02;

/** The largest |actual − expected|, as a share of the largest |expected|. NaN where anything is NaN. */
function largestError(actual: ArrayLike<number>, expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return expected.reduce((worst, value, i) => {
    return Math.max(worst, Math.abs((actual[i] ?? Number.NaN) - value) / scale);
  }, 0);
}

const numbersOf = async (tensor: Tensor) => Array.from(await tensor.data());

const grid = (values: ArrayLike<number>, columns: number): number[][] =>
  Array.from({ length: values.length / columns }, (_, row) =>
    Array.from({ length: columns }, (_, column) => values[row * columns + column] ?? Number.NaN),
  );

/** Σ c ∘ y: a loss whose gradient with respect to y is c. */
const weighted = (c: ArrayLike<number>, y: readonly (readonly number[])[]) =>
  y.flat().reduce((sum, value, i) => sum + value * (c[i] ?? Number.NaN), 0);

const between = (rng: Rng, low: number, high: number) => low + rng.int(high - low + 1);

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  describe.each(names)('%s', (name) => {
    // away from 0, where ReLU has no slope; the second half is far out
    const z = Array.from(createRng(1).normals(200), (value, i) => value * (i < 100 ? 1 : 4)).filter(
      (value) => Math.abs(value) > KINK,
    );

    it('is its definition, as a tensor and as a number', async () => {
      const output = await numbersOf(activations[name].apply(tensor1d(z)));
      expect(largestError(output, z.map(plainActivations[name]))).toBeLessThan(FLOAT32);
      for (const value of z) {
        expect(activations[name].value(value)).toBeCloseTo(plainActivations[name](value), 14);
      }
    });

    it('has the slope of a central difference, as a tensor and as a number', async () => {
      const expected = z.flatMap((value) =>
        numericalGradient(([x = Number.NaN]) => plainActivations[name](x), [value]),
      );
      const { apply, derivativeFromOutput, slope } = activations[name];
      const slopes = await numbersOf(tidy(() => derivativeFromOutput(apply(tensor1d(z)))));
      expect(largestError(slopes, expected)).toBeLessThan(FLOAT32);
      expect(largestError(z.map(slope), expected)).toBeLessThan(1e-11);
    });

    it('stays within the range that it states', async () => {
      const [low, high] = activations[name].range;
      for (const value of await numbersOf(activations[name].apply(tensor1d([-1e4, -50, 0, 50, 1e4])))) {
        expect(value).toBeGreaterThanOrEqual(low);
        expect(value).toBeLessThanOrEqual(high);
      }
    });
  });

  it('ReLU has slope 0 at the kink', async () => {
    const { apply, derivativeFromOutput } = activations.relu;
    expect(await numbersOf(derivativeFromOutput(apply(tensor1d([0, -0]))))).toEqual([0, 0]);
  });

  describe('layers', () => {
    const rng = createRng(2).child('layers');
    const cases = Array.from({ length: 5 }, (_, i) => {
      const shape = rng.child(i);
      return [between(shape, 2, 9), between(shape, 1, 7), between(shape, 1, 7), shape] as const;
    });

    it.each(cases)('dense, batch %d, %d to %d: every gradient', async (n, fanIn, fanOut, stream) => {
      const [x, w, b] = [stream.normals(n * fanIn), stream.normals(fanIn * fanOut), stream.normals(fanOut)];
      const c = stream.normals(n * fanOut);
      const inputs = tensor2d(x, [n, fanIn]);
      const weights = tensor2d(w, [fanIn, fanOut]);
      const delta = tensor2d(c, [n, fanOut]);

      const rows = grid(x, fanIn);
      const forward = await numbersOf(denseForward(inputs, weights, tensor1d(b)));
      expect(largestError(forward, plainDense(rows, w, b).flat())).toBeLessThan(FLOAT32);
      const bare = await numbersOf(denseForward(inputs, weights));
      expect(largestError(bare, plainDense(rows, w, new Float32Array(fanOut)).flat())).toBeLessThan(FLOAT32);

      const byWeights = numericalGradient((values) => weighted(c, plainDense(rows, values, b)), w);
      const byBias = numericalGradient((values) => weighted(c, plainDense(rows, w, values)), b);
      const byInput = numericalGradient((values) => weighted(c, plainDense(grid(values, fanIn), w, b)), x);
      expect(largestError(await numbersOf(denseWeightGradient(inputs, delta)), byWeights)).toBeLessThan(
        FLOAT32,
      );
      expect(largestError(await numbersOf(denseBiasGradient(delta)), byBias)).toBeLessThan(FLOAT32);
      expect(largestError(await numbersOf(denseInputGradient(delta, weights)), byInput)).toBeLessThan(
        FLOAT32,
      );
    });

    it.each(cases.map(([n, , features, stream]) => [n + 2, features, stream] as const))(
      'batch norm, batch %d, %d features: forward and backward, for every size of ε',
      async (n, features, stream) => {
        const z = stream.normals(n * features, 3).map((value, i) => value + (i % features));
        const c = stream.normals(n * features);
        const [ones, zeros] = [new Array<number>(features).fill(1), new Array<number>(features).fill(0)];
        const plain = (values: ArrayLike<number>, epsilon: number) =>
          plainBatchNorm(grid(values, features), epsilon, ones, zeros);
        for (const epsilon of [1e-5, 1e-3, 2]) {
          const cache = batchNormForward(tensor2d(z, [n, features]), epsilon);
          expect(largestError(await numbersOf(cache.normalized), plain(z, epsilon).flat())).toBeLessThan(
            FLOAT32,
          );
          const expected = numericalGradient((values) => weighted(c, plain(values, epsilon)), z);
          const found = await numbersOf(batchNormBackward(cache, tensor2d(c, [n, features])));
          // the three terms of the gradient all but cancel in a small batch, so its rounding is relative to those
          expect(largestError(found, expected)).toBeLessThan(10 * FLOAT32);
        }
      },
    );

    it.each(cases.map(([n, , classes, stream]) => [n, classes + 1, stream] as const))(
      'softmax cross-entropy, batch %d, %d classes',
      async (n, classes, stream) => {
        const z = stream.normals(n * classes, 2);
        const labels = Array.from({ length: n }, () => stream.int(classes));
        const { loss, gradient } = softmaxCrossEntropy(tensor2d(z, [n, classes]), oneHot(labels, classes));
        const plain = (values: ArrayLike<number>) => plainCrossEntropy(grid(values, classes), labels);
        expect(largestError(await numbersOf(loss), [plain(z)])).toBeLessThan(FLOAT32);
        expect(largestError(await numbersOf(gradient), numericalGradient(plain, z))).toBeLessThan(FLOAT32);
      },
    );

    it('softmax cross-entropy is right where e^z overflows', async () => {
      const logits = tensor2d([1000, 0, -1000, 1000], [2, 2]);
      const { loss, gradient } = softmaxCrossEntropy(logits, oneHot([1, 1], 2));
      expect(await numbersOf(loss)).toEqual([500]); // (1000 + 0)/2
      expect(await numbersOf(gradient)).toEqual([0.5, -0.5, 0, 0]);
    });
  });

  describe.each(names)('a whole net, %s', (activation) => {
    it.each([
      [1, undefined],
      [2, undefined],
      [3, undefined],
      [4, 1e-5],
      [5, 1e-3],
      [6, 0.1],
    ])(
      'stream %d, batch norm with ε = %s: the loss and the gradient of every parameter',
      async (label, epsilon) => {
        const { net, mlp, x, labels } = await randomNet(activation, epsilon, createRng(3).child(label));
        const parameters = await Promise.all(mlp.parameters.map(numbersOf));
        const n = labels.length;
        const inputs = tensor2d(x.flat(), [n, net.sizes[0] ?? 0]);

        const pass = mlp.forward(inputs);
        const { loss, gradient } = softmaxCrossEntropy(pass.logits, oneHot(labels, net.sizes.at(-1) ?? 0));
        const gradients = await Promise.all(mlp.backward(pass, gradient).map(numbersOf));

        expect(largestError(await numbersOf(loss), [plainLoss(net, parameters, x, labels)])).toBeLessThan(
          FLOAT32,
        );
        const expected = parameters.map((values, which) =>
          numericalGradient((changed) => plainLoss(net, parameters.with(which, changed), x, labels), values),
        );
        expect(gradients.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
        expect(largestError(gradients.flat(), expected.flat())).toBeLessThan(
          epsilon === undefined ? 3e-6 : 3e-5,
        );
        mlp.dispose();
      },
    );
  });

  it('a step of gradient descent subtracts the rate times the gradient, and says the loss before', async () => {
    const { net, mlp, x, labels } = await randomNet('tanh', 1e-3, createRng(4));
    const before = await Promise.all(mlp.parameters.map(numbersOf));
    const { result } = tidy(() =>
      trainingStep(
        mlp,
        tensor2d(x.flat(), [x.length, x[0]?.length ?? 0]),
        oneHot(labels, net.sizes.at(-1) ?? 0),
        { state: [], rate: 0.5, step: 0 },
      ),
    );
    expect(largestError(await numbersOf(result.loss), [plainLoss(net, before, x, labels)])).toBeLessThan(
      FLOAT32,
    );
    const after = await Promise.all(mlp.parameters.map(numbersOf));
    const expected = before.map((values, which) => {
      const slope = numericalGradient(
        (changed) => plainLoss(net, before.with(which, changed), x, labels),
        values,
      );
      return values.map((value, i) => value - 0.5 * (slope[i] ?? Number.NaN));
    });
    expect(largestError(after.flat(), expected.flat())).toBeLessThan(1e-5);
    mlp.dispose();
  });
});

function oneHot(labels: readonly number[], classes: number): Tensor2D {
  return tensor2d(
    labels.map((label) => Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0))),
    [labels.length, classes],
  );
}

/**
 * A net of random shape with random parameters, biases and γ and β included, and a batch of data. For ReLU it draws
 * again until no pre-activation lies so near to 0 that a numerical gradient would step over the kink.
 */
async function randomNet(activation: ActivationName, epsilon: number | undefined, stream: Rng) {
  for (let attempt = 0; ; attempt++) {
    const rng = stream.child(attempt);
    const depth = between(rng, 1, 3);
    const sizes = [
      between(rng, 2, 6),
      ...Array.from({ length: depth }, () => between(rng, 2, 5)),
      between(rng, 2, 4),
    ];
    const n = between(rng, 5, 8);
    const initializer = { name: 'he', scale: 1 } as const;
    const mlp = new Mlp(
      { sizes, activation, initializer, ...(epsilon === undefined ? {} : { batchNormEpsilon: epsilon }) },
      rng.child('weights'),
    );
    const gammas = new Set<Variable | undefined>(mlp.layers.map(({ batchNorm }) => batchNorm?.gamma));
    for (const [i, parameter] of mlp.parameters.entries()) {
      if (parameter.rank !== 1) continue;
      const values = rng.child('vectors').child(i).normals(parameter.size, 0.3);
      parameter.assign(tensor1d(gammas.has(parameter) ? values.map((value) => value + 1) : values));
    }
    const x = grid(rng.child('data').normals(n * (sizes[0] ?? 0)), sizes[0] ?? 1);
    const labels = Array.from({ length: n }, () => rng.int(sizes.at(-1) ?? 1));
    const net = { sizes, activation, epsilon };
    const parameters = await Promise.all(mlp.parameters.map(numbersOf));
    const hidden = plainForward(net, parameters, x).slice(0, -1).flat(2);
    if (activation !== 'relu' || hidden.every((z) => Math.abs(z) > KINK)) return { net, mlp, x, labels };
    mlp.dispose();
  }
}
