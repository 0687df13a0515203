/**
 * Nets of residual blocks (He et al. 2015, arXiv:1512.03385), whatever their layers are:
 *
 *     x → stem → block → … → block → head → logits,   block: h ← ReLU(h + F(h)),   plain: h ← ReLU(F(h))
 */
import {
  add,
  mul,
  type Rank,
  relu,
  step,
  type Tensor,
  type Tensor2D,
  tidy,
  type Variable,
} from '@tensorflow/tfjs-core';
import { batchNormLayer, bias, compose, type Forward, type Layer, reluLayer, sequence } from './layers.ts';
import type { ForwardResult, Model } from './model.ts';

/** What both forms of the net, of convolutions and of dense layers, can be asked for. */
export interface ResidualOptions {
  /** Whether the blocks have shortcuts. Default: true. */
  readonly residual?: boolean;
  /** ε of batch normalisation after each weight layer; `false`: none, and biases in its place. Default: 1e-5. */
  readonly batchNormEpsilon?: number | false;
  /**
   * Whether each branch starts at F = 0: γ of its last batch norm, or without batch norm its last weights, is zero
   * (Goyal et al. 2017, arXiv:1706.02677; Zhang et al. 2019, arXiv:1901.09321). Default: false.
   */
  readonly zeroInitialized?: boolean;
}

export const residualDefaults = {
  residual: true,
  batchNormEpsilon: 1e-5,
  zeroInitialized: false,
} as const satisfies Required<ResidualOptions>;

/** What follows a weight layer with `channels` outputs: batch norm, or a bias without it. */
export function normalization<R extends Rank>(
  channels: number,
  batchNormEpsilon: number | false,
  initialGamma: 0 | 1 = 1,
): Layer<Tensor<R>> {
  return batchNormEpsilon === false
    ? bias(channels)
    : batchNormLayer(channels, batchNormEpsilon, initialGamma);
}

/** How many parameters `normalization` has. */
export const normalizationSize = (channels: number, batchNormEpsilon: number | false): number =>
  batchNormEpsilon === false ? channels : 2 * channels;

/** h ← ReLU(F(h) + shortcut(h)), or h ← ReLU(F(h)) without a shortcut. */
export function block<R extends Rank>(
  branch: Layer<Tensor<R>>,
  shortcut: Layer<Tensor<R>> | undefined,
): Layer<Tensor<R>> {
  if (!shortcut) return compose(branch, reluLayer());
  return {
    parameters: [...branch.parameters, ...shortcut.parameters],
    forward(x) {
      const through = branch.forward(x);
      const past = shortcut.forward(x);
      const output = relu(add<Tensor<R>>(through.output, past.output));
      return {
        output,
        watched: [...through.watched, ...past.watched],
        backward(delta) {
          const beforeRelu = mul<Tensor<R>>(delta, step(output));
          const ofBranch = through.backward(beforeRelu);
          const ofShortcut = past.backward(beforeRelu);
          return {
            gradients: [...ofBranch.gradients, ...ofShortcut.gradients],
            inputGradient: () => add<Tensor<R>>(ofBranch.inputGradient(), ofShortcut.inputGradient()),
          };
        },
      };
    },
    predict: (x) => relu(add<Tensor<R>>(branch.predict(x), shortcut.predict(x))),
    dispose() {
      branch.dispose();
      shortcut.dispose();
    },
  };
}

/** The shortcut where the shape stays as it is. */
export const identity = <X extends Tensor>(): Layer<X> => sequence([]);

/** A block's two ways, which are added and rectified: without a shortcut, only the branch is there. */
export interface BlockParts<R extends Rank> {
  readonly branch: Layer<Tensor<R>>;
  readonly shortcut: Layer<Tensor<R>> | undefined;
}

/**
 * How a net is built, part by part: each call draws its part's weights anew, the same ones every time, so that a net need
 * not be in memory as a whole. Whoever calls disposes of what comes back.
 */
export interface ResidualPlan<R extends Rank> {
  /** [n, features] as the stem takes it. */
  readonly prepare: (x: Tensor2D) => Tensor<R>;
  /** Number of blocks. */
  readonly blocks: number;
  stem(): Layer<Tensor<R>>;
  /** Parts of block 0 … blocks − 1. */
  block(index: number): BlockParts<R>;
  head(): Layer<Tensor<R>, Tensor2D>;
}

/** The whole net of a plan. */
export const buildNet = <R extends Rank>(plan: ResidualPlan<R>): ResidualNet<R> =>
  new ResidualNet<R>({
    prepare: plan.prepare,
    stem: plan.stem(),
    blocks: Array.from({ length: plan.blocks }, (_, i) => {
      const { branch, shortcut } = plan.block(i);
      return block(branch, shortcut);
    }),
    head: plan.head(),
  });

/** What a net is put together from. */
export interface ResidualParts<R extends Rank> {
  /** [n, features] as the stem takes it. */
  readonly prepare: (x: Tensor2D) => Tensor<R>;
  readonly stem: Layer<Tensor<R>>;
  readonly blocks: readonly Layer<Tensor<R>>[];
  readonly head: Layer<Tensor<R>, Tensor2D>;
}

export interface ResidualPass extends ForwardResult {
  /** Outputs of the stem and of each block, in their order. */
  readonly activations: readonly Tensor[];
  /** Gradients of all parameters, in their order, from dL/dlogits. */
  backward(logitsGradient: Tensor2D): ResidualGradients;
}

export interface ResidualGradients {
  /** In the order of the net's `parameters`. */
  readonly gradients: readonly Tensor[];
  /** dL/dh of `activations`, in their order. */
  readonly activationGradients: readonly Tensor[];
}

export class ResidualNet<R extends Rank> implements Model<ResidualPass> {
  readonly parameters: readonly Variable[];
  private readonly parts: ResidualParts<R>;

  constructor(parts: ResidualParts<R>) {
    this.parts = parts;
    this.parameters = [parts.stem, ...parts.blocks, parts.head].flatMap(({ parameters }) => parameters);
  }

  forward(x: Tensor2D): ResidualPass {
    const { prepare, stem, blocks, head } = this.parts;
    const passes: Forward<Tensor<R>, Tensor<R>>[] = [];
    let h = prepare(x);
    for (const layer of [stem, ...blocks]) {
      const pass = layer.forward(h);
      passes.push(pass);
      h = pass.output;
    }
    const last = head.forward(h);
    const activations = passes.map(({ output }) => output);
    return {
      logits: last.output,
      activations,
      outputs: [...passes.flatMap(({ watched }) => watched), ...activations, last.output],
      backward(logitsGradient) {
        const ofHead = last.backward(logitsGradient);
        let gradients = ofHead.gradients;
        let delta = ofHead.inputGradient();
        const activationGradients: Tensor[] = [];
        for (const [i, pass] of [...passes.entries()].reverse()) {
          activationGradients.unshift(delta);
          // what is on the way to these is let go of block by block: a hundred layers would fill the memory with it
          const ofLayer = tidy(() => {
            const found = pass.backward(delta);
            return { gradients: [...found.gradients], input: i > 0 ? [found.inputGradient()] : [] };
          });
          gradients = [...ofLayer.gradients, ...gradients];
          delta = ofLayer.input[0] ?? delta;
        }
        return { gradients, activationGradients };
      },
    };
  }

  backward(pass: ResidualPass, logitsGradient: Tensor2D): readonly Tensor[] {
    return pass.backward(logitsGradient).gradients;
  }

  predict(x: Tensor2D): Tensor2D {
    const { prepare, stem, blocks, head } = this.parts;
    // what a layer needs on its way is let go of with it
    const through = (h: Tensor<R>, layer: Layer<Tensor<R>>) => tidy(() => layer.predict(h));
    return head.predict([stem, ...blocks].reduce(through, prepare(x)));
  }

  dispose(): void {
    for (const layer of [this.parts.stem, ...this.parts.blocks, this.parts.head]) layer.dispose();
  }
}
