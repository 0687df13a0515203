import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { runExperiment } from '#src/lab/runner.ts';
import { type Config, firstMapOf, presets, settingsOf } from '#widgets/ravine-race/config.ts';
import { experiment, type Frame } from '#widgets/ravine-race/experiment.ts';
import { framesOf, remembered, startBackend, stopAfter } from '../backends.ts';
import { seeds } from '../extent.ts';

const remember = remembered(experiment);
const names = ['gd', 'momentum', 'nesterov'] as const;
const lastFrame = async (config: Config): Promise<Frame> => {
  const frame = (await framesOf(experiment, config)).at(-1);
  if (!frame) throw new Error('no frame');
  return frame;
};

beforeAll(() => startBackend('wasm'));

describe('on the quadratic', () => {
  it('each at its optimum: momentum, then Nesterov, then gradient descent', async () => {
    const summary = await remember(presets.ravine);
    expect(Math.abs(summary.gdStepsToTolerance - 691)).toBeLessThanOrEqual(5);
    expect(Math.abs(summary.momentumStepsToTolerance - 93)).toBeLessThanOrEqual(3);
    expect(Math.abs(summary.nesterovStepsToTolerance - 155)).toBeLessThanOrEqual(3);
    for (const name of names) {
      const slope = Math.log(summary[`${name}Rate`]) / Math.log(summary[`${name}TheoryRate`]);
      expect(Math.abs(slope - 1)).toBeLessThan(0.01);
      expect(summary[`${name}Diverged`]).toBe(false);
    }
  });

  it('at the same rate momentum is five times as fast; on a rounder bowl it is slower than plain descent', async () => {
    const same = await remember(presets['equal-rate']);
    expect(Math.abs(same.momentumStepsToTolerance - 258)).toBeLessThanOrEqual(5);
    expect(same.gdStepsToTolerance).toBeGreaterThan(5 * same.momentumStepsToTolerance);
    const round = await remember(presets.round);
    expect(round.gdStepsToTolerance).toBe(69);
    expect(Math.abs(round.momentumStepsToTolerance - 233)).toBeLessThanOrEqual(5);
  });

  it('past 2/L gradient descent diverges; past its own limit Nesterov alone', async () => {
    const unstable = await remember(presets['gd-unstable']);
    expect([unstable.gdDiverged, unstable.gdStepsToTolerance]).toEqual([true, -1]);
    expect(unstable.gdRate).toBeCloseTo(1.02, 6); // |1 − 2.02|
    const limit = await remember(presets['nesterov-limit']);
    expect(names.map((name) => limit[`${name}Diverged`])).toEqual([false, false, true]);
    const { racers, window } = await lastFrame(presets['nesterov-limit']);
    const values = racers.flatMap(({ curve, path, theory }) => [...curve.value, ...path, ...theory.value]);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(Object.values(window).every(Number.isFinite)).toBe(true);
  });

  it('κ = 1 is done in one step, with finite axes; a start at the minimum has nobody race', async () => {
    const round = await remember({ ...presets.ravine, conditionNumber: 1 });
    expect(names.map((name) => round[`${name}StepsToTolerance`])).toEqual([1, 1, 1]);
    expect(names.map((name) => round[`${name}Rate`])).toEqual([0, 0, 0]);
    const resting = await lastFrame({ ...presets.ravine, startX: 0, startY: 0 });
    expect([resting.atRest, resting.racers, resting.steps > 0]).toEqual([true, [], true]);
    const ridge = await lastFrame({ ...presets.saddle, startX: 0, startY: 0 });
    expect(ridge.atRest).toBe(true);
  });

  // Along an axis of curvature c gradient descent multiplies by 1 − ηc a step: x by 1 − η, y by 1 − κη.
  it('the path is given in full, down to where it arrives', async () => {
    const config = { ...presets.gd, startX: 1.3 };
    const { gdPath, gdDistance, gdLearningRate, pathSteps } = await remember(config);
    expect(gdPath.length).toBe(2 * pathSteps.length);
    for (const [i, step] of pathSteps.entries()) {
      const x = config.startX * (1 - gdLearningRate) ** step;
      const y = config.startY * (1 - config.conditionNumber * gdLearningRate) ** step;
      expect(Math.abs((gdPath[2 * i] ?? Number.NaN) / x - 1)).toBeLessThan(1e-9);
      expect(Math.abs((gdPath[2 * i + 1] ?? Number.NaN) / y - 1)).toBeLessThan(1e-9);
      const distance = Math.hypot(x, y) / Math.hypot(config.startX, config.startY);
      expect(Math.abs((gdDistance[i] ?? Number.NaN) / distance - 1)).toBeLessThan(1e-9);
    }
    expect(gdDistance.at(-1)).toBeLessThan(1e-6);
  });

  it('a method that doesn’t race has no numbers', async () => {
    const { momentumPath, momentumRate, momentumStepsToTolerance, gdPath } = await remember(presets.gd);
    expect([momentumPath, momentumRate, momentumStepsToTolerance]).toEqual([[], Number.NaN, -1]);
    expect(gdPath.slice(0, 2)).toEqual([1, 1]);
  });

  it('what a moving slider shows is one frame, and the rest of the run only refines its map', async () => {
    const preview = await framesOf(experiment, { ...presets.ravine, mapPoints: 16 });
    expect(preview.length).toBe(1);
    const whole = await framesOf(experiment, presets.ravine);
    expect(whole.map(({ progress }) => progress)).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    for (const frame of whole) expect(frame.racers).toEqual(preview[0]?.racers);
    expect(whole.at(-1)?.maps?.momentum.shades.length).toBe(40 * 40);
  });
});

it('the map that is seen first is that of the method in question, whatever the seed', () => {
  expect(firstMapOf(presets.ravine)).toBe('momentum');
  expect(firstMapOf(presets.round)).toBe('momentum');
  expect(firstMapOf({ ...presets['equal-rate'], seed: 7 })).toBe('nesterov');
  expect(firstMapOf(presets['nesterov-limit'])).toBe('nesterov');
  expect(firstMapOf({ ...presets['nesterov-limit'], learningRate: 0.012 })).toBeUndefined(); // the one in sight stays
});

it('over the saddle momentum is away long before gradient descent; in the valley both arrive', async () => {
  const saddle = await remember(presets.saddle);
  expect(saddle.gdStepsToTolerance).toBeGreaterThan(3 * saddle.momentumStepsToTolerance);
  const valley = await remember(presets.valley);
  for (const name of names) expect(valley[`${name}StepsToTolerance`]).toBeGreaterThan(0);
  expect(valley.gdStepsToTolerance).toBeGreaterThan(5 * valley.nesterovStepsToTolerance);
});

it('on the slice everyone comes down from the start, and the picture is the same each time', async () => {
  const config = { ...presets.slice, steps: 60 };
  const frames = await framesOf(experiment, config);
  const last = frames.at(-1);
  expect(last?.contours.length).toBeGreaterThan(3);
  for (const { curve } of last?.racers ?? []) {
    expect(curve.value.at(-1)).toBeLessThan(0.9 * (curve.value[0] ?? Number.NaN));
  }
  const shares = frames.map(({ progress }) => progress);
  expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
  expect(shares.at(-1)).toBe(1);
  const again = (await framesOf(experiment, config)).at(-1);
  expect(again?.racers).toEqual(last?.racers);
});

// NumPy, seed 0: momentum 0.9 at 0.001 and SGD at 0.01 both reach a 20-step mean below 0.6 at step 210.
describe.each(seeds)('on the image net, seed %d', (seed) => {
  const small = { ...presets['images-equal-effective'], learningRate: 0.001, steps: 300, seed };

  it('momentum at a rate of 0.001 and SGD at 0.001/(1 − 0.9) go the same way', async () => {
    expect(settingsOf(small, 'gd').rate).toBeCloseTo(0.01, 12);
    const { gdStepsToLoss, momentumStepsToLoss, nesterovStepsToLoss } = await remember(small);
    const [, plain = Number.NaN] = gdStepsToLoss;
    const [, heavy = Number.NaN] = momentumStepsToLoss;
    const [, ahead = Number.NaN] = nesterovStepsToLoss;
    expect(plain).toBeGreaterThan(150);
    expect(Math.abs(heavy / plain - 1)).toBeLessThan(0.15);
    expect(Math.abs(ahead / plain - 1)).toBeLessThan(0.15);
  });
});

// NumPy: SGD at 0.001 takes 907–1029 steps to 0.7, momentum at 0.001 130–138. One seed: it is 1,200 steps of two nets.
it('at the same small rate SGD takes more than six times the steps of momentum', async () => {
  const config = { ...presets.images, learningRate: 0.001, seed: 1 };
  const [plain = Number.NaN] = (await remember({ ...config, method: 'gd', steps: 1200 })).gdStepsToLoss;
  const [heavy = Number.NaN] = (await remember({ ...config, method: 'momentum', steps: 200 }))
    .momentumStepsToLoss;
  expect(heavy).toBeGreaterThan(100);
  expect(heavy).toBeLessThan(180);
  expect(plain).toBeGreaterThan(6 * heavy);
});

it('gives back every tensor: finished, or stopped after any of the first frames', async () => {
  const data = nodeData();
  const config = { steps: 50 };
  await data.fashionMnist('train', 5000, new AbortController().signal);
  const { numTensors } = memory();
  for (const preset of [presets.images, presets.slice]) {
    for (const frames of [1, 2, 12, 999]) {
      await runExperiment(experiment, { ...preset, ...config }, { data, ...stopAfter(frames) });
      expect(memory().numTensors).toBe(numTensors);
    }
  }
});
