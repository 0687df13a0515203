/**
 * Two weights, a data loss ½ (w − m)ᵀA(w − m) and a penalty: the picture in which a diamond has corners and a disc has
 * none. The solution comes from the same gradient descent as that of the large problem.
 *
 *     the smallest data loss + Ω is also the smallest data loss within the ball of the weights that cost no more than it
 *
 * so that the contour of the data loss through the solution touches the ball there (Hastie, Tibshirani & Friedman 2009,
 * figure 3.11).
 */
import { descendFor, makeRule, norm, type PenaltyRule, type Quadratic } from './linear-regression.ts';

/** m, where the data loss alone is smallest. */
export const MINIMUM = [3.2, 1.2] as const;
/** A: curvatures, and how the contours are tilted. */
const A11 = 0.12;
const A12 = 0.04;
const A22 = 0.06;
/** Steps × learning rate. A's curvatures are 0.04 and 0.14: e^(−400 · 0.04), a ten-millionth of the way, is left. */
const DESCENT_TIME = 400;
const OUTLINE_POINTS = 72;
/** Data losses of the contours that don't pass through the solution. */
const CONTOURS = [0.02, 0.08, 0.18, 0.32, 0.5, 0.72];
/** A contour whose radius differs less than this from that of the solution's is left out: two lines would run as one. */
const APART = 0.04;

/** Points are flat lists: x, y, x, y, … */
export type Geometry = {
  /** Where the data loss alone is smallest. */
  readonly minimum: readonly number[];
  readonly solution: readonly number[];
  /** Where the solution goes as the strength grows, or as the largest norm shrinks. */
  readonly path: readonly number[];
  /** The weights that cost as much as the solution; empty where there is no penalty. */
  readonly ball: readonly number[];
  /** Lines of equal data loss. */
  readonly contours: readonly (readonly number[])[];
  /** The one through the solution. */
  readonly touching: readonly number[];
};

/** The data loss. */
export const twoWeights: Quadratic = {
  dimension: 2,
  hessian: Float64Array.of(A11, A12, A12, A22),
  linear: Float64Array.of(A11 * MINIMUM[0] + A12 * MINIMUM[1], A12 * MINIMUM[0] + A22 * MINIMUM[1]),
  constant: (A11 * MINIMUM[0] ** 2 + 2 * A12 * MINIMUM[0] * MINIMUM[1] + A22 * MINIMUM[1] ** 2) / 2,
};

/** Where descent from (1, −0.5) ends. */
export function twoWeightSolution(penalty: PenaltyRule, strength: number, rate: number): Float64Array {
  const steps = Math.ceil(DESCENT_TIME / rate);
  return descendFor(steps, twoWeights, makeRule(penalty, strength), Float64Array.of(1, -0.5), rate);
}

/** @param strengths those of the path */
export function penaltyGeometry(
  penalty: PenaltyRule,
  strength: number,
  rate: number,
  strengths: readonly number[],
): Geometry {
  const solution = twoWeightSolution(penalty, strength, rate);
  const reached = dataLoss(solution);
  const path =
    penalty === 'none' ? [] : strengths.flatMap((one) => [...twoWeightSolution(penalty, one, rate)]);
  return {
    minimum: MINIMUM,
    solution: [...solution],
    path,
    ball: ballThrough(penalty, solution, strength),
    contours: CONTOURS.filter((level) => Math.abs(radiusOf(level) - radiusOf(reached)) >= APART).map(contour),
    touching: contour(reached),
  };
}

function dataLoss(w: Float64Array): number {
  const [x, y] = [(w[0] ?? Number.NaN) - MINIMUM[0], (w[1] ?? Number.NaN) - MINIMUM[1]];
  return (A11 * x * x + 2 * A12 * x * y + A22 * y * y) / 2;
}

const radiusOf = (level: number) => Math.sqrt(2 * level);

/** ½ dᵀAd = level: with A = LLᵀ the points d = √(2 level) L⁻ᵀ (cos t, sin t). */
function contour(level: number): number[] {
  const radius = radiusOf(level);
  if (!(radius > 1e-6)) return [];
  const l11 = Math.sqrt(A11);
  const l21 = A12 / l11;
  const l22 = Math.sqrt(A22 - l21 * l21);
  return aroundTheCircle((cos, sin) => {
    const y = sin / l22;
    return [MINIMUM[0] + (radius * (cos - l21 * y)) / l11, MINIMUM[1] + radius * y];
  });
}

/** In the direction (cos, sin), the distance r at which Ω is what it is at the solution. */
function ballThrough(penalty: PenaltyRule, w: Float64Array, strength: number): number[] {
  const sum = Math.abs(w[0] ?? Number.NaN) + Math.abs(w[1] ?? Number.NaN);
  const length = norm(w);
  const cost = sum + (length * length) / 2;
  const distances = {
    none: undefined,
    'l1-subgradient': (abs: number) => sum / abs,
    'l1-proximal': (abs: number) => sum / abs,
    l2: () => length,
    elastic: (abs: number) => -abs + Math.sqrt(abs * abs + 2 * cost), // r abs + ½ r² = cost
    'max-norm': () => strength,
  } satisfies Record<PenaltyRule, ((absoluteSum: number) => number) | undefined>;
  const distance = distances[penalty];
  if (!distance) return [];
  return aroundTheCircle((cos, sin) => {
    const r = distance(Math.abs(cos) + Math.abs(sin));
    return [r * cos, r * sin];
  });
}

/** A multiple of four points, so that corners on the axes are among them. */
function aroundTheCircle(point: (cos: number, sin: number) => readonly [number, number]): number[] {
  return Array.from({ length: OUTLINE_POINTS }, (_, i) => {
    const angle = (2 * Math.PI * i) / OUTLINE_POINTS;
    return point(Math.cos(angle), Math.sin(angle));
  }).flat();
}
