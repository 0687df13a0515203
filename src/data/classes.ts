/** Some classes of a labelled set, some images of each, and noise over them. */
import type { Rng } from '#src/random.ts';
import { IMAGE_PIXELS, type LabelledImages } from './data-source.ts';

/** The images at `places`, labelled anew: class `classes[k]` becomes k. */
function taken(
  { pixels, labels }: LabelledImages,
  places: readonly number[],
  classes: readonly number[],
): LabelledImages {
  const rows = new Float32Array(places.length * IMAGE_PIXELS); // [places, 784]
  for (const [row, place] of places.entries()) {
    rows.set(pixels.subarray(place * IMAGE_PIXELS, (place + 1) * IMAGE_PIXELS), row * IMAGE_PIXELS);
  }
  const anew = Uint8Array.from(places, (place) => classes.indexOf(labels[place] ?? -1));
  return { count: places.length, pixels: rows, labels: anew };
}

const placesOf = (labels: Uint8Array, wanted: (label: number) => boolean) =>
  [...labels.keys()].filter((place) => wanted(labels[place] ?? -1));

/** Those of some classes, in their order; class `classes[k]` becomes k. */
export function ofClasses(images: LabelledImages, classes: readonly number[]): LabelledImages {
  return taken(
    images,
    placesOf(images.labels, (label) => classes.includes(label)),
    classes,
  );
}

/**
 * `perClass` images of each of some classes, drawn without replacement, class after class; class `classes[k]` becomes
 * k. Class k draws from `rng.child(k)`, and fewer images are always the first of more.
 * @throws RangeError where a class has not so many
 */
export function drawPerClass(
  images: LabelledImages,
  classes: readonly number[],
  perClass: number,
  rng: Rng,
): LabelledImages {
  const places = classes.flatMap((wanted, k) => {
    const all = placesOf(images.labels, (label) => label === wanted);
    if (perClass > all.length) {
      throw new RangeError(`class ${wanted} has ${all.length} images and not the ${perClass} asked for`);
    }
    const order = rng.child(k).permutation(all.length).subarray(0, perClass);
    return Array.from(order, (at) => all[at] ?? -1);
  });
  return taken(images, places, classes);
}

/** The same images with independent Gaussian noise of standard deviation `std` on every pixel, in normalised units. */
export function withNoise(images: LabelledImages, std: number, rng: Rng): LabelledImages {
  if (std === 0) return images;
  return { ...images, pixels: images.pixels.map((x) => x + std * rng.normal()) };
}
