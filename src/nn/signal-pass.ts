/**
 * One pass forward and one back through a net of residual blocks, measured on the way, with one block in memory at a time:
 *
 *     forward   h₀ = stem(x),   F = branch(h_{i−1}),   z = F + shortcut(h_{i−1}) or F,   h_i = ReLU(z)
 *     back      δ = ∂L/∂h_i · 1[z > 0],   ∂L/∂h_{i−1} = (what δ sends back through the branch) + (through the shortcut)
 *
 * Of the way forward only the h_i are kept. Going back, each block is built again from its plan, and its branch computed
 * again: a third more work, and 1,202 layers fit into the memory that their activations take (Chen et al. 2016,
 * arXiv:1604.06174).
 */
import { add, mul, type Rank, relu, step, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { Layer } from './layers.ts';
import { softmaxCrossEntropy } from './losses.ts';
import { borrowFloats } from './read.ts';
import type { BlockParts, ResidualPlan } from './residual.ts';
import { moments } from './statistics.ts';

/** Mean and population standard deviation over all examples and units; not finite where a value is not. */
export interface Size {
  readonly mean: number;
  readonly std: number;
}

export type SignalStep =
  /** The stem's output: h₀. */
  | { readonly kind: 'stem'; readonly output: Size }
  /** Block `block`, 1 … blocks, on the way forward: F, z and h. */
  | {
      readonly kind: 'forward';
      readonly block: number;
      readonly branch: Size;
      readonly sum: Size;
      readonly output: Size;
    }
  /** The loss, and the gradient that arrives at the last block's output. */
  | { readonly kind: 'loss'; readonly loss: number; readonly gradient: Size }
  /** Block `block` on the way back: what is left after its ReLU, what comes through its branch, and ∂L/∂h_{i−1}. */
  | {
      readonly kind: 'backward';
      readonly block: number;
      readonly rectified: Size;
      readonly branch: Size;
      readonly input: Size;
    };

/** Whether the numbers are still within what float32 can hold. */
export const isFiniteSize = ({ mean, std }: Size): boolean => Number.isFinite(mean) && Number.isFinite(std);

/** `moments`, and NaN all through where a value is not finite. */
async function sizeOf(tensor: Tensor): Promise<Size> {
  const { mean, std } = moments(await borrowFloats(tensor));
  return { mean, std };
}

/**
 * Ends early where an activation or a gradient is no finite number: that step is the last one.
 * @param x [n, features]  @param targets one-hot rows [n, classes]
 */
export async function* measureSignals<R extends Rank>(
  plan: ResidualPlan<R>,
  x: Tensor2D,
  targets: Tensor2D,
): AsyncGenerator<SignalStep, void> {
  const activations: Tensor<R>[] = [];
  const held = new Set<Tensor>();
  const hold = <T extends Tensor>(tensor: T): T => {
    held.add(tensor);
    return tensor;
  };
  const drop = (tensor: Tensor) => {
    held.delete(tensor);
    tensor.dispose();
  };
  try {
    const first = hold(withLayer(plan.stem(), (stem) => tidy(() => stem.forward(plan.prepare(x)).output)));
    activations.push(first);
    const output = await sizeOf(first);
    yield { kind: 'stem', output };
    if (!isFiniteSize(output)) return;

    for (let block = 1; block <= plan.blocks; block++) {
      const before = activations.at(-1) ?? first;
      const parts = withBlock(plan.block(block - 1), ({ branch, shortcut }) =>
        tidy(() => {
          const through = branch.forward(before).output;
          const sum = shortcut ? add<Tensor<R>>(through, shortcut.forward(before).output) : through;
          return { through, sum, output: relu(sum) };
        }),
      );
      activations.push(hold(parts.output));
      hold(parts.through);
      hold(parts.sum);
      const sizes = {
        branch: await sizeOf(parts.through),
        sum: await sizeOf(parts.sum),
        output: await sizeOf(parts.output),
      };
      drop(parts.through);
      drop(parts.sum);
      yield { kind: 'forward', block, ...sizes };
      if (!Object.values(sizes).every(isFiniteSize)) return;
    }

    const end = activations.at(-1) ?? first;
    const atHead = withLayer(plan.head(), (head) =>
      tidy(() => {
        const pass = head.forward(end);
        const { loss, gradient } = softmaxCrossEntropy(pass.output, targets);
        return { loss, gradient: pass.backward(gradient).inputGradient() };
      }),
    );
    hold(atHead.loss);
    let delta = hold(atHead.gradient);
    const arriving = await sizeOf(delta);
    const [loss = Number.NaN] = await atHead.loss.data();
    drop(atHead.loss);
    yield { kind: 'loss', loss, gradient: arriving };
    if (!isFiniteSize(arriving)) return;

    for (let block = plan.blocks; block >= 1; block--) {
      const after = activations.pop();
      const before = activations.at(-1);
      if (!after || !before) return;
      const back = withBlock(plan.block(block - 1), ({ branch, shortcut }) =>
        tidy(() => {
          const rectified = mul<Tensor<R>>(delta, step(after));
          const through = branch.forward(before).backward(rectified).inputGradient();
          const past = shortcut?.forward(before).backward(rectified).inputGradient();
          return { rectified, through, input: past ? add<Tensor<R>>(through, past) : through };
        }),
      );
      drop(after);
      drop(delta);
      delta = hold(back.input);
      hold(back.rectified);
      hold(back.through);
      const sizes = {
        rectified: await sizeOf(back.rectified),
        branch: await sizeOf(back.through),
        input: await sizeOf(back.input),
      };
      drop(back.rectified);
      if (back.through !== back.input) drop(back.through);
      yield { kind: 'backward', block, ...sizes };
      if (!Object.values(sizes).every(isFiniteSize)) return;
    }
  } finally {
    for (const tensor of held) tensor.dispose();
  }
}

function withLayer<X extends Tensor, Y extends Tensor, Result>(
  layer: Layer<X, Y>,
  use: (layer: Layer<X, Y>) => Result,
): Result {
  try {
    return use(layer);
  } finally {
    layer.dispose();
  }
}

function withBlock<R extends Rank, Result>(
  parts: BlockParts<R>,
  use: (parts: BlockParts<R>) => Result,
): Result {
  try {
    return use(parts);
  } finally {
    parts.branch.dispose();
    parts.shortcut?.dispose();
  }
}
