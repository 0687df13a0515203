/** The picture that goes with a link to the course: ten layers under three initialisations, as recorded. */
import { indexedPng } from './png.ts';

export const CARD_WIDTH = 1200;
export const CARD_HEIGHT = 630;
const MARGIN = 60;
const GAP = 12;
const ROW_GAP = 40;

const PAPER = 0;
const LINE = 1;
const colours = [
  [255, 255, 255],
  [89, 99, 110],
  [122, 63, 163],
  [179, 75, 0],
  [11, 98, 196],
] as const;

/**
 * @param rows for each initialisation the histograms of its layers, counts by bin; each is drawn to its own largest count
 * @returns a PNG of `CARD_WIDTH` × `CARD_HEIGHT`
 */
export function socialCard(rows: readonly (readonly (readonly number[])[])[]): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(CARD_WIDTH * CARD_HEIGHT).fill(PAPER);
  const fill = (left: number, right: number, top: number, bottom: number, colour: number) => {
    for (let y = Math.round(top); y < Math.round(bottom); y++) {
      pixels.fill(colour, y * CARD_WIDTH + Math.round(left), y * CARD_WIDTH + Math.round(right));
    }
  };
  const rowHeight = (CARD_HEIGHT - 2 * MARGIN - (rows.length - 1) * ROW_GAP) / rows.length;
  for (const [r, layers] of rows.entries()) {
    const foot = MARGIN + r * (rowHeight + ROW_GAP) + rowHeight;
    const width = (CARD_WIDTH - 2 * MARGIN - (layers.length - 1) * GAP) / layers.length;
    for (const [l, counts] of layers.entries()) {
      const left = MARGIN + l * (width + GAP);
      const largest = Math.max(...counts);
      for (const [bin, count] of counts.entries()) {
        const at = (edge: number) => left + (width * edge) / counts.length;
        const top = foot - (rowHeight * count) / largest;
        fill(at(bin), at(bin + 1), top, foot, LINE + 1 + (r % (colours.length - 2)));
      }
      fill(left, left + width, foot, foot + 3, LINE);
    }
  }
  return indexedPng(pixels, CARD_WIDTH, CARD_HEIGHT, colours);
}
