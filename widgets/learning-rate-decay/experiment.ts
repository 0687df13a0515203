/**
 * The noise floor, and how a falling learning rate gets beneath it.
 *
 * Quadratic: ½(x² + 10y²) with noise of standard deviation 1 on each coordinate of the gradient; the mean loss of many
 * runs side by side, in double precision, beside what it is exactly (`src/nn/noisy-quadratic.ts`).
 * Images: 784-100-10 on 5,000 images, plain gradient descent with mini-batches of 20; every 50 steps the net is judged
 * on 2,000 of the images that it learns from, always the same, and on 2,000 others.
 */
import type { Experiment, FrameBase, RunContext } from '#src/lab/contract.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { lossMoments, noiseFloor, noisyDescent } from '#src/nn/noisy-quadratic.ts';
import { type Schedule, schedules } from '#src/nn/schedules.ts';
import { meanOfLast } from '#src/nn/statistics.ts';
import { evaluate, firstRows, train, uploadData } from '#src/nn/train.ts';
import { BATCH_SIZE, type Config, PROBLEM, READ_EVERY, START_LOSS, TRAINING_IMAGES } from './config.ts';

/** Steps whose mean is the final loss, and the reads of the images that fall into some of them. */
const FINAL_STEPS = 50;
const FINAL_READS = 5;
/** Steps between two points of a drawn curve; the first steps are drawn one by one. */
const POINT_EVERY = 10;
/** Steps, times runs, between two frames. */
const WORK_PER_FRAME = 80_000;
/** A rate that falls by more than this in one step is drawn on both sides of the fall. */
const SHARP_FALL = 0.95;
/** As many digits of a loss in the summary as 400 runs are good for. */
const DIGITS = 4;

const PIXELS = 784;
const CLASSES = 10;
const HIDDEN_UNITS = 100;
const VALIDATION_IMAGES = 2000;
const JUDGED_IMAGES = 2000;

/** A line: the steps done, and the value after them. */
export interface Line {
  readonly step: readonly number[];
  readonly value: readonly number[];
}

export interface Frame extends FrameBase {
  /** The rate of each step, of the whole run from the first frame on, at some of the steps. */
  readonly learningRate: Line;
  /** Quadratic: the exact expectation, of the whole run from the first frame on; empty for images. */
  readonly expectedLoss: Line;
  /** So far. Quadratic: mean over the runs. Images: on 2,000 training images. */
  readonly meanLoss: Line;
  /** Images, so far; empty for the quadratic. */
  readonly validationLoss: Line;
  readonly validationAccuracy: Line;
  readonly finalLoss: number;
  /** Images: means of the last five readings, as `finalLoss` is; NaN for the quadratic. */
  readonly finalValidationLoss: number;
  readonly finalValidationAccuracy: number;
  readonly theoryFloor: number;
  readonly expectedFinalLoss: number;
  readonly finalRate: number;
  /** Steps at which a step schedule falls, within the run. */
  readonly falls: readonly number[];
  readonly diverged: boolean;
}

export type Summary = {
  /** The rate of each step that was done. */
  readonly learningRate: readonly number[];
  /** Quadratic: mean loss over the runs after each step. Images: on 2,000 training images after each 50 steps. */
  readonly meanLoss: readonly number[];
  /** Mean of the last 50 losses; images: of the last five. */
  readonly finalLoss: number;
  /** Quadratic: the floor of a constant rate a₀, Σ ½a₀/(2 − a₀λ). Infinity where that diverges. */
  readonly theoryFloor: number;
  /** Quadratic: what `finalLoss` is on average, exactly. */
  readonly expectedFinalLoss: number;
  readonly finalRate: number;
  /** How often a step schedule has fallen. */
  readonly fallCount: number;
  /** Images: after each 50 steps, and the mean of the last five. */
  readonly validationLoss: readonly number[];
  readonly validationAccuracy: readonly number[];
  readonly finalValidationLoss: number;
  readonly finalValidationAccuracy: number;
  /** A loss is no finite number, or the runs end further out than they started. */
  readonly diverged: boolean;
};

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  run: (config, context) =>
    config.problem === 'images' ? runImages(config, context) : runQuadratic(config, context),
};

const nothing: Line = { step: [], value: [] };

/** What is known of a run before its first step. */
function planOf(config: Config) {
  const schedule = scheduleOf(config);
  const rates = Float64Array.from({ length: config.steps }, (_, t) => schedule(t));
  const points = pointsOf(rates);
  const falls = config.schedule === 'step' && config.factor < 1 ? fallsOf(rates) : [];
  return {
    schedule,
    rates,
    points,
    falls,
    finalRate: rates.at(-1) ?? Number.NaN,
    learningRate: lineAt(points, rates),
  };
}

const scheduleOf = ({ schedule, initialRate, factor, every, decay, steps }: Config): Schedule =>
  schedules[schedule]({ rate: initialRate, factor, every, decay, total: steps });

/** Steps worth a point, counted from 1. */
function pointsOf(rates: Float64Array): number[] {
  const isPoint = (step: number) =>
    step <= POINT_EVERY || step % POINT_EVERY === 0 || step === rates.length || fell(step) || fell(step + 1);
  const fell = (step: number) => (rates[step - 1] ?? 0) < SHARP_FALL * (rates[step - 2] ?? 0);
  return Array.from(rates, (_, i) => i + 1).filter(isPoint);
}

/** The steps that precede each lower rate. */
const fallsOf = (rates: Float64Array): number[] =>
  Array.from(rates, (_, t) => t).filter((t) => (rates[t] ?? 0) < (rates[t - 1] ?? 0));

const lineAt = (points: readonly number[], values: ArrayLike<number>): Line => {
  const step = points.filter((one) => one <= values.length);
  return { step, value: step.map((one) => values[one - 1] ?? Number.NaN) };
};

async function* runQuadratic(config: Config, { rng, live }: RunContext): AsyncGenerator<Frame, Summary> {
  const { rates, points, falls, finalRate, learningRate } = planOf(config);
  const expected = Array.from(lossMoments(PROBLEM, rates).mean);
  const expectedLoss = lineAt(points, expected);
  const descent = noisyDescent(PROBLEM, config.runs, rng.child('noise'));
  const start = START_LOSS;
  const losses: number[] = [];
  let diverged = false;
  const known = {
    theoryFloor: noiseFloor(PROBLEM, config.initialRate),
    expectedFinalLoss: meanOfLast(expected, FINAL_STEPS),
    finalRate,
  };
  const frame = (progress: number): Frame => ({
    ...known,
    progress,
    learningRate,
    expectedLoss,
    meanLoss: lineAt(points, losses),
    validationLoss: nothing,
    validationAccuracy: nothing,
    finalLoss: meanOfLast(losses, FINAL_STEPS),
    finalValidationLoss: Number.NaN,
    finalValidationAccuracy: Number.NaN,
    falls,
    diverged,
  });
  const stepsPerFrame = Math.max(1, Math.round(WORK_PER_FRAME / config.runs));
  for (const [t, rate] of rates.entries()) {
    descent.step(rate);
    const loss = descent.meanLoss();
    losses.push(Number.isFinite(loss) ? loss : Number.NaN);
    const step = t + 1;
    const isLast = step === rates.length;
    diverged = !Number.isFinite(loss) || (isLast && meanOfLast(losses, FINAL_STEPS) > start);
    if (!Number.isFinite(loss) || isLast) {
      yield frame(1);
      break;
    }
    if (step % stepsPerFrame === 0 || live.stepwise) yield frame(step / rates.length);
  }
  return {
    ...known,
    learningRate: Array.from(rates.subarray(0, losses.length)),
    meanLoss: losses.map((loss) => Number(loss.toPrecision(DIGITS))),
    finalLoss: meanOfLast(losses, FINAL_STEPS),
    fallCount: falls.length,
    validationLoss: [],
    validationAccuracy: [],
    finalValidationLoss: Number.NaN,
    finalValidationAccuracy: Number.NaN,
    diverged,
  };
}

async function* runImages(
  config: Config,
  { rng, data, signal, live }: RunContext,
): AsyncGenerator<Frame, Summary> {
  const { schedule, rates, falls, finalRate, learningRate } = planOf(config);
  const trainingImages = await data.fashionMnist('train', TRAINING_IMAGES, signal);
  const validationImages = await data.fashionMnist('test', VALIDATION_IMAGES, signal);
  const training = uploadData(trainingImages, CLASSES);
  const validation = uploadData(validationImages, CLASSES);
  const judged = firstRows(training, JUDGED_IMAGES);
  const model = new Mlp(
    {
      sizes: [PIXELS, HIDDEN_UNITS, CLASSES],
      activation: 'relu',
      initializer: { name: 'he', scale: 0 },
    },
    rng.child('weights'),
  );
  const reads: number[] = [];
  const trainLoss: number[] = [];
  const validationLoss: number[] = [];
  const validationAccuracy: number[] = [];
  const known = { theoryFloor: Number.NaN, expectedFinalLoss: Number.NaN, finalRate };
  const lineOf = (value: readonly number[]): Line => ({ step: [...reads], value: [...value] });
  const finals = () => ({
    finalLoss: meanOfLast(trainLoss, FINAL_READS),
    finalValidationLoss: meanOfLast(validationLoss, FINAL_READS),
    finalValidationAccuracy: meanOfLast(validationAccuracy, FINAL_READS),
  });
  let diverged = false;
  let done = 0;
  try {
    const run = train({
      model,
      data: training,
      steps: config.steps,
      batchSize: BATCH_SIZE,
      learningRate: schedule,
      rng: rng.child('batches'),
      readEvery: READ_EVERY,
      readNow: () => live.stepwise,
    });
    for await (const progress of run) {
      diverged = progress.diverged;
      done = progress.step;
      if (diverged || done % READ_EVERY === 0 || done === config.steps) {
        reads.push(done);
        const seen = diverged ? unknown : await evaluate(model, judged);
        const unseen = diverged ? unknown : await evaluate(model, validation);
        trainLoss.push(seen.loss);
        validationLoss.push(unseen.loss);
        validationAccuracy.push(unseen.accuracy);
      }
      yield {
        ...known,
        progress: diverged ? 1 : done / config.steps,
        learningRate,
        expectedLoss: nothing,
        meanLoss: lineOf(trainLoss),
        validationLoss: lineOf(validationLoss),
        validationAccuracy: lineOf(validationAccuracy),
        ...finals(),
        falls,
        diverged,
      };
    }
    return {
      ...known,
      learningRate: Array.from(rates.subarray(0, done)),
      meanLoss: trainLoss,
      ...finals(),
      fallCount: falls.length,
      validationLoss,
      validationAccuracy,
      diverged,
    };
  } finally {
    model.dispose();
    judged.dispose();
    training.dispose();
    validation.dispose();
  }
}

const unknown = { loss: Number.NaN, accuracy: Number.NaN };
