/** Two weights: lines of equal data loss, the ball of the penalty through the solution, and the way that it takes. */
import type { Frame } from './experiment.ts';

export interface GeometryPlotProps {
  readonly geometry: Frame['geometry'];
  /** What a reader who can't see it hears. */
  readonly describe: string;
  readonly minimum: string;
  readonly solution: string;
}

/** Corners of the picture, in weights; all of its lengths are in units of one weight. */
const LEFT = -2.4;
const RIGHT = 5.2;
const BOTTOM = -3;
const TOP = 3.2;
const TICKS_X = [-2, -1, 1, 2, 3, 4, 5];
const TICKS_Y = [-2, -1, 1, 2];
const DOT = 0.11;
/** Where an ellipse too small to be seen around the dot is drawn larger: a square off the largest diamond, by its left and upper sides. */
const LENS = { left: 3.5, top: -1.2, side: 1.65 };
/** Half of the longest ellipse that needs it. */
const HIDDEN = 0.25;
const ZOOMS = [5, 10, 20, 50, 100, 200, 500, 1000];

export function GeometryPlot({ geometry, describe, minimum, solution }: GeometryPlotProps) {
  const [x = Number.NaN, y = Number.NaN] = geometry.solution;
  const solved = Number.isFinite(x) && Number.isFinite(y);
  const [mx = 0, my = 0] = geometry.minimum;
  const apart = !solved || Math.hypot(x - mx, y - my) > 0.35;
  return (
    <svg
      class="geometry"
      viewBox={`${LEFT} ${-TOP} ${RIGHT - LEFT} ${TOP - BOTTOM}`}
      role="img"
      aria-label={describe}
    >
      {geometry.contours.map((points, i) => (
        <path key={i} class="contour" data-role="other" d={outline(points)} />
      ))}
      <path class="ball" data-role="weight-gradient" d={outline(geometry.ball)} />
      <path class="axis" d={`M${LEFT} 0H${RIGHT}M0 ${-TOP}V${-BOTTOM}`} />
      <text class="name" x={RIGHT - 0.1} y={-0.12} text-anchor="end">
        w₁
      </text>
      <text class="name" x={0.12} y={-TOP + 0.25}>
        w₂
      </text>
      {TICKS_X.map((tick) => (
        <text key={tick} x={tick} y={0.27} text-anchor="middle">
          {tick < 0 ? `−${-tick}` : tick}
        </text>
      ))}
      {TICKS_Y.map((tick) => (
        <text key={tick} x={-0.1} y={-tick + 0.07} text-anchor="end">
          {tick < 0 ? `−${-tick}` : tick}
        </text>
      ))}
      <path class="touching" data-role="train" d={outline(geometry.touching)} />
      <path class="way" data-role="theory" d={line(geometry.path)} />
      {apart && (
        <>
          <path class="cross" d={cross(mx, my, 0.09)} />
          <text class="name" x={mx + 0.15} y={-my - 0.12}>
            {minimum}
          </text>
        </>
      )}
      {solved && <Lens geometry={geometry} x={x} y={y} />}
      {solved && (
        <>
          <circle class="solution" data-role="train" cx={x} cy={-y} r={DOT} />
          {/* within the ball: the way comes from the right and goes on below */}
          <text class="name strong" x={x - 0.4} y={-y - 0.14} text-anchor="end">
            {solution}
          </text>
        </>
      )}
    </svg>
  );
}

/** What lies beneath the dot, where the ellipse does. */
function Lens({ geometry, x, y }: { geometry: Frame['geometry']; x: number; y: number }) {
  const { touching, ball, minimum } = geometry;
  const [mx = 0, my = 0] = minimum;
  const reach = Math.max(0, ...pairsOf(touching).map(([px, py]) => Math.hypot(px - mx, py - my)));
  const zoom = ZOOMS.findLast((one) => 2.6 * reach * one <= LENS.side);
  if (zoom === undefined || reach === 0 || reach > HIDDEN) return null;
  const { left, top, side } = LENS;
  const view = side / zoom;
  const digits = 3 + Math.ceil(Math.log10(zoom));
  return (
    <>
      <rect class="lens-margin" x={left} y={-top} width={side} height={side} />
      <path class="lens-line" d={`M${x} ${-y}L${left + side / 2} ${-top}`} />
      <svg
        aria-hidden="true"
        x={left}
        y={-top}
        width={side}
        height={side}
        viewBox={`${mx - view / 2} ${-my - view / 2} ${view} ${view}`}
      >
        <rect class="lens" x={mx - view / 2} y={-my - view / 2} width={view} height={view} />
        <path class="ball" data-role="weight-gradient" d={outline(withPoint(ball, x, y), digits)} />
        <path class="touching" data-role="train" d={outline(touching, digits)} />
        <path class="cross" d={cross(mx, my, 0.09 / zoom)} />
        <circle class="solution" data-role="train" cx={x} cy={-y} r={(0.7 * DOT) / zoom} />
      </svg>
      <rect class="lens-frame" x={left} y={-top} width={side} height={side} />
      <text class="name" x={left + side - 0.1} y={-top + 0.28} text-anchor="end">
        ×{zoom}
      </text>
    </>
  );
}

/** An outline around 0 with even angles, and one point of it more: so near, a side of it would pass that by. */
function withPoint(points: readonly number[], x: number, y: number): readonly number[] {
  const turn = (Math.atan2(y, x) / (2 * Math.PI) + 1) % 1;
  const after = 2 * Math.ceil((turn * points.length) / 2);
  return [...points.slice(0, after), x, y, ...points.slice(after)];
}

const pairsOf = (points: readonly number[]) =>
  points.flatMap((px, i) => (i % 2 === 0 ? [[px, points[i + 1] ?? Number.NaN] as const] : []));

const cross = (x: number, y: number, half: number) =>
  `M${x - half} ${-y - half}l${2 * half} ${2 * half}m0 ${-2 * half}l${-2 * half} ${2 * half}`;

const outline = (points: readonly number[], digits?: number) =>
  points.length > 0 ? `${line(points, digits)}z` : '';

function line(points: readonly number[], digits = 3): string {
  let path = '';
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x = Number.NaN, y = Number.NaN] = points.slice(i, i + 2);
    if (Number.isFinite(x) && Number.isFinite(y))
      path += `${path ? 'L' : 'M'}${x.toFixed(digits)} ${(-y).toFixed(digits)}`;
  }
  return path;
}
