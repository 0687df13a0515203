/** From values to positions on an axis, and the ticks along it. */
import { formatSetting, powerOfTen } from '#src/format.ts';
import { isPinned } from './pins.ts';
import type { AxisRange, ChartSpec } from './spec.ts';

export interface Tick {
  readonly value: number;
  readonly label: string;
}

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly Tick[];
  /** Position from 0 (min) to 1 (max); NaN where the value can't be shown. */
  position(value: number): number;
}

const MAX_TICKS = 6;
/** On a logarithmic axis this short, 2 and 5 times a power of ten get a tick too. */
const FEW_DECADES = 2;
/** What is marked from 1 to 2, from 2 to 5 or from 5 to 10 of a power of ten. */
const BETWEEN_NEIGHBOURS = [1, 1.2, 1.4, 1.6, 1.8, 2, 3, 4, 5, 6, 7, 8, 9];

/** The scale of an axis for the values that it has to hold. */
export function makeScale(axis: AxisRange, values: Iterable<number>): Scale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value) || (axis.scale === 'log' && value <= 0)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = axis.scale === 'log' ? [0.1, 1] : [0, 1];
  return axis.scale === 'log' ? logScale(axis, low, high) : linearScale(axis, low, high);
}

/** The axes of a chart, wide enough for its lines and bands. */
export function scalesOf(spec: Pick<ChartSpec, 'x' | 'y' | 'series' | 'bands'>): { x: Scale; y: Scale } {
  const bands = spec.bands ?? [];
  const xs = [...spec.series, ...bands].flatMap(({ x }) => x);
  const pinned = spec.series.filter(({ role }) => isPinned(role)).flatMap(({ x }) => x);
  const ys = [...spec.series.flatMap(({ y }) => y), ...bands.flatMap(({ low, high }) => [...low, ...high])];
  return { x: makeScale(roomFor(spec.x, pinned), xs), y: withRoom(spec.y, makeScale(spec.y, ys)) };
}

/** The axis of the run that is shown, longer where a run pinned beside it went further. */
function roomFor(axis: AxisRange, pinned: readonly number[]): AxisRange {
  if (axis.max === undefined) return axis;
  const furthest = pinned.reduce((far, x) => Math.max(far, x), axis.max);
  return furthest > axis.max ? { ...axis, max: furthest } : axis;
}

/** Share of an axis left free at both ends, so that a dot on the last grid line is a whole dot. */
const ROOM = 0.03;

function withRoom({ scale }: AxisRange, inner: Scale): Scale {
  const shrink = 1 - 2 * ROOM;
  const [min, max] =
    scale === 'log'
      ? [
          inner.min * (inner.min / inner.max) ** (ROOM / shrink),
          inner.max * (inner.max / inner.min) ** (ROOM / shrink),
        ]
      : [
          inner.min - ((inner.max - inner.min) * ROOM) / shrink,
          inner.max + ((inner.max - inner.min) * ROOM) / shrink,
        ];
  return { min, max, ticks: inner.ticks, position: (value) => ROOM + shrink * inner.position(value) };
}

function logScale(axis: AxisRange, low: number, high: number): Scale {
  const from = axis.min ?? low;
  const to = axis.max ?? high;
  const short = Math.log10(to / from) <= FEW_DECADES;
  const steps = short ? [1, 2, 5] : [1];
  const min = roundOnGrid(from, steps, 'down');
  const above = roundOnGrid(to, steps, 'up');
  const max = above > min ? above : roundOnGrid(min * 1.01, steps, 'up');
  const decades = Math.log10(max / min);
  const stride = Math.ceil(decades / (MAX_TICKS - 1) - 1e-9);
  // between two neighbours of that grid, a tick at each of them alone would leave the plot empty
  const factors = max / min < 3 ? BETWEEN_NEIGHBOURS : steps;
  // all ticks of an axis in one notation: 0.0005 and 0.001, or 5·10⁻⁴ and 6·10⁻⁴
  const plain = short && min > 1e-4 && max < 1e5;
  const ticks: Tick[] = [];
  for (
    let exponent = Math.floor(Math.log10(min) + 1e-9);
    10 ** exponent <= max * 1.0001;
    exponent += stride
  ) {
    for (const factor of factors) {
      const value = Number((factor * 10 ** exponent).toPrecision(12));
      if (value < min * 0.9999 || value > max * 1.0001) continue;
      ticks.push({
        value,
        label: plain ? `${value}` : (factor > 1 ? `${factor}·` : '') + decadeLabel(exponent),
      });
    }
  }
  return {
    min,
    max,
    ticks,
    position: (value) =>
      value > 0 && Number.isFinite(value) ? Math.log10(value / min) / decades : Number.NaN,
  };
}

/** The nearest of `factors` times a power of ten that is not above (down) or not below (up) a value. */
function roundOnGrid(value: number, factors: readonly number[], direction: 'down' | 'up'): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  const grid = [...factors, 10].map((factor) => factor * decade);
  const slack = 1e-9 * value;
  const found =
    direction === 'up'
      ? grid.find((one) => one >= value - slack)
      : grid.findLast((one) => one <= value + slack);
  return Number((found ?? decade).toPrecision(12));
}

const decadeLabel = (exponent: number) => ['1', '10'][exponent] ?? powerOfTen(exponent);

function linearScale(axis: AxisRange, low: number, high: number): Scale {
  const from = axis.min ?? low;
  const span = (axis.max ?? high) > from ? (axis.max ?? high) - from : Math.abs(from) || 1;
  const to = axis.max ?? from + span;
  const rough = span / (MAX_TICKS - 1);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough * (1 - 1e-9)) ?? 10) * magnitude;
  const min = axis.min ?? Math.floor(from / step + 1e-9) * step;
  const max = axis.max ?? Math.max(min + step, Math.ceil(to / step - 1e-9) * step);
  const first = Math.ceil(min / step - 1e-9);
  const count = Math.floor(max / step + 1e-9) - first + 1;
  const values =
    axis.ticks ?? Array.from({ length: count }, (_, k) => Number(((first + k) * step).toPrecision(12)));
  const label = tickLabel(values, step);
  return {
    min,
    max,
    ticks: values.map((value) => ({ value, label: label(value) })),
    position: (value) => (Number.isFinite(value) ? (value - min) / (max - min) : Number.NaN),
  };
}

/** Plain numbers where they are readable; else all of them as multiples of the step's power of ten: 15·10⁻⁵, 10·10⁻⁵. */
function tickLabel(values: readonly number[], step: number): (value: number) => string {
  const largest = Math.max(...values.map(Math.abs));
  const smallest = Math.min(...values.filter((value) => value !== 0).map(Math.abs));
  // far from 0, three digits don't tell neighbouring ticks apart
  const digits = Math.max(3, Math.ceil(Math.log10(largest / step)) + 1);
  if (smallest >= 1e-3) return (value) => formatSetting(value, digits);
  if (largest >= 1e-3 && step >= 1e-4) return (value) => String(Number(value.toFixed(4))).replace('-', '−');
  const exponent = Math.floor(Math.log10(step) + 1e-9);
  return (value) =>
    value === 0 ? '0' : `${formatSetting(value / 10 ** exponent, digits)}·${powerOfTen(exponent)}`;
}
