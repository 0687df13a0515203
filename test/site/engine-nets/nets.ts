/** The nets that every backend has to work out alike, and what is compared. Runs in a worker of the page. */
import { memory, slice, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { softmaxCrossEntropy } from '#src/nn/losses.ts';
import { Mlp } from '#src/nn/mlp.ts';
import type { Model } from '#src/nn/model.ts';
import { optimizers } from '#src/nn/optimizers.ts';
import { createResNet } from '#src/nn/resnet.ts';
import { type DeviceData, type TrainOptions, train, uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';

const STEPS = 20;

const CLASSES = 10;
const PIXELS = 28 * 28;
const he = { name: 'he', scale: 1 } as const;
const xavier = { name: 'xavier', scale: 1 } as const;

interface Problem {
  readonly build: () => Model;
  readonly features: number;
  readonly batchSize: number;
  readonly training: Pick<TrainOptions, 'learningRate' | 'optimizer'>;
}

/** Each with the rate at which it learns its few examples in 20 steps. */
const problems = {
  // sizes that are no multiple of four: a graphics card deals with those apart
  MLP: {
    build: () =>
      new Mlp({ sizes: [37, 30, 21, CLASSES], activation: 'tanh', initializer: xavier }, createRng(1)),
    features: 37,
    batchSize: 18,
    training: { learningRate: 0.5 },
  },
  'MLP with batch norm': {
    build: () =>
      new Mlp(
        { sizes: [64, 32, 32, CLASSES], activation: 'relu', initializer: he, batchNormEpsilon: 1e-3 },
        createRng(2),
      ),
    features: 64,
    batchSize: 16,
    training: { learningRate: 0.1, optimizer: optimizers.nesterov({ momentum: 0.8 }) },
  },
  // the course's stages of 8, 16 and 32 channels, on 7 × 7, 4 × 4 and 2 × 2 pixels: half as wide as there
  'ResNet-8': {
    build: () => createResNet({ layers: 8, poolInput: 4 }, createRng(3)),
    features: PIXELS,
    batchSize: 4,
    training: { learningRate: 0.05 },
  },
} as const satisfies Record<string, Problem>;

export type NetName = keyof typeof problems;

type Numbers = readonly (readonly number[])[];

/** What one backend makes of a net. */
export interface Measured {
  /** Of a pass in training mode: the outputs of the layers, the logits among them, and the loss. */
  readonly outputs: Numbers;
  /** Of that loss, by each of the net's parameters. */
  readonly gradients: Numbers;
  /** Of the steps of training. */
  readonly losses: Numbers;
  /** After them. */
  readonly parameters: Numbers;
  /** Logits in inference mode, after training. */
  readonly predictions: Numbers;
  /** Tensors that are still there when the net and its data have been disposed of. */
  readonly tensorsLeft: number;
}

export async function measure(name: NetName): Promise<Measured> {
  const before = memory().numTensors;
  const { build, features, batchSize, training }: Problem = problems[name];
  const model = build();
  const data = examples(features, 3 * batchSize);

  const pass = tidy(() => {
    const forward = model.forward(slice(data.inputs, 0, batchSize));
    const { loss, gradient } = softmaxCrossEntropy(forward.logits, slice(data.targets, 0, batchSize));
    return { outputs: [...forward.outputs, loss], gradients: [...model.backward(forward, gradient)] };
  });
  const outputs = await numbersOf(pass.outputs);
  const gradients = await numbersOf(pass.gradients);

  const losses: number[] = [];
  const rng = createRng(4).child('batches');
  const run = train({ model, data, steps: STEPS, batchSize, rng, readEvery: 5, ...training });
  for await (const progress of run) losses.push(...progress.losses);
  const parameters = await numbersOf(model.parameters);
  const logits = tidy(() => model.predict(data.inputs));
  const predictions = await numbersOf([logits]);

  for (const one of [...pass.outputs, ...pass.gradients, logits, data, model]) one.dispose();
  const tensorsLeft = memory().numTensors - before;
  return { outputs, gradients, losses: [losses], parameters, predictions, tensorsLeft };
}

/** Points in as many clusters as there are classes: there is something to learn. */
function examples(features: number, count: number): DeviceData {
  const rng = createRng(5);
  const centres = rng.normals(CLASSES * features);
  const labels = Uint8Array.from({ length: count }, () => rng.int(CLASSES));
  const pixels = rng.normals(count * features, 0.7).map((value, i) => {
    const label = labels[Math.floor(i / features)] ?? 0;
    return value + (centres[label * features + (i % features)] ?? Number.NaN);
  });
  return uploadData({ count, pixels, labels }, CLASSES);
}

async function numbersOf(tensors: readonly Tensor[]): Promise<number[][]> {
  return Promise.all(tensors.map(async (tensor) => Array.from(await tensor.data())));
}
