/**
 * A multilayer perceptron: dense layers, an activation after each but the last; if asked for, batch norm before the
 * activation and dropout of what goes into each layer.
 */
import {
  add,
  dispose,
  mul,
  ones,
  type Rank,
  rsqrt,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
  type Variable,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Rng } from '#src/random.ts';
import { type ActivationName, activations } from './activations.ts';
import { denseBiasGradient, denseForward, denseInputGradient, denseWeightGradient } from './dense.ts';
import { checkDropRate, dropoutBackward, dropoutForward, dropoutMask } from './dropout.ts';
import { type Initializer, initialWeights } from './initializers.ts';
import type { ForwardResult, Model } from './model.ts';
import {
  type BatchNormCache,
  type BatchStatistics,
  batchNormBackward,
  batchNormForward,
  batchStatistics,
} from './norm.ts';

export interface MlpSpec {
  /** Units of each layer, input first: [784, 32, 10]. */
  readonly sizes: readonly number[];
  readonly activation: ActivationName;
  readonly initializer: Initializer;
  /** ε of batch normalisation before each hidden activation; absent: none. */
  readonly batchNormEpsilon?: number;
  /** Whether batch norm's γ and β are trained (default), or stay at 1 and 0. */
  readonly batchNormAffine?: boolean;
  /** Shares, in [0, 1), of the inputs and of each hidden layer's outputs that training drops; absent: none. */
  readonly dropout?: { readonly input: number; readonly hidden: number };
  /**
   * So many of the first layers are not trained: they keep the weights they have, and no gradient is computed for them.
   * (The running averages of batch norm in them follow the data all the same.) Default: none.
   */
  readonly frozenLayers?: number;
}

interface BatchNormParameters {
  readonly gamma: Variable<Rank.R1>;
  readonly beta: Variable<Rank.R1>;
  /** Running averages used at inference. */
  readonly runningMean: Variable<Rank.R1>;
  readonly runningVariance: Variable<Rank.R1>;
}

interface Layer {
  /** [fanIn, fanOut] */
  readonly weights: Variable<Rank.R2>;
  /** [fanOut] */
  readonly bias: Variable<Rank.R1>;
  readonly batchNorm: BatchNormParameters | undefined;
}

/** What the forward pass leaves for the backward pass, for one layer. */
interface LayerTrace {
  /** After dropout. */
  readonly input: Tensor2D;
  /** What dropout multiplied the input by, where it did. */
  readonly inputMask: Tensor2D | undefined;
  /** Before dropout. */
  readonly output: Tensor2D;
  readonly norm: BatchNormCache | undefined;
}

export interface ForwardPass extends ForwardResult {
  readonly trace: readonly LayerTrace[];
}

/** Weight of the old value in the running averages of batch norm. */
const RUNNING_AVERAGE_MOMENTUM = 0.9;

export class Mlp implements Model<ForwardPass> {
  readonly spec: MlpSpec;
  readonly layers: readonly Layer[];
  private readonly rng: Rng;
  /** Forward passes in training mode so far: each has its own dropout masks. */
  private passes = 0;

  /**
   * @param rng layer l draws from `rng.child(l)`, so that nets of different depth share their first layers; the masks of
   * dropout come from `rng.child('dropout')`, so that nets with and without it start alike
   * @throws RangeError `invalid drop rate; not in [0, 1): ${rate}`
   * @throws RangeError `invalid number of frozen layers; not a whole number below ${layers}: ${frozenLayers}`
   */
  constructor(spec: MlpSpec, rng: Rng) {
    for (const rate of Object.values(spec.dropout ?? {})) checkDropRate(rate);
    checkFrozen(spec);
    this.spec = spec;
    this.rng = rng;
    this.layers = spec.sizes.slice(1).map((fanOut, l) => {
      const fanIn = spec.sizes[l] ?? 0;
      const isOutput = l === spec.sizes.length - 2;
      return tidy(() => ({
        weights: variable(
          tensor2d(initialWeights(spec.initializer, fanIn, fanOut, rng.child(l)), [fanIn, fanOut]),
        ),
        bias: variable(zeros<Rank.R1>([fanOut])),
        batchNorm:
          spec.batchNormEpsilon === undefined || isOutput
            ? undefined
            : {
                gamma: variable(ones<Rank.R1>([fanOut])),
                beta: variable(zeros<Rank.R1>([fanOut])),
                runningMean: variable(zeros<Rank.R1>([fanOut])),
                runningVariance: variable(ones<Rank.R1>([fanOut])),
              },
      }));
    });
  }

  /** Everything that is trained, layer by layer: weights, bias, then γ and β where these are trained. */
  get parameters(): Variable[] {
    return this.layers
      .slice(this.frozenLayers)
      .flatMap(({ weights, bias, batchNorm }) =>
        batchNorm && this.trainsAffine ? [weights, bias, batchNorm.gamma, batchNorm.beta] : [weights, bias],
      );
  }

  private get frozenLayers(): number {
    return this.spec.frozenLayers ?? 0;
  }

  private get trainsAffine(): boolean {
    return this.spec.batchNormAffine ?? true;
  }

  /**
   * Training-mode forward pass of x [n, fanIn]; updates the running averages of batch norm, and draws the masks of
   * dropout afresh. Call inside a tidy.
   */
  forward(x: Tensor2D): ForwardPass {
    const { apply } = activations[this.spec.activation];
    const trace: LayerTrace[] = [];
    const masks = this.dropoutMasks(this.passes++, x.shape[0]);
    let h = x;
    for (const [l, layer] of this.layers.entries()) {
      const inputMask = masks[l];
      const input = inputMask ? dropoutForward(h, inputMask) : h;
      const z = denseForward(input, layer.weights, layer.bias);
      if (l === this.layers.length - 1) {
        trace.push({ input, inputMask, output: z, norm: undefined });
        return { logits: z, outputs: trace.map(({ output }) => output), trace };
      }
      const { batchNorm } = layer;
      if (batchNorm) {
        const statistics = batchStatistics(z);
        const norm = batchNormForward(z, this.spec.batchNormEpsilon ?? 0, statistics);
        this.updateRunningAverages(batchNorm, statistics);
        h = apply(add<Tensor2D>(mul(norm.normalized, batchNorm.gamma), batchNorm.beta));
        trace.push({ input, inputMask, output: h, norm });
      } else {
        h = apply(z);
        trace.push({ input, inputMask, output: h, norm: undefined });
      }
    }
    throw new RangeError(`invalid net; needs at least an input and an output size: ${this.spec.sizes}`);
  }

  /** Gradients of every parameter, in the order of `parameters`, from dL/dlogits. Call inside a tidy. */
  backward({ trace }: ForwardPass, logitsGradient: Tensor2D): (Tensor1D | Tensor2D)[] {
    const { derivativeFromOutput } = activations[this.spec.activation];
    const gradients: (Tensor1D | Tensor2D)[] = [];
    let delta = logitsGradient;
    for (let l = this.layers.length - 1; l >= this.frozenLayers; l--) {
      const layer = this.layers[l];
      const step = trace[l];
      if (!layer || !step) continue;
      const { batchNorm } = layer;
      if (step.norm && batchNorm) {
        if (this.trainsAffine)
          gradients.unshift(sum<Tensor1D>(mul(delta, step.norm.normalized), 0), denseBiasGradient(delta));
        delta = batchNormBackward(step.norm, mul(delta, batchNorm.gamma));
      }
      gradients.unshift(denseWeightGradient(step.input, delta), denseBiasGradient(delta));
      if (l === this.frozenLayers) break; // nobody below wants a gradient
      const intoInput = denseInputGradient(delta, layer.weights);
      const intoActivation = step.inputMask ? dropoutBackward(intoInput, step.inputMask) : intoInput;
      // without dropout, the input of this layer is the output of the activation before it
      delta = mul(intoActivation, derivativeFromOutput(trace[l - 1]?.output ?? step.input));
    }
    return gradients;
  }

  /** Inference-mode logits: batch norm uses its running averages. Call inside a tidy. */
  predict(x: Tensor2D): Tensor2D {
    const { apply } = activations[this.spec.activation];
    return this.layers.reduce<Tensor2D>((h, layer, l) => {
      const z = denseForward(h, layer.weights, layer.bias);
      if (l === this.layers.length - 1) return z;
      const { batchNorm } = layer;
      if (!batchNorm) return apply(z);
      const inverseStd = rsqrt(add(batchNorm.runningVariance, this.spec.batchNormEpsilon ?? 0));
      const normalized = mul(sub(z, batchNorm.runningMean), inverseStd);
      return apply(add<Tensor2D>(mul(normalized, batchNorm.gamma), batchNorm.beta));
    }, x);
  }

  /**
   * What the pass-th training-mode pass, counted from 0, multiplies the input of each layer by, [examples, units]; none
   * where nothing is dropped. It follows from the net's stream, the pass and the layer alone: `forward` uses these very
   * masks, and those of its first few examples can be had by asking for so many. Call inside a tidy.
   */
  dropoutMasks(pass: number, examples: number): readonly (Tensor2D | undefined)[] {
    const { dropout, sizes } = this.spec;
    if (!dropout) return [];
    const rng = this.rng.child('dropout').child(pass);
    return this.layers.map((_, l) => {
      const rate = l === 0 ? dropout.input : dropout.hidden;
      return rate > 0 ? dropoutMask<Rank.R2>([examples, sizes[l] ?? 0], rate, rng.child(l)) : undefined;
    });
  }

  dispose(): void {
    for (const { weights, bias, batchNorm } of this.layers) {
      dispose([weights, bias]);
      if (batchNorm) dispose(Object.values(batchNorm));
    }
  }

  private updateRunningAverages(
    { runningMean, runningVariance }: BatchNormParameters,
    { mean, variance }: BatchStatistics,
  ): void {
    const blend = (running: Variable<Rank.R1>, now: Tensor1D) =>
      running.assign(add(mul(running, RUNNING_AVERAGE_MOMENTUM), mul(now, 1 - RUNNING_AVERAGE_MOMENTUM)));
    blend(runningMean, mean);
    blend(runningVariance, variance);
  }
}

function checkFrozen({ sizes, frozenLayers = 0 }: MlpSpec): void {
  const layers = sizes.length - 1;
  if (Number.isInteger(frozenLayers) && frozenLayers >= 0 && frozenLayers < layers) return;
  throw new RangeError(
    `invalid number of frozen layers; not a whole number below ${layers}: ${frozenLayers}`,
  );
}
