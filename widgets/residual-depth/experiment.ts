/**
 * Plain against residual (He et al. 2015, arXiv:1512.03385, figure 6), trained side by side on Fashion-MNIST from the
 * same weights through the same mini-batches, by gradient descent with momentum 0.9:
 *
 *     mlp    784 → 64 → … → 64 → 10: 2B + 2 dense layers in B blocks of two;
 *     conv   their net for small images, of 6n + 2 layers, on images averaged down to 14 × 14.
 *
 * Errors are shares of wrong answers: of each step's mini-batch before the step, as the net sees it in training, and
 * now and then of test images, by the running averages where there is batch norm.
 */
import { type Scalar, sub } from '@tensorflow/tfjs-core';
import type { Experiment, FrameBase, LiveControl } from '#src/lab/contract.ts';
import type { Model } from '#src/nn/model.ts';
import { optimizers } from '#src/nn/optimizers.ts';
import { race, TrainingRacer } from '#src/nn/race.ts';
import { createResidualMlp, type ResidualMlpSpec, residualMlpParameterCount } from '#src/nn/residual-mlp.ts';
import { createResNet, parameterCount, type ResNetSpec } from '#src/nn/resnet.ts';
import { meanOfLast } from '#src/nn/statistics.ts';
import {
  type DeviceData,
  evaluateInParts,
  fractionRight,
  type TrainProgress,
  uploadData,
} from '#src/nn/train.ts';
import type { Rng } from '#src/random.ts';
import {
  type Config,
  counterpart,
  FINAL_STEPS,
  hasBatchNorm,
  isResidual,
  trainedLayers,
  type Variant,
} from './config.ts';

const PIXELS = 784;
const CLASSES = 10;
/** Judged eight times in a run; a share of them has a standard error of at most 0.016. */
export const TEST_IMAGES = 1000;
const TESTS = 8;
/** Test images that pass through a net at once. */
const TEST_ROWS = 250;
const MOMENTUM = 0.9;
const BATCH_NORM_EPSILON = 1e-5;
/** Layers times steps between two reads: a frame comes after about as long in a deep net as in a shallow one. */
const LAYERS_PER_READ = { mlp: 100, conv: 40 } as const;

/** One net in training. */
export interface NetState {
  readonly variant: Variant;
  /** Loss of each step's mini-batch; the last one is NaN where the run diverged, and so is its error. */
  readonly trainLoss: readonly number[];
  /** Share of wrong answers in each step's mini-batch. */
  readonly trainError: readonly number[];
  /** After how many steps the test images were judged, and the share and the loss then. */
  readonly testStep: readonly number[];
  readonly testError: readonly number[];
  readonly testLoss: readonly number[];
  /** Mean training loss of the last 20 steps; NaN where the run diverged. */
  readonly finalLoss: number;
  readonly parameterCount: number;
  readonly diverged: boolean;
}

export interface Frame extends FrameBase {
  /** As trained: for a net of convolutions the 6n + 2 nearest to what was asked for. */
  readonly layers: number;
  /** The net that was asked for; then its counterpart, if that was too. */
  readonly nets: readonly NetState[];
}

type Measured = Omit<NetState, 'variant'> & { readonly validationAccuracy: number };
type Other<T> = { readonly [Key in keyof T & string as `other${Capitalize<Key>}`]: T[Key] };

/** `other…`: of the counterpart; empty, NaN and not diverged where there is none. */
export type Summary = { readonly layers: number } & Measured & Other<Measured>;

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  async *run(config, { rng, data, signal, live }) {
    const trainingImages = await data.fashionMnist('train', config.images, signal);
    const testImages = await data.fashionMnist('test', TEST_IMAGES, signal);
    const layers = trainedLayers(config);
    const training = uploadData(trainingImages, CLASSES);
    const test = uploadData(testImages, CLASSES);
    const racers: DepthRacer[] = [];
    try {
      const variants = [config.variant, ...(config.compare ? [counterpart[config.variant]] : [])];
      for (const variant of variants) racers.push(new DepthRacer(variant, config, training, test, rng, live));
      for await (const progress of race(racers, config.steps)) {
        yield { progress, layers, nets: racers.map((racer) => racer.state()) };
      }
      const [main, other] = racers.map((racer) => racer.state());
      if (!main) throw new Error('no net was trained');
      return { layers, ...measured(main), ...asOther(measured(other ?? nothing)) };
    } finally {
      for (const racer of racers) await racer.dispose();
      training.dispose();
      test.dispose();
    }
  },
};

const nothing: NetState = {
  variant: 'plain',
  trainLoss: [],
  trainError: [],
  testStep: [],
  testError: [],
  testLoss: [],
  finalLoss: Number.NaN,
  parameterCount: Number.NaN,
  diverged: false,
};

function measured({ variant, ...net }: NetState): Measured {
  const error = net.diverged ? Number.NaN : (net.testError.at(-1) ?? Number.NaN);
  return { ...net, validationAccuracy: 1 - error };
}

const asOther = (net: Measured): Other<Measured> => ({
  otherTrainLoss: net.trainLoss,
  otherTrainError: net.trainError,
  otherTestStep: net.testStep,
  otherTestError: net.testError,
  otherTestLoss: net.testLoss,
  otherFinalLoss: net.finalLoss,
  otherParameterCount: net.parameterCount,
  otherDiverged: net.diverged,
  otherValidationAccuracy: net.validationAccuracy,
});

/** The net and how many parameters it has. */
function build(variant: Variant, config: Config, rng: Rng): { model: Model; count: number } {
  const layers = trainedLayers(config);
  const options = {
    residual: isResidual(variant),
    batchNormEpsilon: hasBatchNorm(variant) ? BATCH_NORM_EPSILON : (false as const),
    zeroInitialized: variant === 'residual-zero',
    classes: CLASSES,
  };
  if (config.model === 'conv') {
    const spec: ResNetSpec = { ...options, layers, width: config.channels };
    return { model: createResNet(spec, rng), count: parameterCount(spec) };
  }
  const spec: ResidualMlpSpec = {
    ...options,
    features: PIXELS,
    width: config.width,
    blocks: (layers - 2) / 2, // of two layers each, between the first layer and the last
  };
  return { model: createResidualMlp(spec, rng), count: residualMlpParameterCount(spec) };
}

/** Eight steps of a run, the same for nets of all depths. */
const isTestStep = (step: number, steps: number): boolean =>
  Math.floor((TESTS * step) / steps) > Math.floor((TESTS * (step - 1)) / steps);

/** One net in training, judged now and then. */
class DepthRacer extends TrainingRacer {
  readonly #variant: Variant;
  readonly #steps: number;
  readonly #test: DeviceData;
  readonly #count: number;
  readonly #trainError: number[] = [];
  readonly #testStep: number[] = [];
  readonly #testError: number[] = [];
  readonly #testLoss: number[] = [];

  constructor(
    variant: Variant,
    config: Config,
    data: DeviceData,
    test: DeviceData,
    rng: Rng,
    live: LiveControl,
  ) {
    const { model, count } = build(variant, config, rng.child('weights'));
    super({
      model,
      data,
      steps: config.steps,
      batchSize: Math.min(config.batchSize, config.images),
      learningRate: config.learningRate,
      rng: rng.child('batches'),
      readEvery: Math.max(1, Math.round(LAYERS_PER_READ[config.model] / trainedLayers(config))),
      readNow: (step) => live.stepwise || isTestStep(step, config.steps),
      optimizer: optimizers.momentum({ momentum: MOMENTUM }),
      inspect: (_, answers) => sub<Scalar>(1, fractionRight(answers)),
    });
    this.#variant = variant;
    this.#steps = config.steps;
    this.#test = test;
    this.#count = count;
  }

  override async advance(): Promise<TrainProgress> {
    const progress = await super.advance();
    this.#trainError.push(...progress.inspected);
    if (this.diverged) {
      this.#trainError.splice(-1, 1, Number.NaN); // of answers that are no numbers
      return progress;
    }
    if (!isTestStep(this.step, this.#steps)) return progress;
    const { accuracy, loss } = await evaluateInParts(this.model, this.#test, TEST_ROWS);
    this.#testStep.push(this.step);
    this.#testError.push(1 - accuracy);
    this.#testLoss.push(loss);
    return progress;
  }

  state(): NetState {
    return {
      variant: this.#variant,
      trainLoss: [...this.losses],
      trainError: [...this.#trainError],
      testStep: [...this.#testStep],
      testError: [...this.#testError],
      testLoss: [...this.#testLoss],
      finalLoss: this.diverged ? Number.NaN : meanOfLast(this.losses, FINAL_STEPS),
      parameterCount: this.#count,
      diverged: this.diverged,
    };
  }
}
