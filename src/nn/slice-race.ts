/**
 * A race on a slice through the loss of the image net: the plane through its weights after a short training, along the
 * way that training went and across it in the steepest direction. −2 on the first axis is where training began.
 */
import { mul, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Rng } from '#src/random.ts';
import { type Grid, xOf, yOf } from './level-lines.ts';
import { dot, type LossSlice, sliceOf, steepestAcross } from './loss-slice.ts';
import { NetRacer } from './net-race.ts';
import { contoursOf, type Entrant } from './plane-race.ts';
import { type Gradient, moveOf, walkerAt } from './quadratic-descent.ts';
import { race } from './race.ts';
import { type DeviceData, firstRows } from './train.ts';

/** The training whose end is the plane's origin. */
const TRAINING = { method: 'nesterov', rate: 0.02, momentum: 0.9, steps: 100, batchSize: 100 } as const;
/** Images that the loss is taken on. */
const SLICE_IMAGES = 200;
const GRID: Grid = { left: -2.2, right: 2.2, bottom: -2.2, top: 2.2, points: 31 };
/** The plane's unit, of the way that training went. */
const UNIT = 0.5;
const ROWS_PER_FRAME = 6;
const STEPS_PER_FRAME = 30;
/** Of the work. */
const SHARES = { training: 0.2, grid: 0.3, race: 0.5 } as const;

export const SLICE_WINDOW = { left: GRID.left, right: GRID.right, bottom: GRID.bottom, top: GRID.top };

export interface SliceWalker {
  readonly entrant: Entrant;
  /** x, y, x, y … */
  readonly path: readonly number[];
  /** Before the first step and after each. */
  readonly losses: readonly number[];
}

export interface SliceProgress {
  readonly progress: number;
  /** Empty until the surface is known. */
  readonly contours: readonly (readonly number[])[];
  readonly walkers: readonly SliceWalker[];
}

export interface SliceRaceOptions {
  readonly entrants: readonly Entrant[];
  readonly start: readonly [number, number];
  readonly steps: number;
  readonly data: DeviceData;
  /** Of the data's rows. */
  readonly labels: Uint8Array;
  readonly rng: Rng;
}

/** Trains, looks at the plane, and lets everyone walk on it. */
export async function* raceOnSlice(options: SliceRaceOptions): AsyncGenerator<SliceProgress, void> {
  const { entrants, start, steps, data, labels, rng } = options;
  const net = new NetRacer({ ...TRAINING, data, rng });
  const subset = firstRows(data, SLICE_IMAGES);
  const held: Tensor[] = [];
  try {
    const first = net.model.parameters.map((parameter) => parameter.clone());
    held.push(...first);
    for await (const share of race([net], TRAINING.steps)) {
      yield { progress: share * SHARES.training, contours: [], walkers: [] };
    }
    const trained = net.model.parameters;
    const along = tidy(() =>
      trained.map((parameter, i) => mul<Tensor>(sub<Tensor>(parameter, first[i] ?? parameter), UNIT)),
    );
    held.push(...along);
    const across = steepestAcross(net.model, subset, along);
    held.push(...across);
    const lengthSquared = tidy(() => dot(along, along));
    held.push(lengthSquared);
    const [unit = Number.NaN] = await lengthSquared.data();
    const slice = await sliceOf(subset, trained, along, across, labels);

    const heights = new Float64Array(GRID.points ** 2);
    for (let row = 0; row < GRID.points; row++) {
      for (let column = 0; column < GRID.points; column++)
        heights[row * GRID.points + column] = slice.value(xOf(GRID, column), yOf(GRID, row));
      const done = SHARES.training + (SHARES.grid * (row + 1)) / GRID.points;
      if (row % ROWS_PER_FRAME === 0) yield { progress: done, contours: [], walkers: [] };
    }
    const contours = contoursOf(GRID, heights);
    const runners = entrants.map((entrant) => runnerOf(entrant, slice, unit, start));
    for (let step = 1; step <= steps; step++) {
      for (const runner of runners) runner.step();
      if (step % STEPS_PER_FRAME !== 0 && step !== steps) continue;
      const progress = 1 - SHARES.race + (SHARES.race * step) / steps;
      yield { progress, contours, walkers: runners.map(({ walker }) => walker) };
    }
  } finally {
    for (const tensor of held) tensor.dispose();
    await net.dispose();
    subset.dispose();
  }
}

/** @param unit squared length of the plane's unit in weights: a gradient in weights is that in the plane's units over it */
function runnerOf(entrant: Entrant, slice: LossSlice, unit: number, start: readonly [number, number]) {
  const gradient: Gradient = (x, y, out) => {
    slice.gradient(x, y, out);
    out[0] = (out[0] ?? Number.NaN) / unit;
    out[1] = (out[1] ?? Number.NaN) / unit;
  };
  const move = moveOf(entrant.method, entrant);
  const place = walkerAt(...start);
  const path: number[] = [...start];
  const losses = [slice.value(...start)];
  return {
    walker: { entrant, path, losses } satisfies SliceWalker,
    step() {
      move(place, gradient);
      path.push(place.x, place.y);
      losses.push(slice.value(place.x, place.y));
    },
  };
}
