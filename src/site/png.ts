/** Pictures as PNG files (ISO/IEC 15948), for what the site draws from its data while it is built. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const FILTER_UP = 2;

const GREY = 0;
const INDEXED = 3;

/** @param pixels [height × width], 0 black to 255 white, row after row */
export function greyPng(pixels: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  return png(pixels, width, height, GREY, []);
}

/**
 * @param pixels [height × width], each the number of its colour, row after row
 * @param colours red, green and blue of each, 0 to 255
 */
export function indexedPng(
  pixels: Uint8Array,
  width: number,
  height: number,
  colours: readonly (readonly [red: number, green: number, blue: number])[],
): Uint8Array<ArrayBuffer> {
  return png(pixels, width, height, INDEXED, [chunk('PLTE', Uint8Array.from(colours.flat()))]);
}

function png(
  pixels: Uint8Array,
  width: number,
  height: number,
  colourType: typeof GREY | typeof INDEXED,
  palette: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  if (pixels.length !== width * height) {
    throw new RangeError(`invalid picture; not ${width} × ${height} pixels: ${pixels.length}`);
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8); // bits a pixel; behind the colour type, 0 is the only compression, filter and order
  header.setUint8(9, colourType);
  const rows = new Uint8Array(height * (width + 1));
  for (let y = 0; y < height; y++) {
    rows[y * (width + 1)] = FILTER_UP;
    for (let x = 0; x < width; x++) {
      const above = y > 0 ? (pixels[(y - 1) * width + x] ?? 0) : 0;
      rows[y * (width + 1) + 1 + x] = (pixels[y * width + x] ?? 0) - above;
    }
  }
  return concat([
    SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...palette,
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const body = concat([new TextEncoder().encode(type), content]);
  const frame = new DataView(new ArrayBuffer(4));
  frame.setUint32(0, content.length);
  const check = new DataView(new ArrayBuffer(4));
  check.setUint32(0, crc32(body));
  return concat([new Uint8Array(frame.buffer), body, new Uint8Array(check.buffer)]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
