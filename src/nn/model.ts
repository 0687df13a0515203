/** What the training loop asks of a net, whatever its layers are. */
import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core';

/** What a training-mode forward pass leaves behind. */
export interface ForwardResult {
  /** [n, classes] */
  readonly logits: Tensor2D;
  /** Outputs of the layers on the way, the logits among them: where one is not finite, training has diverged. */
  readonly outputs: readonly Tensor[];
}

export interface Model<Pass extends ForwardResult = ForwardResult> {
  /** Everything that is trained, in a fixed order. */
  readonly parameters: readonly Variable[];
  /** Training-mode forward pass of x [n, features]. Call inside a tidy. */
  forward(x: Tensor2D): Pass;
  /** Gradients in the order of `parameters`, from dL/dlogits [n, classes]. Call inside a tidy. */
  backward(pass: Pass, logitsGradient: Tensor2D): readonly Tensor[];
  /** Inference-mode logits [n, classes]. Call inside a tidy. */
  predict(x: Tensor2D): Tensor2D;
  dispose(): void;
}
