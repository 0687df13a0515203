/** The first 500 training images side by side, 25 in a row: what a figure lays its verdicts over. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { APIRoute } from 'astro';
import { SHEET_COLUMNS } from '#src/charts/ImageGrid.tsx';
import { CHUNK_IMAGES, chunkPath, decodeChunk, IMAGE_PIXELS, IMAGE_SIDE } from '#src/data/data-source.ts';
import { greyPng } from '#src/site/png.ts';

export const GET: APIRoute = async () => {
  const file = chunkPath('train', 0);
  const { pixels } = decodeChunk(file, gunzipSync(await readFile(join('public', 'data', file))));
  const width = SHEET_COLUMNS * IMAGE_SIDE;
  const height = Math.ceil(CHUNK_IMAGES / SHEET_COLUMNS) * IMAGE_SIDE;
  const sheet = new Uint8Array(width * height);
  for (let image = 0; image < CHUNK_IMAGES; image++) {
    const left = (image % SHEET_COLUMNS) * IMAGE_SIDE;
    const top = Math.floor(image / SHEET_COLUMNS) * IMAGE_SIDE;
    for (let y = 0; y < IMAGE_SIDE; y++) {
      const row = image * IMAGE_PIXELS + y * IMAGE_SIDE;
      sheet.set(pixels.subarray(row, row + IMAGE_SIDE), (top + y) * width + left);
    }
  }
  return new Response(greyPng(sheet, width, height), { headers: { 'Content-Type': 'image/png' } });
};
