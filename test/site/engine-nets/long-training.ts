/** ResNet-110 at the size that is trained in the page, as `npm run bench` times it; what it holds of memory at each step. */
import { engine, memory } from '@tensorflow/tfjs-core';
import { isNumberHeap } from '#src/nn/read.ts';
import { createResNet } from '#src/nn/resnet.ts';
import { train, uploadData } from '#src/nn/train.ts';
import { createRng } from '#src/random.ts';
import { answerWith } from './answer.ts';

const PIXELS = 28 * 28;
const CLASSES = 10;
const EXAMPLES = 500;
const BATCH_SIZE = 16;
const LEARNING_RATE = 0.001;

/** Held between two steps of training. */
export interface Held {
  readonly tensors: number;
  /** Of the tensors. */
  readonly tensorBytes: number;
  /** Of the whole memory of the WASM backend, which grows and never shrinks. */
  readonly wasmBytes: number;
}

export interface LongTraining {
  readonly held: readonly Held[];
  readonly losses: readonly number[];
  readonly millis: number;
}

answerWith(async (steps: number): Promise<LongTraining> => {
  const model = createResNet({ layers: 110 }, createRng(1));
  const rng = createRng(2);
  const labels = Uint8Array.from({ length: EXAMPLES }, () => rng.int(CLASSES));
  const data = uploadData({ count: EXAMPLES, pixels: rng.normals(EXAMPLES * PIXELS), labels }, CLASSES);
  const held: Held[] = [];
  const losses: number[] = [];
  const began = performance.now();
  const run = train({
    model,
    data,
    steps,
    batchSize: BATCH_SIZE,
    learningRate: LEARNING_RATE,
    rng: createRng(3).child('batches'),
    readEvery: 1,
  });
  for await (const progress of run) {
    losses.push(...progress.losses);
    const { numTensors, numBytes } = memory();
    held.push({ tensors: numTensors, tensorBytes: numBytes, wasmBytes: wasmBytes() });
  }
  const millis = performance.now() - began;
  model.dispose();
  data.dispose();
  return { held, losses, millis };

  function wasmBytes(): number {
    const { backend } = engine();
    if (!isNumberHeap(backend)) throw new Error('not the WASM backend');
    return backend.typedArrayFromHeap(data.inputs).buffer.byteLength;
  }
});
