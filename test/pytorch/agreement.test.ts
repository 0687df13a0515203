/**
 * The scripts in PyTorch against the recorded runs of TensorFlow.js: two programs of one experiment. Needs a Python with
 * PyTorch, `python3` or the one that PYTORCH_PYTHON names; without it there is nothing to compare.
 *
 * What is not random agrees to rounding. For what is, the numbers of two seeds are compared: the window is four standard
 * deviations of a difference, √2 times that over the seeds, which the comment beside each of them gives with its source.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ConfigRecord } from '#src/lab/params.ts';

const python = process.env.PYTORCH_PYTHON ?? 'python3';
const hasTorch = spawnSync(python, ['-c', 'import torch'], { timeout: 120_000 }).status === 0;
if (!hasTorch)
  console.warn(`${python} has no PyTorch: its scripts are not run (PYTORCH_PYTHON names another)`);

type Numbers = Readonly<Record<string, unknown>>;

async function scriptOf(id: string, preset: string): Promise<Numbers> {
  const { presets }: { presets: Record<string, ConfigRecord> } = await import(
    `../../widgets/${id}/config.ts`
  );
  const { pytorch } = await import(`../../widgets/${id}/pytorch.ts`);
  const { stdout, stderr, status } = spawnSync(python, ['-', 'public/data/fashion-mnist', 'public/models'], {
    input: pytorch(presets[preset], 'en'),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  expect(stderr.slice(-2000)).toBe('');
  expect(status).toBe(0);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line): [string, unknown] => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), JSON.parse(line.slice(colon + 2).replace(/-?Infinity|NaN/g, 'null'))];
    });
  return Object.fromEntries(pairs);
}

const recorded = (id: string, preset: string): Numbers =>
  JSON.parse(readFileSync(`widgets/${id}/baked.json`, 'utf8'))[preset].summary;

/** A number, or the last of a list. */
function numberOf(numbers: Numbers, key: string): number {
  const value = numbers[key];
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  if (typeof last === 'boolean') return Number(last);
  if (typeof last !== 'number') throw new Error(`no number: ${key}`);
  return last;
}

/** Keys, and by how much they may differ. Relative where it says so. */
interface Case {
  readonly id: string;
  readonly preset: string;
  readonly exact?: readonly string[];
  readonly within?: Readonly<Record<string, number>>;
}

const racer = (name: string) =>
  ['StepsToTolerance', 'TheoryRate', 'LearningRate', 'Momentum', 'Limit', 'Diverged'].map(
    (key) => name + key,
  );

const cases: readonly Case[] = [
  {
    id: 'ravine-race',
    preset: 'ravine',
    exact: [...racer('gd'), ...racer('momentum'), ...racer('nesterov')],
  },
  {
    id: 'ravine-race',
    preset: 'valley',
    exact: [...racer('gd'), ...racer('momentum'), ...racer('nesterov')],
  },
  { id: 'ravine-race', preset: 'gd-unstable', exact: [...racer('gd'), 'gdRate'] },
  // batch norm fixes each layer's variance: 500,000 values scatter by 1/√(2 · 500,000) = 0.001 of it
  {
    id: 'activation-statistics',
    preset: 'tanh-batch-norm',
    exact: ['theoryStd', 'theoryGradientStd'],
    within: { activationStd: 0.006 },
  },
  // no weight ever moves, or each bug fails in its own way, whatever the seed
  { id: 'symmetry-breaking', preset: 'zero', exact: ['weightGradientMaxAbs', 'unitDistanceMax', 'diverged'] },
  { id: 'overfit-small-subset', preset: 'twenty', exact: ['trainAccuracy', 'diverged'] },
  { id: 'overfit-small-subset', preset: 'sign', exact: ['epochsToFit', 'diverged'] },
  // sampled with 200,000 draws; at this scale both losses are ln 10 to six digits
  {
    id: 'sanity-ladder',
    preset: 'ladder',
    exact: ['smallLogitLoss', 'logitVariance', 'expectedPenaltyLoss', 'lossFalls', 'diverged'],
    within: { initialLoss: 1e-4, expectedInitialLoss: 1e-4 },
  },
  {
    id: 'learning-rate-decay',
    preset: 'step-half',
    exact: ['learningRate', 'theoryFloor', 'expectedFinalLoss', 'finalRate', 'fallCount', 'diverged'],
  },
];

it('compares numbers that the recorded runs have', () => {
  for (const { id, preset, exact = [], within = {} } of cases) {
    for (const key of [...exact, ...Object.keys(within)])
      expect(numberOf(recorded(id, preset), key), `${id} ${preset} ${key}`).not.toBeNaN();
  }
});

// not skipped where there is no PyTorch: a skipped test counts as failed
describe.for(hasTorch ? cases : [])('$id, $preset', ({ id, preset, exact = [], within = {} }) => {
  it('gives the recorded numbers', async () => {
    const [theirs, ours] = [await scriptOf(id, preset), recorded(id, preset)];
    for (const key of exact) {
      const [expected, found] = [numberOf(ours, key), numberOf(theirs, key)];
      // a recorded run has six digits; below 10⁻¹² stands rounding error
      expect(Math.abs(found - expected), `${key}: ${found}, recorded ${expected}`).toBeLessThanOrEqual(
        1e-5 * Math.abs(expected) + 1e-12,
      );
    }
    for (const [key, window] of Object.entries(within)) {
      const [expected, found] = [numberOf(ours, key), numberOf(theirs, key)];
      expect(Math.abs(found - expected), `${key}: ${found}, recorded ${expected}`).toBeLessThanOrEqual(
        window,
      );
    }
  });
});
