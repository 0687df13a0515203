/**
 * What reaches layer ten? A deep net at initialisation is fed with unit Gaussian input; every layer's activations and,
 * going back, every layer's gradients are measured (CS231n 2016, lecture 5, slides 57–67; backward part ours).
 *
 *     h₀ ~ N(0, 1) [samples, width],   z_l = h_{l−1} W_l,   h_l = φ(z_l)        (no biases)
 *     dL/dh_depth ~ N(0, 1),   δ_l = dL/dh_l · φ′(z_l),   dL/dh_{l−1} = δ_l W_lᵀ,   dL/dW_l = h_{l−1}ᵀ δ_l / samples
 */
import { div, mul, type Tensor2D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Experiment, FrameBase } from '#src/lab/contract.ts';
import { activations } from '#src/nn/activations.ts';
import { denseForward, denseInputGradient, denseWeightGradient } from '#src/nn/dense.ts';
import { initialWeights, weightStd } from '#src/nn/initializers.ts';
import { meanField } from '#src/nn/mean-field.ts';
import { type BatchNormCache, batchNormBackward, batchNormForward } from '#src/nn/norm.ts';
import { borrowFloats } from '#src/nn/read.ts';
import { createDistinctCounter, fractionAbove, histogram, medianAbs, moments } from '#src/nn/statistics.ts';
import type { Config } from './config.ts';

/** A unit whose output is beyond this is counted as saturated. */
const SATURATION = 0.99;
export interface HistogramAxis {
  readonly low: number;
  readonly high: number;
  readonly bins: number;
  readonly ticks: readonly number[];
}

/** The ends of tanh and sigmoid are ends of bins, give or take the last digits of a GPU's division. */
const ROUNDING = 1e-6;
const tanhAxis: HistogramAxis = { low: -1 - ROUNDING, high: 1 + ROUNDING, bins: 25, ticks: [-1, 0, 1] };
const sigmoidAxis: HistogramAxis = { low: 0, high: 1 + ROUNDING, bins: 25, ticks: [0, 1] };
const RELU_BINS = 48;
/** A ReLU axis reaches this many standard deviations of the layer that theory expects to be the widest, and at least to 4. */
const RELU_REACH = 4.8;
const RELU_LEAST = 4;
/** Rescaled histograms show this many standard deviations either side. */
const RESCALED_RANGE = 4;
const RESCALED_BINS = 48;

function rawAxis(activation: Config['activation'], theoryStd: readonly number[]): HistogramAxis {
  if (activation === 'tanh') return tanhAxis;
  if (activation === 'sigmoid') return sigmoidAxis;
  const reach = Math.max(RELU_LEAST, Number((RELU_REACH * Math.max(0, ...theoryStd)).toPrecision(1)));
  return { low: 0, high: reach, bins: RELU_BINS, ticks: [0, reach] };
}

export interface Frame extends FrameBase {
  readonly depth: number;
  /** Per layer; shorter than the depth until the pass has reached it. */
  readonly activationMean: readonly number[];
  readonly activationStd: readonly number[];
  /** Counts of h in equal bins; exact zeros of ReLU are left out and told by `zeroFraction`. */
  readonly rawHistograms: readonly (readonly number[])[];
  readonly rawAxis: HistogramAxis;
  /** The same of h divided by its layer's standard deviation. */
  readonly rescaledHistograms: readonly (readonly number[])[];
  readonly rescaledAxis: HistogramAxis;
  readonly zeroFraction: readonly number[];
  /** From the last layer back: NaN until the pass has reached a layer; empty before it starts. */
  readonly gradientStd: readonly number[];
  readonly preActivationGradientMedianAbs: readonly number[];
  readonly weightGradientStd: readonly number[];
  readonly theoryStd: readonly number[];
  readonly theoryMean: readonly number[];
  readonly theoryGradientStd: readonly number[];
}

/** Arrays run from the first layer to the last. */
export type Summary = {
  readonly activationMean: readonly number[];
  readonly activationStd: readonly number[];
  readonly zeroFraction: readonly number[];
  /** |h| > 0.99 */
  readonly saturatedFraction: readonly number[];
  /** Different float32 values among the activations. */
  readonly distinctFraction: readonly number[];
  /** Of dL/dh. */
  readonly gradientStd: readonly number[];
  readonly gradientMedianAbs: readonly number[];
  /** Of dL/dz. */
  readonly preActivationGradientStd: readonly number[];
  readonly preActivationGradientMedianAbs: readonly number[];
  /** Units times samples whose local derivative φ′ is exactly zero in float32. */
  readonly zeroDerivativeFraction: readonly number[];
  /** Of dL/dW, averaged over the samples. */
  readonly weightGradientStd: readonly number[];
  /** Mean field; empty for an initialisation without randomness. */
  readonly theoryMean: readonly number[];
  readonly theoryStd: readonly number[];
  readonly theoryGradientStd: readonly number[];
};

interface LayerTensors {
  readonly input: Tensor2D;
  readonly weights: Tensor2D;
  readonly output: Tensor2D;
  readonly norm: BatchNormCache | undefined;
}

export const experiment: Experiment<Config, Frame, Summary> = {
  async *run(config, { rng }) {
    const { depth, width, samples } = config;
    const activation = activations[config.activation];
    const initializer = { name: config.init, scale: config.scale };
    const sigma = weightStd(initializer, width) * Math.sqrt(width);
    const theory =
      sigma > 0
        ? meanField({
            activation,
            sigma,
            depth,
            ...(config.batchNorm ? { batchNormEpsilon: config.epsilon } : {}),
          })
        : { mean: [], std: [], gradientStd: [] };

    const raw = rawAxis(config.activation, theory.std);
    const low = config.activation === 'relu' ? 0 : -RESCALED_RANGE;
    const rescaled: HistogramAxis = {
      low,
      high: RESCALED_RANGE,
      bins: RESCALED_BINS,
      ticks: low < 0 ? [low, 0, RESCALED_RANGE] : [0, RESCALED_RANGE],
    };
    const withZeros = config.activation !== 'relu';
    const distinctFraction = createDistinctCounter(samples * width);
    const perLayer = () => new Array<number>(depth).fill(Number.NaN);

    const activationMean: number[] = [];
    const activationStd: number[] = [];
    const zeroFraction: number[] = [];
    const saturatedFraction: number[] = [];
    const distinct: number[] = [];
    const zeroDerivativeFraction: number[] = [];
    const rawHistograms: number[][] = [];
    const rescaledHistograms: number[][] = [];
    const gradientStd = perLayer();
    const gradientMedianAbs = perLayer();
    const preActivationGradientStd = perLayer();
    const preActivationGradientMedianAbs = perLayer();
    const weightGradientStd = perLayer();

    const frame = (progress: number): Frame => ({
      progress,
      depth,
      activationMean,
      activationStd,
      rawHistograms,
      rawAxis: raw,
      rescaledHistograms,
      rescaledAxis: rescaled,
      zeroFraction,
      gradientStd,
      preActivationGradientMedianAbs,
      weightGradientStd,
      theoryStd: theory.std,
      theoryMean: theory.mean,
      theoryGradientStd: theory.gradientStd,
    });

    const input = tensor2d(rng.child('input').normals(samples * width), [samples, width]);
    const layers: LayerTensors[] = [];
    let gradient: Tensor2D | undefined;
    const disposeLayer = ({ weights, output, norm }: LayerTensors) => {
      weights.dispose();
      output.dispose();
      norm?.normalized.dispose();
      norm?.inverseStd.dispose();
    };

    try {
      for (let l = 0; l < depth; l++) {
        const previous = layers.at(-1)?.output ?? input;
        const weights = tensor2d(initialWeights(initializer, width, width, rng.child('weights').child(l)), [
          width,
          width,
        ]);
        const { output, norm } = tidy(() => {
          const z = denseForward(previous, weights); // [samples, width]
          const cache = config.batchNorm ? batchNormForward(z, config.epsilon) : undefined;
          return { output: activation.apply(cache?.normalized ?? z), norm: cache };
        });
        layers.push({ input: previous, weights, output, norm });

        const h = await borrowFloats(output);
        const { mean, std, zeroFraction: zeros } = moments(h);
        activationMean.push(mean);
        activationStd.push(std);
        zeroFraction.push(zeros);
        saturatedFraction.push(fractionAbove(h, SATURATION));
        distinct.push(distinctFraction(h));
        zeroDerivativeFraction.push(zeroDerivatives(config.activation, h));
        rawHistograms.push(histogram(h, [raw.low, raw.high], raw.bins, { withZeros }));
        const scale = std > 0 ? 1 / std : 1;
        const center = config.activation === 'sigmoid' ? mean : 0; // its values lie about one half
        rescaledHistograms.push(
          histogram(h, [rescaled.low, rescaled.high], rescaled.bins, { withZeros, scale, center }),
        );
        yield frame((l + 1) / (3 * depth));
      }

      gradient = tensor2d(rng.child('gradient').normals(samples * width), [samples, width]);
      for (let l = depth - 1; l >= 0; l--) {
        const layer = layers[l];
        if (!layer) continue;
        const arriving: Tensor2D = gradient;
        const { delta, weightGradient, next } = tidy(() => {
          const slope = activation.derivativeFromOutput(layer.output);
          const intoNorm = mul<Tensor2D>(arriving, slope);
          const delta = layer.norm ? batchNormBackward(layer.norm, intoNorm) : intoNorm;
          return {
            delta,
            weightGradient: div<Tensor2D>(denseWeightGradient(layer.input, delta), samples),
            next: l > 0 ? denseInputGradient(delta, layer.weights) : undefined, // nobody asks for the input's
          };
        });
        const [dh, dz, dw] = await Promise.all([
          borrowFloats(arriving),
          borrowFloats(delta),
          borrowFloats(weightGradient),
        ]);
        gradientStd[l] = moments(dh).std;
        gradientMedianAbs[l] = medianAbs(dh);
        preActivationGradientStd[l] = moments(dz).std;
        preActivationGradientMedianAbs[l] = medianAbs(dz);
        weightGradientStd[l] = moments(dw).std;
        delta.dispose();
        weightGradient.dispose();
        arriving.dispose();
        if (next) gradient = next;
        layers.pop();
        disposeLayer(layer);
        yield frame((depth + 2 * (depth - l)) / (3 * depth));
      }

      return {
        activationMean,
        activationStd,
        zeroFraction,
        saturatedFraction,
        distinctFraction: distinct,
        gradientStd,
        gradientMedianAbs,
        preActivationGradientStd,
        preActivationGradientMedianAbs,
        zeroDerivativeFraction,
        weightGradientStd,
        theoryMean: theory.mean,
        theoryStd: theory.std,
        theoryGradientStd: theory.gradientStd,
      };
    } finally {
      gradient?.dispose();
      input.dispose();
      layers.forEach(disposeLayer);
    }
  },
};

const { fround } = Math;

/** Whether φ′, computed in float32 from the output h as the net computes it, is exactly zero. */
const derivativeVanishes = {
  tanh: (h: number) => fround(1 - fround(h * h)) === 0,
  relu: (h: number) => h <= 0,
  sigmoid: (h: number) => fround(h * fround(1 - h)) === 0,
} satisfies Record<Config['activation'], (h: number) => boolean>;

function zeroDerivatives(activation: Config['activation'], outputs: Float32Array): number {
  const vanishes = derivativeVanishes[activation];
  let count = 0;
  for (let i = 0; i < outputs.length; i++) count += vanishes(outputs[i] ?? 0) ? 1 : 0;
  return count / outputs.length;
}
