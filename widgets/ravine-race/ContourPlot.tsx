/** The surface from above, everyone's path on it, and where each of them is now: with a handle at the start. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Role } from '#src/charts/spec.ts';
import type { Frame, RacerFrame } from './experiment.ts';
import { type PlaneKeys, usePlaneKeys } from './use-keys.ts';

export interface ContourPlotProps {
  readonly frame: Frame;
  readonly roles: Readonly<Record<RacerFrame['method'], Role>>;
  /** Place in the frame's kept steps. */
  readonly at: number;
  readonly start: readonly [number, number];
  /** How far from 0 the start may be, in both directions. */
  readonly reach: number;
  readonly onStart: (x: number, y: number, moving: boolean) => void;
  readonly words: {
    readonly describe: string;
    readonly start: string;
    readonly startHint: string;
    readonly x: string;
    readonly y: string;
  };
}

const SIZE = 1000;
const START_RADIUS = 27;
const RING_RADIUS = 9;
/** A step of an arrow key; what goes past the end of the plane is held there. */
const NUDGE = 0.05;
const keys: PlaneKeys = {
  ArrowLeft: [-NUDGE, 0],
  ArrowRight: [NUDGE, 0],
  ArrowDown: [0, -NUDGE],
  ArrowUp: [0, NUDGE],
  PageDown: [0, -5 * NUDGE],
  PageUp: [0, 5 * NUDGE],
  Home: [Number.NEGATIVE_INFINITY, 0],
  End: [Number.POSITIVE_INFINITY, 0],
};

export function ContourPlot({ frame, roles, at, start, reach, onStart, words }: ContourPlotProps) {
  const plot = useRef<HTMLDivElement>(null);
  // while a hand drags the start, the picture must not zoom under it
  const [held, setHeld] = useState<Frame['window']>();
  const window = held ?? frame.window;
  const { left, right, bottom, top } = window;
  const x = (value: number) => (SIZE * (value - left)) / (right - left);
  const y = (value: number) => SIZE - (SIZE * (value - bottom)) / (top - bottom);
  const move = (to: readonly [number, number], moving: boolean) => {
    const clamp = (value: number) => Math.min(reach, Math.max(-reach, Math.round(value * 100) / 100));
    onStart(clamp(to[0]), clamp(to[1]), moving);
  };
  const drag = (event: PointerEvent, moving: boolean) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box) return;
    move(
      [
        left + ((right - left) * (event.clientX - box.left)) / box.width,
        top - ((top - bottom) * (event.clientY - box.top)) / box.height,
      ],
      moving,
    );
  };
  const byKey = usePlaneKeys(
    keys,
    (right, up) => move([start[0] + right, start[1] + up], true),
    () => move(start, false),
  );
  const ground = useMemo(
    () => (
      <g data-role="other">
        {pairs(frame.ellipses).map(([a, b], i) => (
          <ellipse key={i} cx={x(0)} cy={y(0)} rx={x(a) - x(0)} ry={y(0) - y(b)} />
        ))}
        {frame.contours.map((line, i) => (
          <path key={i} d={pathThrough(pairs(line), x, y)} />
        ))}
      </g>
    ),
    [frame.ellipses, frame.contours, window],
  );
  const racers = useMemo(
    () =>
      frame.racers.map((racer) => {
        const points = pairs(racer.path);
        return {
          racer,
          points,
          seen: racer.diverged ? untilGone(points, frame.window) : points,
          role: roles[racer.method],
        };
      }),
    [frame.racers, frame.window, roles],
  );
  // all ways first, then all arrows: none of them covers where another racer is
  const trails = useMemo(
    () => (
      <>
        {racers.map(({ racer, seen, role }) => (
          <Way key={racer.method} points={seen} role={role} at={at} x={x} y={y} />
        ))}
        {([Clearing, Arrows, Marks] as const).map((Layer) =>
          racers.map(({ racer, points, role }) => (
            <Layer key={racer.method} {...{ racer, points, role, at, x, y }} kept={frame.kept} />
          )),
        )}
      </>
    ),
    [racers, frame.kept, at, window],
  );
  return (
    <figure class="ravine-plot">
      <div class="ravine-square" ref={plot}>
        <svg viewBox={`0 0 ${SIZE} ${SIZE}`} role="img" aria-label={words.describe}>
          {ground}
          {frame.minima.map(([mx, my]) => (
            <path key={mx} class="cross" d={`M${x(mx) - 9} ${y(my) - 9}l18 18m0-18l-18 18`} />
          ))}
          {trails}
          <circle class="start" cx={x(start[0])} cy={y(start[1])} r={START_RADIUS} />
        </svg>
        <div
          class="ravine-start"
          role="slider"
          tabIndex={0}
          aria-label={words.start}
          aria-valuemin={-reach}
          aria-valuemax={reach}
          aria-valuenow={start[0]}
          aria-valuetext={`(${coordinate(start[0])}, ${coordinate(start[1])})`}
          title={words.startHint}
          style={{ left: `${x(start[0]) / 10}%`, top: `${y(start[1]) / 10}%` }}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            event.currentTarget.focus();
            event.preventDefault();
            setHeld(window);
          }}
          onPointerMove={(event) => {
            if (held) drag(event, true);
          }}
          onPointerUp={(event) => {
            if (!held) return;
            drag(event, false);
            setHeld(undefined);
          }}
          onPointerCancel={() => setHeld(undefined)}
          {...byKey}
        />
        <span class="ravine-axis" data-axis="x" aria-hidden="true">
          <i>{coordinate(left)}</i>
          <b>{words.x}</b>
          <i>{coordinate(right)}</i>
        </span>
        <span class="ravine-axis" data-axis="y" aria-hidden="true">
          <i>{coordinate(top)}</i>
          <b>{words.y}</b>
          <i>{coordinate(bottom)}</i>
        </span>
      </div>
    </figure>
  );
}

type Point = readonly [number, number];
type Scale = (value: number) => number;

interface WayProps {
  readonly points: readonly Point[];
  readonly role: Role;
  readonly at: number;
  readonly x: Scale;
  readonly y: Scale;
}

/** The way up to now, the rest of it more lightly. */
function Way({ points, role, at, x, y }: WayProps) {
  return (
    <g data-role={role}>
      <path class="ahead" d={pathThrough(points.slice(at), x, y)} />
      <path class="walked" d={pathThrough(points.slice(0, at + 1), x, y)} />
    </g>
  );
}

interface PlaceProps extends WayProps {
  readonly racer: RacerFrame;
  readonly kept: readonly number[];
}

/** Room for the thin arrow among the trails. */
function Clearing({ racer, points, kept, at, x, y }: PlaceProps) {
  const { from, next } = placeOf(racer, points, kept, at);
  return from && next ? <path class="clearing" d={arrow(from, next, x, y)} /> : null;
}

/** The velocity's arrow to the lookahead point, and the gradient's on from there to the next place. */
function Arrows({ racer, points, role, kept, at, x, y }: PlaceProps) {
  const { here, lookahead, from, next } = placeOf(racer, points, kept, at);
  return (
    <g data-role={role}>
      {here && lookahead && <path class="velocity" d={arrow(here, lookahead, x, y, VELOCITY_HEAD)} />}
      {from && next && <path class="pull" d={arrow(from, next, x, y)} />}
    </g>
  );
}

/** Now as a disc, and the lookahead point as a ring. */
function Marks({ racer, points, role, kept, at, x, y }: PlaceProps) {
  const { here, lookahead } = placeOf(racer, points, kept, at);
  return (
    <g data-role={role}>
      {lookahead && <circle class="lookahead" cx={x(lookahead[0])} cy={y(lookahead[1])} r={RING_RADIUS} />}
      {here && <circle class="here" cx={x(here[0])} cy={y(here[1])} r={11} />}
    </g>
  );
}

function placeOf(racer: RacerFrame, points: readonly Point[], kept: readonly number[], at: number) {
  const now = Math.min(at, points.length - 1);
  const here = points[now];
  const lookahead = racer.momentum > 0 ? lookaheadOf(racer, points, kept, now) : undefined;
  return {
    here,
    lookahead,
    from: lookahead ?? here,
    next: areNeighbours(kept, now) ? points[now + 1] : undefined,
  };
}

const areNeighbours = (kept: readonly number[], i: number) =>
  (kept[i + 1] ?? Number.NaN) - (kept[i] ?? Number.NaN) === 1;

/** x + μv at a place of the kept steps; absent where the step before it is not kept. */
function lookaheadOf(
  { momentum }: RacerFrame,
  points: readonly Point[],
  kept: readonly number[],
  at: number,
): Point | undefined {
  const here = points[at];
  const before = at > 0 && areNeighbours(kept, at - 1) ? points[at - 1] : undefined;
  return (
    here && before && [here[0] + momentum * (here[0] - before[0]), here[1] + momentum * (here[1] - before[1])]
  );
}

/** What is left of a way that leaves the picture for good: outside, its swings would be one solid bar. */
function untilGone(points: readonly Point[], window: Frame['window']): readonly Point[] {
  return points.slice(0, points.findLastIndex((point) => isIn(window, point)) + 2);
}

const isIn = ({ left, right, bottom, top }: Frame['window'], [x, y]: Point) =>
  x > left && x < right && y > bottom && y < top;

/** The step by which a way leaves the picture for good; absent where it stays, or where that step isn't kept. */
export function stepOut({ path }: RacerFrame, { window, kept }: Frame): number | undefined {
  const last = pairs(path).findLastIndex((point) => isIn(window, point));
  return 2 * (last + 1) < path.length && areNeighbours(kept, last) ? kept[last + 1] : undefined;
}

/** The first place from `earliest` on at which no arrow leaves the picture; where there is none, `earliest`. */
export function placeOfWholeArrows({ racers, kept, window }: Frame, earliest: number): number {
  const { left, right, bottom, top } = window;
  const rim = ((right - left) * RING_RADIUS) / SIZE;
  const inner = { left: left + rim, right: right - rim, bottom: bottom + rim, top: top - rim };
  const paths = racers
    .filter(({ diverged }) => !diverged)
    .map((racer) => ({ racer, points: pairs(racer.path) }));
  for (let at = earliest; at < kept.length; at++) {
    const ends = paths.map(({ racer, points }) => lookaheadOf(racer, points, kept, at));
    if (ends.every((end) => !end || isIn(inner, end))) return at;
  }
  return earliest;
}

/** Heads shorter than this are only a blot. */
const LEAST_ARROW = 14;
const HEAD = 16;
/** It has the lookahead point's ring at its tip. */
const VELOCITY_HEAD = 24;

function arrow(from: Point, to: Point, x: Scale, y: Scale, head = HEAD): string {
  const [ax, ay, bx, by] = [x(from[0]), y(from[1]), x(to[0]), y(to[1])];
  const length = Math.hypot(bx - ax, by - ay);
  const line = `M${round(ax)} ${round(ay)}L${round(bx)} ${round(by)}`;
  if (!(length > LEAST_ARROW)) return length > 0 ? line : '';
  const size = Math.min(head, length / 2) / length;
  const [ux, uy] = [(bx - ax) * size, (by - ay) * size];
  const left = `${round(bx - ux - uy / 2)} ${round(by - uy + ux / 2)}`;
  const right = `${round(bx - ux + uy / 2)} ${round(by - uy - ux / 2)}`;
  return `${line}M${left}L${round(bx)} ${round(by)}L${right}`;
}

function pathThrough(points: readonly Point[], x: Scale, y: Scale): string {
  return points.map(([px, py], i) => `${i === 0 ? 'M' : 'L'}${round(x(px))} ${round(y(py))}`).join('');
}

function pairs(flat: readonly number[]): Point[] {
  return Array.from({ length: flat.length / 2 }, (_, i) => [
    flat[2 * i] ?? Number.NaN,
    flat[2 * i + 1] ?? Number.NaN,
  ]);
}

const round = (value: number) => Math.round(Math.min(1e5, Math.max(-1e5, value)) * 10) / 10;

export const coordinate = (value: number) => String(Number(value.toFixed(2))).replace('-', '−');
