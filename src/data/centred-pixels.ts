/** Pixels as softmax regression likes them: intensities of 0 … 1, less what each pixel is on the average. */
import { FASHION_MNIST_MEAN, FASHION_MNIST_STD, IMAGE_PIXELS, type LabelledImages } from './data-source.ts';

/** Less than this is what float32 has lost of a byte. */
const ROUNDING = 1e-6;

/** Average intensity of each pixel, 0 … 1. [784] */
export function meanImage({ count, pixels }: LabelledImages): Float64Array {
  const mean = new Float64Array(IMAGE_PIXELS);
  for (let first = 0; first < pixels.length; first += IMAGE_PIXELS) {
    for (let i = 0; i < IMAGE_PIXELS; i++) mean[i] = (mean[i] ?? 0) + (pixels[first + i] ?? Number.NaN);
  }
  return mean.map((sum) => (sum / count) * FASHION_MNIST_STD + FASHION_MNIST_MEAN);
}

/** The same images with `mean` subtracted: a pixel that never differs from its mean is exactly 0. */
export function centred(images: LabelledImages, mean: Float64Array): LabelledImages {
  const pixels = new Float32Array(images.pixels.length);
  const offset = mean.map((value) => FASHION_MNIST_MEAN - value);
  for (let first = 0; first < pixels.length; first += IMAGE_PIXELS) {
    for (let i = 0; i < IMAGE_PIXELS; i++) {
      const x = (images.pixels[first + i] ?? Number.NaN) * FASHION_MNIST_STD + (offset[i] ?? Number.NaN);
      pixels[first + i] = Math.abs(x) < ROUNDING ? 0 : x;
    }
  }
  return { ...images, pixels };
}
