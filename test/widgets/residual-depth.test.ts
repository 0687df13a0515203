import { memory, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import type { LabelledImages } from '#src/data/data-source.ts';
import { parseParam } from '#src/lab/params.ts';
import { runExperiment } from '#src/lab/runner.ts';
import { optimizers } from '#src/nn/optimizers.ts';
import { createResidualMlp } from '#src/nn/residual-mlp.ts';
import { parameterCount } from '#src/nn/resnet.ts';
import { meanOfLast } from '#src/nn/statistics.ts';
import { batchIndices, train, uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { type Config, params, presets, trainedLayers } from '#widgets/residual-depth/config.ts';
import { secondsOnWasm } from '#widgets/residual-depth/cost.ts';
import { experiment } from '#widgets/residual-depth/experiment.ts';
import { comparableNets, pastRun, readPastRuns, writePastRuns } from '#widgets/residual-depth/past-nets.ts';
import { published } from '#widgets/residual-depth/published.ts';
import { framesOf, remembered, startBackend, stopAfter, summaryOf } from '../backends.ts';
import { seeds } from '../extent.ts';
import { take } from '../nn/small-problem.ts';

const data = nodeData();
const run = remembered(experiment);
const small = {
  ...presets['plain-20'],
  layers: '4',
  width: 16,
  images: 200,
  batchSize: 20,
  steps: 20,
} as const satisfies Config;

beforeAll(() => startBackend('wasm'));

/**
 * NumPy, two seeds, mean loss of the last 20 of 200 steps (an output layer of std 0.01, batches drawn with replacement):
 * plain 1.14 and 0.96, residual from zero 0.34 and 0.24; without batch norm or zeros 2.30 and NaN.
 */
describe.each(seeds)('20 layers, seed %d', (seed) => {
  it('the plain net is behind: at least twice the loss, and more wrong answers', async () => {
    const { finalLoss, otherFinalLoss, ...rest } = await run({ ...presets['plain-20'], seed });
    expect(finalLoss).toBeGreaterThanOrEqual(2 * otherFinalLoss);
    expect(otherFinalLoss).toBeLessThan(0.45);
    expect(rest.diverged).toBe(false);
    expect(rest.otherDiverged).toBe(false);
    expect(rest.trainLoss.length).toBe(200);
    // behind in training as well: no overfitting
    expect(meanOfLast(rest.trainError, 20)).toBeGreaterThan(meanOfLast(rest.otherTrainError, 20));
    // four standard errors, √2 · 0.013, of the difference of two shares of 1,000
    expect(rest.otherValidationAccuracy - rest.validationAccuracy).toBeGreaterThan(0.05);
  });

  it('shortcuts alone do not do it: without batch norm or zeros 38 layers diverge', async () => {
    const naive = await run({ ...presets['residual-naive-38'], compare: false, seed });
    expect(naive.diverged).toBe(true);
    expect(naive.trainLoss.length).toBeLessThan(50);
    expect(naive.trainLoss.at(-1)).toBeNaN();
    expect(naive.trainError.at(-1)).toBeNaN();
    expect(naive.validationAccuracy).toBeNaN();
    expect(naive.finalLoss).toBeNaN();
  });
});

// One seed of what takes long; all three by hand.
describe('depth', () => {
  it('residual from zero: the loss varies less than twofold from 4 to 56 layers', async () => {
    const of = (layers: '4' | '56') =>
      run({ ...presets['plain-20'], variant: 'residual-zero', compare: false, layers });
    const losses = [
      (await of('4')).finalLoss,
      (await run(presets['plain-20'])).otherFinalLoss,
      (await of('56')).finalLoss,
    ];
    expect(Math.max(...losses) / Math.min(...losses)).toBeLessThan(2);
  });

  it('56 layers with batch norm: the plain net above 1.2, the residual one below 0.7', async () => {
    // NumPy: 2.19 and 1.74, 0.49 and 0.39
    const { finalLoss, otherFinalLoss } = await run(presets['plain-bn-56']);
    expect(finalLoss).toBeGreaterThan(1.2);
    expect(otherFinalLoss).toBeLessThan(0.7);
  });

  it('at 4 layers plain and residual are together: less than a quarter of what is between them at 20', async () => {
    const shallow = await run(presets['plain-4']);
    const deep = await run(presets['plain-20']);
    const gap = ({ finalLoss, otherFinalLoss }: typeof deep) =>
      Math.abs(Math.log(finalLoss / otherFinalLoss));
    expect(gap(shallow)).toBeLessThan(gap(deep) / 4);
  });
});

it('starts both nets from the same weights, and shows them the same mini-batches', async () => {
  const plain = await summaryOf(experiment, small);
  const residual = await summaryOf(experiment, { ...small, variant: 'residual-zero' });
  const alone = await summaryOf(experiment, { ...small, compare: false });
  expect(plain.otherTrainLoss).toEqual(residual.trainLoss);
  expect(plain.trainLoss).toEqual(residual.otherTrainLoss);
  expect(alone.trainLoss).toEqual(plain.trainLoss);
  expect(alone.testError).toEqual(plain.testError);
  expect(alone).toMatchObject({
    otherTrainLoss: [],
    otherTrainError: [],
    otherTestStep: [],
    otherTestError: [],
    otherTestLoss: [],
    otherDiverged: false,
    otherFinalLoss: Number.NaN,
    otherParameterCount: Number.NaN,
    otherValidationAccuracy: Number.NaN,
  });
});

describe('parameters', () => {
  const countsOf = async (rest: Partial<Config>) => {
    const { parameterCount: own, otherParameterCount: other } = await summaryOf(experiment, {
      ...small,
      steps: 20,
      ...rest,
    });
    return [own, other];
  };

  it('of dense layers: weights, and a bias or γ and β for each unit', async () => {
    const weights = (layers: number) => 784 * 64 + (layers - 2) * 64 * 64 + 64 * 10;
    const first = { width: 64 };
    expect(await countsOf(first)).toEqual(Array(2).fill(weights(4) + 3 * 64 + 10));
    expect(await countsOf({ ...first, layers: '10' })).toEqual(Array(2).fill(weights(10) + 9 * 64 + 10));
    expect(await countsOf({ ...first, variant: 'plain-bn', learningRate: 1e-3 })).toEqual(
      Array(2).fill(weights(4) + 3 * 128 + 10),
    );
  });

  it('of convolutions: of 6n + 2 layers, three stages of w, 2w and 4w channels', async () => {
    // weights: the stem 9w; 2n convolutions a stage of 9w², 9(2w)² and 9(4w)², less what the first one of a stage lacks
    // whose input has half the channels, 9(2w)w and 9(4w)(2w); 4w · 10. γ and β: 1 + 2n times w, 2n times 2w and 4w
    const count = (n: number, w: number) =>
      9 * w + 18 * n * 21 * w * w - 9 * (2 * w * w + 8 * w * w) + 2 * (w + 2 * n * 7 * w) + 4 * w * 10 + 10;
    const conv = { model: 'conv', variant: 'residual-bn', learningRate: 1e-3, channels: 4 } as const;
    expect(await countsOf({ ...conv, layers: '8', steps: 20 })).toEqual(Array(2).fill(count(1, 4)));
    // 4 and 10 are not 6n + 2
    expect(await countsOf({ ...conv, layers: '10', steps: 20 })).toEqual(Array(2).fill(count(1, 4)));
    // the published net has three channels to start from
    expect(count(3, 16) + 2 * 9 * 16).toBe(269_722);
  });

  it('as published, and counted', () => {
    for (const { layers, parameters, millions } of published) {
      expect(parameterCount({ layers, width: 16, image: [32, 32, 3], poolInput: 1 })).toBe(parameters);
      const digits = millions.split('.')[1]?.length ?? 0;
      // 19,421,274 is 19.4 million, 1,727,962 is 1.7; each as printed
      expect((parameters / 1e6).toFixed(digits)).toBe(millions);
    }
    expect(published.map(({ residualError }) => residualError)).toEqual([8.75, 7.51, 7.17, 6.97, 6.43, 7.93]);
  });
});

describe('the number of layers', () => {
  it('is as asked for where they are dense, and 6n + 2 where they are convolutions', () => {
    const depths = params.layers.choices;
    expect(depths.map((layers) => trainedLayers({ layers, model: 'mlp' }))).toEqual(depths.map(Number));
    expect(depths.map((layers) => trainedLayers({ layers, model: 'conv' }))).toEqual([
      8, 8, 8, 20, 32, 38, 56, 110,
    ]);
  });

  it.each(['21', '1202', '0', '-4', 'deep', ''])('refuses %j, and names what there is', (given) => {
    expect(parseParam(params, 'layers', given)).toEqual({
      value: '20',
      problem: {
        reason: 'not-a-choice',
        key: 'layers',
        given,
        allowed: '4 | 8 | 10 | 20 | 32 | 38 | 56 | 110',
        used: '20',
      },
    });
  });
});

it('every number is that of the same net trained by hand', async () => {
  const config = { ...small, variant: 'residual', layers: '8', steps: 24, seed: 4 } as const;
  const summary = await summaryOf(experiment, { ...config, compare: false });
  const signal = new AbortController().signal;
  const images = await data.fashionMnist('train', config.images, signal);
  const unseen = await data.fashionMnist('test', 1000, signal);
  const model = createResidualMlp(
    { features: 784, width: 16, blocks: 3, batchNormEpsilon: false },
    createRng(4).child('weights'),
  );
  const training = uploadData(images, 10);
  /** Share of wrong answers and mean −log softmax, in doubles; without batch norm training and inference are the same. */
  const judge = async ({ count, pixels, labels }: LabelledImages) => {
    const x = tensor2d(pixels, [count, 784]);
    const logits: Tensor2D = model.predict(x);
    const values = Array.from(await logits.data());
    x.dispose();
    logits.dispose();
    const rows = Array.from(labels, (label, i) => ({ label, row: values.slice(10 * i, 10 * i + 10) }));
    const wrong = rows.filter(({ label, row }) => row.indexOf(Math.max(...row)) !== label).length;
    const loss = rows.reduce((sum, { label, row }) => {
      const most = Math.max(...row);
      const total = row.reduce((all, value) => all + Math.exp(value - most), 0);
      return sum + Math.log(total) + most - (row[label] ?? Number.NaN);
    }, 0);
    return { error: wrong / count, loss: loss / count };
  };
  const batches = take(24, batchIndices(config.images, config.batchSize, createRng(4).child('batches'))).map(
    (rows): LabelledImages => ({
      count: rows.length,
      pixels: Float32Array.from([...rows].flatMap((i) => [...images.pixels.slice(784 * i, 784 * i + 784)])),
      labels: Uint8Array.from(rows, (i) => images.labels[i] ?? Number.NaN),
    }),
  );
  const steps = train({
    model,
    data: training,
    steps: 24,
    batchSize: config.batchSize,
    learningRate: config.learningRate,
    rng: createRng(4).child('batches'),
    readEvery: 1,
    optimizer: optimizers.momentum({ momentum: 0.9 }),
  });
  const losses: number[] = [];
  for (const [i, batch] of batches.entries()) {
    const before = await judge(batch);
    expect(Math.abs((summary.trainError[i] ?? Number.NaN) - before.error), `step ${i}`).toBeLessThan(1e-6);
    expect(Math.abs((summary.trainLoss[i] ?? Number.NaN) / before.loss - 1), `step ${i}`).toBeLessThan(1e-4);
    losses.push(before.loss);
    await steps.next();
    const at = summary.testStep.indexOf(i + 1);
    if (at < 0) continue;
    const after = await judge(unseen);
    expect(Math.abs((summary.testError[at] ?? Number.NaN) - after.error), `test ${i}`).toBeLessThan(1e-6);
    expect(Math.abs((summary.testLoss[at] ?? Number.NaN) / after.loss - 1), `test ${i}`).toBeLessThan(1e-4);
  }
  await steps.return();
  const { error } = await judge(unseen);
  for (const one of [model, training]) one.dispose();
  expect(summary.testStep.at(-1)).toBe(24);
  expect(summary.validationAccuracy).toBeCloseTo(1 - error, 6);
  expect(summary.finalLoss).toBeCloseTo(losses.slice(-20).reduce((sum, loss) => sum + loss, 0) / 20, 4);
});

it('frames come as often in a deep net as in a shallow one, or after each step of both', async () => {
  const lengths = async (rest: Partial<Config>, stepwise = false) => {
    const frames = await framesOf(experiment, { ...small, ...rest }, { live: { stepwise, changes: {} } });
    expect(frames.at(-1)?.progress).toBe(1);
    return frames.map(({ nets }) => nets.map(({ trainLoss }) => trainLoss.length));
  };
  const every = (gap: number, count: number) => Array.from({ length: count }, (_, i) => gap * (i + 1));
  expect(await lengths({ layers: '20', steps: 40 })).toEqual(every(5, 8).map((step) => [step, step]));
  expect(await lengths({ layers: '56', steps: 16 })).toEqual(every(2, 8).map((step) => [step, step]));
  expect(await lengths({ steps: 3 }, true)).toEqual([1, 2, 3].map((step) => [step, step]));
  expect(await lengths({ steps: 200, compare: false })).toEqual(every(25, 8).map((step) => [step]));
});

it('judges the test images eight times, at the same steps in nets of all depths', async () => {
  for (const layers of ['4', '20', '56'] as const) {
    const { testStep, otherTestStep } = await summaryOf(experiment, { ...small, layers, steps: 24 });
    expect(testStep, `${layers} layers`).toEqual([3, 6, 9, 12, 15, 18, 21, 24]);
    expect(otherTestStep).toEqual(testStep);
  }
});

describe('runs beside the one that is shown', () => {
  const frame = async (config: Config) => {
    const last = (await framesOf(experiment, config)).at(-1);
    if (!last) throw new Error('no frame');
    return last;
  };

  it('are those that differ in depth and shortcuts alone, the first of each kind', async () => {
    const deep = { ...small, layers: '8' } as const;
    const [one, other] = [await frame(small), await frame(deep)];
    const runs = [
      pastRun({ ...deep, seed: 2 }, other),
      pastRun(small, one),
      pastRun({ ...small, seed: 3 }, { ...one, nets: [] }),
      pastRun({ ...small, learningRate: 0.1 }, one),
      pastRun({ ...small, variant: 'plain-bn' }, one),
      pastRun({ ...small, steps: 40 }, one),
    ];
    const nets = comparableNets(runs, small);
    expect(nets.map(({ layers, variant }) => `${variant} ${layers}`)).toEqual([
      'plain 4',
      'residual-zero 4',
      'plain 8',
      'residual-zero 8',
    ]);
    expect(comparableNets(runs, { ...small, show: 'loss', compare: false })).toEqual(nets);
    expect(comparableNets(runs, { ...small, model: 'conv' })).toEqual([]);
  });

  it('come through JSON with what is no number', async () => {
    const config = { ...small, variant: 'residual', learningRate: 1 } as const;
    const last = await frame(config);
    expect(last.nets[0]?.diverged).toBe(true);
    const text = writePastRuns({ one: JSON.parse(JSON.stringify({ config, frame: last })) });
    expect(text).not.toContain('trainLoss');
    const [read] = readPastRuns(text);
    const { testStep } = last.nets[0] ?? {};
    expect(read?.nets[0]).toMatchObject({ layers: 4, diverged: true, finalLoss: Number.NaN, testStep });
    expect(read?.config).toEqual(config);
  });
});

it('the time that is said before a run grows with whatever makes it longer', () => {
  const base = presets['plain-20'];
  const longer: readonly Partial<Config>[] = [
    { layers: '56' },
    { steps: 400 },
    { width: 128 },
    { batchSize: 200 },
    { variant: 'plain-bn' },
    { model: 'conv' },
  ];
  for (const rest of longer) expect(secondsOnWasm({ ...base, ...rest })).toBeGreaterThan(secondsOnWasm(base));
  expect(secondsOnWasm({ ...base, compare: false })).toBeLessThan(secondsOnWasm(base));
});

it('repeats bit for bit with its seed', async () => {
  const first = await summaryOf(experiment, small);
  expect(await summaryOf(experiment, small)).toEqual(first);
  expect((await summaryOf(experiment, { ...small, seed: 2 })).trainLoss).not.toEqual(first.trainLoss);
});

it('gives back every tensor: finished, diverged, or stopped after any of the first frames', async () => {
  const { numTensors, numBytes } = memory();
  const conv = { ...small, model: 'conv', variant: 'plain-bn', layers: '8', channels: 4 } as const;
  await summaryOf(experiment, { ...small, learningRate: 1, variant: 'residual' });
  expect(memory()).toMatchObject({ numTensors, numBytes });
  for (const config of [{ ...small, layers: '20' } as const, conv]) {
    await summaryOf(experiment, config);
    expect(memory()).toMatchObject({ numTensors, numBytes });
    for (const frames of [1, 2, 3]) {
      expect(await runExperiment(experiment, config, { data, ...stopAfter(frames) })).toBeUndefined();
      expect(memory(), `after ${frames} frames`).toMatchObject({ numTensors, numBytes });
    }
  }
});
