/** Pictures of at most 256 colours as data addresses: an 8-bit BMP needs no canvas, no script and no compression. */

/** Red, green, blue, 0 … 255. */
export type Colour = readonly [number, number, number];

const HEADER_BYTES = 54;
const COLOURS = 256;

/** Between white (0) and a colour (1). */
export function tint(colour: Colour, strength: number): Colour {
  const mix = (channel: number) => Math.round(255 + (channel - 255) * strength);
  return [mix(colour[0]), mix(colour[1]), mix(colour[2])];
}

/** @param indices of colours, row by row from the top, [height × width] */
export function paletteBitmap(
  indices: Uint8Array,
  width: number,
  height: number,
  colourOf: (index: number) => Colour,
): string {
  const stride = Math.ceil(width / 4) * 4; // rows are padded to four bytes, and run from the bottom up
  const offset = HEADER_BYTES + 4 * COLOURS;
  const bytes = new Uint8Array(offset + stride * height);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x4d42, true); // 'BM'
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, offset, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 8, true);
  view.setUint32(46, COLOURS, true);
  for (let index = 0; index < COLOURS; index++) {
    const [red, green, blue] = colourOf(index);
    bytes.set([blue, green, red, 0], HEADER_BYTES + 4 * index);
  }
  for (let y = 0; y < height; y++) {
    bytes.set(indices.subarray(y * width, (y + 1) * width), offset + (height - 1 - y) * stride);
  }
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:image/bmp;base64,${btoa(binary)}`;
}
