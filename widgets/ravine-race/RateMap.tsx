/** Learning rate × momentum: how fast the chosen method converges there, with the reader's own point on it. */
import { useMemo, useRef } from 'preact/hooks';
import { paletteBitmap, tint } from '#src/charts/palette-bitmap.ts';
import type { Role } from '#src/charts/spec.ts';
import { formatSetting } from '#src/format.ts';
import { MAP_MOMENTUM, MAP_RATES } from './config.ts';
import type { RateMapFrame } from './experiment.ts';
import { type PlaneKeys, usePlaneKeys } from './use-keys.ts';

export interface RateMapProps {
  readonly map: RateMapFrame;
  readonly role: Role;
  /** A method without it has the same map in each row: one row is drawn. */
  readonly hasMomentum: boolean;
  /** L of the surface: the axis is in units of 1/L. */
  readonly largest: number;
  readonly point: { readonly rate: number; readonly momentum: number };
  readonly onPoint: (rate: number, momentum: number, moving: boolean) => void;
  readonly words: {
    readonly describe: string;
    readonly point: string;
    readonly pointHint: string;
    readonly optimum: string;
    readonly diverges: string;
    readonly rate: string;
    readonly momentum: string;
    readonly scale: string;
  };
}

const RATES = MAP_RATES;
const [, MOST_MOMENTUM] = MAP_MOMENTUM;
const TICKS = [0.01, 0.1, 1] as const;
const MOMENTA = [0, 0.5, 0.9] as const;
const FAST = [11, 98, 196] as const;
const DIVERGES = [208, 215, 222] as const;
/** Shade of 10⁴ steps and more. */
const SLOWEST = 127;
/** All the shades, from the fastest. */
const KEY = paletteBitmap(
  Uint8Array.from({ length: 256 }, (_, i) => i),
  256,
  1,
  (i) => tint(FAST, 1 - i / 255),
);
const DECADES = Math.log10(RATES[1] / RATES[0]);
/** A press of an arrow key: in momentum, and in decades of the learning rate. */
const NUDGE = { momentum: 0.01, rate: 0.02 } as const;
const keys: PlaneKeys = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowDown: [0, -1],
  ArrowUp: [0, 1],
  PageDown: [0, -5],
  PageUp: [0, 5],
  Home: [0, Number.NEGATIVE_INFINITY],
  End: [0, Number.POSITIVE_INFINITY],
};

export function RateMap({ map, role, hasMomentum, largest, point, onPoint, words }: RateMapProps) {
  // where the map was when a hand came down: what the hand changes may move the page under it
  const dragged = useRef<DOMRect>();
  const image = useMemo(() => picture(map), [map]);
  const along = (rate: number) => Math.log10((rate * largest) / RATES[0]) / DECADES;
  const up = (momentum: number) => (hasMomentum ? momentum / MOST_MOMENTUM : 0.5);
  const set = (rate: number, momentum: number, moving: boolean) =>
    onPoint(
      Number(rate.toPrecision(3)),
      Math.min(MOST_MOMENTUM, Math.max(0, Math.round(momentum * 100) / 100)),
      moving,
    );
  const drag = (event: PointerEvent, moving: boolean) => {
    const box = dragged.current;
    if (!box) return;
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    set(
      (RATES[0] * 10 ** (DECADES * share)) / largest,
      MOST_MOMENTUM * (1 - (event.clientY - box.top) / box.height),
      moving,
    );
  };
  const byKey = usePlaneKeys(
    keys,
    (x, y) => set(point.rate * 10 ** (x * NUDGE.rate), point.momentum + y * NUDGE.momentum, true),
    () => set(point.rate, point.momentum, false),
  );
  const place = (rate: number, momentum: number) => ({
    left: `${percent(along(rate))}%`,
    bottom: `${percent(up(momentum))}%`,
  });
  const edge = map.limits
    .map((limit, i) => {
      const height = 1 - i / (map.limits.length - 1);
      return `${i === 0 ? 'M' : 'L'}${along(limit).toFixed(4)} ${height.toFixed(4)}`;
    })
    .join('');
  return (
    <div class="rate-map" data-rows={hasMomentum ? undefined : 'one'}>
      <div
        class="rate-map-plot"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragged.current = event.currentTarget.getBoundingClientRect();
          drag(event, true);
        }}
        onPointerMove={(event) => {
          drag(event, true);
        }}
        onPointerUp={(event) => {
          drag(event, false);
          dragged.current = undefined;
        }}
        onPointerCancel={() => {
          dragged.current = undefined;
        }}
      >
        <svg
          class="rate-map-shades"
          viewBox="0 0 1 1"
          preserveAspectRatio="none"
          role="img"
          aria-label={words.describe}
        >
          <image href={image} width={1} height={1} preserveAspectRatio="none" />
          <path d={`${edge}L1 0V1Z`} fill={`rgb(${DIVERGES})`} />
        </svg>
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <g data-role="theory">
            <path d={edge} />
          </g>
        </svg>
        <b class="rate-map-diverges" aria-hidden="true">
          {words.diverges}
        </b>
        {map.optima.map((optimum) => (
          <i
            key={optimum.rate}
            class="rate-map-optimum"
            title={words.optimum}
            style={place(optimum.rate, optimum.momentum)}
          />
        ))}
        <i class="rate-map-here" data-role={role} style={place(point.rate, point.momentum)} />
        <div
          class="rate-map-point"
          role="slider"
          tabIndex={0}
          aria-label={words.point}
          aria-valuemin={0}
          aria-valuemax={MOST_MOMENTUM}
          aria-valuenow={point.momentum}
          aria-valuetext={`a = ${formatSetting(point.rate)}${hasMomentum ? `, μ = ${formatSetting(point.momentum)}` : ''}`}
          title={words.pointHint}
          style={place(point.rate, point.momentum)}
          {...byKey}
        />
      </div>
      <div class="rate-map-y" aria-hidden="true">
        {(hasMomentum ? MOMENTA : []).map((momentum) => (
          <span key={momentum} style={{ bottom: `${percent(up(momentum))}%` }}>
            {momentum}
          </span>
        ))}
      </div>
      <div class="rate-map-x" aria-hidden="true">
        {TICKS.map((tick) => (
          <span key={tick} style={{ left: `${percent(along(tick / largest))}%` }}>
            {tick === 1 ? '' : tick}
            {tick === 1 ? '1/L' : '/L'}
          </span>
        ))}
      </div>
      <div class="rate-map-foot" aria-hidden="true">
        → {words.rate}
        {hasMomentum && ` · ↑ ${words.momentum}`}
      </div>
      <div class="rate-map-key">
        <span>{words.scale}</span>
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <image href={KEY} width={1} height={1} preserveAspectRatio="none" />
        </svg>
        <span class="rate-map-key-ticks" aria-hidden="true">
          {['1', '10', '10²', '10³', '10⁴'].map((tick) => (
            <small key={tick}>{tick}</small>
          ))}
        </span>
      </div>
    </div>
  );
}

const percent = (share: number) => (100 * Math.min(1, Math.max(0, share))).toFixed(2);

/**
 * Where it diverges, and in the last column before, the shade of the one before that: the border is drawn over it, finer
 * than any grid, and the slow strip along it, finer than that too, would show in some rows only.
 */
function picture({ shades, points }: RateMapFrame): string {
  const indices = new Uint8Array(points * points);
  for (let row = 0; row < points; row++) {
    let last = SLOWEST;
    for (let column = 0; column < points; column++) {
      const [shade = -1, next = -1] = shades.subarray(row * points + column);
      if (shade >= 0 && (next >= 0 || column === points - 1)) last = shade;
      indices[(points - 1 - row) * points + column] = last;
    }
  }
  return paletteBitmap(indices, points, points, (shade) => tint(FAST, Math.max(0, 1 - shade / SLOWEST)));
}
