/** What is left of weights: zeros, norms and pictures, from plain arrays. A matrix is [rows, columns], row after row. */

/** A weight smaller than this that is not 0 is near 0. */
const NEAR_ZERO = 1e-3;
/** An exact zero in a picture; other weights have −127 … 127. */
const EXACT_ZERO_BYTE = -128;

export function zerosOf(weights: Float64Array | Float32Array) {
  let exactZeros = 0;
  let nearZeros = 0;
  for (const w of weights) {
    if (w === 0) exactZeros++;
    else if (Math.abs(w) < NEAR_ZERO) nearZeros++;
  }
  return { exactZeros, nearZeros, weightCount: weights.length };
}

/** ‖w_j‖₂ of each column. */
export function columnNorms(weights: Float32Array, columns: number): number[] {
  const squares = new Array<number>(columns).fill(0);
  for (const [i, w] of weights.entries()) squares[i % columns] = (squares[i % columns] ?? 0) + w * w;
  return squares.map(Math.sqrt);
}

/** The share of the rows in which every weight is exactly 0: inputs that nothing uses. */
export function unusedRows(weights: Float32Array, columns: number): number {
  const rows = weights.length / columns;
  let unused = 0;
  for (let row = 0; row < rows; row++) {
    if (weights.subarray(row * columns, (row + 1) * columns).every((w) => w === 0)) unused++;
  }
  return unused / rows;
}

/** Columns one after the other as signed bytes: 127 for `scale`, −128 for an exact 0. */
export function columnMaps(weights: Float32Array, columns: number, scale: number): Int8Array {
  const rows = weights.length / columns;
  const maps = new Int8Array(weights.length);
  for (const [i, w] of weights.entries()) {
    const to = (i % columns) * rows + Math.floor(i / columns);
    maps[to] = w === 0 ? EXACT_ZERO_BYTE : Math.round((w / scale) * 127);
  }
  return maps;
}
