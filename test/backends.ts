/** Backends that are there on every machine, and a way to run an experiment on one of them. */
import { readFileSync } from 'node:fs';
import { env } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { climb } from '#src/lab/backends.ts';
import type { BackendName, Experiment, FrameBase, SummaryRecord } from '#src/lab/contract.ts';
import { decodeRecords } from '#src/lab/record.ts';
import { type RunHooks, runExperiment } from '#src/lab/runner.ts';

export const backends = ['cpu', 'wasm'] as const satisfies readonly BackendName[];

/** Starts exactly this backend, and fails the test where it comes out as another. */
export async function startBackend(name: BackendName): Promise<void> {
  env().set('IS_TEST', true); // or the CPU backend greets users of Node on its first use
  const reached = await climb({ forced: name });
  env().set('IS_TEST', false); // it would also check kernels for leaks, and take tf.layers for one
  expect(reached, JSON.stringify(reached.notes)).toMatchObject({ backend: name, notes: [] });
}

const data = nodeData();

/** The summary of a run to its end. */
export async function summaryOf<
  Config extends { readonly seed: number },
  Frame extends FrameBase,
  Summary extends SummaryRecord,
>(experiment: Experiment<Config, Frame, Summary>, config: Config): Promise<Summary> {
  const result = await runExperiment(experiment, config, { data, signal: new AbortController().signal });
  if (!result) throw new Error('the run was stopped');
  return result.summary;
}

/**
 * `summaryOf` for tests that ask about the same run more than once: each configuration is run once. With the widget's
 * `id`, its presets aren't run at all: their records, to six digits, stand for them, and the test of `bake --check`
 * compares each record with a new run.
 */
export function remembered<
  Config extends { readonly seed: number },
  Frame extends FrameBase,
  Summary extends SummaryRecord,
>(experiment: Experiment<Config, Frame, Summary>, id?: string): (config: Config) => Promise<Summary> {
  const known = id ? recordedSummaries<Config, Frame, Summary>(id) : new Map<string, Promise<Summary>>();
  return (config) => {
    const key = configKey(config);
    const run = known.get(key) ?? summaryOf(experiment, config);
    known.set(key, run);
    return run;
  };
}

function recordedSummaries<Config extends object, Frame, Summary>(id: string): Map<string, Promise<Summary>> {
  const records = decodeRecords<Config, Frame, Summary>(readFileSync(`widgets/${id}/baked.json`, 'utf8'));
  return new Map(records.map(({ config, summary }) => [configKey(config), Promise.resolve(summary)]));
}

/** Of what order its settings are in, it doesn't depend. */
const configKey = (config: object) =>
  JSON.stringify(Object.entries(config).sort(([a], [b]) => a.localeCompare(b)));

/** Every frame of a run as it was when it came; the run may be stopped by a signal among the hooks. */
export async function framesOf<
  Config extends { readonly seed: number },
  Frame extends FrameBase,
  Summary extends SummaryRecord,
>(
  experiment: Experiment<Config, Frame, Summary>,
  config: Config,
  hooks: Partial<RunHooks<Frame>> = {},
): Promise<Frame[]> {
  const frames: Frame[] = [];
  await runExperiment(experiment, config, {
    data,
    signal: new AbortController().signal,
    ...hooks,
    onFrame: (frame) => {
      frames.push(structuredClone(frame));
      hooks.onFrame?.(frame);
    },
  });
  return frames;
}

/** Hooks of a run that is stopped at its `frames`-th frame. */
export function stopAfter(frames: number): Pick<RunHooks<FrameBase>, 'signal' | 'onFrame'> {
  const stop = new AbortController();
  let left = frames;
  return {
    signal: stop.signal,
    onFrame: () => {
      left--;
      if (left === 0) stop.abort();
    },
  };
}
