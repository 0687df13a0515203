/** Surfaces over the plane on which optimisers race: value, gradient, minima, and the curvatures at a minimum. */
import type { Gradient } from './quadratic-descent.ts';

export interface Surface {
  value(x: number, y: number): number;
  readonly gradient: Gradient;
  readonly minima: readonly (readonly [number, number])[];
  /** Smallest and largest eigenvalue of the Hessian at each of the minima. */
  readonly curvatures: readonly [number, number];
}

/** ½ (x² + κ y²): eigenvalues 1 and κ, minimum at 0. */
export function quadratic(conditionNumber: number): Surface {
  return {
    value: (x, y) => (x * x + conditionNumber * y * y) / 2,
    gradient: (x, y, out) => {
      out[0] = x;
      out[1] = conditionNumber * y;
    },
    minima: [[0, 0]],
    curvatures: [1, conditionNumber],
  };
}

const VALLEY_WALL = 10;
/** Of [[1 + 4c, −2c], [−2c, c]], the Hessian at the minimum: trace 1 + 5c, determinant c. */
const VALLEY_CURVATURES = eigenvaluesOf(1 + 5 * VALLEY_WALL, VALLEY_WALL);

/**
 * ½ (1 − x)² + ½ c (y − x²)² with c = 10: a narrow valley along a parabola, minimum at (1, 1), after Rosenbrock (1960,
 * doi:10.1093/comjnl/3.3.175), whose walls are ten times as steep.
 */
export const valley: Surface = {
  value: (x, y) => ((1 - x) ** 2 + VALLEY_WALL * (y - x * x) ** 2) / 2,
  gradient: (x, y, out) => {
    const wall = VALLEY_WALL * (y - x * x);
    out[0] = x - 1 - 2 * x * wall;
    out[1] = wall;
  },
  minima: [[1, 1]],
  curvatures: VALLEY_CURVATURES,
};

const SADDLE_WALL = 20;

/** ¼ (x² − 1)² + ½ c y² with c = 20: a saddle at 0 between two minima at (±1, 0), where the curvatures are 2 and c. */
export const saddle: Surface = {
  value: (x, y) => (x * x - 1) ** 2 / 4 + (SADDLE_WALL * y * y) / 2,
  gradient: (x, y, out) => {
    out[0] = x * (x * x - 1);
    out[1] = SADDLE_WALL * y;
  },
  minima: [
    [1, 0],
    [-1, 0],
  ],
  curvatures: [2, SADDLE_WALL],
};

/** Of a symmetric 2×2 matrix, from its trace and determinant: the smaller one, then the larger. */
function eigenvaluesOf(trace: number, determinant: number): readonly [number, number] {
  const large = (trace + Math.sqrt(trace * trace - 4 * determinant)) / 2;
  return [determinant / large, large]; // not the difference of two numbers that are nearly equal
}
