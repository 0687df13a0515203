/**
 * One description of a chart, drawn twice: as SVG where it is baked into a page or printed, and by uPlot where it is
 * live. Axes, grid lines and labels are HTML around the plot and the same for both, so that nothing moves when a
 * figure wakes.
 */

/** What a line stands for: one colour for each, the same all over the course. */
export type Role =
  | 'forward'
  | 'gradient'
  | 'weight-gradient'
  | 'train'
  /** Single mini-batches behind their smoothed curve. */
  | 'batch'
  | 'validation'
  | 'theory'
  | 'published'
  /** Runs kept for comparison, a role for each letter. */
  | 'pinned-a'
  | 'pinned-b'
  | 'pinned-c'
  | 'pinned-d'
  /** What the reader expects, drawn before the run. */
  | 'predicted'
  /** Recorded runs of other presets, in the background. */
  | 'other'
  /** Runs side by side, none of them before the others. */
  | 'run-1'
  | 'run-2'
  | 'run-3'
  | 'run-4';

/** Broken lines, as lengths of strokes and gaps in CSS pixels. */
export const roleDashes: Readonly<Partial<Record<Role, readonly number[]>>> = {
  theory: [5, 4],
  'pinned-b': [10, 4],
  'pinned-c': [2, 3],
  'pinned-d': [9, 3, 2, 3],
};

export interface Series {
  readonly key: string;
  readonly role: Role;
  /** Written where the line ends, in room for about a dozen Latin or six Chinese characters; empty for none. */
  readonly label: string;
  readonly x: readonly number[];
  /** NaN leaves a gap; so does a value that a logarithmic axis can't show. */
  readonly y: readonly number[];
  readonly dots?: boolean;
  /** It is over where it ends, as a run is that left the picture: nothing leads from there to its name. */
  readonly gone?: boolean;
  /** Broken line: the second of two things that are measured of the same run. */
  readonly dashed?: boolean;
  /** Key of the line that this one was drawn to predict: the chart's text says how far apart they are. */
  readonly against?: string;
}

/** What there is on an axis, and where. */
export interface AxisRange {
  readonly scale: 'linear' | 'log';
  /** Fixed limits; what is absent follows from the data. On a logarithmic axis they are rounded outwards to a tick. */
  readonly min?: number;
  readonly max?: number;
  /** Where a linear axis has its ticks; absent: at round numbers. */
  readonly ticks?: readonly number[];
  /** A second line beneath each tick of an x axis: the same place in another unit. */
  readonly second?: (value: number) => string;
}

export interface Axis extends AxisRange {
  readonly label: string;
}

/** The room between two lines, filled. */
export interface Band {
  readonly key: string;
  readonly role: Role;
  readonly x: readonly number[];
  /** NaN leaves a gap, in either. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** A place on the x axis where something happened: an upright line with a label at its top, or at its foot where lines run along the top. */
export interface Mark {
  readonly key: string;
  readonly x: number;
  readonly label: string;
  readonly atFoot?: boolean;
}

export interface ChartSpec {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Beneath the lines. */
  readonly bands?: readonly Band[];
  readonly marks?: readonly Mark[];
  /** A line beneath: what the axes can't show, such as a zero on a logarithmic one. */
  readonly note?: string;
  /** Said in the place of the lines where none of the values can be drawn. */
  readonly empty?: string;
}
