import type { Role, Series } from './spec.ts';

export { movingAverage } from '#src/averages.ts';

/** Values one by one, counted from 1. */
export const counted = (y: readonly number[]) => ({ x: y.map((_, i) => i + 1), y });

/** A line with a value for each step, counted from 1. */
export function curve(key: string, role: Role, label: string, y: readonly number[]): Series {
  return { key, role, label, ...counted(y) };
}

const FEW_STEPS = 5;

/** Whether a run is so short, as one that diverges at once, that it is drawn with dots: there is no line to see. */
export const isShort = (perStep: readonly number[]): boolean => perStep.length <= FEW_STEPS;

/** The loss of guessing among ten classes, drawn from 0 to `end` as what theory says. */
export const guessingLine = (end: number): Series => ({
  key: 'guessing',
  role: 'theory',
  label: 'ln 10',
  x: [0, end],
  y: [Math.log(10), Math.log(10)],
});

/** A loss as it is drawn where the axis ends at `top`: what lies above, or is no number any more, at the top. */
export const clippedLoss = (loss: number, top: number): number =>
  loss > top || Number.isNaN(loss) ? top : loss;

const ACCURACY_FLOOR = 0.4;

/** Where an axis of accuracies begins: at 0.4, for what lies above to be seen, or at 0 where something lies below. */
export const accuracyFloor = (...curves: readonly (readonly number[])[]): number =>
  curves.some((curve) => curve.some((value) => value < ACCURACY_FLOOR)) ? 0 : ACCURACY_FLOOR;
