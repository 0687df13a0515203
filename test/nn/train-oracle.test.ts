import {
  layers,
  type Sequential,
  sequential,
  type Tensor,
  losses as tfLosses,
  train as tfTrain,
} from '@tensorflow/tfjs';
import { gather, type Optimizer, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Mlp } from '#src/nn/mlp.ts';
import { optimizers } from '#src/nn/optimizers.ts';
import { batchIndices, evaluate, evaluateInParts, uploadData } from '#src/nn/train.ts';
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

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  describe('against tf.layers, from the same weights with the same batches', () => {
    /** The same net in tf.layers, with this one's parameters. */
    function twin(model: Mlp, optimizer: Optimizer): Sequential {
      const { sizes, activation, batchNormEpsilon: epsilon } = model.spec;
      const stack = sizes.slice(1).flatMap((units, l) => {
        const isOutput = l === sizes.length - 2;
        const inputShape = [sizes[l] ?? 0];
        return [
          layers.dense({ units, inputShape }),
          ...(epsilon === undefined || isOutput
            ? []
            : [layers.batchNormalization({ epsilon, momentum: 0.9 })]),
          ...(isOutput ? [] : [layers.activation({ activation })]),
        ];
      });
      const net = sequential({ layers: stack });
      const own = model.layers.flatMap(({ weights, bias, batchNorm }) => [
        [weights, bias],
        batchNorm ? Object.values(batchNorm) : [],
      ]);
      const groups = own.filter((group) => group.length > 0);
      for (const layer of stack.filter(({ weights }) => weights.length > 0))
        layer.setWeights(groups.shift() ?? []);
      net.compile({
        optimizer,
        loss: (targets: Tensor, logits: Tensor) => tfLosses.softmaxCrossEntropy(targets, logits),
      });
      return net;
    }

    /** Each with the rate at which the problem is learnt in 20 steps. */
    const rules = {
      sgd: { rate: RATE, theirs: () => tfTrain.sgd(RATE), own: optimizers.sgd() },
      momentum: {
        rate: 0.05,
        theirs: () => tfTrain.momentum(0.05, 0.8),
        own: optimizers.momentum({ momentum: 0.8 }),
      },
      nesterov: {
        rate: 0.05,
        theirs: () => tfTrain.momentum(0.05, 0.8, true),
        own: optimizers.nesterov({ momentum: 0.8 }),
      },
      // ε so large that a gradient which is all rounding (that of a bias before batch norm) does not become a step
      adam: {
        rate: 0.02,
        theirs: () => tfTrain.adam(0.02, 0.9, 0.99, 1e-3),
        own: optimizers.adam({ momentum: 0, beta2: 0.99, epsilon: 1e-3 }),
      },
    };

    it.each([
      ['tanh', undefined, 'sgd'],
      ['relu', undefined, 'sgd'],
      ['sigmoid', undefined, 'sgd'],
      ['tanh', 1e-3, 'sgd'],
      ['relu', 1e-5, 'sgd'],
      ['tanh', undefined, 'momentum'],
      ['relu', 1e-3, 'momentum'],
      ['tanh', 1e-3, 'nesterov'],
      ['tanh', undefined, 'adam'],
    ] as const)(
      '%s, batch norm %s, %s: losses, weights and predictions of 20 steps',
      async (activation, epsilon, rule) => {
        const { rate, theirs: theirRule, own: ownRule } = rules[rule];
        const data = uploadData(points(), CLASSES);
        const model = new Mlp(
          spec({ activation, ...(epsilon === undefined ? {} : { batchNormEpsilon: epsilon }) }),
          createRng(7),
        );
        const other = twin(model, theirRule());
        const expected: number[] = [];
        for (const indices of take(STEPS, batchIndices(COUNT, BATCH_SIZE, createRng(6).child('batches')))) {
          const rows = tensor1d(indices, 'int32');
          expected.push(
            Number(await other.trainOnBatch(gather(data.inputs, rows), gather(data.targets, rows))),
          );
        }

        const run = options(model, data, { learningRate: rate, optimizer: ownRule });
        const losses = (await collect(run)).flatMap((progress) => progress.losses);
        expect(losses.length).toBe(STEPS);
        expect(distance(losses, expected)).toBeLessThan(1e-5);
        expect(losses.at(-1)).toBeLessThan(losses[0] ?? Number.NaN); // it does learn

        // tf.layers keeps trained weights first: kernel, bias, γ, β of every layer in turn
        const trained = await valuesOf(other.trainableWeights.map((weight) => weight.read()));
        const own = await valuesOf(model.parameters);
        expect(distance(own.flat(), trained.flat())).toBeLessThan(1e-5);

        // in inference mode batch norm uses its running averages, which therefore agree as well
        const predictions = tidy(() => model.predict(data.inputs));
        const theirs = other.predict(data.inputs);
        if (Array.isArray(theirs)) throw new Error('one output expected');
        const [mine = [], reference = []] = await valuesOf([predictions, theirs]);
        expect(distance(mine, reference)).toBeLessThan(3e-5);

        // evaluate: −log softmax and the fraction right, from those predictions in doubles
        const rows = Array.from({ length: COUNT }, (_, i) => reference.slice(CLASSES * i, CLASSES * (i + 1)));
        const labels = [...points().labels];
        const loss = rows.reduce((sum, row, i) => {
          return (
            sum + Math.log(row.reduce((s, z) => s + Math.exp(z), 0)) - (row[labels[i] ?? -1] ?? Number.NaN)
          );
        }, 0);
        const right = rows.filter((row, i) => row.indexOf(Math.max(...row)) === labels[i]).length;
        const evaluated = await evaluate(model, data);
        expect(Math.abs(evaluated.loss - loss / COUNT)).toBeLessThan(1e-4);
        expect(evaluated.accuracy).toBeCloseTo(right / COUNT, 6);
        // the same in parts, the last of them smaller
        for (const rows of [1, 7, COUNT, COUNT + 1]) {
          const inParts = await evaluateInParts(model, data, rows);
          expect(Math.abs(inParts.loss - loss / COUNT), `${rows} rows`).toBeLessThan(1e-4);
          expect(inParts.accuracy, `${rows} rows`).toBeCloseTo(right / COUNT, 6);
        }
      },
    );
  });
});

describe('cpu and wasm', () => {
  it.each([
    ['tanh', undefined],
    ['relu', 1e-3],
  ] as const)('train %s, batch norm %s, to the same weights in 20 steps', async (activation, epsilon) => {
    const results: { losses: number[]; weights: number[] }[] = [];
    for (const backend of backends) {
      await startBackend(backend);
      const data = uploadData(points(), CLASSES);
      const model = new Mlp(
        spec({ activation, ...(epsilon === undefined ? {} : { batchNormEpsilon: epsilon }) }),
        createRng(7),
      );
      const losses = (await collect(options(model, data))).flatMap((progress) => progress.losses);
      results.push({ losses, weights: (await valuesOf(model.parameters)).flat() });
      model.dispose();
      data.dispose();
    }
    const [cpu, wasm] = results;
    if (!cpu || !wasm) throw new Error('two backends expected');
    // float32 rounds to 6·10⁻⁸; sums of twelve products and twenty steps add up to some dozens of roundings
    expect(distance(cpu.weights, wasm.weights)).toBeLessThan(5e-6);
    expect(distance(cpu.losses, wasm.losses)).toBeLessThan(5e-6);
    expect(cpu.weights).not.toEqual(wasm.weights.map(() => 0));
  });

  it('draw the same initial weights, bit for bit, and net depth does not change the first layers', async () => {
    const first: number[][] = [];
    for (const backend of backends) {
      await startBackend(backend);
      for (const sizes of [spec().sizes, [FEATURES, 9, 7, 5, CLASSES]]) {
        const model = new Mlp(spec({ sizes }), createRng(7));
        const [weights = []] = await valuesOf([model.layers[0]?.weights ?? tensor2d([[]])]);
        first.push(weights);
        model.dispose();
      }
    }
    expect(new Set(first.map(String)).size).toBe(1);
  });
});
