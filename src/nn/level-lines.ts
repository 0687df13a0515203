/** Lines of equal height over a grid of values: marching squares (Lorensen & Cline 1987, in the plane). */

export interface Grid {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
  /** Points along each side, at least 2. */
  readonly points: number;
}

/** Heights at the points of a grid, row by row from the bottom. */
export function sampled(grid: Grid, value: (x: number, y: number) => number): Float64Array {
  const heights = new Float64Array(grid.points ** 2);
  for (let row = 0; row < grid.points; row++)
    for (let column = 0; column < grid.points; column++)
      heights[row * grid.points + column] = value(xOf(grid, column), yOf(grid, row));
  return heights;
}

export const xOf = ({ left, right, points }: Grid, column: number) =>
  left + ((right - left) * column) / (points - 1);
export const yOf = ({ bottom, top, points }: Grid, row: number) =>
  bottom + ((top - bottom) * row) / (points - 1);

/** The corners of a cell, anticlockwise from its lower left, as steps of a column and a row. */
const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
] as const;

/** Lines at one height, each x, y, x, y …; closed ones end where they begin. */
export function levelLines(grid: Grid, heights: Float64Array, level: number): number[][] {
  const { points } = grid;
  const at = (column: number, row: number) => heights[row * points + column] ?? Number.NaN;
  /** The points where a line crosses an edge of the grid, by the edge's number, and which edges it joins. */
  const crossing = new Map<number, readonly [number, number]>();
  const joined = new Map<number, number[]>();
  const join = (a: number, b: number) => {
    joined.set(a, [...(joined.get(a) ?? []), b]);
    joined.set(b, [...(joined.get(b) ?? []), a]);
  };
  for (let row = 0; row + 1 < points; row++) {
    for (let column = 0; column + 1 < points; column++) {
      const crossed: number[] = [];
      for (const [side, [dc, dr]] of CORNERS.entries()) {
        const [ec, er] = CORNERS[(side + 1) % 4] ?? CORNERS[0];
        const [p, q] = [at(column + dc, row + dr), at(column + ec, row + er)];
        if (p < level === q < level || !Number.isFinite(p + q)) continue;
        const share = (level - p) / (q - p);
        const edge =
          2 * ((row + Math.min(dr, er)) * points + column + Math.min(dc, ec)) + (dr === er ? 0 : 1);
        crossing.set(edge, [
          xOf(grid, column + dc + share * (ec - dc)),
          yOf(grid, row + dr + share * (er - dr)),
        ]);
        crossed.push(edge);
      }
      // of a saddle's four crossings, those that follow one another belong together: either way is right
      for (let i = 0; i + 1 < crossed.length; i += 2) join(crossed[i] ?? 0, crossed[i + 1] ?? 0);
    }
  }
  return chains(joined).map((chain) => chain.flatMap((edge) => crossing.get(edge) ?? []));
}

/** Takes the pairs apart into lines: those with two ends first, then the closed ones. */
function chains(joined: Map<number, number[]>): number[][] {
  const found: number[][] = [];
  const follow = (from: number) => {
    const chain = [from];
    for (let here = from; ; ) {
      const next = joined.get(here)?.pop();
      if (next === undefined) break;
      const back = joined.get(next);
      back?.splice(back.indexOf(here), 1);
      chain.push(next);
      here = next;
    }
    if (chain.length > 1) found.push(chain);
  };
  for (const [edge, neighbours] of joined) if (neighbours.length === 1) follow(edge);
  for (const [edge, neighbours] of joined) if (neighbours.length > 0) follow(edge);
  return found;
}

/**
 * A line x, y, x, y … without the points that are within `tolerance` of it without them (Douglas & Peucker 1973,
 * doi:10.3138/FM57-6770-U75U-7727).
 */
export function simplified(line: readonly number[], tolerance: number): number[] {
  const last = line.length / 2 - 1;
  const x = (i: number) => line[2 * i] ?? Number.NaN;
  const y = (i: number) => line[2 * i + 1] ?? Number.NaN;
  const kept = [0, last];
  const split = (from: number, to: number) => {
    const [dx, dy] = [x(to) - x(from), y(to) - y(from)];
    const length = Math.hypot(dx, dy);
    let [farthest, distance] = [from, tolerance];
    for (let i = from + 1; i < to; i++) {
      const [px, py] = [x(i) - x(from), y(i) - y(from)];
      const off = length > 0 ? Math.abs(px * dy - py * dx) / length : Math.hypot(px, py);
      if (off > distance) [farthest, distance] = [i, off];
    }
    if (farthest === from) return;
    kept.push(farthest);
    split(from, farthest);
    split(farthest, to);
  };
  split(0, last);
  return kept.sort((a, b) => a - b).flatMap((i) => [x(i), y(i)]);
}
