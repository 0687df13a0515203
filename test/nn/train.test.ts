import {
  abs,
  gather,
  max,
  memory,
  type Scalar,
  scalar,
  slice,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Mlp } from '#src/nn/mlp.ts';
import {
  batchIndices,
  evaluate,
  firstRows,
  predictedClasses,
  type TrainOptions,
  type TrainProgress,
  train,
  uploadData,
} from '#src/nn/train.ts';
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

describe('batchIndices', () => {
  it('deals out each epoch in a fresh order, every example exactly once', () => {
    const [count, size] = [60, 12];
    const batches = take(15, batchIndices(count, size, createRng(1))).map((batch) => Array.from(batch));
    const epochs = [0, 1, 2].map((epoch) => batches.slice(5 * epoch, 5 * epoch + 5).flat());
    for (const epoch of epochs) {
      expect(epoch.toSorted((a, b) => a - b)).toEqual([...Array(count).keys()]);
    }
    expect(new Set(epochs.map(String)).size).toBe(3);
  });

  it('leaves a remainder out, another one each epoch', () => {
    const batches = take(40, batchIndices(COUNT, BATCH_SIZE, createRng(1)));
    const epochs = Array.from({ length: 10 }, (_, i) =>
      batches.slice(4 * i, 4 * i + 4).flatMap((b) => Array.from(b)),
    );
    for (const epoch of epochs) expect(new Set(epoch).size).toBe(80);
    // an example is left out of ten epochs with probability 9^-10
    expect(new Set(epochs.flat()).size).toBe(COUNT);
  });

  it('repeats with its stream', () => {
    const draw = (seed: number) => take(9, batchIndices(50, 20, createRng(seed))).map(String);
    expect(draw(2)).toEqual(draw(2));
    expect(draw(2)).not.toEqual(draw(3));
  });

  it('takes a batch as large as the data and refuses a larger one', () => {
    expect(take(2, batchIndices(5, 5, createRng(1))).map((batch) => batch.length)).toEqual([5, 5]);
    expect(() => batchIndices(5, 6, createRng(1)).next()).toThrow(
      new RangeError('invalid batch size; more than the 5 examples: 6'),
    );
  });
});

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it('yields every loss once, however many are read at a time', async () => {
    const data = uploadData(points(), CLASSES);
    const run = async (readEvery: number) =>
      collect(options(new Mlp(spec(), createRng(7)), data, { readEvery }));
    const [one, seven, all] = [await run(1), await run(7), await run(1000)];
    expect(seven.map(({ step }) => step)).toEqual([7, 14, 20]);
    expect(all.map(({ step }) => step)).toEqual([20]);
    expect(seven.flatMap(({ losses }) => losses)).toEqual(one.flatMap(({ losses }) => losses));
    expect(all.flatMap(({ losses }) => losses)).toEqual(one.flatMap(({ losses }) => losses));
    expect(one.concat(seven, all).some(({ diverged }) => diverged)).toBe(false);
  });

  it('shows each step’s gradients before they are used, one number a step', async () => {
    const data = uploadData(points(), CLASSES);
    const model = new Mlp(spec(), createRng(7));
    const weights = () => valuesOf(model.parameters.slice(0, 1));
    const snapshots = await weights();
    const largest: number[] = [];
    const run = train(
      options(model, data, { readEvery: 1, inspect: ([first]) => max(abs(first ?? tensor1d([]))) }),
    );
    for await (const { inspected } of run) {
      largest.push(...inspected);
      snapshots.push(...(await weights()));
    }
    // w ← w − rate · gradient, so the gradients follow from the weights, to the rounding of weights of size 1
    const expected = snapshots.slice(1).map((after, step) => {
      const moves = after.map((value, i) => Math.abs(value - (snapshots[step]?.[i] ?? Number.NaN)));
      return Math.max(...moves) / RATE;
    });
    expect(largest.length).toBe(STEPS);
    expect(distance(largest, expected)).toBeLessThan(1e-6);
  });

  it('reports divergence at the step where it happens, and stops there', async () => {
    const data = uploadData(points(), CLASSES);
    // three layers of weights of 10¹³ bring ReLU's logits to 10³⁹ and more; float32 ends at 3.4·10³⁸
    const wild = spec({ activation: 'relu', initializer: { name: 'gaussian', scale: 1e13 } });
    const progress = await collect(options(new Mlp(wild, createRng(7)), data));
    expect(progress).toEqual([{ step: 1, losses: [Number.NaN], inspected: [], diverged: true }]);
  });

  it('reports a divergence that takes some steps, whatever the reading', async () => {
    const data = uploadData(points(), CLASSES);
    const run = async (readEvery: number) => {
      const model = new Mlp(spec({ activation: 'relu' }), createRng(7));
      return collect(options(model, data, { learningRate: 1e8, steps: 50, readEvery }));
    };
    const [one, ten] = [await run(1), await run(10)];
    const losses = one.flatMap((progress) => progress.losses);
    expect(losses.length).toBeGreaterThan(1);
    expect(losses.slice(0, -1).every(Number.isFinite)).toBe(true);
    expect(losses.at(-1)).toBeNaN();
    expect(one.at(-1)).toMatchObject({ step: losses.length, diverged: true });
    expect(ten.flatMap((progress) => progress.losses)).toEqual(losses);
    expect(ten.at(-1)).toMatchObject({ step: losses.length, diverged: true });
  });

  it('sees an overflow that the loss does not show', async () => {
    // In WASM, ReLU turns NaN into 0: this net overflows in the fifth step, and its loss by itself would go on with
    // 1.7, 1.6, 1.4: that of guessing.
    const rng = createRng(5);
    const pixels = rng.normals(COUNT * FEATURES);
    const labels = Uint8Array.from({ length: COUNT }, () => rng.int(CLASSES));
    const data = uploadData({ count: COUNT, pixels, labels }, CLASSES);
    const deep = spec({
      sizes: [FEATURES, 10, 10, 10, 10, 10, 10, CLASSES],
      activation: 'relu',
      initializer: { name: 'gaussian', scale: 1 },
    });
    const progress = await collect(
      options(new Mlp(deep, createRng(7)), data, { learningRate: 1, rng: createRng(6) }),
    );
    const losses = progress.flatMap((one) => one.losses);
    expect(progress.at(-1)).toMatchObject({ step: losses.length, diverged: true });
    expect(losses.length).toBe(5);
    expect(losses.at(-1)).toBeNaN();
    expect(losses.at(-2)).toBeGreaterThan(1e30); // the step before has seen it coming
  });

  it('leaves nothing behind: finished, stopped, diverged, or broken off between two reads', async () => {
    const data = uploadData(points(), CLASSES);
    const model = new Mlp(spec({ batchNormEpsilon: 1e-3 }), createRng(7));
    const { numTensors, numBytes } = memory();
    await collect(options(model, data));
    for await (const _ of train(options(model, data))) break;
    await collect(options(model, data, { learningRate: 1e30 }));
    await evaluate(model, data);
    let steps = 0;
    const inspect = (): Scalar => {
      steps++;
      if (steps === 5) throw new Error('enough');
      return scalar(0);
    };
    await expect(collect(options(model, data, { inspect, readEvery: 10 }))).rejects.toThrow('enough');
    expect(memory()).toMatchObject({ numTensors, numBytes });
    model.dispose();
    data.dispose();
  });

  it('trains on what it is told to, of the rows whose turn it is', async () => {
    const data = uploadData(points(), CLASSES);
    const losses = async (rest: Partial<TrainOptions>) =>
      (await collect(options(new Mlp(spec(), createRng(7)), data, rest))).flatMap(
        (progress) => progress.losses,
      );
    const turns: Promise<Uint8Array | Int32Array | Float32Array>[] = [];
    const steps: number[] = [];
    const same = await losses({
      batch: (rows, step) => {
        turns.push(rows.data());
        steps.push(step);
        return { inputs: gather(data.inputs, rows), targets: gather(data.targets, rows) };
      },
    });
    expect(same).toEqual(await losses({}));
    expect(steps).toEqual([...Array(STEPS).keys()]);
    const dealt = take(STEPS, batchIndices(COUNT, BATCH_SIZE, createRng(6).child('batches')));
    expect((await Promise.all(turns)).map((rows) => Array.from(rows))).toEqual(
      dealt.map((rows) => Array.from(rows)),
    );

    // always the first 20 images under the labels of the last 20: then the first loss is that of judging this set
    const [first, last] = [points().pixels.slice(0, 20 * FEATURES), points().labels.slice(-20)];
    const muddled = uploadData({ count: 20, pixels: first, labels: last }, CLASSES);
    const given = await losses({
      batch: () => ({ inputs: slice(data.inputs, 0, 20), targets: slice(data.targets, COUNT - 20, 20) }),
    });
    const { loss } = await evaluate(new Mlp(spec(), createRng(7)), muddled);
    expect(Math.abs((given[0] ?? Number.NaN) - loss)).toBeLessThan(1e-6);
    // and each later step is one of the full-batch descent on it, which goes down
    expect(given.every((value, i) => i === 0 || value < (given[i - 1] ?? Number.NaN))).toBe(true);
  });

  it('reads a loss at once where it is wanted, and trains no differently for it', async () => {
    const data = uploadData(points(), CLASSES);
    const run = (rest: Partial<TrainOptions>) =>
      collect(options(new Mlp(spec(), createRng(7)), data, { readEvery: 7, ...rest }));
    const undisturbed = await run({});
    let asked = 0;
    let impatient = false;
    const seen: TrainProgress[] = [];
    const model = new Mlp(spec(), createRng(7));
    const readNow = () => {
      asked++;
      return impatient;
    };
    for await (const progress of train(options(model, data, { readEvery: 7, readNow }))) {
      seen.push(progress);
      impatient = progress.step >= 7 && progress.step < 10; // as if someone went step by step from 7 to 10
    }
    expect(seen.map(({ step }) => step)).toEqual([7, 8, 9, 10, 14, 20]);
    expect(seen.map(({ losses }) => losses.length)).toEqual([7, 1, 1, 1, 4, 6]);
    expect(seen.flatMap(({ losses }) => losses)).toEqual(undisturbed.flatMap(({ losses }) => losses));
    expect(asked).toBe(STEPS - 3); // not where a read is due anyway: 7, 14 and the last
  });

  it('takes the first rows as a set of their own', async () => {
    const data = uploadData(points(), CLASSES);
    const { numTensors, numBytes } = memory();
    const first = firstRows(data, 3);
    const { pixels, labels } = points();
    expect(first.count).toBe(3);
    const [inputs, targets] = await valuesOf([first.inputs, first.targets]);
    expect(inputs).toEqual(Array.from(pixels.subarray(0, 3 * FEATURES)));
    const oneHot = Array.from(labels.subarray(0, 3), (label) =>
      Array.from({ length: CLASSES }, (_, c) => (c === label ? 1 : 0)),
    );
    expect(targets).toEqual(oneHot.flat());
    const all = firstRows(data, COUNT + 1);
    expect([all.count, all.inputs.shape, all.targets.shape]).toEqual([
      COUNT,
      [COUNT, FEATURES],
      [COUNT, CLASSES],
    ]);
    first.dispose();
    all.dispose();
    expect(memory()).toMatchObject({ numTensors, numBytes });
    expect((await valuesOf([data.inputs]))[0]).toEqual(Array.from(pixels)); // which are still there
  });

  it('names the class with the largest logit, the first of those that are level', async () => {
    const inputs = tensor2d([
      [0.5, 3, -1, 2],
      [-5, -4, -3, -9],
      [1, 0, 1, 1],
      [0, 0, 0, 0],
    ]);
    const { numTensors } = memory();
    const classes = await predictedClasses({ predict: (logits) => gather(logits, [0, 1, 2, 3]) }, inputs);
    expect(classes).toEqual(Int8Array.of(1, 2, 0, 0));
    expect(memory().numTensors).toBe(numTensors);
    const data = uploadData(points(), CLASSES);
    const model = new Mlp(spec(), createRng(7));
    const right = (await predictedClasses(model, data.inputs)).filter((c, i) => c === points().labels[i]);
    expect((await evaluate(model, data)).accuracy).toBeCloseTo(right.length / COUNT, 6);
  });

  it('an uploaded set and a net give back every tensor', () => {
    const { numTensors } = memory();
    const data = uploadData(points(), CLASSES);
    const model = new Mlp(spec({ batchNormEpsilon: 1e-3 }), createRng(7));
    expect(memory().numTensors).toBeGreaterThan(numTensors);
    model.dispose();
    data.dispose();
    expect(memory().numTensors).toBe(numTensors);
  });

  it('uploads rows and one-hot labels as they are', async () => {
    const { inputs, targets, count } = uploadData(
      { count: 2, pixels: Float32Array.of(1, 2, 3, 4, 5, 6), labels: Uint8Array.of(2, 0) },
      3,
    );
    expect([count, inputs.shape, targets.shape]).toEqual([2, [2, 3], [2, 3]]);
    expect(await valuesOf([inputs, targets])).toEqual([
      [1, 2, 3, 4, 5, 6],
      [0, 0, 1, 1, 0, 0],
    ]);
  });
});
