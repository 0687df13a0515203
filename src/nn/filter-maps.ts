/** The incoming weights of first-layer units as small pictures, and how far they have moved. */

/** Width and height of the pictures that the weights belong to, and of those made here: each pixel the mean of 2 × 2. */
const IMAGE_SIDE = 28;
export const MAP_SIDE = IMAGE_SIDE / 2;
const MAP_PIXELS = MAP_SIDE * MAP_SIDE;
const LARGEST = 127;

/**
 * Pictures of the first `count` units of two states of a layer, −127 … 127, one after the other: each unit's two
 * pictures on a scale of their own, so that what has changed shows.
 * @param before [784, fanOut], row after row
 * @param after the same layer later
 */
export function filterMaps(
  before: Float32Array,
  after: Float32Array,
  fanOut: number,
  count: number,
): { readonly before: Int8Array; readonly after: Int8Array } {
  const maps = { before: new Int8Array(count * MAP_PIXELS), after: new Int8Array(count * MAP_PIXELS) };
  for (let unit = 0; unit < count; unit++) {
    const pictures = { before: picture(before, fanOut, unit), after: picture(after, fanOut, unit) };
    const scale = Math.max(...pictures.before.map(Math.abs), ...pictures.after.map(Math.abs));
    for (const key of ['before', 'after'] as const) {
      const bytes = pictures[key].map((value) => (scale > 0 ? Math.round((LARGEST * value) / scale) : 0));
      maps[key].set(bytes, unit * MAP_PIXELS);
    }
  }
  return maps;
}

/** One unit's weights, each pixel the mean of 2 × 2. [196] */
function picture(weights: Float32Array, fanOut: number, unit: number): number[] {
  return Array.from({ length: MAP_PIXELS }, (_, pixel) => {
    const corner = 2 * Math.floor(pixel / MAP_SIDE) * IMAGE_SIDE + 2 * (pixel % MAP_SIDE);
    const four = [corner, corner + 1, corner + IMAGE_SIDE, corner + IMAGE_SIDE + 1];
    return four.reduce((sum, place) => sum + (weights[place * fanOut + unit] ?? Number.NaN), 0) / 4;
  });
}

/** ‖after − before‖/‖before‖ over all of the weights. */
export function relativeShift(before: Float32Array, after: Float32Array): number {
  let moved = 0;
  let size = 0;
  for (const [i, value] of before.entries()) {
    moved += ((after[i] ?? Number.NaN) - value) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(moved / size);
}
