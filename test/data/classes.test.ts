import { describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { drawPerClass, ofClasses, withNoise } from '#src/data/classes.ts';
import { createRng } from '#src/random.ts';

const images = await nodeData().fashionMnist('train', 500);
const row = (pixels: Float32Array, i: number) => pixels.subarray(784 * i, 784 * (i + 1)).join();
/** Which image of the data set each row is; every picture is there once. */
const origin = new Map(Array.from(images.labels, (_, i) => [row(images.pixels, i), i]));
const originsOf = ({ count, pixels }: { count: number; pixels: Float32Array }) =>
  Array.from({ length: count }, (_, i) => origin.get(row(pixels, i)) ?? -1);

describe('some classes', () => {
  it('all of their images, in order, labelled by their place among the classes', () => {
    const classes = [6, 9];
    const some = ofClasses(images, classes);
    const places = [...images.labels.keys()].filter((i) => classes.includes(images.labels[i] ?? -1));
    expect(originsOf(some)).toEqual(places);
    expect(Array.from(some.labels, (label) => classes[label])).toEqual(places.map((i) => images.labels[i]));
  });

  it('so many of each, none twice; fewer are the first of more; another stream draws others', () => {
    const classes = [9, 1, 4];
    const draw = (perClass: number, seed: number) =>
      drawPerClass(images, classes, perClass, createRng(seed).child('images'));
    const twenty = draw(20, 1);
    expect(Array.from(twenty.labels)).toEqual([0, 1, 2].flatMap((k) => Array(20).fill(k)));
    const places = originsOf(twenty);
    expect(new Set(places).size).toBe(60);
    expect(places.map((i) => images.labels[i])).toEqual(classes.flatMap((one) => Array(20).fill(one)));
    expect(originsOf(draw(5, 1))).toEqual([0, 20, 40].flatMap((start) => places.slice(start, start + 5)));
    expect(originsOf(draw(20, 2))).not.toEqual(places);
    expect(() => draw(51, 1)).toThrow('class 9 has 50 images and not the 51 asked for');
  });
});

describe('noise', () => {
  it('has the standard deviation asked for, none of its own mean, and leaves the images alone', () => {
    const before = images.pixels.slice();
    const noisy = withNoise(images, 1.5, createRng(4));
    expect(images.pixels).toEqual(before);
    const added = noisy.pixels.map((x, i) => x - (before[i] ?? Number.NaN));
    const count = added.length; // 392,000
    const mean = added.reduce((sum, x) => sum + x, 0) / count;
    const std = Math.sqrt(added.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count);
    // standard errors 1.5/√n = 0.0024 and 1.5/√(2n) = 0.0017; windows of four of these
    expect(Math.abs(mean)).toBeLessThan(0.0096);
    expect(Math.abs(std - 1.5)).toBeLessThan(0.0068);
    expect(withNoise(images, 0, createRng(4)).pixels).toEqual(before);
  });
});
