/** Weights as small pictures, one per unit, in one image. */
import { paletteBitmap, tint } from './palette-bitmap.ts';

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
const GAP_COLOUR = [208, 215, 222] as const;

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

/** Weights have indices 1 to 255; index 0 is the gap between pictures. */
function bitmap(maps: Int8Array, side: number, columns: number, width: number, height: number): string {
  const indices = new Uint8Array(width * height);
  const pictures = maps.length / (side * side);
  for (let picture = 0; picture < pictures; picture++) {
    const left = (picture % columns) * (side + GAP);
    const top = Math.floor(picture / columns) * (side + GAP);
    for (let y = 0; y < side; y++) {
      const line = (top + y) * width + left;
      for (let x = 0; x < side; x++) indices[line + x] = 128 + (maps[(picture * side + y) * side + x] ?? 0);
    }
  }
  return paletteBitmap(indices, width, height, (index) => {
    if (index === 0) return GAP_COLOUR;
    const strength = (index - 128) / 127;
    return tint(strength < 0 ? NEGATIVE : POSITIVE, Math.min(1, Math.abs(strength)));
  });
}
