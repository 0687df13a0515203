/**
 * Mean-field theory of nets of residual blocks at initialisation: what the sizes of signals and gradients tend to as dense
 * layers grow wide, for He's weights. Block l takes h_{l−1} to h_l, and h₀ = ReLU(z₀) is the stem's output.
 *
 * With a shortcut, h_l = max(0, h_{l−1} + F_l), where F_l is Gaussian and independent of h_{l−1}, because the branch ends with
 * fresh weights: each unit makes a random walk that is held at 0, the walk of a queue (Lindley 1952).
 *
 *     without batch norm   E F² = 2 E h²: the walk's steps grow with it, and E h² by a factor that soon is constant
 *     with batch norm      E F² = 1: the steps stay as they are, and E h² grows as the number of blocks
 *
 * Going back, with g_l = ∂L/∂h_l: the mean square of a unit's gradient is that of its own path past the branch, cut off where
 * its h is 0, and what all units send back through the branch, `gain` times the mean square after the ReLU:
 *
 *     E[g_l² | h_l] = E[g_{l+1}² 1(h_{l+1} > 0) | h_l] + gain · E[g_{l+1}² 1(h_{l+1} > 0)]
 *
 * The gain is 2 without batch norm, as for F; with it, 1/(Var h · (1 − 1/π)): both norms divide by their variance.
 *
 * Where theory ends: without batch norm and biases a net is homogeneous in h, so that h · g, summed over the units, is the
 * same at every block (Euler). Past shortcuts theory has |h| grow by 1.549 a block and |g|, going back, by 1.430 only: the two
 * vectors, nearly at right angles at the head of a wide net, turn towards one another by 1.083 a block, and once they
 * are parallel the gradient grows as the signal does. 27 blocks of width 64 get there: their gradients grow by 1.49.
 */

/** Var ReLU(z) · 2 for a standard normal z: the variance of the pre-activation after it, with He's weights. */
const RECTIFIED = 1 - 1 / Math.PI;

export interface ResidualTheory {
  /** Standard deviation of h₀ … h_blocks. */
  readonly activationStd: readonly number[];
  /** Standard deviation of ∂L/∂h₀ … ∂L/∂h_blocks, as multiples of the last. */
  readonly gradientStd: readonly number[];
}

export interface TheoryOptions {
  readonly residual: boolean;
  readonly batchNorm: boolean;
  /** Every branch is 0 at first. */
  readonly zeroInitialized: boolean;
  readonly blocks: number;
  /** E x² of each example, averaged over them; and √(E x²) averaged over them. They differ where examples do. */
  readonly input: { readonly meanSquare: number; readonly meanRoot: number };
}

export function residualTheory(options: TheoryOptions): ResidualTheory {
  const { residual, batchNorm, zeroInitialized, blocks, input } = options;
  const constant = (value: number) => new Array<number>(blocks + 1).fill(value);
  /** An example's signal grows with the example, so that scales are averaged, and only then subtracted. */
  const spread = (square: number, mean: number) =>
    Math.sqrt(square * input.meanSquare - (mean * input.meanRoot) ** 2);
  const rectified = Math.sqrt(batchNorm ? RECTIFIED / 2 : spread(1, 1 / Math.sqrt(Math.PI)) ** 2);
  if (!residual) {
    // each layer sends E g²/2 · 2 back, and with batch norm divides by the pre-activation's variance
    const back = batchNorm ? 1 / RECTIFIED : 1;
    return {
      activationStd: constant(rectified),
      gradientStd: constant(1).map((_, block) => back ** (blocks - block)),
    };
  }
  if (zeroInitialized)
    return {
      activationStd: constant(rectified),
      // the last ReLU lets through what belongs to the positive half, and the ones before it all of that
      gradientStd: constant(Math.SQRT1_2).with(blocks, 1),
    };
  if (batchNorm) {
    const { mean, square } = standardWalk(blocks);
    const variance = square.map((value, i) => value - (mean[i] ?? 0) ** 2);
    const gains = variance.map((value) => 1 / (value * RECTIFIED));
    return { activationStd: variance.map(Math.sqrt), gradientStd: standardWalkGradient(gains) };
  }
  const { mean, square, gradientStd } = growingWalk(blocks);
  return { activationStd: square.map((value, i) => spread(value, mean[i] ?? 0)), gradientStd };
}

/** Shares of the channels that began with the stem, with the second stage and with the third, in each of the stages. */
const STAGE_SHARES = [
  [1, 0, 0],
  [1 / 2, 1 / 2, 0],
  [1 / 4, 1 / 4, 1 / 2],
] as const;

/**
 * Standard deviation of h₀ … of He et al.'s net with batch norm, whose three stages double the channels: with shortcuts of
 * option A the new half starts its walk there. Of many channels and images without borders; the gradient, which is spread over
 * more pixels at each stage, has no theory here.
 */
export function stagedTheory(blocksPerStage: number, residual: boolean): ResidualTheory {
  const blocks = STAGE_SHARES.length * blocksPerStage;
  const { mean, square } = standardWalk(blocks);
  const stdAt = (block: number) => {
    const stage = Math.max(0, Math.ceil(block / blocksPerStage) - 1); // the stem belongs to the first
    let [first, second] = [0, 0];
    for (const [born, share] of (STAGE_SHARES[stage] ?? []).entries()) {
      const steps = residual ? block - (born > 0 ? born * blocksPerStage + 1 : 0) : 0;
      first += share * (mean[steps] ?? 0);
      second += share * (square[steps] ?? 0);
    }
    return Math.sqrt(second - first ** 2);
  };
  return { activationStd: Array.from({ length: blocks + 1 }, (_, block) => stdAt(block)), gradientStd: [] };
}

/**
 * The walk with standard normal steps: by Spitzer's identity (1956) the largest of its first n sums and 0 has
 *     E M = Σ_{k ≤ n} 1/√(2πk),   E M² = n/2 + Σ_{i + j ≤ n} 1/(2π√(ij)),
 * and h_l is distributed as that of n = l + 1.
 */
export function standardWalk(blocks: number): { mean: number[]; square: number[] } {
  const mean: number[] = [];
  const square: number[] = [];
  let [sum, pairs] = [0, 0];
  for (let n = 1; n <= blocks + 1; n++) {
    sum += 1 / Math.sqrt(2 * Math.PI * n);
    for (let i = 1; i < n; i++) pairs += 1 / (2 * Math.PI * Math.sqrt(i * (n - i)));
    mean.push(sum);
    square.push(n / 2 + pairs);
  }
  return { mean, square };
}

/**
 * The gradient through the walk of standard normal steps, from the gains of h₀ … h_blocks (the last of them is not used). It
 * needs P(h_l > 0, …, h_m > 0): the walk was last at 0 after j ≤ l steps, and then positive for m + 1 − j; by Sparre Andersen's
 * theorem (1954) each of both has the chance b_k = (2k choose k)/4ᵏ, whatever the steps' distribution.
 */
function standardWalkGradient(gains: readonly number[]): number[] {
  const blocks = gains.length - 1;
  const b = [1];
  for (let k = 1; k <= blocks + 1; k++) b.push(((b[k - 1] ?? 0) * (2 * k - 1)) / (2 * k));
  const rectified = new Array<number>(blocks + 1).fill(0); // E g_l² 1(h_l > 0)
  for (let l = blocks; l >= 0; l--) {
    let total = 0;
    for (let m = l; m <= blocks; m++) {
      let positive = 0;
      for (let j = 0; j <= l; j++) positive += (b[j] ?? 0) * (b[m + 1 - j] ?? 0);
      total += positive * (m === blocks ? 1 : (gains[m] ?? 0) * (rectified[m + 1] ?? 0));
    }
    rectified[l] = total;
  }
  return gains.map((gain, l) => (l === blocks ? 1 : Math.sqrt((1 + gain) * (rectified[l + 1] ?? 0))));
}

/** Points of the grid for h/√(E h²), an odd number for Simpson's rule, and its end: beyond it lie 10⁻¹² of h₀, and less later. */
const POINTS = 201;
const END = 10;
/** Relative change of a growth factor below which it is taken for constant. */
const SETTLED = 1e-13;

/** Simpson's rule on [0, END]. */
const weights = Array.from(
  { length: POINTS },
  (_, i) => ((END / (POINTS - 1)) * (i === 0 || i === POINTS - 1 ? 1 : i % 2 === 1 ? 4 : 2)) / 3,
);
const grid = Array.from({ length: POINTS }, (_, i) => (i * END) / (POINTS - 1));
const density = (z: number) => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);

/** One block's walk: where it leads from each point of the grid, and the density at its end. */
interface WalkStep {
  /** [from, to]: the density of arriving, times Simpson's weight. */
  readonly kernel: Float64Array;
  /** Density of h/√(E h²) after the block, times Simpson's weights. */
  readonly arrived: Float64Array;
  readonly mean: number;
  readonly growth: number;
}

/**
 * The walk whose steps have twice the mean square of where it stands: its density on a grid, in units of √(E h²), from block to
 * block. E h₀² is 1.
 */
export function growingWalk(blocks: number): { mean: number[]; square: number[]; gradientStd: number[] } {
  const std = Math.SQRT2;
  let here = Float64Array.from(grid, (x, i) => ((weights[i] ?? 0) * density(x / std)) / std);
  const steps: WalkStep[] = [];
  const mean = [1 / Math.sqrt(Math.PI)];
  const square = [1];
  for (let block = 1; block <= blocks; block++) {
    const last = steps.at(-1);
    const settled = last && Math.abs(last.growth / (steps.at(-2)?.growth ?? 0) - 1) < SETTLED;
    const next = settled ? last : walkStep(here, std);
    steps.push(next);
    here = Float64Array.from(next.arrived);
    square.push((square[block - 1] ?? 0) * next.growth);
    mean.push(next.mean * Math.sqrt(square[block] ?? 0));
  }
  return { mean, square, gradientStd: growingWalkGradient(steps) };
}

function walkStep(here: Float64Array<ArrayBuffer>, std: number): WalkStep {
  const atZero = 1 - here.reduce((sum, share) => sum + share, 0);
  // E max(0, x + s ξ)² = (x² + s²) Φ(x/s) + x s φ(x/s)
  let growth = (atZero * std ** 2) / 2;
  for (const [i, share] of here.entries()) {
    const x = grid[i] ?? 0;
    growth += share * ((x * x + std * std) * normalShare(x / std) + x * std * density(x / std));
  }
  const scale = Math.sqrt(growth);
  const kernel = new Float64Array(POINTS * POINTS);
  const arrived = new Float64Array(POINTS);
  for (let from = 0; from < POINTS; from++) {
    for (let to = 0; to < POINTS; to++) {
      const at = from * POINTS + to;
      const z = (scale * (grid[to] ?? 0) - (grid[from] ?? 0)) / std;
      kernel[at] = ((weights[to] ?? 0) * scale * density(z)) / std;
      // those at 0 leave from the first point too
      arrived[to] = (arrived[to] ?? 0) + ((here[from] ?? 0) + (from === 0 ? atZero : 0)) * (kernel[at] ?? 0);
    }
  }
  const mean = arrived.reduce((sum, share, i) => sum + share * (grid[i] ?? 0), 0);
  return { kernel, arrived, mean, growth };
}

const BRANCH_GAIN = 2;

function growingWalkGradient(steps: readonly WalkStep[]): number[] {
  const std = [1];
  let conditional = new Float64Array(POINTS).fill(1); // E[g² | h] at the points of the grid
  for (const { kernel, arrived } of steps.toReversed()) {
    const rectified = arrived.reduce((sum, share, i) => sum + share * (conditional[i] ?? 0), 0);
    const before = new Float64Array(POINTS);
    for (let from = 0; from < POINTS; from++) {
      let past = 0;
      for (let to = 0; to < POINTS; to++) past += (kernel[from * POINTS + to] ?? 0) * (conditional[to] ?? 0);
      before[from] = past + BRANCH_GAIN * rectified;
    }
    std.unshift(Math.sqrt((1 + BRANCH_GAIN) * rectified));
    conditional = before;
  }
  return std;
}

/** Φ(z) for z ≥ 0, by the rule of Simpson on [0, z]. */
function normalShare(z: number): number {
  const intervals = 64;
  const h = z / intervals;
  let sum = 0;
  for (let i = 0; i <= intervals; i++)
    sum += (i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2) * density(i * h);
  return 0.5 + (sum * h) / 3;
}
