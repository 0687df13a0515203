/** The pictures that the site draws from its data: read back by the letter of the format (ISO/IEC 15948). */
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { createRng } from '#src/random.ts';
import { greyPng } from '#src/site/png.ts';
import { CARD_HEIGHT, CARD_WIDTH, socialCard } from '#src/site/social-card.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: number[];
}

/** The chunks of a file: [type, content]. */
function chunksOf(file: Uint8Array): [string, Uint8Array][] {
  expect(Array.from(file.subarray(0, 8))).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: [string, Uint8Array][] = [];
  for (let at = 8; at < file.length; ) {
    const length = view.getUint32(at);
    const body = file.subarray(at + 4, at + 8 + length);
    expect(view.getUint32(at + 8 + length)).toBe(crc(body));
    chunks.push([String.fromCharCode(...body.subarray(0, 4)), body.subarray(4)]);
    at += 12 + length;
  }
  return chunks;
}

/** CRC-32, bit by bit: the remainder by x³² + x²⁶ + … + 1, with the lowest bit first. */
function crc(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = (register >>> 1) ^ (register & 1 ? 0xedb88320 : 0);
  }
  return (register ^ 0xffffffff) >>> 0;
}

/** An 8-bit grey picture. Filters 0 to 2 (none, left, above) predict from one neighbour; the others are not expected. */
function decode(file: Uint8Array): Picture {
  const chunks = chunksOf(file);
  expect(chunks.at(0)?.[0]).toBe('IHDR');
  expect(chunks.at(-1)).toEqual(['IEND', new Uint8Array(0)]);
  const header = chunks[0]?.[1] ?? new Uint8Array(0);
  expect(header).toHaveLength(13);
  expect(Array.from(header.subarray(8))).toEqual([8, 0, 0, 0, 0]);
  const size = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [size.getUint32(0), size.getUint32(4)];
  const stream = Buffer.concat(chunks.flatMap(([type, content]) => (type === 'IDAT' ? [content] : [])));
  const rows = new Uint8Array(inflateSync(stream));
  expect(rows.length).toBe(height * (width + 1));
  const pixels: number[] = [];
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (width + 1)] ?? -1;
    expect([0, 1, 2]).toContain(filter);
    for (let x = 0; x < width; x++) {
      const left = x > 0 ? (pixels[y * width + x - 1] ?? Number.NaN) : 0;
      const above = y > 0 ? (pixels[(y - 1) * width + x] ?? Number.NaN) : 0;
      const predicted = filter === 1 ? left : filter === 2 ? above : 0;
      pixels.push(((rows[y * (width + 1) + 1 + x] ?? Number.NaN) + predicted) % 256);
    }
  }
  return { width, height, pixels };
}

describe('a grey picture', () => {
  it.each([
    [1, 1],
    [7, 5],
    [1, 40],
    [300, 3],
  ])('of %d × %d pixels is what went in', (width, height) => {
    const rng = createRng(width);
    const pixels = Uint8Array.from({ length: width * height }, () => rng.int(256));
    expect(decode(greyPng(pixels, width, height))).toEqual({ width, height, pixels: Array.from(pixels) });
  });

  it('that is not as large as it says is refused', () => {
    for (const count of [11, 13]) {
      expect(() => greyPng(new Uint8Array(count), 4, 3)).toThrow(
        new RangeError(`invalid picture; not 4 × 3 pixels: ${count}`),
      );
    }
  });
});

it('the sheet of training images holds image k at row ⌊k/25⌋ and column k mod 25', async () => {
  const { GET } = await import('#src/pages/images/training-500.png.ts');
  const response: unknown = await Reflect.apply(GET, undefined, []); // it reads nothing of its request
  if (!(response instanceof Response)) throw new Error('no answer');
  expect(response.headers.get('content-type')).toBe('image/png');
  const { width, height, pixels } = decode(new Uint8Array(await response.arrayBuffer()));
  expect([width, height]).toEqual([25 * 28, 20 * 28]);

  const images = await nodeData().fashionMnist('train', 500, new AbortController().signal);
  const wrong = Array.from({ length: 500 }, (_, k) => k).filter((k) => {
    const [left, top] = [28 * (k % 25), 28 * Math.floor(k / 25)];
    return Array.from({ length: 784 }, (_, i) => i).some((i) => {
      // what nets are fed is (grey/255 − 0.286041)/0.353024
      const grey = 255 * (0.286041 + 0.353024 * (images.pixels[784 * k + i] ?? Number.NaN));
      const shown = pixels[(top + Math.floor(i / 28)) * width + left + (i % 28)] ?? Number.NaN;
      return !(Math.abs(grey - shown) < 0.01);
    });
  });
  expect(wrong).toEqual([]);
  expect(new Set(pixels).size).toBeGreaterThan(200); // a sheet of pictures, and not of nothing
});

it('draws the picture for links: a bar as high as its count, each row in a colour of its own', () => {
  const card = chunksOf(socialCard([[[1, 2]], [[4, 4]]]));
  expect(card.map(([type]) => type)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
  const [[, header = new Uint8Array(0)] = []] = card;
  const size = new DataView(header.buffer, header.byteOffset, header.byteLength);
  expect([size.getUint32(0), size.getUint32(4)]).toEqual([CARD_WIDTH, CARD_HEIGHT]);
  expect(Array.from(header.subarray(8))).toEqual([8, 3, 0, 0, 0]);
  const rows = inflateSync(card[2]?.[1] ?? new Uint8Array(0));
  const drawn = new Uint8Array(CARD_WIDTH * CARD_HEIGHT);
  for (let y = 0; y < CARD_HEIGHT; y++) {
    for (let x = 0; x < CARD_WIDTH; x++) {
      const above = y > 0 ? (drawn[(y - 1) * CARD_WIDTH + x] ?? 0) : 0;
      drawn[y * CARD_WIDTH + x] = (rows[y * (CARD_WIDTH + 1) + 1 + x] ?? 0) + above;
    }
  }
  const heightAt = (x: number, colour: number) =>
    Array.from({ length: CARD_HEIGHT }, (_, y) => drawn[y * CARD_WIDTH + x]).filter((one) => one === colour)
      .length;
  const [left, right] = [CARD_WIDTH / 4, (3 * CARD_WIDTH) / 4];
  expect(Math.abs(2 * heightAt(left, 2) - heightAt(right, 2))).toBeLessThanOrEqual(1);
  expect(heightAt(left, 3)).toBe(heightAt(right, 3));
  expect(heightAt(right, 3)).toBe(heightAt(right, 2));
});
