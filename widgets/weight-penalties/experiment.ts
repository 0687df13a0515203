/**
 * Which weights survive? A penalty or constraint on a linear model, and what it leaves of the weights.
 *
 * Sparse regression: 200 examples, 100 inputs of which ten have a weight; ½ mean squared error, 1,000 steps of gradient
 * descent with all of the data, in double precision; then the same again at other strengths, for the path.
 * Images: softmax regression (784-10) on 2,000 images, 600 steps of mini-batches of 100, drawn with replacement.
 * For both, the same descent on two weights, where the geometry can be seen.
 */
import { gather, type Scalar, tensor1d } from '@tensorflow/tfjs-core';
import { centred, meanImage } from '#src/data/centred-pixels.ts';
import { sparseRegression, trueWeights } from '#src/data/sparse-regression.ts';
import type { Experiment, FrameBase, RunContext } from '#src/lab/contract.ts';
import {
  descend,
  descendFor,
  leastSquares,
  makeRule,
  norm,
  type PenaltyRule,
  quadraticValue,
} from '#src/nn/linear-regression.ts';
import { Mlp } from '#src/nn/mlp.ts';
import { addPenaltyGradient, chain, optimizers } from '#src/nn/optimizers.ts';
import { elasticNet, l1, l2, maxNorm, type Penalty, proximalStep, totalPenalty } from '#src/nn/penalties.ts';
import { type Geometry, penaltyGeometry } from '#src/nn/penalty-geometry.ts';
import { columnMaps, columnNorms, unusedRows, zerosOf } from '#src/nn/sparsity.ts';
import { evaluate, train, type UpdateRule, uploadData } from '#src/nn/train.ts';
import { type Config, PATH_RANGE, TRUE_WEIGHTS, WEIGHTS } from './config.ts';

const REGRESSION = { dimension: WEIGHTS, relevant: TRUE_WEIGHTS, noise: 0.5 } as const;
const EXAMPLES = 200;
const VALIDATION_EXAMPLES = 2000;
const REGRESSION_STEPS = 1000;
/** Standard deviation of the weights that the regression starts with. */
const START_STD = 0.1;
/** Steps between two frames of the regression. */
const STEPS_PER_FRAME = 250;
/** Solutions on the path between two frames. */
const POINTS_PER_FRAME = 5;
/** Of the regression's work, where a path is wanted. */
const DESCENT_SHARE = 0.2;

const PIXELS = 784;
const CLASSES = 10;
const TRAINING_IMAGES = 2000;
const VALIDATION_IMAGES = 2000;
const IMAGE_STEPS = 600;
const BATCH_SIZE = 100;
const READ_EVERY = 10;

/** The losses at some of the steps, closer together where they change fast. */
export interface LossCurves {
  readonly step: readonly number[];
  readonly data: readonly number[];
  readonly penalty: readonly number[];
}

/** The regression solved at one strength after the other. */
export interface Path {
  readonly strength: readonly number[];
  /** Of each input that has a weight: its weight at each strength. */
  readonly relevant: readonly (readonly number[])[];
  /** Smallest and largest weight of the other inputs. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly exactZeros: readonly number[];
  /** Mean squared error on the training and on the validation examples. */
  readonly trainError: readonly number[];
  readonly validationError: readonly number[];
}

export interface Frame extends FrameBase {
  /** Of the regression; empty for images. */
  readonly weights: readonly number[];
  readonly trueWeights: readonly number[];
  /** Each class's weights as a picture, −127 … 127 for −mapScale … mapScale and −128 for an exact 0; empty for the regression. */
  readonly maps: Int8Array;
  readonly mapScale: number;
  readonly losses: LossCurves;
  readonly exactZeros: number;
  readonly nearZeros: number;
  readonly weightCount: number;
  /** Euclidean norm of each unit's weights: one unit, or one for each class. */
  readonly unitNorms: readonly number[];
  /** Images: the share of exact zeros at some of the steps. */
  readonly zeroStep: readonly number[];
  readonly zeroShare: readonly number[];
  /** Mean squared error, or cross-entropy; NaN until it is measured. */
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly path: Path;
  readonly geometry: Geometry;
  readonly diverged: boolean;
}

export type Summary = {
  /** Of the regression. For images, which have 7,840: the norm of each class's weights. */
  readonly weights: readonly number[];
  /** Weights that are exactly 0. */
  readonly exactZeros: number;
  /** Weights that are not 0, and smaller than 10⁻³. */
  readonly nearZeros: number;
  readonly exactZeroFraction: number;
  /** Regression: exact zeros among the 90 inputs that have no weight, and weights that are not 0 among the ten that have one. */
  readonly falseWeightsRemoved: number;
  readonly trueWeightsKept: number;
  /** Regression: mean squared error on 2,000 new examples (the noise alone makes 0.25). Images: cross-entropy. */
  readonly validationLoss: number;
  /** Images. */
  readonly validationAccuracy: number;
  /** Before each step: data loss + penalty, and the two apart. Regression: ½ mean squared error. Images: of the mini-batch. */
  readonly trainLoss: readonly number[];
  readonly dataLoss: readonly number[];
  readonly penaltyLoss: readonly number[];
  /** Largest norm of a unit's incoming weights. */
  readonly maxUnitNorm: number;
  /** Images: of pixels, the share that no class uses. */
  readonly unusedPixelFraction: number;
  readonly pathStrength: readonly number[];
  readonly pathExactZeros: readonly number[];
  readonly pathValidationLoss: readonly number[];
  /** The two weights of the geometry. */
  readonly geometrySolution: readonly number[];
  readonly diverged: boolean;
};

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  run: (config, context) =>
    config.dataset === 'images' ? runImages(config, context) : runRegression(config, context),
};

const noPath: Path = {
  strength: [],
  relevant: [],
  low: [],
  high: [],
  exactZeros: [],
  trainError: [],
  validationError: [],
};

async function* runRegression(config: Config, { rng, live }: RunContext): AsyncGenerator<Frame, Summary> {
  const truth = trueWeights(REGRESSION, rng.child('truth'));
  const training = leastSquares(sparseRegression(REGRESSION, truth, EXAMPLES, rng.child('training')));
  const validation = leastSquares(
    sparseRegression(REGRESSION, truth, VALIDATION_EXAMPLES, rng.child('validation')),
  );
  const draws = rng.child('weights');
  const start = Float64Array.from({ length: WEIGHTS }, () => START_STD * draws.normal());
  const rule = makeRule(config.penalty, config.strength);
  const rate = config.learningRate;
  let geometry = geometryOf(config, false);
  const errorOf = (data: typeof training, w: Float64Array) => 2 * quadraticValue(data, w);

  const dataLoss: number[] = [];
  const penaltyLoss: number[] = [];
  const path = { ...noPath, relevant: Array.from({ length: TRUE_WEIGHTS }, () => [] as number[]) };
  const lists = { strength: [] as number[], low: [] as number[], high: [] as number[] };
  const errors = {
    exactZeros: [] as number[],
    trainError: [] as number[],
    validationError: [] as number[],
  };
  const strengths = config.penalty === 'none' ? [] : pathStrengths(config);
  const descentShare = strengths.length > 0 ? DESCENT_SHARE : 1;
  let weights: Float64Array = start;
  let diverged = false;
  const frame = (progress: number): Frame => ({
    progress,
    weights: [...weights],
    trueWeights: [...truth],
    maps: new Int8Array(0),
    mapScale: 1,
    losses: thinned(dataLoss, penaltyLoss),
    ...zerosOf(weights),
    unitNorms: [norm(weights)],
    zeroStep: [],
    zeroShare: [],
    validationLoss: errorOf(validation, weights),
    validationAccuracy: Number.NaN,
    path: { ...path, ...lists, ...errors },
    geometry,
    diverged,
  });
  for (let step = 1; step <= REGRESSION_STEPS && !diverged; step++) {
    dataLoss.push(quadraticValue(training, weights));
    penaltyLoss.push(rule.value(weights));
    weights = descend(training, rule, weights, rate);
    diverged = !weights.every(Number.isFinite);
    const progress = (descentShare * step) / REGRESSION_STEPS;
    if (diverged) yield frame(1);
    else if (step % STEPS_PER_FRAME === 0 || live.stepwise) yield frame(progress);
  }
  geometry = geometryOf(config, true);
  for (const [i, strength] of (diverged ? [] : strengths).entries()) {
    const at = descendFor(REGRESSION_STEPS, training, makeRule(config.penalty, strength), start, rate);
    const others = at.subarray(TRUE_WEIGHTS);
    lists.strength.push(strength);
    for (const [k, line] of path.relevant.entries()) line.push(at[k] ?? Number.NaN);
    lists.low.push(Math.min(...others));
    lists.high.push(Math.max(...others));
    errors.exactZeros.push(zerosOf(at).exactZeros);
    errors.trainError.push(errorOf(training, at));
    errors.validationError.push(errorOf(validation, at));
    const done = (i + 1) / strengths.length;
    if ((i + 1) % POINTS_PER_FRAME === 0 || i + 1 === strengths.length) {
      yield frame(descentShare + (1 - descentShare) * done);
    }
  }
  const zeros = zerosOf(weights);
  return {
    weights: [...weights],
    exactZeros: zeros.exactZeros,
    nearZeros: zeros.nearZeros,
    exactZeroFraction: zeros.exactZeros / zeros.weightCount,
    falseWeightsRemoved: diverged ? Number.NaN : zerosOf(weights.subarray(TRUE_WEIGHTS)).exactZeros,
    trueWeightsKept: diverged
      ? Number.NaN
      : TRUE_WEIGHTS - zerosOf(weights.subarray(0, TRUE_WEIGHTS)).exactZeros,
    validationLoss: diverged ? Number.NaN : errorOf(validation, weights),
    validationAccuracy: Number.NaN,
    trainLoss: dataLoss.map((loss, i) => loss + (penaltyLoss[i] ?? Number.NaN)),
    dataLoss,
    penaltyLoss,
    maxUnitNorm: norm(weights),
    unusedPixelFraction: Number.NaN,
    pathStrength: lists.strength,
    pathExactZeros: errors.exactZeros,
    pathValidationLoss: errors.validationError,
    geometrySolution: geometry.solution,
    diverged,
  };
}

/** The penalty whose value is reported, and what it does to a step. */
function imageRule({ penalty, strength }: Config): {
  readonly penalty: Penalty;
  readonly update: UpdateRule;
} {
  const added = (one: Penalty) => ({
    penalty: one,
    update: { optimizer: chain(addPenaltyGradient(one), optimizers.sgd()) },
  });
  const proximal = (one: Penalty) => ({ penalty: one, update: { postUpdate: proximalStep(one) } });
  const rules = {
    none: () => ({ penalty: l2(0), update: {} }),
    'l1-subgradient': () => added(l1(strength)),
    'l1-proximal': () => proximal(l1(strength)),
    l2: () => added(l2(strength)),
    elastic: () => proximal(elasticNet(strength, strength)),
    'max-norm': () => ({ penalty: l2(0), update: { postUpdate: maxNorm(strength) } }),
  } satisfies Record<PenaltyRule, () => { penalty: Penalty; update: UpdateRule }>;
  return rules[penalty]();
}

async function* runImages(
  config: Config,
  { rng, data, signal, live }: RunContext,
): AsyncGenerator<Frame, Summary> {
  const trainingImages = await data.fashionMnist('train', TRAINING_IMAGES, signal);
  const validationImages = await data.fashionMnist('test', VALIDATION_IMAGES, signal);
  const mean = meanImage(trainingImages);
  const training = uploadData(centred(trainingImages, mean), CLASSES);
  const validation = uploadData(centred(validationImages, mean), CLASSES);
  const model = new Mlp(
    { sizes: [PIXELS, CLASSES], activation: 'relu', initializer: { name: 'zero', scale: 0 } },
    rng.child('weights'),
  );
  let geometry = geometryOf(config, false);
  const { penalty, update } = imageRule(config);
  const dataLoss: number[] = [];
  const penaltyLoss: number[] = [];
  const zeroStep: number[] = [];
  const zeroShare: number[] = [];
  let weights = new Float32Array(PIXELS * CLASSES); // [784, 10]
  let result = { loss: Number.NaN, accuracy: Number.NaN };
  let diverged = false;
  const frame = (progress: number): Frame => {
    const mapScale = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    return {
      progress,
      weights: [],
      trueWeights: [],
      maps: columnMaps(weights, CLASSES, mapScale),
      mapScale,
      losses: thinned(dataLoss, penaltyLoss),
      ...zerosOf(weights),
      unitNorms: columnNorms(weights, CLASSES),
      zeroStep,
      zeroShare,
      validationLoss: result.loss,
      validationAccuracy: result.accuracy,
      path: noPath,
      geometry,
      diverged,
    };
  };
  try {
    const run = train({
      model,
      data: training,
      steps: IMAGE_STEPS,
      batchSize: BATCH_SIZE,
      learningRate: config.learningRate,
      rng: rng.child('batches'),
      // with replacement, as in the program that the reference numbers come from: in epochs, slightly more zeros are left
      batch(_rows, step) {
        const draws = rng.child('examples').child(step);
        const rows = tensor1d(
          Int32Array.from({ length: BATCH_SIZE }, () => draws.int(training.count)),
          'int32',
        );
        return { inputs: gather(training.inputs, rows), targets: gather(training.targets, rows) };
      },
      readEvery: READ_EVERY,
      readNow: () => live.stepwise,
      inspect: (): Scalar => totalPenalty(penalty, model.parameters),
      ...update,
    });
    for await (const progress of run) {
      dataLoss.push(...progress.losses);
      penaltyLoss.push(...progress.inspected);
      diverged = progress.diverged;
      weights = await readWeights(model);
      const zeros = zerosOf(weights);
      zeroStep.push(progress.step);
      zeroShare.push(zeros.exactZeros / zeros.weightCount);
      if (progress.step === IMAGE_STEPS && !diverged) result = await evaluate(model, validation);
      yield frame(diverged ? 1 : progress.step / IMAGE_STEPS);
      if (zeroStep.length === 1) geometry = geometryOf(config, true);
    }
    const zeros = zerosOf(weights);
    const norms = columnNorms(weights, CLASSES);
    return {
      weights: norms,
      exactZeros: zeros.exactZeros,
      nearZeros: zeros.nearZeros,
      exactZeroFraction: zeros.exactZeros / zeros.weightCount,
      falseWeightsRemoved: Number.NaN,
      trueWeightsKept: Number.NaN,
      validationLoss: result.loss,
      validationAccuracy: result.accuracy,
      trainLoss: dataLoss.map((loss, i) => loss + (penaltyLoss[i] ?? Number.NaN)),
      dataLoss,
      penaltyLoss,
      maxUnitNorm: Math.max(...norms),
      unusedPixelFraction: unusedRows(weights, CLASSES),
      pathStrength: [],
      pathExactZeros: [],
      pathValidationLoss: [],
      geometrySolution: geometry.solution,
      diverged,
    };
  } finally {
    model.dispose();
    training.dispose();
    validation.dispose();
  }
}

async function readWeights(model: Mlp): Promise<Float32Array<ArrayBuffer>> {
  const values = await model.layers[0]?.weights.data<'float32'>();
  if (!values) throw new Error('the model has no layer');
  return Float32Array.from(values);
}

/** With its path, which takes a while, or without. */
const geometryOf = (config: Config, path: boolean): Geometry =>
  penaltyGeometry(config.penalty, config.strength, config.learningRate, path ? pathStrengths(config) : []);

const rangeOf = (penalty: PenaltyRule) => PATH_RANGE[penalty === 'max-norm' ? 'max-norm' : 'penalty'];

const pathStrengths = ({ penalty, pathPoints }: Config) => spaced(rangeOf(penalty), pathPoints);

/** `count` numbers at equal ratios. */
function spaced([low, high]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, i) => low * (high / low) ** (count > 1 ? i / (count - 1) : 0.5));
}

/** The losses of steps 1, 2, 3 … and then ever further apart, and of the last. */
function thinned(data: readonly number[], penalty: readonly number[]): LossCurves {
  const step: number[] = [];
  for (let s = 1; s < data.length; s = Math.max(s + 1, Math.round(s * 1.06))) step.push(s);
  if (data.length > 0) step.push(data.length);
  const at = (values: readonly number[]) => step.map((s) => values[s - 1] ?? Number.NaN);
  return { step, data: at(data), penalty: at(penalty) };
}
