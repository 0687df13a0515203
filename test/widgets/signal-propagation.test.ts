/** What the widget and its chapter claim of nets before training, against theory, published counts and REFERENCE's windows. */
import { sequential, layers as tfLayers } from '@tensorflow/tfjs';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { isMeasuredTime } from '#src/cli/compare.ts';
import { fitted } from '#src/lab/params.ts';
import { blocksOf, type Config, isNarrowing, params, presets } from '#widgets/signal-propagation/config.ts';
import { experiment } from '#widgets/signal-propagation/experiment.ts';
import { framesOf, remembered, startBackend, stopAfter, summaryOf } from '../backends.ts';

const seeds = [1, 2, 3];
const run = remembered(experiment);
const geometricMean = (values: readonly number[]) =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
/** One after the other: numbers are read out of the backend's memory where they lie, and a run has it to itself. */
async function overSeeds(
  config: Config,
  key: 'growthPerBlock' | 'gradientGrowthPerBlock' | 'gradientRatio',
  count = seeds.length,
) {
  const found: number[] = [];
  for (let seed = 1; seed <= count; seed++) found.push((await run({ ...config, seed }))[key]);
  return found;
}

beforeAll(() => startBackend('wasm'));

describe('dense nets of 56 layers', () => {
  it('bare shortcuts multiply the spread by half in each block, at every seed', async () => {
    const growth = await overSeeds(presets['residual-56'], 'growthPerBlock');
    for (const factor of growth) {
      expect(factor).toBeGreaterThan(1.35); // REFERENCE, part 3 §5
      expect(factor).toBeLessThan(1.6);
    }
    const back = await overSeeds(presets['residual-56'], 'gradientGrowthPerBlock');
    const { theoryGrowthPerBlock, theoryGradientGrowthPerBlock } = await run(presets['residual-56']);
    expect(Math.abs(geometricMean(growth) / theoryGrowthPerBlock - 1)).toBeLessThan(0.04);
    // in a finite net h · ∂L/∂h, the same at each block, holds the gradient to grow as the signal does in the end: between both
    expect(geometricMean(back)).toBeGreaterThan(0.98 * theoryGradientGrowthPerBlock);
    expect(geometricMean(back)).toBeLessThan(1.02 * theoryGrowthPerBlock);
  });

  it('plain layers with batch norm keep the spread, and multiply the gradient by 1.21 at each layer', async () => {
    for (const seed of seeds) {
      const { activationStd } = await run({ ...presets['plain-bn-56'], seed });
      for (const std of activationStd) {
        expect(std).toBeGreaterThan(0.5); // √(½ − 1/2π) = 0.584, of units that are not quite Gaussian
        expect(std).toBeLessThan(0.75);
      }
    }
    // π/(π − 1) = 1.467 a block in theory, 1.46 in REFERENCE with NumPy: 2.8·10⁴ over 27 blocks
    const ratio = geometricMean(await overSeeds(presets['plain-bn-56'], 'gradientRatio'));
    expect(ratio).toBeGreaterThan(1e4);
    expect(ratio).toBeLessThan(5e4);
    const perLayer = Math.sqrt(
      geometricMean(await overSeeds(presets['plain-bn-56'], 'gradientGrowthPerBlock')),
    );
    expect(Math.abs(perLayer / 1.211 - 1)).toBeLessThan(0.01);
  });

  it('shortcuts with batch norm: variance by addition, and a gradient that grows forty times', async () => {
    for (const seed of seeds) {
      const { activationStd, theoryActivationStd, gradientRatio } = await run({
        ...presets['residual-bn-56'],
        seed,
      });
      expect(gradientRatio).toBeGreaterThan(25); // REFERENCE: 41; theory: 40.3
      expect(gradientRatio).toBeLessThan(60);
      // a straight line through the variances of blocks 0, 9, 18 and 27: equal increases, and no doubling
      const variance = [0, 9, 18, 27].map((block) => (activationStd[block] ?? Number.NaN) ** 2);
      const increases = variance.slice(1).map((value, i) => value - (variance[i] ?? Number.NaN));
      expect(Math.max(...increases) / Math.min(...increases)).toBeLessThan(1.8);
      for (const [block, std] of activationStd.entries())
        expect(Math.abs(std / (theoryActivationStd[block] ?? Number.NaN) - 1), `${block}`).toBeLessThan(0.2);
    }
  });

  it('branches that start at zero pass everything on', async () => {
    const { activationStd, gradientStd, gradientRatio } = await run(presets['residual-zero-56']);
    expect(new Set(activationStd).size).toBe(1);
    expect(new Set(gradientStd.slice(0, -1)).size).toBe(1);
    // the last ReLU lets through half of the mean square of the gradient: 0.71, or what the positive units have of it
    expect(gradientRatio).toBeGreaterThan(0.6);
    expect(gradientRatio).toBeLessThan(0.8);
  });
});

describe('plain nets with He weights', () => {
  // The mean square of the gradient keeps its expectation at any width; single nets scatter: ln(stem/head) has a standard
  // deviation of some √(5·layers/width)/2, 1 at 56 layers of 64 (Hanin & Nica 2020). REFERENCE's window is that of the mean over
  // seeds: here the root mean square of ten.
  it.each([34, 46, 56, 66])('%d layers: the gradient does not vanish', async (layers) => {
    const many = await overSeeds({ ...presets['plain-56'], layers }, 'gradientRatio', 10);
    const size = Math.sqrt(many.reduce((sum, ratio) => sum + ratio ** 2, 0) / many.length);
    expect(size).toBeGreaterThan(0.3);
    expect(size).toBeLessThan(3);
  });
});

describe('numbers beyond 32 bits', () => {
  it('bare shortcuts leave them at about block 200 of 600, and everything says so', async () => {
    const config = { ...presets['residual-56'], layers: 1202 };
    const { activationOverflow, activationStd, gradientStd, growthPerBlock, initialLoss } = await run(config);
    // ln(3.4·10³⁸/0.83)/ln 1.549 = 203 blocks for the standard deviation; single values get there sooner
    expect(activationOverflow).toBeGreaterThan(180);
    expect(activationOverflow).toBeLessThan(215);
    expect(activationStd).toHaveLength(601);
    expect(activationStd.findIndex(Number.isNaN)).toBe(activationOverflow);
    expect(activationStd.every((std) => Number.isNaN(std) || Number.isFinite(std))).toBe(true);
    expect(gradientStd.every(Number.isNaN)).toBe(true);
    expect(initialLoss).toBeNaN();
    expect(growthPerBlock).toBeGreaterThan(1.35);
    expect(growthPerBlock).toBeLessThan(1.6);
  });

  it('plain layers with batch norm lose the gradient on its way back, and nothing going in', async () => {
    const { activationOverflow, gradientOverflow, activationStd, gradientStd, initialLoss } = await run({
      ...presets['plain-bn-56'],
      layers: 1202,
    });
    expect(activationOverflow).toBe(-1);
    expect(Number.isFinite(initialLoss)).toBe(true);
    expect(activationStd.every(Number.isFinite)).toBe(true);
    // 88.7/ln 1.467 = 231 blocks from the last one, and some more for a gradient that starts below 1
    expect(gradientOverflow).toBeGreaterThan(600 - 270);
    expect(gradientOverflow).toBeLessThan(600 - 220);
    expect(gradientStd.slice(gradientOverflow + 1).every(Number.isFinite)).toBe(true);
    expect(gradientStd.slice(0, gradientOverflow + 1).every(Number.isNaN)).toBe(true);
  });
});

describe('He et al.’s net', () => {
  // He et al. 2015, Table 6: 0.27, 0.46, 0.66, 0.85, 1.7, 19.4 million
  it.each([
    [20, 269_722, '0.27'],
    [32, 464_154, '0.46'],
    [44, 658_586, '0.66'],
    [56, 853_018, '0.85'],
    [110, 1_727_962, '1.7'],
  ])('of %d layers has %d parameters, whatever its blocks are made of', async (layers, count, published) => {
    for (const variant of ['residual-bn', 'plain-bn'] as const) {
      const { parameterCount } = await run({ ...presets['conv-20'], layers, variant });
      expect(parameterCount).toBe(count);
      expect(97_216 * ((layers - 2) / 6) - 21_926).toBe(count);
      const digits = published.length - 1;
      expect((parameterCount / 1e6).toPrecision(digits > 2 ? 2 : digits)).toBe(published);
    }
  });

  it('of 20 layers has as many as tf.layers counts', async () => {
    const net = sequential();
    const convolution = (filters: number, strides: number, first = false) => {
      const shape = first ? { inputShape: [32, 32, 3] } : {};
      net.add(
        tfLayers.conv2d({ filters, kernelSize: 3, strides, padding: 'same', useBias: false, ...shape }),
      );
      net.add(tfLayers.batchNormalization());
    };
    convolution(16, 1, true);
    for (const filters of [16, 32, 64])
      for (let at = 0; at < 6; at++) convolution(filters, at === 0 && filters > 16 ? 2 : 1);
    net.add(tfLayers.globalAveragePooling2d({}));
    net.add(tfLayers.dense({ units: 10 }));
    const trained = net.trainableWeights.reduce(
      (sum, { shape }) => sum + shape.reduce<number>((size, side) => size * (side ?? Number.NaN), 1),
      0,
    );
    net.dispose();
    expect((await run(presets['conv-20'])).parameterCount).toBe(trained);
  });

  // borders of zeros and eight images are not in the theory: the spread is up to an eighth above it, in three seeds and depths
  it.each([20, 56, 110])('of %d layers has the spread of its theory, stage by stage', async (layers) => {
    for (const seed of seeds) {
      const { activationStd, theoryActivationStd, theoryGradientStd } = await run({
        ...presets['conv-20'],
        layers,
        seed,
      });
      expect(theoryActivationStd).toHaveLength(activationStd.length);
      expect(theoryGradientStd).toEqual([]);
      for (const [block, std] of activationStd.entries()) {
        const ratio = std / (theoryActivationStd[block] ?? Number.NaN);
        expect(ratio, `${seed}, ${block}`).toBeGreaterThan(0.9);
        expect(ratio, `${seed}, ${block}`).toBeLessThan(1.2);
      }
    }
  });

  it('of 1,202 layers passes forward and back in little memory, and its signals arrive', async () => {
    const before = memory();
    let most = 0;
    const frames = await framesOf(experiment, presets['conv-1202'], {
      onFrame: () => {
        most = Math.max(most, memory().numBytes - before.numBytes);
      },
    });
    expect(memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
    expect(most).toBeLessThan(100e6); // the weights alone would take 78 MB, its activations with them 46
    const progress = frames.map((frame) => frame.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(100);
    const last = frames.at(-1);
    expect(last?.blocks).toBe(600);
    expect(last?.parameterCount).toBe(19_421_274);
    expect(last?.activationStd.every(Number.isFinite)).toBe(true);
    expect(last?.gradientStd.every(Number.isFinite)).toBe(true);
    // by addition: 12 to 14 after 600 blocks, where multiplication by 1.5 would have overflowed at block 200
    expect(last?.activationStd.at(-1)).toBeGreaterThan(10);
    expect(last?.activationStd.at(-1)).toBeLessThan(16);
    expect(last?.gradientRatio).toBeGreaterThan(100);
    expect(last?.gradientRatio).toBeLessThan(1000);
  });
});

describe('depths', () => {
  it.each([
    [{ model: 'conv', layers: 57 }, 56, '56, 62'],
    [{ model: 'conv', layers: 60 }, 62, '56, 62'],
    [{ model: 'conv', layers: 4 }, 8, '8'],
    [{ model: 'mlp', layers: 7 }, 6, '6, 8'],
    [{ model: 'mlp', layers: 1201 }, 1200, '1200, 1202'],
  ] as const)('%j: taken to the nearest there is, and said', (changes, used, allowed) => {
    const { config, problems } = fitted<typeof params>(params, { ...presets['plain-56'], ...changes });
    expect(config.layers).toBe(used);
    expect(problems).toEqual([
      { reason: 'not-with-others', key: 'layers', given: `${changes.layers}`, allowed, used },
    ]);
  });

  it('of all presets are possible, and a net is built of every depth that is', () => {
    for (const preset of Object.values(presets))
      expect(fitted<typeof params>(params, preset).problems).toEqual([]);
    for (const model of ['mlp', 'conv'] as const)
      for (let layers = 4; layers <= 1202; layers++) {
        const { config } = fitted<typeof params>(params, { ...presets['plain-56'], model, layers });
        expect(Number.isInteger(blocksOf(config.layers) / (model === 'conv' ? 3 : 1))).toBe(true);
        expect(Math.abs(config.layers - layers)).toBeLessThanOrEqual(model === 'conv' ? 4 : 1);
      }
  });

  it('the images shrink at the first block of the second stage and of the third', () => {
    const blocks = Array.from({ length: 9 }, (_, i) => i + 1);
    expect(blocks.filter((block) => isNarrowing(presets['conv-20'], block))).toEqual([4, 7]);
    expect(blocks.some((block) => isNarrowing(presets['plain-56'], block))).toBe(false);
  });
});

describe('a run', () => {
  it('is the same to the last bit for a seed, and another one for another', async () => {
    const config = { ...presets['residual-bn-56'], layers: 12 };
    const untimed = ({ ...summary }: Awaited<ReturnType<typeof run>>) =>
      Object.fromEntries(Object.entries(summary).filter(([key]) => !isMeasuredTime(key)));
    const first = untimed(await summaryOf(experiment, config));
    expect(untimed(await summaryOf(experiment, config))).toEqual(first);
    expect(untimed(await summaryOf(experiment, { ...config, seed: 2 }))).not.toEqual(first);
  });

  it.each(['mlp', 'conv'] as const)('%s: leaves no tensor, at its end or stopped half-way', async (model) => {
    const config = { ...presets['residual-bn-56'], model, layers: 20 };
    const before = memory().numTensors;
    await summaryOf(experiment, config);
    expect(memory().numTensors).toBe(before);
    for (const last of [2, 8, 14]) {
      expect(await framesOf(experiment, config, stopAfter(last))).toHaveLength(last);
      expect(memory().numTensors).toBe(before);
    }
  });

  it('what the block is drawn from adds up', async () => {
    const frame = (await framesOf(experiment, presets['residual-bn-56'])).at(-1);
    if (!frame) throw new Error('no frame');
    for (const [at, point] of frame.points.entries()) {
      if (point === 0) continue;
      const value = (curve: readonly number[]) => curve[at] ?? Number.NaN;
      expect(value(frame.inputStd)).toBe(frame.activationStd[at - 1]);
      expect(value(frame.inputGradientStd)).toBe(frame.gradientStd[at - 1]);
      expect(value(frame.sumMean)).toBeCloseTo(value(frame.inputMean) + value(frame.branchMean), 4);
      expect(Math.abs(value(frame.branchStd) - 1)).toBeLessThan(1e-3); // batch norm's, on its way to the sum
      expect(value(frame.rectifiedGradientStd)).toBeLessThan(value(frame.gradientStd));
      // independent of one another: x and F(x), and what comes back through the two ways, up to chance
      const sum = Math.hypot(value(frame.inputStd), value(frame.branchStd));
      expect(Math.abs(value(frame.sumStd) / sum - 1)).toBeLessThan(0.15);
      const back = Math.hypot(value(frame.rectifiedGradientStd), value(frame.branchGradientStd));
      expect(Math.abs(value(frame.inputGradientStd) / back - 1)).toBeLessThan(0.15);
    }
  });
});
