import {
  dispose,
  gather,
  memory,
  neg,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { denseBiasGradient, denseForward, denseWeightGradient } from '#src/nn/dense.ts';
import { initialWeights } from '#src/nn/initializers.ts';
import { Mlp } from '#src/nn/mlp.ts';
import type { ForwardResult, Model } from '#src/nn/model.ts';
import { addWeightDecay, chain, optimizers } from '#src/nn/optimizers.ts';
import { elasticNet, l1, maxNorm, proximalStep } from '#src/nn/penalties.ts';
import { schedules } from '#src/nn/schedules.ts';
import { batchIndices, evaluate, type TrainOptions, train, trainingStep, uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import {
  BATCH_SIZE,
  CLASSES,
  COUNT,
  collect,
  distance,
  FEATURES,
  options,
  points,
  RATE,
  STEPS,
  spec,
  take,
  valuesOf,
} from './small-problem.ts';

/** Losses of a run and the parameters at its end. */
async function runOf(rest: Partial<TrainOptions> = {}, model: Model = new Mlp(spec(), createRng(7))) {
  const data = uploadData(points(), CLASSES);
  const losses = (await collect(options(model, data, rest))).flatMap((progress) => progress.losses);
  const parameters = await valuesOf(model.parameters);
  model.dispose();
  data.dispose();
  return { losses, parameters };
}

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it('asks the schedule before each step, and a constant one is the number, bit for bit', async () => {
    const asked: number[] = [];
    const scheduled = await runOf({
      learningRate: (t) => {
        asked.push(t);
        return RATE;
      },
    });
    expect(asked).toEqual([...Array(STEPS).keys()]);
    expect(scheduled).toEqual(await runOf());
  });

  it('a change of the rate takes effect at the next step', async () => {
    const half = schedules.step({ rate: RATE, factor: 0.5, every: 10, decay: 0, total: 1 });
    const [constant, changed] = [await runOf(), await runOf({ learningRate: half })];
    // the loss of a step is that before it: the eleventh step is the first at the new rate, the twelfth loss shows it
    const same = changed.losses.map((loss, i) => loss === constant.losses[i]);
    expect(same.slice(0, 11).every(Boolean)).toBe(true);
    expect(same.slice(11).some(Boolean)).toBe(false);
    const stopped = await runOf({ learningRate: (t) => (t < 10 ? RATE : 0) });
    expect(stopped.parameters).toEqual((await runOf({ steps: 10 })).parameters);
  });

  it('hands the optimiser’s state from step to step, over the batches of batchIndices', async () => {
    const optimizer = chain(addWeightDecay(0.01), optimizers.momentum({ momentum: 0.8 }));
    const trained = await runOf({ optimizer, learningRate: 0.05 });

    const data = uploadData(points(), CLASSES);
    const model = new Mlp(spec(), createRng(7));
    let state = optimizer.init(model.parameters);
    const losses: number[] = [];
    const batches = batchIndices(COUNT, BATCH_SIZE, createRng(6).child('batches'));
    for (const [step, indices] of take(STEPS, batches).entries()) {
      const rows = tensor1d(indices, 'int32');
      const next = tidy(() =>
        trainingStep(
          model,
          gather(data.inputs, rows),
          gather(data.targets, rows),
          { state, rate: 0.05, step },
          { optimizer },
        ),
      );
      state = next.state;
      losses.push(...(await valuesOf([next.result.loss])).flat());
    }
    expect(trained).toEqual({ losses, parameters: await valuesOf(model.parameters) });
  });

  it('projects after each step', async () => {
    const c = 0.9;
    const free = await runOf();
    const bound = await runOf({ postUpdate: maxNorm(c) });
    const norms = (parameters: readonly number[][]) =>
      [0, 2, 4].flatMap((which, l) => {
        const [values = [], units = 0] = [parameters[which], [9, 7, CLASSES][l]];
        return Array.from({ length: units }, (_, j) =>
          Math.hypot(...values.filter((_, i) => i % units === j)),
        );
      });
    expect(Math.max(...norms(free.parameters))).toBeGreaterThan(1.2);
    expect(Math.max(...norms(bound.parameters))).toBeLessThan(c + 1e-6);
    expect(norms(bound.parameters).filter((norm) => norm > c - 1e-6).length).toBeGreaterThan(3);
    expect(bound.losses[0]).toBe(free.losses[0]); // nothing happens before the first step
    expect(bound.losses[1]).not.toBe(free.losses[1]);
  });

  it('shrinks after each step, by the rate of that step', async () => {
    const zerosIn = ({ parameters: [first = []] }: { parameters: readonly number[][] }) =>
      first.filter((value) => value === 0).length;
    expect(zerosIn(await runOf({ postUpdate: proximalStep(l1(0.02)) }))).toBeGreaterThan(10);
    expect(zerosIn(await runOf())).toBe(0);
    // one step: soft threshold of where gradient descent ends
    const [moved, shrunk] = [
      await runOf({ steps: 1 }),
      await runOf({ steps: 1, postUpdate: proximalStep(l1(0.5)) }),
    ];
    const expected = (moved.parameters[0] ?? []).map(
      (w) => Math.sign(w) * Math.max(0, Math.abs(w) - RATE * 0.5),
    );
    expect(distance(shrunk.parameters[0] ?? [], expected)).toBeLessThan(1e-7);
    expect(shrunk.parameters[1]).toEqual(moved.parameters[1]);
  });

  it.each([
    ['momentum', 0.05],
    ['nesterov', 0.05],
    ['adam', 0.02],
  ] as const)('%s learns, with dropout as well', async (name, learningRate) => {
    const model = new Mlp(spec({ dropout: { input: 0.1, hidden: 0.2 } }), createRng(7));
    const optimizer = optimizers[name]({ momentum: 0.9 });
    const data = uploadData(points(), CLASSES);
    const before = await evaluate(model, data);
    await collect(options(model, data, { optimizer, learningRate, steps: 60 }));
    const after = await evaluate(model, data);
    expect(after.loss).toBeLessThan(before.loss / 3);
    expect(after.accuracy).toBeGreaterThan(0.9);
    model.dispose();
    data.dispose();
  });

  it('trains any model: softmax regression by hand is the net without hidden layers', async () => {
    const byHand = () => {
      const initial = initialWeights(spec().initializer, FEATURES, CLASSES, createRng(7).child(0));
      return softmaxRegression(initial, (gradient) => gradient);
    };
    const net = () => new Mlp(spec({ sizes: [FEATURES, CLASSES] }), createRng(7));
    const expected = await runOf({}, net());
    expect(await runOf({}, byHand())).toEqual(expected);
    expect(expected.losses.at(-1)).toBeLessThan((expected.losses[0] ?? Number.NaN) / 2);

    const data = uploadData(points(), CLASSES);
    const [own, theirs] = [byHand(), net()];
    expect(await evaluate(own, data)).toEqual(await evaluate(theirs, data));

    // and it is the model's own gradients that train it
    const initial = initialWeights(spec().initializer, FEATURES, CLASSES, createRng(7).child(0));
    const uphill = await runOf({}, softmaxRegression(initial, neg));
    expect(uphill.losses.at(-1)).toBeGreaterThan(uphill.losses[0] ?? Number.NaN);
  });

  it('reports an output that is not finite, whatever the loss', async () => {
    const initial = new Float32Array(FEATURES * CLASSES);
    const model = softmaxRegression(initial, (gradient) => gradient);
    const sick: Model = {
      ...model,
      forward: (x) => ({ ...model.forward(x), outputs: [tensor1d([1, Number.POSITIVE_INFINITY])] }),
    };
    const { losses } = await runOf({}, sick);
    expect(losses).toEqual([Number.NaN]);
  });

  it('leaves nothing behind, whatever the rule: finished, stopped, diverged, broken off', async () => {
    const data = uploadData(points(), CLASSES);
    const model = new Mlp(spec({ dropout: { input: 0.1, hidden: 0.2 } }), createRng(7));
    const rule = {
      optimizer: chain(addWeightDecay(0.01), optimizers.adam({ momentum: 0 })),
      postUpdate: proximalStep(elasticNet(0.01, 0.01)),
      learningRate: schedules.cosine({ rate: 0.02, total: 50, factor: 1, every: 1, decay: 0 }),
    };
    const { numTensors, numBytes } = memory();
    await collect(options(model, data, rule));
    for await (const _ of train(options(model, data, rule))) break;
    const failing = (t: number) => (t < 5 ? 0.01 : Number.NaN);
    await expect(
      collect(options(model, data, { ...rule, learningRate: failing, readEvery: 10 })),
    ).rejects.toThrow(new RangeError('invalid learning rate; not a finite number of at least 0: NaN'));
    const momentum = optimizers.momentum({ momentum: 0.9 });
    await collect(options(model, data, { optimizer: momentum, learningRate: 1e30 }));
    expect(memory()).toMatchObject({ numTensors, numBytes });
    model.dispose();
    data.dispose();
  });
});

/** logits = x W + b, with the gradient of W as `change` leaves it. */
function softmaxRegression(
  initial: Float32Array,
  change: (gradient: Tensor2D) => Tensor2D,
): Model<ForwardResult & { readonly x: Tensor2D }> {
  const weights = variable(tensor2d(initial, [FEATURES, CLASSES]));
  const bias = variable(tensor1d(new Array<number>(CLASSES).fill(0)));
  return {
    parameters: [weights, bias],
    forward(x) {
      const logits = denseForward(x, weights, bias);
      return { logits, outputs: [logits], x };
    },
    backward: ({ x }, delta) => [change(denseWeightGradient(x, delta)), denseBiasGradient(delta)],
    predict: (x) => denseForward(x, weights, bias),
    dispose: () => dispose([weights, bias]),
  };
}
