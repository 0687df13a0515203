/** The worker itself, in Node: told what to do through its messages, on the plain JavaScript backend. */
import { env } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { defaultConfig } from '#src/lab/params.ts';
import type { FromWorker, ToWorker } from '#src/lab/protocol.ts';
import { params } from '#widgets/activation-statistics/config.ts';

/** What a worker sees as itself. */
class Scope extends EventTarget {
  readonly said: FromWorker[] = [];

  postMessage(message: FromWorker): void {
    this.said.push(message);
  }

  tell(...messages: readonly ToWorker[]): void {
    for (const data of messages) this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

const scope = new Scope();
let lastRun = 0;

/** Ten layers of few units: a frame for each, forwards and backwards. */
const run = (): Extract<ToWorker, { type: 'run' }> => ({
  type: 'run',
  runId: ++lastRun,
  experimentId: 'activation-statistics',
  config: { ...defaultConfig(params), width: 10, samples: 100 },
});

/** The machine may be busy. */
const until = (check: () => void) => vi.waitFor(check, 20_000);

const saidBy = (runId: number) =>
  scope.said.filter((message) => 'runId' in message && message.runId === runId);
const frames = (runId: number) => saidBy(runId).filter(({ type }) => type === 'frame').length;
const ended = (runId: number) =>
  until(() => expect(['done', 'stopped', 'failed']).toContain(saidBy(runId).at(-1)?.type));

/** Long enough for the frames of a run that is not held: it has a dozen, of a millisecond each. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 300));

afterAll(() => {
  vi.unstubAllGlobals();
});

beforeAll(async () => {
  vi.stubGlobal('self', scope);
  await import('#src/lab/worker.ts');
  env().set('IS_TEST', true);
  // an experiment that there is not does no harm before it is run
  const experimentId = 'nothing';
  scope.tell({ type: 'start', forced: 'cpu', excluded: [], experimentId, dataUrl: 'http://127.0.0.1:9/' });
  await until(() => expect(scope.said).toMatchObject([{ type: 'ready', backend: 'cpu' }]));
  const { runId, ...rest } = run();
  scope.tell({ runId, ...rest });
  await ended(runId);
  expect(saidBy(runId).at(-1)).toMatchObject({ type: 'done' });
  expect(frames(runId)).toBeGreaterThan(5);
});

it('waits at its first frame where it was paused before', async () => {
  const message = run();
  scope.tell({ type: 'pause' }, message);
  await until(() => expect(frames(message.runId)).toBe(1));
  await aWhile();
  expect(frames(message.runId)).toBe(1);
  scope.tell({ type: 'resume' });
  await ended(message.runId);
  expect(saidBy(message.runId).at(-1)).toMatchObject({ type: 'done' });
});

it('goes on by one frame for each step', async () => {
  const message = run();
  const { runId } = message;
  scope.tell({ type: 'pause' }, message);
  await until(() => expect(frames(runId)).toBe(1));
  scope.tell({ type: 'step', runId });
  await until(() => expect(frames(runId)).toBe(2));
  await aWhile();
  expect(frames(runId)).toBe(2);
  scope.tell({ type: 'step', runId }, { type: 'step', runId }, { type: 'step', runId: runId + 1 });
  await until(() => expect(frames(runId)).toBe(4));
  await aWhile();
  expect(frames(runId)).toBe(4);
  scope.tell({ type: 'cancel', runId });
  await ended(runId);
  expect(saidBy(runId).at(-1)).toEqual({ type: 'stopped', runId });
  scope.tell({ type: 'resume' });
});

it('does one step and no more where it was asked for one as it began', async () => {
  const message = run();
  const { runId } = message;
  scope.tell({ type: 'pause' }, message, { type: 'step', runId });
  await until(() => expect(frames(runId)).toBeGreaterThan(0));
  await aWhile();
  const seen = frames(runId);
  scope.tell({ type: 'cancel', runId }, { type: 'resume' });
  await ended(runId);
  expect(seen).toBe(1);
});

it('owes the next run none of the steps of one that was let go', async () => {
  const first = run();
  scope.tell({ type: 'pause' }, first);
  await until(() => expect(frames(first.runId)).toBe(1));
  for (let i = 0; i < 50; i++) scope.tell({ type: 'step', runId: first.runId });
  await ended(first.runId);
  const second = run();
  scope.tell(second);
  await until(() => expect(frames(second.runId)).toBe(1));
  await aWhile();
  expect(frames(second.runId)).toBe(1);
  scope.tell({ type: 'resume' });
  await ended(second.runId);
});
