/**
 * Gradient descent, momentum and Nesterov momentum in the plane, and what theory knows of them on a quadratic
 *
 *     f(x) = ½ Σ λᵢ xᵢ²,   eigenvalues from m to L,   condition number κ = L/m.
 *
 * | | step, as CS231n writes it |
 * | --- | --- |
 * | gradient descent | x ← x − a ∇f(x) |
 * | momentum (heavy ball; Polyak 1964) | v ← μ v − a ∇f(x), x ← x + v |
 * | Nesterov | v ← μ v − a ∇f(x + μ v), x ← x + v |
 *
 * On a quadratic each eigenvector goes its own way: two numbers (x, v) that a matrix multiplies at each step. The larger
 * size of its eigenvalues, the spectral radius, is the rate at which that part of the distance shrinks in the long run.
 */

export const methods = ['gd', 'momentum', 'nesterov'] as const;
export type Method = (typeof methods)[number];

export interface DescentSettings {
  /** a > 0 */
  readonly rate: number;
  /** μ in [0, 1); gradient descent has none, whatever stands here. */
  readonly momentum: number;
}

/** Where someone is, and the velocity that the last step had. */
export interface Walker {
  x: number;
  y: number;
  vx: number;
  vy: number;
}

/** Writes ∇f(x, y) into the first two places of `out`. */
export type Gradient = (x: number, y: number, out: Float64Array) => void;

/** Takes one step, in place. */
export type Move = (walker: Walker, gradient: Gradient) => void;

/** The methods by what of the velocity they keep, and how far ahead of x they ask for the gradient. */
const moves: Readonly<Record<Method, (settings: DescentSettings) => Move>> = {
  gd: ({ rate }) => move(rate, 0, 0),
  momentum: ({ rate, momentum }) => move(rate, momentum, 0),
  nesterov: ({ rate, momentum }) => move(rate, momentum, momentum),
};

export const moveOf = (method: Method, settings: DescentSettings): Move => moves[method](settings);

function move(rate: number, keep: number, ahead: number): Move {
  const g = new Float64Array(2);
  return (walker, gradient) => {
    gradient(walker.x + ahead * walker.vx, walker.y + ahead * walker.vy, g);
    walker.vx = keep * walker.vx - rate * (g[0] ?? Number.NaN);
    walker.vy = keep * walker.vy - rate * (g[1] ?? Number.NaN);
    walker.x += walker.vx;
    walker.y += walker.vy;
  };
}

/** At rest. */
export const walkerAt = (x: number, y: number): Walker => ({ x, y, vx: 0, vy: 0 });

/**
 * What one eigenvalue λ of the quadratic makes of a step: r² − b r + c = 0 has the two rates r. With d = 1 − aλ
 *
 * | | b | c |
 * | --- | --- | --- |
 * | gradient descent | d | 0 |
 * | momentum | d + μ | μ |
 * | Nesterov | (1 + μ) d | μ d |
 */
const characteristic: Readonly<Record<Method, (d: number, momentum: number) => readonly [number, number]>> = {
  gd: (d) => [d, 0],
  momentum: (d, momentum) => [d + momentum, momentum],
  nesterov: (d, momentum) => [(1 + momentum) * d, momentum * d],
};

/** Spectral radius of the step along an eigenvector with the eigenvalue λ: below 1 it converges, above 1 it diverges. */
function modeRate(method: Method, { rate, momentum }: DescentSettings, eigenvalue: number): number {
  const [b, c] = characteristic[method](1 - rate * eigenvalue, momentum);
  const discriminant = b * b - 4 * c;
  return discriminant < 0 ? Math.sqrt(c) : (Math.abs(b) + Math.sqrt(discriminant)) / 2;
}

/** The rate of the slowest of the eigenvalues m and L: ‖x‖ shrinks like rateᵏ in the long run. */
export function asymptoticRate(method: Method, settings: DescentSettings, m: number, L: number): number {
  return Math.max(modeRate(method, settings, m), modeRate(method, settings, L));
}

/** The learning rate above which the eigenvalue L diverges: 2/L; 2 (1 + μ)/L; 2 (1 + μ)/((1 + 2μ) L). */
export function stabilityLimit(method: Method, momentum: number, L: number): number {
  const limits = {
    gd: 2,
    momentum: 2 * (1 + momentum),
    nesterov: (2 * (1 + momentum)) / (1 + 2 * momentum),
  } satisfies Record<Method, number>;
  return limits[method] / L;
}

/**
 * Each method at its own optimum for eigenvalues from m to L:
 * gradient descent 2/(m + L), rate (κ − 1)/(κ + 1); momentum (2/(√m + √L))², ((√κ − 1)/(√κ + 1))², rate
 * (√κ − 1)/(√κ + 1) (Polyak 1964); Nesterov 1/L, (√κ − 1)/(√κ + 1), rate 1 − 1/√κ, the choice with a guarantee for every
 * strongly convex function and not the fastest on quadratics.
 */
const tunings: Readonly<Record<Method, (m: number, L: number) => DescentSettings>> = {
  gd: (m, L) => ({ rate: 2 / (m + L), momentum: 0 }),
  momentum: (m, L) => ({
    rate: (2 / (Math.sqrt(m) + Math.sqrt(L))) ** 2,
    momentum: rootRatio(m, L) ** 2,
  }),
  nesterov: (m, L) => ({ rate: 1 / L, momentum: rootRatio(m, L) }),
};

/** (√κ − 1)/(√κ + 1) */
const rootRatio = (m: number, L: number) => (Math.sqrt(L) - Math.sqrt(m)) / (Math.sqrt(L) + Math.sqrt(m));

export const optimalSettings = (method: Method, m: number, L: number): DescentSettings =>
  tunings[method](m, L);

/**
 * Nesterov's optimum on quadratics alone: 4/(3L + m), (√(3κ + 1) − 2)/(√(3κ + 1) + 2), rate 1 − 2/√(3κ + 1)
 * (Lessard, Recht & Packard 2016, arXiv:1408.3595, proposition 1).
 */
export function nesterovForQuadratics(m: number, L: number): DescentSettings {
  const root = Math.sqrt((3 * L) / m + 1);
  return { rate: 4 / (3 * L + m), momentum: (root - 2) / (root + 2) };
}
