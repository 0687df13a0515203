/**
 * Gradient descent, momentum and Nesterov from one start: on a quadratic, where theory knows everything; in a curved
 * valley and over a saddle; on a slice through the loss of an image net (784-100-10); and on that net, with mini-batches.
 */
import { movingAverage } from '#src/averages.ts';
import type { Experiment, FrameBase, RunContext } from '#src/lab/contract.ts';
import { evenSteps, keptSteps, squaredDistance } from '#src/nn/descent-measures.ts';
import { NetRacer, stepsBelow } from '#src/nn/net-race.ts';
import {
  contoursIn,
  ellipsesIn,
  type PlaneRacer,
  pointsAt,
  racePlane,
  visible,
  type Window,
  windowAround,
} from '#src/nn/plane-race.ts';
import {
  type DescentSettings,
  type Method,
  nesterovForQuadratics,
  optimalSettings,
  stabilityLimit,
} from '#src/nn/quadratic-descent.ts';
import { race } from '#src/nn/race.ts';
import { MAP_MOMENTUM, rateMap } from '#src/nn/rate-map.ts';
import { raceOnSlice, SLICE_WINDOW, type SliceWalker } from '#src/nn/slice-race.ts';
import { quadratic, saddle, valley } from '#src/nn/surfaces.ts';
import { uploadData } from '#src/nn/train.ts';
import { type Config, LOSS_MARKS, PREVIEW_MAP_POINTS, racing, SMOOTHING, settingsOf } from './config.ts';

const CLASSES = 10;
const TRAINING_IMAGES = 5000;
const BATCH_SIZE = 100;
/** Steps between two points of a drawn loss. */
const DRAWN_EVERY = 5;

const CURVE_POINTS = 80;
const SUMMARY_POINTS = 60;
/** Sizes of the map on its way to the one that is wanted. */
const MAP_STAGES = 5;
const LIMIT_POINTS = 12;

export interface RacerFrame extends DescentSettings {
  readonly method: Method;
  /** x, y, x, y … at the frame's kept steps, to be drawn; shorter where it left the picture. */
  readonly path: readonly number[];
  /** Distance to the nearest minimum relative to the start's, or a loss, at some of the steps. */
  readonly curve: { readonly step: readonly number[]; readonly value: readonly number[] };
  /** From 1 at the rate that theory gives, down to the chart's foot or to the last step; empty where there is none. */
  readonly theory: { readonly step: readonly number[]; readonly value: readonly number[] };
  readonly stepsToTolerance: number;
  readonly measuredRate: number;
  /** NaN where there is no theory. */
  readonly theoryRate: number;
  /** The learning rate up to which it converges; NaN where that isn't known. */
  readonly limit: number;
  /** Steps until the smoothed loss is below each of `LOSS_MARKS`; −1: never. */
  readonly stepsToLoss: readonly number[];
  readonly diverged: boolean;
}

export interface RateMapFrame {
  /** Row by row from the smallest momentum, as `rateMap` shades them. */
  readonly shades: Int8Array;
  readonly points: number;
  /** The learning rate up to which it converges, at momenta from 0 to 0.99, evenly. */
  readonly limits: readonly number[];
  /** Its optimum; Nesterov's on quadratics alone is the second. */
  readonly optima: readonly DescentSettings[];
}

export interface Frame extends FrameBase {
  readonly window: Window;
  /** Lines of equal height, each x, y, x, y …; on the quadratic they are ellipses. */
  readonly contours: readonly (readonly number[])[];
  /** Half-axes of the quadratic's: x, y, x, y … */
  readonly ellipses: readonly number[];
  readonly minima: readonly (readonly [number, number])[];
  /** Steps that the paths are kept at. */
  readonly kept: readonly number[];
  readonly racers: readonly RacerFrame[];
  /** Steps on the axis. */
  readonly steps: number;
  /** There is nothing to race: the gradient at the start is 0. */
  readonly atRest: boolean;
  /** How fast each learning rate and momentum converges; empty beyond the quadratic. */
  readonly maps: Readonly<Record<Method, RateMapFrame>> | undefined;
}

type Prefixed<Name extends Method> = Readonly<
  Record<`${Name}${'Path' | 'Distance' | 'TrainLoss' | 'StepsToLoss'}`, readonly number[]> &
    Record<
      `${Name}${'StepsToTolerance' | 'Rate' | 'TheoryRate' | 'LearningRate' | 'Momentum' | 'Limit'}`,
      number
    > &
    Record<`${Name}Diverged`, boolean>
>;

/** Of a method that didn't race: nothing, −1 steps, NaN. */
export type Summary = Prefixed<'gd'> &
  Prefixed<'momentum'> &
  Prefixed<'nesterov'> & {
    /** Steps that paths (x, y, x, y …) and distances are given at, until one leaves the picture. */
    readonly pathSteps: readonly number[];
  };

export const experiment: Experiment<Config, Frame, Summary> = {
  smallSteps: true,
  run(config, context) {
    const { surface } = config;
    if (surface === 'images') return runImages(config, context);
    if (surface === 'slice') return runSlice(config, context);
    return runInThePlane(config, surface);
  },
};

const noPicture = {
  window: { left: 0, right: 1, bottom: 0, top: 1 },
  kept: [],
  contours: [],
  ellipses: [],
  minima: [],
  atRest: false,
  maps: undefined,
} as const;

const noLine = { step: [], value: [] } as const;

/** What not every race has. */
const noResult = {
  path: [],
  distance: [],
  stepsToTolerance: -1,
  measuredRate: Number.NaN,
  theoryRate: Number.NaN,
  limit: Number.NaN,
  trainLoss: [],
  stepsToLoss: [],
} as const;

/** To what a chart shows. */
const short = (value: number) => Number(value.toPrecision(4));

const fixedWindows = {
  valley: { left: -2.6, right: 2.6, bottom: -2.2, top: 3 },
  saddle: { left: -2.2, right: 2.2, bottom: -2.2, top: 2.2 },
} as const;

async function* runInThePlane(
  config: Config,
  name: Exclude<Config['surface'], 'images' | 'slice'>,
): AsyncGenerator<Frame, Summary> {
  const { conditionNumber, mapPoints } = config;
  const surface = name === 'valley' ? valley : name === 'saddle' ? saddle : quadratic(conditionNumber);
  const start = [config.startX, config.startY] as const;
  const slope = new Float64Array(2);
  surface.gradient(...start, slope);
  const atRest = slope.every((one) => one === 0);
  const entrants = atRest ? [] : racing(config).map((method) => ({ method, ...settingsOf(config, method) }));
  const { steps, racers } = racePlane(surface, entrants, start);
  const kept = keptSteps(steps);
  const distance = squaredDistance(surface);
  const relative = ({ path }: PlaneRacer, step: number) =>
    Math.sqrt(distance(path[2 * step] ?? Number.NaN, path[2 * step + 1] ?? Number.NaN) / distance(...start));
  const drawn = racers.map((racer): RacerFrame => {
    const last = racer.path.length / 2 - 1;
    const step = evenSteps(
      racer.stepsToTolerance > 0 ? Math.min(last, racer.stepsToTolerance) : last,
      CURVE_POINTS,
    );
    return {
      method: racer.method,
      rate: racer.rate,
      momentum: racer.momentum,
      path: pointsAt(racer.path, kept).map(visible),
      curve: { step, value: step.map((one) => short(relative(racer, one))) },
      theory: theoryLine(racer.theoryRate, steps),
      stepsToTolerance: racer.stepsToTolerance,
      measuredRate: racer.measuredRate,
      theoryRate: racer.theoryRate,
      limit: racer.limit,
      stepsToLoss: [],
      diverged: racer.diverged,
    };
  });
  const isQuadratic = name === 'quadratic';
  const window = name === 'valley' || name === 'saddle' ? fixedWindows[name] : windowAround(start, racers);
  const picture = {
    ...noPicture,
    window,
    ...(isQuadratic
      ? { ellipses: ellipsesIn(window, conditionNumber) }
      : { contours: contoursIn(window, surface.value) }),
    minima: surface.minima,
    kept,
    racers: drawn,
    steps,
    atRest,
  };
  if (!isQuadratic) yield { ...picture, progress: 1 };
  else {
    for (const { points, progress } of mapStages(mapPoints)) {
      const mapOf = (method: Method) => rateMapFrame(method, conditionNumber, points);
      const maps = { gd: mapOf('gd'), momentum: mapOf('momentum'), nesterov: mapOf('nesterov') };
      yield { ...picture, progress, maps };
    }
  }
  const steps60 = evenSteps(kept.length - 1, SUMMARY_POINTS).map((i) => kept[i] ?? 0);
  const results = racers.map(
    (racer): RacerResult => ({
      ...racer,
      distance: steps60.filter((step) => 2 * step < racer.path.length).map((step) => relative(racer, step)),
      path: pointsAt(racer.path, steps60),
      trainLoss: [],
      stepsToLoss: [],
    }),
  );
  return summaryOf(results, steps60);
}

/** ρᵏ as far as a chart from 10⁻⁶ to 10³ shows it. */
function theoryLine(rate: number, steps: number): RacerFrame['theory'] {
  if (!(rate > 0)) return noLine;
  const edge = rate < 1 ? 1e-6 : 1e3;
  const step = Math.min(steps, rate === 1 ? steps : Math.log(edge) / Math.log(rate));
  return { step: [0, step], value: [1, rate ** step] };
}

function rateMapFrame(method: Method, conditionNumber: number, points: number): RateMapFrame {
  return {
    shades: rateMap(method, conditionNumber, points),
    points,
    limits: Array.from({ length: LIMIT_POINTS }, (_, i) => {
      const momentum = (MAP_MOMENTUM[1] * i) / (LIMIT_POINTS - 1);
      return stabilityLimit(method, momentum, conditionNumber);
    }),
    optima: [
      optimalSettings(method, 1, conditionNumber),
      ...(method === 'nesterov' ? [nesterovForQuadratics(1, conditionNumber)] : []),
    ],
  };
}

/** From the coarse map that a moving slider has, where there is nothing else to wait for, to the one that is wanted. */
function mapStages(wanted: number): { points: number; progress: number }[] {
  if (wanted <= PREVIEW_MAP_POINTS) return [{ points: wanted, progress: 1 }];
  return Array.from({ length: MAP_STAGES }, (_, i) => ({
    points: Math.round(PREVIEW_MAP_POINTS + ((wanted - PREVIEW_MAP_POINTS) * i) / (MAP_STAGES - 1)),
    progress: (i + 1) / MAP_STAGES,
  }));
}

async function* runImages(
  config: Config,
  { rng, data, signal, live }: RunContext,
): AsyncGenerator<Frame, Summary> {
  const training = uploadData(await data.fashionMnist('train', TRAINING_IMAGES, signal), CLASSES);
  const { steps } = config;
  const racers = racing(config).map((method) => {
    const settings = settingsOf(config, method);
    const shared = {
      method,
      steps,
      batchSize: BATCH_SIZE,
      data: training,
      rng,
      readNow: () => live.stepwise,
    };
    return { method, settings, net: new NetRacer({ ...settings, ...shared }) };
  });
  const resultOf = ({ method, settings, net }: (typeof racers)[number]): RacerResult => ({
    ...noResult,
    ...settings,
    method,
    trainLoss: [...net.losses],
    stepsToLoss: stepsBelow(net.losses, SMOOTHING, LOSS_MARKS),
    diverged: net.diverged,
  });
  try {
    const nets = racers.map(({ net }) => net);
    for await (const progress of race(nets, steps)) {
      const drawn = racers.map((racer): RacerFrame => {
        const { trainLoss, distance: _, ...result } = resultOf(racer);
        const means = movingAverage(trainLoss, SMOOTHING);
        const step = evenSteps(means.length - 1, steps / DRAWN_EVERY + 1).map((one) => one + 1);
        const value = step.map((one) => means[one - 1] ?? Number.NaN);
        return { ...result, curve: { step, value }, theory: noLine };
      });
      yield { ...noPicture, progress, racers: drawn, steps };
    }
    return summaryOf(racers.map(resultOf), []);
  } finally {
    for (const { net } of racers) await net.dispose();
    training.dispose();
  }
}

async function* runSlice(config: Config, { rng, data, signal }: RunContext): AsyncGenerator<Frame, Summary> {
  const images = await data.fashionMnist('train', TRAINING_IMAGES, signal);
  const training = uploadData(images, CLASSES);
  const { steps } = config;
  const entrants = racing(config).map((method) => ({ method, ...settingsOf(config, method) }));
  const start = [config.startX, config.startY] as const;
  const resultOf = ({ entrant, path, losses }: SliceWalker, kept: readonly number[]): RacerResult => ({
    ...noResult,
    ...entrant,
    path: pointsAt(Float64Array.from(path), kept),
    trainLoss: kept.map((step) => losses[step] ?? Number.NaN),
    diverged: !Number.isFinite(losses.at(-1)),
  });
  let ended: readonly SliceWalker[] = [];
  try {
    const options = { entrants, start, steps, data: training, labels: images.labels, rng };
    for await (const { progress, contours, walkers } of raceOnSlice(options)) {
      const done = Math.max(0, (walkers[0]?.losses.length ?? 0) - 1);
      const kept = keptSteps(done);
      const drawn = walkers.map((walker): RacerFrame => {
        const { trainLoss: _loss, distance: _distance, ...result } = resultOf(walker, kept);
        const step = evenSteps(done, CURVE_POINTS);
        const value = step.map((one) => short(walker.losses[one] ?? Number.NaN));
        return { ...result, path: result.path.map(visible), curve: { step, value }, theory: noLine };
      });
      ended = walkers;
      yield { ...noPicture, window: SLICE_WINDOW, progress, contours, kept, racers: drawn, steps };
    }
    const places = keptSteps(steps);
    const few = evenSteps(places.length - 1, SUMMARY_POINTS).map((i) => places[i] ?? 0);
    return summaryOf(
      ended.map((walker) => resultOf(walker, few)),
      few,
    );
  } finally {
    training.dispose();
  }
}

interface RacerResult extends DescentSettings {
  readonly method: Method;
  readonly path: readonly number[];
  readonly distance: readonly number[];
  readonly stepsToTolerance: number;
  readonly measuredRate: number;
  readonly theoryRate: number;
  readonly limit: number;
  readonly trainLoss: readonly number[];
  readonly stepsToLoss: readonly number[];
  readonly diverged: boolean;
}

function summaryOf(results: readonly RacerResult[], pathSteps: readonly number[]): Summary {
  const of = (method: Method) => results.find((result) => result.method === method);
  return {
    ...prefixed('gd', of('gd')),
    ...prefixed('momentum', of('momentum')),
    ...prefixed('nesterov', of('nesterov')),
    pathSteps,
  };
}

function prefixed<Name extends Method>(name: Name, result: RacerResult | undefined): Prefixed<Name> {
  return {
    [`${name}Path`]: result?.path ?? [],
    [`${name}Distance`]: result?.distance ?? [],
    [`${name}StepsToTolerance`]: result?.stepsToTolerance ?? -1,
    [`${name}Rate`]: result?.measuredRate ?? Number.NaN,
    [`${name}TheoryRate`]: result?.theoryRate ?? Number.NaN,
    [`${name}LearningRate`]: result?.rate ?? Number.NaN,
    [`${name}Momentum`]: result?.momentum ?? Number.NaN,
    [`${name}Limit`]: result?.limit ?? Number.NaN,
    [`${name}TrainLoss`]: result?.trainLoss ?? [],
    [`${name}StepsToLoss`]: result?.stepsToLoss ?? [],
    [`${name}Diverged`]: result?.diverged ?? false,
  } as Prefixed<Name>;
}
