/** What the line charts show: the distance to the minimum or the loss, against the steps. */
import { clippedLoss } from '#src/charts/curve.ts';
import { farEnd } from '#src/charts/names.ts';
import { pinSeries } from '#src/charts/pins.ts';
import { scalesOf } from '#src/charts/scales.ts';
import type { ChartSpec, Role, Series } from '#src/charts/spec.ts';
import { wholeEquations } from '#src/format.ts';
import type { PinnedRun } from '#src/lab/pins.ts';
import type { Config } from './config.ts';
import type { Frame, RacerFrame, Summary } from './experiment.ts';
import type { Words } from './words.ts';

/** One colour for each method throughout. */
export const roles = { gd: 'run-1', momentum: 'run-2', nesterov: 'run-3' } as const satisfies Record<
  RacerFrame['method'],
  Role
>;
/** A loss on the net above this is drawn here. */
const LOSS_TOP = 2.5;

/** Runs kept for comparison. */
export type Pins = readonly PinnedRun<Config, Frame, Summary>[];

function lines(from: Frame, words: Words, top: number): Series[] {
  return from.racers.map((racer) => ({
    key: racer.method,
    role: roles[racer.method],
    label: words.shortNames[racer.method] + (racer.diverged ? ' ↑' : ''),
    ...path(racer, top),
  }));
}

const path = ({ curve, diverged }: RacerFrame, top: number) => ({
  x: curve.step,
  y: curve.value.map((value) => clippedLoss(value, top)),
  gone: diverged,
});

const pinnedLines = (pins: Pins, top: number) =>
  pinSeries(pins, ({ racers }) => racers.map((racer) => path(racer, top)));

export function distanceSpec(frame: Frame, pins: Pins, shown: Config, at: number, words: Words): ChartSpec {
  const slice = shown.surface === 'slice';
  const theory = frame.racers.filter((racer) => racer.theory.step.length > 0);
  const sameKind = pins.filter(
    ({ config }) => config.surface !== 'images' && (config.surface === 'slice') === slice,
  );
  const spec: ChartSpec = {
    title: slice ? words.sliceChart : words.distanceChart,
    x: { label: words.step, scale: 'linear', min: 0, max: frame.steps },
    y: slice
      ? { label: words.loss, scale: 'log' }
      : {
          label: words.distance,
          scale: 'log',
          ...(frame.racers.every(({ diverged }) => diverged) ? {} : { min: 1e-6 }),
        },
    series: [
      ...pinnedLines(sameKind, 1e3),
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
  };
  const scales = scalesOf(spec);
  const hasArrived = !slice && spec.series.some((line) => line.label !== '' && farEnd(line, scales));
  const lost = frame.racers.filter(({ diverged }) => diverged);
  const ends = slice ? [] : lost.map(({ curve }) => curve.step.at(-1) ?? 0);
  return {
    ...spec,
    note: wholeEquations(
      words.chartNote({
        theory: theory.length > 0,
        near: shown.surface !== 'quadratic',
        arrived: hasArrived,
        left: lost.length > 0,
        until: [...new Set(ends)],
      }),
    ),
  };
}

export function imagesSpec(frame: Frame, pins: Pins, shown: Config, _at: number, words: Words): ChartSpec {
  return {
    title: words.imagesChart,
    x: { label: words.step, scale: 'linear', min: 0, max: shown.steps },
    y: { label: words.loss, scale: 'linear', min: 0, max: LOSS_TOP },
    series: [
      ...pinnedLines(
        pins.filter(({ config }) => config.surface === 'images'),
        LOSS_TOP,
      ),
      ...lines(frame, words, LOSS_TOP),
    ],
  };
}
