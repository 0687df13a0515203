/** Nets of other runs, recorded ones and the reader's own: what the figure draws behind, and over the depth. */
import { sameConfig } from '#src/lab/params.ts';
import { reviveValue } from '#src/lab/record.ts';
import { type Config, hasBatchNorm, params, type Variant } from './config.ts';
import type { Frame, NetState } from './experiment.ts';

export type PastNet = Pick<
  NetState,
  'variant' | 'testStep' | 'testError' | 'testLoss' | 'finalLoss' | 'diverged'
> & {
  readonly layers: number;
};

export interface PastRun {
  readonly config: Config;
  readonly nets: readonly PastNet[];
}

export const pastRun = (config: Config, { layers, nets }: Frame): PastRun => ({
  config,
  nets: nets.map(({ variant, testStep, testError, testLoss, finalLoss, diverged }) => ({
    variant,
    testStep,
    testError,
    testLoss,
    finalLoss,
    diverged,
    layers,
  })),
});

/** The recorded runs of the presets, thinned out for the page, as JSON text. */
export const writePastRuns = (records: Readonly<Record<string, { config: object; frame: object }>>): string =>
  JSON.stringify(
    Object.values(records).map(({ config, frame }) => pastRun(config as Config, frame as Frame)),
  );

/** What `writePastRuns` wrote. */
export const readPastRuns = (text: string): readonly PastRun[] => JSON.parse(text, reviveValue);

/** Whether two runs differ in nothing but depth and shortcuts: then their nets belong into one picture. */
const isComparable = (a: Config, b: Config) =>
  hasBatchNorm(a.variant) === hasBatchNorm(b.variant) &&
  sameConfig(params, { ...a, variant: b.variant, layers: b.layers, compare: b.compare, seed: b.seed }, b);

const nameOf = ({ variant, layers }: PastNet) => `${variant}-${layers}`;

/**
 * The nets of all runs that are comparable with `shown`, one of each variant and depth; the run first in the list wins.
 * In the order of their depths.
 */
export function comparableNets(runs: readonly PastRun[], shown: Config): PastNet[] {
  const nets = new Map<string, PastNet>();
  for (const run of runs.filter(({ config }) => isComparable(config, shown))) {
    for (const net of run.nets) if (!nets.has(nameOf(net))) nets.set(nameOf(net), net);
  }
  return [...nets.values()].sort((a, b) => a.layers - b.layers);
}

/** Of the nets, those of one variant. */
export const ofVariant = (nets: readonly PastNet[], variant: Variant) =>
  nets.filter((net) => net.variant === variant);

export const lastOf = (values: readonly number[]): number => values.at(-1) ?? Number.NaN;
