/** How long a run takes on WASM, to be said before it starts: a fit to the times of steps on the machine that recorded the figure. */
import { type Config, counterpart, hasBatchNorm, trainedLayers, type Variant } from './config.ts';

const STEP_MILLIS = 1.5;
/** Of a dense layer of 64 units at batch 100, and its share that does not depend on either. */
const DENSE_MILLIS = { plain: 0.33, batchNorm: 0.53 } as const;
const DENSE_FIXED = 0.4;
/** Of a convolution of 8, 16 or 32 channels at batch 32; twice the channels take a little over twice as long. */
const CONVOLUTION_MILLIS = 2.0;
const CHANNEL_POWER = 1.15;
/** Without batch norm. */
const CONVOLUTION_ALONE = 0.7;
/** Judging the thousand test images, in steps of training: eight times in a run. */
const TESTS_IN_STEPS = { mlp: 8 * 3.5, conv: 8 * 8 } as const;
const MILLIS = 1000;

function stepMillis(config: Config, variant: Variant): number {
  const layers = trainedLayers(config);
  if (config.model === 'conv') {
    const size = (config.batchSize / 32) * (config.channels / 8) ** CHANNEL_POWER;
    return STEP_MILLIS + layers * CONVOLUTION_MILLIS * size * (hasBatchNorm(variant) ? 1 : CONVOLUTION_ALONE);
  }
  const size = (config.batchSize / 100) * (config.width / 64);
  const layer = hasBatchNorm(variant) ? DENSE_MILLIS.batchNorm : DENSE_MILLIS.plain;
  return STEP_MILLIS + layers * layer * (DENSE_FIXED + (1 - DENSE_FIXED) * size);
}

/** Seconds on WASM, both nets of a comparison together. */
export function secondsOnWasm(config: Config): number {
  const variants = config.compare ? [config.variant, counterpart[config.variant]] : [config.variant];
  const millis = variants.reduce((sum, variant) => sum + stepMillis(config, variant), 0);
  // a test costs the same whatever the batch
  const testsInSteps =
    TESTS_IN_STEPS[config.model] * ((config.model === 'conv' ? 32 : 100) / config.batchSize);
  return (millis * (config.steps + testsInSteps)) / MILLIS;
}
