/** Nets on the engine itself, in Chromium: every backend comes to the same numbers, and a long training stays small. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { BackendName } from '#src/lab/contract.ts';
import { everything } from '../extent.ts';
import { it, softwareWebgpuFlags, type Visit } from './browser.ts';
import type { LongTraining } from './engine-nets/long-training.ts';
import type { Measured, NetName } from './engine-nets/nets.ts';
import { ask, buildWorkshop, type Workshop } from './engine-nets-page.ts';

it.override('flags', { scope: 'file' }, softwareWebgpuFlags);

let workshop: Workshop | undefined;
beforeAll(async () => {
  workshop = await buildWorkshop();
});
afterAll(() => workshop?.dispose());

function openWorkshop(visit: Visit): Promise<Page> {
  if (!workshop) throw new Error('the workers have not been bundled');
  return workshop.open(visit);
}

/**
 * Rounding to float32 is 6·10⁻⁸ of a number. Backends add up in different orders, sums of up to some thousand products:
 * that makes some 10⁻⁷ on the way forward, and up to 10⁻⁵ on the way back, where batch norm takes differences of numbers
 * that are almost alike. Training hands each step's error to the next, which can enlarge it. A wrong term is far beyond.
 */
const tolerances = [
  ['outputs', 1e-5],
  ['gradients', 1e-4],
  ['losses', 1e-3],
  ['parameters', 1e-3],
  ['predictions', 1e-3],
] as const satisfies readonly [keyof Measured, number][];

/** What the gradient of a bias before batch norm is made of is rounding: it counts as a share of the others' largest. */
const LEAST_SHARE = 1e-2;

describe('on every backend as on the plain one: forward, backward, 20 steps of training', () => {
  const names = ['ResNet-8', 'MLP', 'MLP with batch norm'] as const satisfies readonly NetName[];
  it.for(everything ? names : names.slice(1))('%s', async (name, { visit }) => {
    const page = await openWorkshop(visit);
    const measured = async (backend: BackendName) => {
      const answer = await ask<NetName, Measured>(page, 'measure', backend, name);
      expect(answer).toMatchObject({ backend, notes: [], output: { tensorsLeft: 0 } });
      return answer.output;
    };
    const expected = await measured('cpu');
    const [losses = []] = expected.losses;
    expect(losses).toHaveLength(20);
    expect(losses.at(-1)).toBeLessThan((losses[0] ?? Number.NaN) / 2); // it learns
    for (const backend of ['wasm', 'webgl', 'webgpu'] as const) {
      const actual = await measured(backend);
      for (const [key, tolerance] of tolerances)
        expect(largestOf(actual[key], expected[key]), `${backend}: ${key}`).toBeLessThan(tolerance);
    }
  });

  it('what is not a finite number is never the same as anything', () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const one of odd) {
      for (const other of [0, 1, ...odd]) {
        expect(distance([1, one], [1, other])).toBe(Number.POSITIVE_INFINITY);
        expect(distance([1, other], [1, one])).toBe(Number.POSITIVE_INFINITY);
        expect(largestOf([[1], [other]], [[1], [one]])).toBe(Number.POSITIVE_INFINITY);
      }
    }
    expect(distance([1], [1, 1])).toBe(Number.POSITIVE_INFINITY);
    expect(distance([2, 4], [2, 5])).toBe(0.2);
  });
});

describe('a page that trains ResNet-110', () => {
  const STEPS = 60;
  const MOST = 600 * 2 ** 20;

  it('holds under 600 MB, and the same after each step', async ({ visit, browser }) => {
    const page = await openWorkshop(visit);
    const answer = await ask<number, LongTraining>(page, 'long-training', 'wasm', STEPS);
    expect(answer).toMatchObject({ backend: 'wasm', notes: [] });
    const { held, losses } = answer.output;
    expect(losses).toHaveLength(STEPS);
    expect(losses.every(Number.isFinite)).toBe(true);
    const [settled, ...later] = held.slice(4);
    if (!settled) throw new Error('no step was counted');
    for (const after of later) expect(after).toEqual(settled);
    expect(settled.wasmBytes).toBeGreaterThan(settled.tensorBytes);
    expect(settled.wasmBytes).toBeLessThan(MOST);
    if (process.platform !== 'linux') return; // which alone tells what a process has had
    const peak = await largestPeak(browser);
    expect(peak).toBeGreaterThan(settled.wasmBytes);
    expect(peak).toBeLessThan(MOST);
  });

  /** The most bytes of memory that a process with a page in it has had at a time. */
  async function largestPeak(browser: Browser): Promise<number> {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const peaks = processInfo
      .filter(({ type }) => type === 'renderer')
      .map(({ id }) => /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1])
      .map((kilobytes) => 1024 * Number(kilobytes));
    return Math.max(...peaks);
  }
});

/**
 * The largest |actual − expected|, as a share of the largest |expected|, or of `least` where that is larger. Infinite
 * where a number is missing, or is not a finite one.
 */
function distance(actual: readonly number[], expected: readonly number[], least = 0): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const differences = expected.map((value, i) => Math.abs((actual[i] ?? Number.NaN) - value));
  if (!differences.every(Number.isFinite)) return Number.POSITIVE_INFINITY; // ∞ − ∞ is NaN, and all with NaN is
  const most = largest(differences);
  return most === 0 ? 0 : most / Math.max(least, largest(expected));
}

/** The same for each of several arrays, of which the farthest counts. */
function largestOf(actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const least = LEAST_SHARE * largest(expected.flat());
  return largest(expected.map((values, i) => distance(actual[i] ?? [], values, least)));
}

/** The largest |value|; 0 of none. */
const largest = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
