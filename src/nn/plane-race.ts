/** Several methods from one start on one surface, and the picture that holds their paths. */
import { type DescentMeasures, measureDescent, pathOf } from './descent-measures.ts';
import { levelLines, sampled, simplified } from './level-lines.ts';
import {
  asymptoticRate,
  type DescentSettings,
  type Method,
  moveOf,
  stabilityLimit,
} from './quadratic-descent.ts';
import type { Surface } from './surfaces.ts';

/** The most steps that are kept; more are counted. */
const MOST_STEPS = 20_000;
const LEAST_STEPS = 20;
/** Of these, one that diverges may ask for so many. */
const MOST_LOST_STEPS = 1000;
/** Half-width of the box in which a path is kept. */
const GONE = 60;
/** Half-widths of a picture around 0: the least in which the start can be anywhere and everyone who converges stays. */
const HALF_WIDTHS = [2.2, 3.3, 5, 6, 9, 12, 18] as const;
const ELLIPSES = 9;
const LEVELS = 9;
/** Of the picture's width, how far a drawn line may be from the one that was found. */
const LINE_TOLERANCE = 1 / 1500;
const GRID_POINTS = 51;

export interface Entrant extends DescentSettings {
  readonly method: Method;
}

export interface PlaneRacer extends Entrant, DescentMeasures {
  /** x, y, x, y … from the start; it ends where it left the picture. */
  readonly path: Float64Array;
  /** Of the quadratic, or of a small enough surrounding of a minimum. */
  readonly theoryRate: number;
  /** The learning rate up to which it converges there. */
  readonly limit: number;
}

export interface Window {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Lets everyone walk until the slowest has met the tolerance, or for 20,000 steps. */
export function racePlane(
  surface: Surface,
  entrants: readonly Entrant[],
  start: readonly [number, number],
): { readonly steps: number; readonly racers: readonly PlaneRacer[] } {
  const measured = entrants.map((entrant) => {
    const move = moveOf(entrant.method, entrant);
    return { entrant, move, measures: measureDescent(surface, move, start) };
  });
  const ends = measured.map(({ move, measures: { stepsToTolerance, diverged } }) => {
    if (diverged) return pathOf(surface.gradient, move, start, MOST_LOST_STEPS, GONE).length / 2 - 1;
    return stepsToTolerance < 0 ? MOST_STEPS : stepsToTolerance;
  });
  const steps = Math.min(MOST_STEPS, Math.max(LEAST_STEPS, ...ends));
  const [m, L] = surface.curvatures;
  const racers = measured.map(
    ({ entrant, move, measures }): PlaneRacer => ({
      ...entrant,
      ...measures,
      path: pathOf(surface.gradient, move, start, steps, GONE),
      theoryRate: asymptoticRate(entrant.method, entrant, m, L),
      limit: stabilityLimit(entrant.method, entrant.momentum, L),
    }),
  );
  return { steps, racers };
}

/** A square around 0. */
export function windowAround(start: readonly [number, number], racers: readonly PlaneRacer[]): Window {
  let reach = Math.max(...start.map(Math.abs));
  for (const { diverged, path } of racers) {
    if (diverged) continue;
    for (const coordinate of path) reach = Math.max(reach, Math.abs(coordinate));
  }
  const half = HALF_WIDTHS.find((one) => one >= 1.05 * reach) ?? HALF_WIDTHS[HALF_WIDTHS.length - 1] ?? 1;
  return { left: -half, right: half, bottom: -half, top: half };
}

/** Half-axes x, y of ellipses x² + κ y² = x₀², from the innermost to one around the corners of the window. */
export function ellipsesIn({ right }: Window, conditionNumber: number): number[] {
  const smallest = 0.18 * right;
  const ratio = (1.25 * Math.sqrt(1 + conditionNumber) * right) / smallest;
  return Array.from({ length: ELLIPSES }, (_, i) => {
    const x = smallest * ratio ** (i / (ELLIPSES - 1));
    return [visible(x), visible(x / Math.sqrt(conditionNumber))];
  }).flat();
}

/** Lines of equal height, closer together where the surface is low. */
export function contoursIn(window: Window, value: (x: number, y: number) => number): number[][] {
  const grid = { ...window, points: GRID_POINTS };
  return contoursOf(grid, sampled(grid, value));
}

/** The same of heights that are known already. */
export function contoursOf(grid: Window & { readonly points: number }, heights: Float64Array): number[][] {
  const low = heights.reduce((least, height) => Math.min(least, height), Number.POSITIVE_INFINITY);
  const high = heights.reduce((most, height) => Math.max(most, height), Number.NEGATIVE_INFINITY);
  return Array.from({ length: LEVELS }, (_, i) => low + (high - low) * ((i + 1.5) / (LEVELS + 1)) ** 3)
    .flatMap((level) => levelLines(grid, heights, level))
    .map((line) => simplified(line, (grid.right - grid.left) * LINE_TOLERANCE).map(visible));
}

/** Those points of a path that it still has. */
export function pointsAt(path: Float64Array, steps: readonly number[]): number[] {
  const last = path.length / 2 - 1;
  return steps
    .filter((step) => step <= last)
    .flatMap((step) => [path[2 * step] ?? Number.NaN, path[2 * step + 1] ?? Number.NaN]);
}

/** A coordinate rounded to what can be seen. */
export const visible = (value: number): number => Math.round(value * 1e3) / 1e3;
