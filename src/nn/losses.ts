/** Softmax cross-entropy with its gradient. */
import { div, exp, logSoftmax, mul, neg, type Scalar, sub, sum, type Tensor2D } from '@tensorflow/tfjs-core';

export interface LossAndGradient {
  /** Mean over the batch of −log softmax(z)[label], a scalar. */
  readonly loss: Scalar;
  /** dL/dz = (softmax(z) − target)/n, [n, classes]. */
  readonly gradient: Tensor2D;
}

/** @param logits z [n, classes]  @param targets one-hot rows [n, classes] */
export function softmaxCrossEntropy(logits: Tensor2D, targets: Tensor2D): LossAndGradient {
  const n = logits.shape[0];
  const logProbabilities = logSoftmax(logits);
  return {
    loss: neg(div(sum<Scalar>(mul(targets, logProbabilities)), n)),
    gradient: div(sub(exp(logProbabilities), targets), n),
  };
}
