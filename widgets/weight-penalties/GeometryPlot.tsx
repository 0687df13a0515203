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
      <path class="touching" data-role="train" d={outline(geometry.touching)} />
      <path class="way" data-role="theory" d={line(geometry.path)} />
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
      {apart && (
        <>
          <path class="cross" d={`M${mx - 0.09} ${-my - 0.09}l.18.18m0-.18l-.18.18`} />
          <text class="name" x={mx + 0.15} y={-my - 0.12}>
            {minimum}
          </text>
        </>
      )}
      {solved && (
        <>
          <circle class="solution" data-role="train" cx={x} cy={-y} r={0.11} />
          {/* within the ball: the way comes from the right and goes on below */}
          <text class="name strong" x={x - 0.4} y={-y - 0.14} text-anchor="end">
            {solution}
          </text>
        </>
      )}
    </svg>
  );
}

const outline = (points: readonly number[]) => (points.length > 0 ? `${line(points)}z` : '');

function line(points: readonly number[]): string {
  let path = '';
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x = Number.NaN, y = Number.NaN] = points.slice(i, i + 2);
    if (Number.isFinite(x) && Number.isFinite(y))
      path += `${path ? 'L' : 'M'}${x.toFixed(3)} ${(-y).toFixed(3)}`;
  }
  return path;
}
