/** What the line charts show: the distance to the minimum or the loss, against the steps. */
import { clippedLoss } from '#src/charts/curve.ts';
import type { ChartSpec, Role, Series } from '#src/charts/spec.ts';
import type { Config } from './config.ts';
import type { Frame, RacerFrame } from './experiment.ts';
import type { Words } from './words.ts';

/** One colour for each method throughout. */
export const roles = { gd: 'run-1', momentum: 'run-2', nesterov: 'run-3' } as const satisfies Record<
  RacerFrame['method'],
  Role
>;
/** A loss on the net above this is drawn here. */
const LOSS_TOP = 2.5;

function lines(from: Frame, words: Words, top: number, pinnedLabel?: string): Series[] {
  return from.racers.map((racer) => ({
    key: `${pinnedLabel ? 'pinned-' : ''}${racer.method}`,
    role: pinnedLabel ? 'pinned' : roles[racer.method],
    label: pinnedLabel ? '' : words.shortNames[racer.method],
    x: racer.curve.step,
    y: racer.curve.value.map((value) => clippedLoss(value, top)),
  }));
}

export function distanceSpec(
  frame: Frame,
  pinned: Frame | undefined,
  shown: Config,
  at: number,
  words: Words,
  pinnedLabel: string,
): ChartSpec {
  const slice = shown.surface === 'slice';
  const theory = frame.racers.filter((racer) => racer.theory.step.length > 0);
  const sameKind = pinned && pinned.kept.length > 0 ? lines(pinned, words, 1e3, pinnedLabel) : [];
  return {
    title: slice ? words.sliceChart : words.distanceChart,
    x: { label: words.step, scale: 'linear', min: 0, max: frame.steps },
    y: slice ? { label: words.loss, scale: 'log' } : { label: words.distance, scale: 'log', min: 1e-6 },
    series: [
      ...sameKind,
      ...lines(frame, words, 1e3),
      ...theory.map(
        (racer): Series => ({
          key: `theory-${racer.method}`,
          role: 'theory',
          label: '',
          x: racer.theory.step,
          y: racer.theory.value,
        }),
      ),
    ],
    marks: [{ key: 'here', x: frame.kept[at] ?? 0, label: '' }],
    ...(theory.length > 0 ? { note: words.theoryNote } : {}),
  };
}

export function imagesSpec(
  frame: Frame,
  pinned: Frame | undefined,
  shown: Config,
  _at: number,
  words: Words,
  pinnedLabel: string,
): ChartSpec {
  return {
    title: words.imagesChart,
    x: { label: words.step, scale: 'linear', min: 0, max: shown.steps },
    y: { label: words.loss, scale: 'linear', min: 0, max: LOSS_TOP },
    series: [
      ...(pinned && pinned.kept.length === 0 ? lines(pinned, words, LOSS_TOP, pinnedLabel) : []),
      ...lines(frame, words, LOSS_TOP),
    ],
  };
}
