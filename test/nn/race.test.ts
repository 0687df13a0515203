import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Mlp } from '#src/nn/mlp.ts';
import { type Racer, race, TrainingRacer } from '#src/nn/race.ts';
import { train, uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { startBackend } from '../backends.ts';
import { CLASSES, points, spec } from './small-problem.ts';

/** Goes on by the strides it is given, then by 10, and writes down where each turn has left it. */
function runner(name: string, steps: number, log: string[], ...strides: number[]): Racer {
  return {
    step: 0,
    ended: false,
    async advance() {
      const step = Math.min(steps, this.step + (strides.shift() ?? 10));
      Object.assign(this, { step, ended: step === steps });
      log.push(`${name}${step}`);
    },
  };
}

it('lets those that are behind catch up, and tells the share that is done', async () => {
  const log: string[] = [];
  const racers = [runner('a', 30, log), runner('b', 30, log, 1, 9)]; // b was held at its first step
  const shares: number[] = [];
  for await (const share of race(racers, 30)) shares.push(share);
  expect(log).toEqual(['a10', 'b1', 'b10', 'a20', 'b20', 'a30', 'b30']);
  expect(shares.map((share) => Math.round(60 * share))).toEqual([11, 20, 40, 60]);
});

it('counts the work of one that has diverged as done, and ends with the last', async () => {
  const log: string[] = [];
  const diverged: Racer = {
    step: 0,
    ended: false,
    async advance() {
      Object.assign(this, { step: 3, ended: true });
    },
  };
  const shares: number[] = [];
  for await (const share of race([diverged, runner('b', 20, log)], 20)) shares.push(share);
  expect(log).toEqual(['b10', 'b20']);
  expect(shares).toEqual([30 / 40, 1]);
  for await (const _ of race([], 20)) expect.unreachable();
});

describe('a net in training', () => {
  beforeAll(() => startBackend('wasm'));

  const STEPS = 12;
  const options = (learningRate: number) => ({
    model: new Mlp(spec({ activation: 'relu' }), createRng(1)),
    data: uploadData(points(), CLASSES),
    steps: STEPS,
    batchSize: 10,
    learningRate,
    readEvery: 5,
    rng: createRng(2),
  });

  it('has the losses that `train` yields, ends with the last step, and goes no further', async () => {
    const before = memory().numTensors;
    const plain = options(0.1);
    const expected: number[] = [];
    for await (const { losses } of train(plain)) expected.push(...losses);
    const raced = options(0.1);
    const racer = new TrainingRacer(raced);
    const steps: number[] = [];
    for await (const _ of race([racer], STEPS)) steps.push(racer.step);
    expect(steps).toEqual([5, 10, 12]);
    expect(racer.losses).toEqual(expected);
    expect([racer.ended, racer.diverged]).toEqual([true, false]);
    await expect(racer.advance()).rejects.toThrow('trained on after the end');
    await racer.dispose(); // and its net with it
    for (const one of [plain.model, plain.data, raced.data]) one.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it('ends where it has diverged', async () => {
    const raced = options(1e30);
    const racer = new TrainingRacer(raced);
    for await (const _ of race([racer], STEPS));
    expect([racer.ended, racer.diverged]).toEqual([true, true]);
    expect(racer.step).toBeLessThan(STEPS);
    expect(racer.losses).toHaveLength(racer.step);
    expect(racer.losses.at(-1)).toBeNaN();
    await racer.dispose();
    raced.data.dispose();
  });
});
