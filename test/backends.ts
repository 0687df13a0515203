/** Backends that are there on every machine, and a way to run an experiment on one of them. */
import { env } from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { climb } from '#src/lab/backends.ts';
import type { BackendName, Experiment, FrameBase, SummaryRecord } from '#src/lab/contract.ts';
import { runExperiment } from '#src/lab/runner.ts';

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
