/** How far a descent comes: steps to a tolerance, the rate in the long run, and the path that it takes. */
import { mean } from '#src/averages.ts';
import { type Gradient, type Move, walkerAt } from './quadratic-descent.ts';
import type { Surface } from './surfaces.ts';

/** Of the distance at the start. */
const TOLERANCE = 1e-6;
/** Beyond so many times the distance at the start a descent has diverged: no transient comes near it. */
const DIVERGED = 1e9;
/** Where measuring ends, as a share of the distance at the start: long after the tolerance, and far from underflow. */
const MEASURED_RANGE = 1e-140;
/** Around a minimum that isn't 0, rounding leaves 10⁻¹⁶ of the coordinates. */
const ROUNDED_RANGE = 1e-12;
/** Or after so many times the steps to the tolerance, and no sooner than that many times these. */
const LONG_RUN = 3;
const SETTLED_STEPS = 3000;
const MAX_STEPS = 200_000;
const MAX_SAMPLES = 512;

export interface DescentMeasures {
  /** Steps until the distance to the nearest minimum is below 10⁻⁶ of what it was; −1: never within 200,000. */
  readonly stepsToTolerance: number;
  /** By what a step multiplies the distance in the long run: the slope of ln ‖x‖ by least squares over the later half. */
  readonly measuredRate: number;
  readonly diverged: boolean;
}

/** Walks until the distance is far below the tolerance, or out of sight. */
export function measureDescent(
  surface: Surface,
  move: Move,
  start: readonly [number, number],
): DescentMeasures {
  const { gradient } = surface;
  const walker = walkerAt(...start);
  const distance = squaredDistance(surface);
  const first = distance(walker.x, walker.y);
  const atOrigin = surface.minima.every(([x, y]) => x === 0 && y === 0);
  const end = first * (atOrigin ? MEASURED_RANGE : ROUNDED_RANGE) ** 2;
  const beyond = first / MEASURED_RANGE ** 2;
  const samples = new Samples();
  let stepsToTolerance = -1;
  let farthest = first;
  let now = first;
  let isThere = false;
  for (let step = 1; step <= MAX_STEPS; step++) {
    move(walker, gradient);
    now = distance(walker.x, walker.y);
    if (now > farthest) farthest = now;
    if (now === 0) {
      // exactly there, and there to stay if the next step leaves it there: a velocity may carry it through
      if (isThere)
        return {
          stepsToTolerance: stepsToTolerance < 0 ? step - 1 : stepsToTolerance,
          measuredRate: samples.count > 1 ? samples.slope() : 0,
          diverged: false,
        };
      isThere = true;
      continue;
    }
    isThere = false;
    if (stepsToTolerance < 0 && now < first * TOLERANCE * TOLERANCE) stepsToTolerance = step;
    samples.add(step, now);
    if (now < end || !(now < beyond)) break;
    if (stepsToTolerance > 0 && step >= LONG_RUN * Math.max(stepsToTolerance, SETTLED_STEPS)) break;
  }
  return {
    stepsToTolerance,
    measuredRate: samples.slope(),
    diverged: !(farthest < first * DIVERGED * DIVERGED),
  };
}

/** x, y, x, y … from the start on; it ends early, with that step, where it leaves a box around 0 of this half-width. */
export function pathOf(
  gradient: Gradient,
  move: Move,
  start: readonly [number, number],
  steps: number,
  edge: number,
): Float64Array {
  const path = new Float64Array(2 * (steps + 1));
  const walker = walkerAt(...start);
  path.set(start);
  for (let step = 1; step <= steps; step++) {
    move(walker, gradient);
    path[2 * step] = walker.x;
    path[2 * step + 1] = walker.y;
    if (!(Math.abs(walker.x) < edge && Math.abs(walker.y) < edge)) return path.subarray(0, 2 * step + 2);
  }
  return path;
}

/** To the nearest minimum, squared. */
export function squaredDistance({ minima }: Surface): (x: number, y: number) => number {
  const [only, ...others] = minima;
  if (!only) return () => Number.NaN;
  const [a, b] = only;
  if (others.length === 0) return (x, y) => (x - a) * (x - a) + (y - b) * (y - b);
  return (x, y) => Math.min(...minima.map(([p, q]) => (x - p) ** 2 + (y - q) ** 2));
}

/** Values at steps ever farther apart, so that however long it takes there are a few hundred of them. */
class Samples {
  #steps: number[] = [];
  #logs: number[] = [];
  #stride = 1;
  #last = 0;

  get count(): number {
    return this.#steps.length;
  }

  add(step: number, squared: number): void {
    this.#last = step;
    if (step % this.#stride !== 0 || !Number.isFinite(squared)) return;
    this.#steps.push(step);
    this.#logs.push(Math.log(squared) / 2);
    if (this.#steps.length < MAX_SAMPLES) return;
    const even = (_: number, i: number) => i % 2 === 1;
    this.#steps = this.#steps.filter(even);
    this.#logs = this.#logs.filter(even);
    this.#stride *= 2;
  }

  /** e^slope of the later half, by least squares. */
  slope(): number {
    const from = this.#steps.findIndex((step) => step >= this.#last / 2);
    const steps = this.#steps.slice(from);
    const logs = this.#logs.slice(from);
    const [middle, level] = [mean(steps), mean(logs)];
    let above = 0;
    let below = 0;
    for (const [i, step] of steps.entries()) {
      above += (step - middle) * ((logs[i] ?? Number.NaN) - level);
      below += (step - middle) ** 2;
    }
    return Math.exp(above / below);
  }
}

const DENSE_STEPS = 80;
const GROUPS = 40;

/**
 * The steps of a path worth keeping: all of the first, then ever rarer groups of three, so that a zigzag stays one and
 * the step before and after can be seen.
 */
export function keptSteps(steps: number): number[] {
  const dense = Math.min(steps, DENSE_STEPS + 3 * GROUPS);
  if (dense === steps) return Array.from({ length: steps + 1 }, (_, step) => step);
  const kept = new Set(Array.from({ length: DENSE_STEPS + 1 }, (_, step) => step));
  const growth = steps / DENSE_STEPS;
  for (let group = 1; group <= GROUPS; group++) {
    const middle = Math.round(DENSE_STEPS * growth ** (group / GROUPS));
    for (const step of [middle - 1, middle, middle + 1]) if (step <= steps) kept.add(step);
  }
  return [...kept].sort((a, b) => a - b);
}

/** At most so many of the steps 0 … `end`, evenly, both ends among them. */
export function evenSteps(end: number, most: number): number[] {
  const stride = Math.max(1, end / (most - 1));
  const steps = Array.from({ length: Math.floor(end / stride + 1e-9) + 1 }, (_, i) => Math.round(i * stride));
  return steps.at(-1) === end ? steps : [...steps, end];
}
