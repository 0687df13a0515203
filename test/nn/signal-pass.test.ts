/** A pass that holds one block at a time against the same net as a whole. */
import {
  memory,
  mul,
  type Rank,
  scalar,
  sum,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { softmaxCrossEntropy } from '#src/nn/losses.ts';
import { buildNet, type ResidualPlan } from '#src/nn/residual.ts';
import { residualMlpPlan } from '#src/nn/residual-mlp.ts';
import { resNetPlan } from '#src/nn/resnet.ts';
import { measureSignals, type SignalStep } from '#src/nn/signal-pass.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import { FLOAT32, numbersOf } from './closeness.ts';

const EXAMPLES = 6;
const CLASSES = 10;

async function withBatch<Result>(
  features: number,
  use: (x: Tensor2D, targets: Tensor2D) => Promise<Result>,
): Promise<Result> {
  const rng = createRng(3).child('batch');
  const x = tensor2d(rng.normals(EXAMPLES * features), [EXAMPLES, features]);
  const rows = Float32Array.from({ length: EXAMPLES * CLASSES }, (_, at) =>
    at % (CLASSES + 1) === 0 ? 1 : 0,
  );
  const targets = tensor2d(rows, [EXAMPLES, CLASSES]);
  const result = await use(x, targets);
  x.dispose();
  targets.dispose();
  return result;
}

/** Mean and population standard deviation, two passes in doubles. */
async function sizes(tensor: Tensor): Promise<[mean: number, std: number]> {
  const values = await numbersOf(tensor);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
}

async function stepsOf<R extends Rank>(plan: ResidualPlan<R>, x: Tensor2D, targets: Tensor2D) {
  const steps: SignalStep[] = [];
  for await (const step of measureSignals(plan, x, targets)) steps.push(step);
  return steps;
}

/** Mean and standard deviation of each h and each ∂L/∂h, of the net as a whole. */
async function whole<R extends Rank>(plan: ResidualPlan<R>, x: Tensor2D, targets: Tensor2D) {
  const net = buildNet(plan);
  const { forward, backward, loss } = tidy(() => {
    const pass = net.forward(x);
    const { loss, gradient } = softmaxCrossEntropy(pass.logits, targets);
    return {
      forward: [...pass.activations],
      backward: [...pass.backward(gradient).activationGradients],
      loss,
    };
  });
  const result = {
    forward: await Promise.all(forward.map(sizes)),
    backward: await Promise.all(backward.map(sizes)),
    loss: (await numbersOf(loss))[0] ?? Number.NaN,
  };
  for (const one of [...forward, ...backward, loss]) one.dispose();
  net.dispose();
  return result;
}

function expectClose(actual: readonly number[], expected: readonly number[], what: string) {
  const scale = Math.abs(expected[1] ?? Number.NaN);
  for (const [i, value] of actual.entries())
    expect(Math.abs(value - (expected[i] ?? Number.NaN)) / scale, what).toBeLessThan(20 * FLOAT32);
}

async function expectTheSame<R extends Rank>(plan: ResidualPlan<R>, features: number) {
  await withBatch(features, async (x, targets) => {
    const steps = await stepsOf(plan, x, targets);
    const { forward, backward, loss } = await whole(plan, x, targets);
    expect(steps).toHaveLength(2 * plan.blocks + 2);
    for (const step of steps) {
      if (step.kind === 'stem') expectClose([step.output.mean, step.output.std], forward[0] ?? [], 'stem');
      if (step.kind === 'forward')
        expectClose([step.output.mean, step.output.std], forward[step.block] ?? [], `block ${step.block}`);
      if (step.kind === 'loss') {
        expect(Math.abs(step.loss / loss - 1)).toBeLessThan(FLOAT32);
        expectClose([step.gradient.mean, step.gradient.std], backward.at(-1) ?? [], 'the last gradient');
      }
      if (step.kind === 'backward')
        expectClose([step.input.mean, step.input.std], backward[step.block - 1] ?? [], `back ${step.block}`);
    }
  });
}

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  const variants = [
    {},
    { residual: false },
    { batchNormEpsilon: false },
    { residual: false, batchNormEpsilon: false },
    { batchNormEpsilon: false, zeroInitialized: true },
  ] as const;

  it.each(variants)('%j: dense layers measure as the whole net does', async (variant) => {
    const spec = { features: 12, width: 8, blocks: 4, ...variant };
    await expectTheSame(residualMlpPlan(spec, createRng(1)), spec.features);
  });

  it.each(variants)('%j: convolutions measure as the whole net does', async (variant) => {
    const plan = resNetPlan(
      { layers: 14, width: 4, image: [8, 8, 2], poolInput: 1, ...variant },
      createRng(2),
    );
    await expectTheSame(plan, 8 * 8 * 2);
  });
});

describe('without batch norm', () => {
  beforeAll(() => startBackend('wasm'));

  // The logits are homogeneous of degree 1 in each h, biases being 0: by Euler Σ h ∂L/∂h = Σ z ∂L/∂z at every block. It is
  // why the gradient of a bare residual net of finite width outgrows the theory of infinite width.
  it.each([{}, { residual: false }])('%j: h · ∂L/∂h is the same at every block', async (variant) => {
    const plan = residualMlpPlan(
      { features: 12, width: 16, blocks: 12, batchNormEpsilon: false, ...variant },
      createRng(5),
    );
    await withBatch(12, async (x, targets) => {
      const net = buildNet(plan);
      const { products, expected } = tidy(() => {
        const pass = net.forward(x);
        const { gradient } = softmaxCrossEntropy(pass.logits, targets);
        const { activationGradients } = pass.backward(gradient);
        const dot = (a: Tensor, b: Tensor) => sum(mul(a, b));
        return {
          products: pass.activations.map((h, i) => dot(h, activationGradients[i] ?? scalar(Number.NaN))),
          expected: dot(pass.logits, gradient),
        };
      });
      const [wanted = Number.NaN] = await numbersOf(expected);
      for (const product of products) {
        const [value = Number.NaN] = await numbersOf(product);
        expect(Math.abs(value / wanted - 1)).toBeLessThan(1e-4);
        product.dispose();
      }
      expected.dispose();
      net.dispose();
    });
  });
});

describe('of what it holds', () => {
  beforeAll(() => startBackend('wasm'));

  const WIDTH = 64;
  const BLOCKS = 100;
  const plan = (variant: { batchNormEpsilon?: false; blocks?: number } = {}) =>
    residualMlpPlan({ features: 12, width: WIDTH, blocks: BLOCKS, ...variant }, createRng(4));

  it('there is never more than the activations and a block, and nothing in the end', async () => {
    await withBatch(12, async (x, targets) => {
      const before = memory();
      let most = 0;
      let steps = 0;
      for await (const _ of measureSignals(plan(), x, targets)) {
        most = Math.max(most, memory().numBytes - before.numBytes);
        steps++;
      }
      expect(steps).toBe(2 * BLOCKS + 2);
      const activations = (BLOCKS + 1) * EXAMPLES * WIDTH * 4;
      const blockWeights = 2 * WIDTH * WIDTH * 4; // of 100 blocks: twenty times the activations
      expect(most).toBeGreaterThanOrEqual(activations);
      expect(most).toBeLessThan(activations + blockWeights);
      expect(memory()).toMatchObject({ numTensors: before.numTensors, numBytes: before.numBytes });
    });
  });

  it.each([1, 50, 150])('nothing stays behind where it is stopped after step %d', async (last) => {
    await withBatch(12, async (x, targets) => {
      const before = memory().numTensors;
      let steps = 0;
      for await (const _ of measureSignals(plan(), x, targets)) if (++steps === last) break;
      expect(steps).toBe(last);
      expect(memory().numTensors).toBe(before);
    });
  });

  it('ends with the step whose numbers are beyond 32 bits, and leaves nothing behind', async () => {
    await withBatch(12, async (x, targets) => {
      const before = memory().numTensors;
      const steps = await stepsOf(plan({ batchNormEpsilon: false, blocks: 400 }), x, targets);
      const last = steps.at(-1);
      expect(last?.kind).toBe('forward');
      expect(last?.kind === 'forward' && Number.isFinite(last.sum.std)).toBe(false);
      expect(steps.slice(0, -1).every((step) => 'output' in step && Number.isFinite(step.output.std))).toBe(
        true,
      );
      expect(memory().numTensors).toBe(before);
    });
  });
});
