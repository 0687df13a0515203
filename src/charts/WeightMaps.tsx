/** Weights as small pictures, one per unit, in one image: a palette bitmap needs no canvas and no script. */

export interface WeightMapsProps {
  /** Pictures one after the other, row by row, −127 … 127. */
  readonly maps: Int8Array;
  /** Width and height of one picture. */
  readonly side: number;
  /** Pictures in a row. */
  readonly columns: number;
  readonly label: string;
}

/** Colours of −127, 0 and 127: the course's gradient orange, white and forward blue. */
const NEGATIVE = [179, 75, 0] as const;
const POSITIVE = [11, 98, 196] as const;
const GAP = 2;
/** Blue, green, red. */
const GAP_COLOUR = [222, 215, 208] as const;
const HEADER_BYTES = 54;
const PALETTE_BYTES = 1024;

export function WeightMaps({ maps, side, columns, label }: WeightMapsProps) {
  const rows = Math.ceil(maps.length / (side * side) / columns);
  const width = columns * (side + GAP) - GAP;
  const height = rows * (side + GAP) - GAP;
  return (
    <img
      class="weight-maps"
      src={bitmap(maps, side, columns, width, height)}
      width={width}
      height={height}
      alt={label}
    />
  );
}

/** An 8-bit BMP as a data address. Weights have indices 1 to 255; index 0 is the gap between pictures. */
function bitmap(maps: Int8Array, side: number, columns: number, width: number, height: number): string {
  const stride = Math.ceil(width / 4) * 4; // rows are padded to four bytes, and run from the bottom up
  const offset = HEADER_BYTES + PALETTE_BYTES;
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
  view.setUint32(46, 256, true);
  bytes.set(GAP_COLOUR, HEADER_BYTES);
  for (let index = 1; index < 256; index++) {
    const strength = (index - 128) / 127;
    const end = strength < 0 ? NEGATIVE : POSITIVE;
    const mix = (channel: number) => Math.round(255 + (channel - 255) * Math.min(1, Math.abs(strength)));
    bytes.set([mix(end[2]), mix(end[1]), mix(end[0]), 0], HEADER_BYTES + 4 * index);
  }
  const pictures = maps.length / (side * side);
  for (let picture = 0; picture < pictures; picture++) {
    const left = (picture % columns) * (side + GAP);
    const top = Math.floor(picture / columns) * (side + GAP);
    for (let y = 0; y < side; y++) {
      const line = offset + (height - 1 - top - y) * stride + left;
      for (let x = 0; x < side; x++) bytes[line + x] = 128 + (maps[(picture * side + y) * side + x] ?? 0);
    }
  }
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return `data:image/bmp;base64,${btoa(binary)}`;
}
