/** What a pass forward and back has measured so far, as curves to draw and as numbers. */
import type { ResidualTheory } from './residual-theory.ts';
import { isFiniteSize, type SignalStep } from './signal-pass.ts';

/** A curve of more blocks than this is drawn through some of them. */
const MOST_POINTS = 61;
/** The largest number in 32 bits. */
const LARGEST = (2 - 2 ** -23) * 2 ** 127;

/** What was measured at the points of the curves; NaN where the pass has not come to, or ended before. */
export interface Curves {
  readonly activationMean: readonly number[];
  readonly activationStd: readonly number[];
  /** Of ∂L/∂h. */
  readonly gradientStd: readonly number[];
  /** Of the block that ends at the point, and so NaN at the stem: what goes into it … */
  readonly inputMean: readonly number[];
  readonly inputStd: readonly number[];
  /** … what its weight layers make of that, and the sum before the last ReLU; … */
  readonly branchMean: readonly number[];
  readonly branchStd: readonly number[];
  readonly sumMean: readonly number[];
  readonly sumStd: readonly number[];
  /** … the gradient behind that ReLU, what of it comes through the weight layers, and what leaves the block. */
  readonly rectifiedGradientStd: readonly number[];
  readonly branchGradientStd: readonly number[];
  readonly inputGradientStd: readonly number[];
}

/** What a run comes to in single numbers. */
export type Facts = {
  /** The factor of the standard deviation from one block to the next: the geometric mean over those that were reached. */
  readonly growthPerBlock: number;
  readonly theoryGrowthPerBlock: number;
  /** The same of the gradient on its way back. */
  readonly gradientGrowthPerBlock: number;
  readonly theoryGradientGrowthPerBlock: number;
  /** Gradient at the stem over the gradient at the last block. */
  readonly gradientRatio: number;
  readonly initialLoss: number;
  /** The block whose numbers left what 32 bits can hold; −1: none did. */
  readonly activationOverflow: number;
  readonly gradientOverflow: number;
  /** Dense: of this net. Convolutions: of He et al.'s net of that depth, with batch norm. */
  readonly parameterCount: number;
};

/** What is known so far, through some of the blocks. */
export interface SignalState extends Curves, Facts {
  /** Share of the blocks that have been measured, both ways. */
  readonly progress: number;
  readonly blocks: number;
  /** Blocks that the curves go through: 0, the stem, to the last. */
  readonly points: readonly number[];
  /** Empty where there is no theory: convolutions without batch norm. */
  readonly theoryActivationStd: readonly number[];
  /** Empty for convolutions. */
  readonly theoryGradientStd: readonly number[];
}

/** Arrays run from the stem over all blocks to the last. */
export type SignalSummary = Facts & {
  readonly activationStd: readonly number[];
  /** Of ∂L/∂h. */
  readonly gradientStd: readonly number[];
  /** Mean field; empty where there is none. */
  readonly theoryActivationStd: readonly number[];
  readonly theoryGradientStd: readonly number[];
  /** The variance that each block adds, on average. */
  readonly varianceIncreasePerBlock: number;
};

const forEachCurve = <T>(of: (key: keyof Curves) => T): Readonly<Record<keyof Curves, T>> => ({
  activationMean: of('activationMean'),
  activationStd: of('activationStd'),
  gradientStd: of('gradientStd'),
  inputMean: of('inputMean'),
  inputStd: of('inputStd'),
  branchMean: of('branchMean'),
  branchStd: of('branchStd'),
  sumMean: of('sumMean'),
  sumStd: of('sumStd'),
  rectifiedGradientStd: of('rectifiedGradientStd'),
  branchGradientStd: of('branchGradientStd'),
  inputGradientStd: of('inputGradientStd'),
});

/** What has been measured so far. */
export class SignalRecord {
  private readonly blocks: number;
  private readonly theory: ResidualTheory;
  private readonly parameterCount: number;
  private readonly points: readonly number[];
  private readonly measured: Readonly<Record<keyof Curves, number[]>>;
  private done = 0;
  private activationOverflow = -1;
  private gradientOverflow = -1;
  private loss = Number.NaN;

  constructor(blocks: number, theory: ResidualTheory, parameterCount: number) {
    this.blocks = blocks;
    this.parameterCount = parameterCount;
    this.theory = theory;
    const stride = Math.ceil((blocks + 1) / MOST_POINTS);
    const all = Array.from({ length: blocks + 1 }, (_, i) => i);
    this.points = all.filter((block) => block % stride === 0 || block === blocks);
    this.measured = forEachCurve(() => new Array<number>(blocks + 1).fill(Number.NaN));
  }

  /** Whether the step has come to a point of the curves. What is not finite is not kept. */
  take(step: SignalStep): boolean {
    const { measured, blocks } = this;
    this.done++;
    if (step.kind === 'stem' || step.kind === 'forward') {
      const block = step.kind === 'stem' ? 0 : step.block;
      const sizes = step.kind === 'stem' ? [step.output] : [step.branch, step.sum, step.output];
      if (!sizes.every(isFiniteSize)) {
        this.activationOverflow = block;
        return false;
      }
      measured.activationMean[block] = step.output.mean;
      measured.activationStd[block] = step.output.std;
      if (step.kind === 'forward') {
        measured.inputMean[block] = measured.activationMean[block - 1] ?? Number.NaN;
        measured.inputStd[block] = measured.activationStd[block - 1] ?? Number.NaN;
        measured.branchMean[block] = step.branch.mean;
        measured.branchStd[block] = step.branch.std;
        measured.sumMean[block] = step.sum.mean;
        measured.sumStd[block] = step.sum.std;
      }
      return this.points.includes(block);
    }
    if (step.kind === 'loss') {
      this.loss = step.loss;
      if (isFiniteSize(step.gradient)) measured.gradientStd[blocks] = step.gradient.std;
      else this.gradientOverflow = blocks;
      return true;
    }
    const { block, rectified, branch, input } = step;
    if (![rectified, branch, input].every(isFiniteSize)) {
      this.gradientOverflow = block - 1;
      return false;
    }
    measured.rectifiedGradientStd[block] = rectified.std;
    measured.branchGradientStd[block] = branch.std;
    measured.inputGradientStd[block] = input.std;
    measured.gradientStd[block - 1] = input.std;
    return this.points.includes(block - 1);
  }

  end(): void {
    this.done = 2 * this.blocks + 2;
  }

  /** Theory says how the gradient changes; where it starts from is measured. */
  private theoryGradientStd(): number[] {
    const last = this.measured.gradientStd.at(-1) ?? Number.NaN;
    return this.theory.gradientStd.map((ratio) => within(ratio * last));
  }

  state(): SignalState {
    const thin = (values: readonly number[]) =>
      values.length === 0 ? [] : this.points.map((block) => values[block] ?? Number.NaN);
    return {
      ...forEachCurve((key) => thin(this.measured[key])),
      progress: this.done / (2 * this.blocks + 2),
      blocks: this.blocks,
      points: this.points,
      theoryActivationStd: thin(this.theory.activationStd.map(within)),
      theoryGradientStd: thin(this.theoryGradientStd()),
      ...this.facts(),
    };
  }

  summary(): SignalSummary {
    const { measured, theory } = this;
    const { activationStd, gradientStd } = measured;
    const last = activationStd.findLastIndex(Number.isFinite);
    const variance = (block: number) => (activationStd[block] ?? Number.NaN) ** 2;
    return {
      activationStd,
      gradientStd,
      theoryActivationStd: theory.activationStd.map(within),
      theoryGradientStd: this.theoryGradientStd(),
      ...this.facts(),
      varianceIncreasePerBlock: (variance(last) - variance(0)) / last,
    };
  }

  private facts(): Facts {
    const { measured, blocks, theory } = this;
    const { activationStd, gradientStd } = measured;
    const lastReached = activationStd.findLastIndex(Number.isFinite);
    const firstReached = gradientStd.findIndex(Number.isFinite);
    const growth = (from: number | undefined, to: number | undefined, steps: number) =>
      steps > 0 ? ((to ?? Number.NaN) / (from ?? Number.NaN)) ** (1 / steps) : Number.NaN;
    const backSteps = firstReached < 0 ? 0 : blocks - firstReached;
    return {
      growthPerBlock: growth(activationStd[0], activationStd[lastReached], lastReached),
      theoryGrowthPerBlock: growth(
        theory.activationStd[0],
        theory.activationStd[lastReached],
        theory.activationStd.length > 0 ? lastReached : 0,
      ),
      gradientGrowthPerBlock: growth(gradientStd[blocks], gradientStd[firstReached], backSteps),
      theoryGradientGrowthPerBlock: growth(
        theory.gradientStd[blocks],
        theory.gradientStd[firstReached],
        theory.gradientStd.length > 0 ? backSteps : 0,
      ),
      gradientRatio: (gradientStd[0] ?? Number.NaN) / (gradientStd[blocks] ?? Number.NaN),
      initialLoss: this.loss,
      activationOverflow: this.activationOverflow,
      gradientOverflow: this.gradientOverflow,
      parameterCount: this.parameterCount,
    };
  }
}

/** NaN for what 32 bits can't hold. */
const within = (value: number) => (value <= LARGEST ? value : Number.NaN);
