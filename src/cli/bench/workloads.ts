/** What `npm run bench` times: the work that the course's figures do, at the sizes that the figures use. */
import { nodeData } from '#src/cli/node-lab.ts';
import { defaultConfig } from '#src/lab/params.ts';
import { untouched } from '#src/lab/runner.ts';
import { Mlp } from '#src/nn/mlp.ts';
import type { Model } from '#src/nn/model.ts';
import { createResNet } from '#src/nn/resnet.ts';
import { train, uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { params } from '#widgets/activation-statistics/config.ts';
import { experiment } from '#widgets/activation-statistics/experiment.ts';

export interface Workload {
  readonly description: string;
  /** Builds what the runs share; `run` does the work once and ends when its results have been read. */
  prepare(): Promise<PreparedWorkload>;
}

export interface PreparedWorkload {
  /** Milliseconds are reported per repetition: steps of training, or passes. */
  readonly repetitions: number;
  run(): Promise<void>;
  dispose(): void;
}

const DEPTH = 10;
const CLASSES = 10;
const IMAGES = 500;
/** Small: nothing is to be learned, and nothing may diverge. */
const LEARNING_RATE = 0.001;
const SEED = 1;

export const workloadNames = ['forward', 'forward-backward', 'mlp', 'resnet-20', 'resnet-110'] as const;
export type WorkloadName = (typeof workloadNames)[number];

export const workloads = {
  forward: {
    description: '10 layers × 500 units × 1000 samples: forward pass, statistics, histograms',
    prepare: async () => passes(DEPTH),
  },
  'forward-backward': {
    description: 'the same, forward and backward',
    prepare: async () => passes(2 * DEPTH),
  },
  mlp: {
    description: 'MLP 784-100-10, batch 100: one training step',
    prepare: async () =>
      steps({
        repetitions: 100,
        batchSize: 100,
        model: new Mlp(
          { sizes: [784, 100, CLASSES], activation: 'relu', initializer: { name: 'he', scale: 1 } },
          createRng(SEED),
        ),
      }),
  },
  'resnet-20': {
    description: 'ResNet-20, 8 channels, 14×14, batch 32: one training step',
    prepare: async () => steps({ repetitions: 5, batchSize: 32, model: resNet(20) }),
  },
  'resnet-110': {
    description: 'ResNet-110, 8 channels, 14×14, batch 16: one training step',
    prepare: async () => steps({ repetitions: 2, batchSize: 16, model: resNet(110) }),
  },
} as const satisfies Record<WorkloadName, Workload>;

/** The experiment of the initialisation chapters as far as its frame number `frames`; a layer is one, each way. */
function passes(frames: number): PreparedWorkload {
  const config = defaultConfig(params);
  return {
    repetitions: 1,
    async run() {
      const { signal } = new AbortController();
      const run = experiment.run(config, { rng: createRng(SEED), data: nodeData(), signal, live: untouched });
      try {
        for (let i = 0; i < frames; i++) await run.next();
      } finally {
        await run.return(undefined as never); // as the lab does: lets `finally` dispose of every tensor
      }
    },
    dispose() {},
  };
}

/** `repetitions` steps of plain gradient descent on the first 500 images; the losses are read once, at the end. */
async function steps(options: {
  readonly repetitions: number;
  readonly batchSize: number;
  readonly model: Model;
}): Promise<PreparedWorkload> {
  const { repetitions, batchSize, model } = options;
  const { signal } = new AbortController();
  const data = uploadData(await nodeData().fashionMnist('train', IMAGES, signal), CLASSES);
  return {
    repetitions,
    async run() {
      const run = train({
        model,
        data,
        steps: repetitions,
        batchSize,
        learningRate: LEARNING_RATE,
        rng: createRng(SEED).child('batches'),
        readEvery: repetitions,
      });
      for await (const { diverged } of run) if (diverged) throw new Error('a benchmark has diverged');
    },
    dispose() {
      model.dispose();
      data.dispose();
    },
  };
}

/** The CIFAR-style net of He et al. 2015 at the size that is trained in the page: 14 × 14 pixels, 8 channels. */
const resNet = (layers: number): Model => createResNet({ layers }, createRng(SEED));
