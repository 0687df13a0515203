import {
  add,
  div,
  matMul,
  memory,
  moments,
  mul,
  relu,
  reshape,
  type Scalar,
  scalar,
  sqrt,
  sub,
  type Tensor,
  type Tensor2D,
  losses as tfLosses,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { softmaxCrossEntropy } from '#src/nn/losses.ts';
import type { Model } from '#src/nn/model.ts';
import { createResidualMlp, residualMlpParameterCount } from '#src/nn/residual-mlp.ts';
import { blocksPerStage, createResNet, parameterCount, type ResNetSpec } from '#src/nn/resnet.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import { FLOAT32, largestError, numbersOf } from './closeness.ts';
import { plainResNetLoss } from './plain-conv.ts';
import {
  BATCH,
  type Batch,
  batchFor,
  CLASSES,
  inputOf,
  shake,
  small,
  targetsOf,
  twinLoss,
} from './resnet-twin.ts';

const variants = [
  {},
  { residual: false },
  { batchNormEpsilon: false },
  { residual: false, batchNormEpsilon: false },
  { poolInput: 2 },
  { image: [7, 5, 3] },
  { batchNormEpsilon: 0.1 },
] as const satisfies readonly Partial<ResNetSpec>[];

const countOf = (model: Model) => model.parameters.reduce((count, { size }) => count + size, 0);

async function lossAndGradients(model: Model, batch: Batch) {
  const { loss, gradients } = tidy(() => {
    const pass = model.forward(inputOf(batch));
    const result = softmaxCrossEntropy(pass.logits, targetsOf(batch));
    return { loss: result.loss, gradients: [...model.backward(pass, result.gradient)] };
  });
  expect(gradients.map(({ shape }) => shape)).toEqual(model.parameters.map(({ shape }) => shape));
  const values = await Promise.all(gradients.map(numbersOf));
  const [value = Number.NaN] = await numbersOf(loss);
  for (const one of [loss, ...gradients]) one.dispose();
  return { loss: value, gradients: values };
}

const steps = 20;
const rate = 0.1;

/** Losses of `steps` steps of gradient descent on one batch, and the parameters after them. */
async function trained(model: Model, batch: Batch) {
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const loss = tidy(() => {
      const pass = model.forward(inputOf(batch));
      const result = softmaxCrossEntropy(pass.logits, targetsOf(batch));
      const gradients = model.backward(pass, result.gradient);
      for (const [at, parameter] of model.parameters.entries())
        parameter.assign(sub(parameter, mul(gradients[at] ?? scalar(Number.NaN), rate)));
      return result.loss;
    });
    losses.push((await numbersOf(loss))[0] ?? Number.NaN);
    loss.dispose();
  }
  const predicted = tidy(() => model.predict(inputOf(batch)));
  const logits = await numbersOf(predicted);
  predicted.dispose();
  return { losses, parameters: (await Promise.all(model.parameters.map(numbersOf))).flat(), logits };
}

describe('the number of parameters', () => {
  beforeAll(() => startBackend('cpu'));

  // He et al. 2015, Table 6: 0.27, 0.46, 0.66, 0.85, 1.7 and 19.4 million
  const published = [
    [20, 269_722],
    [32, 464_154],
    [44, 658_586],
    [56, 853_018],
    [110, 1_727_962],
    [1202, 19_421_274],
  ] as const;
  const cifar = { width: 16, image: [32, 32, 3], poolInput: 1 } as const;

  it.each(published)('ResNet-%d: %d', (layers, count) => {
    expect(parameterCount({ ...cifar, layers })).toBe(count);
    expect(97_216 * blocksPerStage(layers) - 21_926).toBe(count);
    // one channel in place of three: 2 · 9 · 16 = 288 weights fewer
    expect(parameterCount({ ...cifar, layers, image: [28, 28, 1] })).toBe(count - 288);
  });

  it.each([
    { ...cifar, layers: 20 },
    { ...cifar, layers: 20, image: [28, 28, 1] as const },
    { layers: 14 },
    ...variants.map((variant) => ({ ...small, ...variant })),
  ])('is that of the net that is built: %j', (spec) => {
    const model = createResNet(spec, createRng(1));
    expect(countOf(model)).toBe(parameterCount(spec));
    model.dispose();
  });

  it.each([{}, { batchNormEpsilon: false as const }, { residual: false }])('of dense layers: %j', (rest) => {
    const spec = { features: 12, width: 6, blocks: 3, classes: 4, ...rest };
    const model = createResidualMlp(spec, createRng(1));
    expect(countOf(model)).toBe(residualMlpParameterCount(spec));
    // 12·6 + 6·6·6 + 6·4 weights, 4 biases, and for each of the 7 layers γ and β or a bias of 6
    expect(countOf(model)).toBe(72 + 216 + 24 + 4 + 7 * 6 * (spec.batchNormEpsilon === false ? 1 : 2));
    model.dispose();
  });

  it.each([-1, 1.5, Number.NaN])('refuses %d blocks', (blocks) => {
    expect(() => residualMlpParameterCount({ features: 2, width: 2, blocks })).toThrow(
      `invalid number of blocks; not a whole number: ${blocks}`,
    );
  });

  it.each([2, 7, 9, 21, 20.5, Number.NaN])('refuses %d layers', (layers) => {
    expect(() => parameterCount({ layers })).toThrow(`invalid number of layers; not 6n + 2: ${layers}`);
  });
});

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it.each(variants)(
    '%j: the loss and the whole gradient are those of automatic differentiation',
    async (variant) => {
      const spec: ResNetSpec = { ...small, ...variant };
      const rng = createRng(2).child(JSON.stringify(variant));
      const model = createResNet(spec, rng.child('net'));
      shake(model, rng.child('shake'));
      const batch = batchFor(spec, rng.child('batch'));
      const own = await lossAndGradients(model, batch);
      const { value, grads } = variableGrads(
        () => twinLoss(spec, model.parameters, batch),
        [...model.parameters],
      );
      expect(largestError([own.loss], await numbersOf(value))).toBeLessThan(FLOAT32);
      for (const [i, { name }] of model.parameters.entries()) {
        const expected = await numbersOf(grads[name] ?? scalar(Number.NaN));
        // a dozen layers each way, through batch norm of as few as 4 · 2 · 2 numbers
        expect(largestError(own.gradients[i] ?? [], expected), `parameter ${i}`).toBeLessThan(2e-4);
      }
      model.dispose();
    },
  );

  it.each(variants.slice(0, 5))(
    '%j: the loss and one slope of each parameter, in doubles',
    async (variant) => {
      const spec = { ...small, ...variant };
      const rng = createRng(3).child(JSON.stringify(variant));
      const model = createResNet(spec, rng.child('net'));
      shake(model, rng.child('shake'));
      const batch = batchFor(spec, rng.child('batch'));
      const own = await lossAndGradients(model, batch);
      const parameters = await Promise.all(
        model.parameters.map(async (parameter) => {
          const [a = 1, b = 1, c = 1, d = 1] = [1, 1, 1, 1].concat(parameter.shape).slice(-4);
          return { shape: [a, b, c, d] as const, values: await numbersOf(parameter) };
        }),
      );
      const net = {
        n: 1,
        width: small.width,
        residual: !('residual' in variant),
        epsilon: 'batchNormEpsilon' in variant ? undefined : 1e-5,
        poolInput: spec.poolInput,
      };
      const lossWith = (which: number, at: number, by: number) => {
        const changed = parameters.map(({ shape, values }, i) =>
          i === which
            ? { shape, values: values.with(at, (values[at] ?? Number.NaN) + by) }
            : { shape, values },
        );
        return plainResNetLoss(net, changed, { shape: [BATCH, 8, 8, 2], values: batch.x }, batch.labels);
      };
      expect(largestError([own.loss], [lossWith(0, 0, 0)])).toBeLessThan(FLOAT32);
      const h = 1e-6; // so near that no ReLU is at its kink; rounding is then 10⁻¹⁰
      for (const [which, { values }] of parameters.entries()) {
        const at = rng.child('at').child(which).int(values.length);
        const slope = (lossWith(which, at, h) - lossWith(which, at, -h)) / (2 * h);
        const gradient = own.gradients[which] ?? [];
        const scale = Math.max(...gradient.map(Math.abs));
        expect(Math.abs((gradient[at] ?? Number.NaN) - slope) / scale, `parameter ${which}`).toBeLessThan(
          2e-4,
        );
      }
      model.dispose();
    },
  );

  it('leaves no tensor behind, and keeps none between steps', async () => {
    const before = memory();
    const spec = {
      features: small.image[0] * small.image[1] * small.image[2],
      width: 6,
      blocks: 2,
      classes: CLASSES,
    };
    for (const create of [
      () => createResNet(small, createRng(4)),
      () => createResidualMlp(spec, createRng(4)),
    ]) {
      const model = create();
      const built = memory().numTensors;
      await trained(model, batchFor(small, createRng(5)));
      expect(memory().numTensors).toBe(built);
      model.dispose();
      expect(memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
    }
  });

  it('an overflow shows in the outputs that training watches', async () => {
    for (const batchNormEpsilon of [1e-5, false] as const) {
      const model = createResNet({ ...small, batchNormEpsilon }, createRng(6));
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        const batch = batchFor(small, createRng(7));
        batch.x.fill(bad, 0, 40);
        const outputs = tidy(() => [...model.forward(inputOf(batch)).outputs]);
        const values = (await Promise.all(outputs.map(numbersOf))).flat();
        expect(values.every(Number.isFinite), `${bad}, ${batchNormEpsilon}`).toBe(false);
        for (const one of outputs) one.dispose();
      }
      model.dispose();
    }
  });

  it('branches that start at zero leave the first stage as the stem made it', async () => {
    for (const batchNormEpsilon of [1e-5, false] as const) {
      const model = createResNet(
        { ...small, layers: 20, batchNormEpsilon, zeroInitialized: true },
        createRng(8),
      );
      const batch = batchFor(small, createRng(9));
      const stages = tidy(() => [...model.forward(inputOf(batch)).activations.slice(0, 4)]);
      const [stem = [], ...blocks] = await Promise.all(stages.map(numbersOf));
      expect(Math.max(...stem)).toBeGreaterThan(0.5);
      for (const block of blocks) expect(block).toEqual(stem);
      for (const one of stages) one.dispose();
      model.dispose();
    }
  });

  it('dense layers: the whole gradient is that of automatic differentiation', async () => {
    const spec = { features: 128, width: 6, blocks: 2, classes: CLASSES };
    for (const rest of [{}, { residual: false }, { batchNormEpsilon: false }] as const) {
      const model = createResidualMlp({ ...spec, ...rest }, createRng(10));
      shake(model, createRng(11));
      const batch = batchFor(small, createRng(12));
      const own = await lossAndGradients(model, batch);
      const { value, grads } = variableGrads(() => {
        const left = [...model.parameters];
        const next = (): Tensor => left.shift() ?? scalar(Number.NaN);
        const unit = (h: Tensor2D): Tensor2D => {
          const z = matMul<Tensor2D>(h, next());
          if ('batchNormEpsilon' in rest) return add(z, next());
          const { mean: average, variance } = moments(z, 0);
          return add(mul(div(sub(z, average), sqrt(add(variance, 1e-5))), next()), next());
        };
        let h = relu(unit(inputOf(batch)));
        for (let block = 0; block < 2; block++) {
          const branch = unit(relu(unit(h)));
          h = relu('residual' in rest ? branch : add<Tensor2D>(branch, h));
        }
        const logits = add(matMul(h, next()), next());
        return tfLosses.softmaxCrossEntropy<Tensor2D, Scalar>(
          targetsOf(batch),
          reshape(logits, [BATCH, CLASSES]),
        );
      }, [...model.parameters]);
      expect(largestError([own.loss], await numbersOf(value))).toBeLessThan(FLOAT32);
      for (const [i, { name }] of model.parameters.entries()) {
        const expected = await numbersOf(grads[name] ?? scalar(Number.NaN));
        expect(largestError(own.gradients[i] ?? [], expected), `parameter ${i}`).toBeLessThan(2e-4);
      }
      model.dispose();
    }
  });
});

it('20 steps of ResNet-8 are the same on wasm as on cpu, and learn', async () => {
  const runs: Awaited<ReturnType<typeof trained>>[] = [];
  for (const backend of backends) {
    await startBackend(backend);
    const model = createResNet(small, createRng(13));
    runs.push(await trained(model, batchFor(small, createRng(14))));
    model.dispose();
  }
  const [cpu, wasm] = runs;
  if (!cpu || !wasm) throw new Error('a run is missing');
  expect(largestError(wasm.losses.slice(0, 1), cpu.losses.slice(0, 1))).toBeLessThan(FLOAT32);
  // rounding grows as training goes on: at these sizes to some 10⁻⁴ in 20 steps
  expect(largestError(wasm.losses, cpu.losses)).toBeLessThan(1e-3);
  expect(largestError(wasm.parameters, cpu.parameters)).toBeLessThan(1e-3);
  expect(largestError(wasm.logits, cpu.logits)).toBeLessThan(5e-3);
  expect(cpu.losses.at(-1)).toBeLessThan((cpu.losses[0] ?? 0) / 4);
});
