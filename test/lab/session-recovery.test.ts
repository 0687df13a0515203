import { describe, expect, it } from 'vitest';
import { Session } from '#src/lab/session.ts';
import { FakeWidget, FakeWorker, fakeSession } from './fake-worker.ts';

/** How often a run is begun again before it is given up. */
const RESTARTS = 3;

describe('a worker whose experiment could not be loaded', () => {
  it.for(['script-missing', 'failed'] as const)(
    'gives way to another one, which asks for the script anew (%s)',
    (code) => {
      const { session, workers, worker } = fakeSession();
      const widget = new FakeWidget('a', session);
      widget.run(1);
      worker().ready();
      const first = worker();
      const failure = { code, subject: 'a', detail: 'Unexpected token' };
      first.say({ type: 'failed', runId: first.runId, failure });
      expect(widget.news().at(-1)).toBe(`1: failed ${code} a Unexpected token`);
      expect(first.terminated).toBe(true);
      widget.run(2);
      expect(workers.length).toBe(2);
      worker().ready();
      expect(worker().types).toEqual(['start', 'run']);
    },
  );

  it('gives way too where the script was asked for ahead of a run, but not under another run', () => {
    const { session, workers, worker } = fakeSession();
    const failure = { code: 'script-missing', subject: 'a', detail: 'Unexpected token' } as const;
    session.prepare('a');
    const first = worker();
    first.ready();
    first.say({ type: 'failed', runId: undefined, failure });
    expect(first.terminated).toBe(true);

    session.prepare('a');
    const widget = new FakeWidget('b', session);
    widget.run(1);
    worker().ready();
    worker().say({ type: 'failed', runId: undefined, failure });
    expect(worker().terminated).toBe(false);
    expect(widget.news()).toEqual(['1: waiting', '1: started wasm']);
    expect(workers.length).toBe(2);
  });
});

describe('a worker that crashes', () => {
  it('is replaced, and the run starts again; what it says afterwards is not heard', () => {
    const { session, workers, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    const first = worker();
    const { runId } = first;
    first.crash('boom');
    expect(first.terminated).toBe(true);
    expect(workers.length).toBe(2);
    // a crash is nobody's fault: the same rung may be tried again
    expect(worker().sent).toEqual([expect.objectContaining({ type: 'start', excluded: [] })]);
    first.say({ type: 'done', runId, summary: {}, millis: 1 });
    first.crash('boom again');
    first.ready('webgl');
    expect(worker().types).toEqual(['start']);
    expect(workers.length).toBe(2);
    worker().ready('cpu');
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 5 });
    expect(widget.news()).toEqual([
      '1: waiting',
      '1: started wasm',
      '1: waiting',
      '1: started cpu',
      '1: done {} 5',
    ]);
  });

  it('keeps the others’ places in the queue behind it', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    b.run(2);
    worker().ready();
    worker().crash('boom');
    worker().ready();
    expect(worker().sent.at(-1)).toMatchObject({ experimentId: 'a' });
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    expect(worker().sent.at(-1)).toMatchObject({ experimentId: 'b' });
    expect(b.news()).toEqual(['2: waiting', '2: started wasm']);
  });

  it('takes a cancelled run with it', () => {
    const { session, workers, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    widget.cancel();
    worker().crash('boom');
    expect(widget.news()).toEqual(['1: waiting', '1: started wasm', '1: stopped']);
    expect(workers.length).toBe(1); // none is needed until someone asks
    widget.run(2);
    worker().ready();
    expect(worker().sent.at(-1)).toMatchObject({ type: 'run', config: { seed: 2 } });
  });

  it('leaves a run that was superseded behind', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    widget.run(2);
    worker().crash('boom');
    worker().ready();
    expect(worker().sent.at(-1)).toMatchObject({ config: { seed: 2 } });
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    expect(widget.news()).toEqual([
      '1: waiting',
      '1: started wasm',
      '2: waiting',
      '2: started wasm',
      '2: done {} 1',
    ]);
    expect(worker().types).toEqual(['start', 'run']);
  });

  it('stays paused where the tab is hidden', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    session.setHidden(true);
    worker().crash('boom');
    expect(worker().types).toEqual(['start', 'pause']);
  });

  it.each([
    ['before its backend is ready', false],
    ['during the run', true],
  ])('again and again, %s, is given up with a failure, and the next request tries afresh', (_, ready) => {
    const { session, workers, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    b.run(2);
    for (let crash = 0; crash <= RESTARTS; crash++) {
      expect(workers.length).toBe(crash + 1);
      if (ready) worker().ready();
      worker().crash('boom');
    }
    expect(workers.length).toBe(RESTARTS + 1);
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
    expect(a.news().at(-1)).toBe('1: failed worker-lost  boom');
    expect(b.news().at(-1)).toBe('2: failed worker-lost  boom');
    a.run(3);
    expect(workers.length).toBe(RESTARTS + 2);
    worker().ready();
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    expect(a.news()).toEqual(['3: waiting', '3: started wasm', '3: done {} 1']);
  });

  it('now and then, with runs that end between, is never given up', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    for (let seed = 1; seed <= 3 * RESTARTS; seed++) {
      widget.run(seed);
      if (seed === 1) worker().ready();
      worker().crash('boom');
      worker().ready();
      worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
      expect(widget.news().at(-1)).toBe(`${seed}: done {} 1`);
    }
  });
});

describe('a lost device', () => {
  it('excludes its rung from the next worker, which the widget is told', () => {
    const { session, workers, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready('webgpu');
    worker().say({ type: 'lost', backend: 'webgpu', detail: 'unknown' });
    expect(workers[0]?.terminated).toBe(true);
    expect(worker().sent).toEqual([expect.objectContaining({ type: 'start', excluded: ['webgpu'] })]);
    worker().ready('webgl');
    worker().say({ type: 'lost', backend: 'webgl', detail: 'gone' });
    expect(worker().sent).toEqual([
      expect.objectContaining({ type: 'start', excluded: ['webgpu', 'webgl'] }),
    ]);
    worker().ready('wasm');
    expect(widget.news()).toEqual([
      '1: waiting',
      '1: started webgpu',
      '1: waiting',
      '1: started webgl lost webgpu unknown',
      '1: waiting',
      '1: started wasm lost webgpu unknown lost webgl gone',
    ]);
  });

  it('excludes it for the rest of the visit, also where it was forced and nothing was running', () => {
    const { session, workers, worker } = fakeSession('webgpu');
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready('webgpu');
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    worker().say({ type: 'lost', backend: 'webgpu', detail: 'sleep' });
    expect(workers.length).toBe(1);
    widget.run(2);
    expect(worker().sent).toEqual([
      expect.objectContaining({ type: 'start', forced: 'webgpu', excluded: ['webgpu'] }),
    ]);
  });

  it('is given up like a crash where no rung holds', () => {
    const { session, workers, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    for (const backend of ['webgpu', 'webgl', 'wasm', 'cpu'] as const) {
      worker().ready(backend);
      worker().say({ type: 'lost', backend, detail: 'gone' });
    }
    expect(workers.length).toBe(RESTARTS + 1);
    expect(widget.news().at(-1)).toBe('1: failed device-lost cpu gone');
  });
});

describe('a worker that finds no backend', () => {
  it('fails all that wait, ends, and is replaced at the next request', () => {
    const { session, workers, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    b.run(2);
    const failure = { code: 'no-backend', subject: '', detail: 'wasm: failed' } as const;
    worker().say({ type: 'failed', runId: undefined, failure });
    expect(a.news()).toEqual(['1: waiting', '1: failed no-backend  wasm: failed']);
    expect(b.news()).toEqual(['2: waiting', '2: failed no-backend  wasm: failed']);
    expect(workers[0]?.terminated).toBe(true);
    b.run(3);
    expect(workers.length).toBe(2);
    worker().ready();
    expect(b.news()).toEqual(['3: waiting', '3: started wasm']);
  });

  it('lets a widget ask again at once', () => {
    const { session, workers, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    const again = new FakeWidget('b', session);
    session.request(
      {},
      { experimentId: 'c', config: { seed: 1 }, preview: false },
      {
        onWaiting() {},
        onStarted() {},
        onFrame() {},
        onDone() {},
        onStopped() {},
        onFailed: () => again.run(2),
        onPaused() {},
      },
    );
    widget.run(1);
    worker().say({
      type: 'failed',
      runId: undefined,
      failure: { code: 'no-backend', subject: '', detail: '' },
    });
    expect(workers.length).toBe(2);
    worker().ready();
    expect(again.news()).toEqual(['2: waiting', '2: started wasm']);
    expect(widget.news()).toEqual(['1: waiting', '1: failed no-backend  ']);
  });
});

it('says so where the browser refuses a worker, and asks again for the next run', () => {
  const worker = new FakeWorker();
  let refused = true;
  const spawn = () => {
    if (refused) throw new DOMException('no workers here', 'SecurityError');
    return worker;
  };
  const session = new Session({ spawn, dataUrl: 'https://example.org/data/', forced: undefined });
  const widget = new FakeWidget('a', session);
  session.prepare('a'); // a hand comes near: nothing to tell anybody
  widget.run(1);
  expect(widget.news()).toEqual([
    '1: waiting',
    expect.stringMatching(/^1: failed .*worker-lost.*no workers here/),
  ]);
  refused = false;
  widget.run(2);
  worker.ready();
  expect(worker.sent.at(-1)).toMatchObject({ type: 'run', experimentId: 'a' });
});
