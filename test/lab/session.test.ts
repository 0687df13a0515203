import { describe, expect, it } from 'vitest';
import { FakeWidget, fakeSession } from './fake-worker.ts';

const failure = { code: 'failed', subject: '', detail: 'out of memory' } as const;

describe('a run', () => {
  it('starts a worker at the first request, not before, and the run when the backend is ready', () => {
    const { session, workers, worker } = fakeSession('wasm');
    expect(workers).toEqual([]);
    const widget = new FakeWidget('dropout', session);
    widget.run(1);
    expect(worker().sent).toEqual([
      {
        type: 'start',
        forced: 'wasm',
        excluded: [],
        experimentId: 'dropout',
        dataUrl: 'https://example.org/data/',
      },
    ]);
    expect(widget.news()).toEqual(['1: waiting']);
    worker().ready();
    const runId = worker().runId;
    expect(worker().sent.at(-1)).toEqual({
      type: 'run',
      runId,
      experimentId: 'dropout',
      config: { seed: 1 },
    });
    worker().say({ type: 'frame', runId, frame: { progress: 0.5 } });
    worker().say({ type: 'done', runId, summary: { loss: 2 }, millis: 30 });
    expect(widget.news()).toEqual(['1: started wasm', '1: frame 0.5', '1: done {"loss":2} 30']);
    expect(workers.length).toBe(1);
  });

  it('is followed by the next on the same worker', () => {
    const { session, workers, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    const first = worker().runId;
    worker().say({ type: 'done', runId: first, summary: {}, millis: 1 });
    widget.run(2);
    expect(worker().runId).not.toBe(first);
    expect(worker().types).toEqual(['start', 'run', 'run']);
    expect(workers.length).toBe(1);
  });

  it('that fails says so, and does not hold up the next', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    b.run(2);
    worker().ready();
    worker().say({ type: 'failed', runId: worker().runId, failure });
    expect(a.news()).toEqual(['1: waiting', '1: started wasm', '1: failed failed  out of memory']);
    worker().ready(); // another one: what has come of the scripts may be damaged
    expect(b.news()).toEqual(['2: waiting', '2: started wasm']);
  });

  it('does not hear of frames and ends that belong to another', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    widget.news();
    const other = worker().runId + 7;
    worker().say({ type: 'frame', runId: other, frame: { progress: 1 } });
    worker().say({ type: 'done', runId: other, summary: {}, millis: 1 });
    worker().say({ type: 'stopped', runId: other });
    expect(widget.news()).toEqual([]);
  });
});

describe('the queue', () => {
  it('runs one at a time, in the order of the requests', () => {
    const { session, worker } = fakeSession();
    const widgets = ['a', 'b', 'c'].map((name) => new FakeWidget(name, session));
    for (const [i, widget] of widgets.entries()) widget.run(i + 1);
    worker().ready();
    for (let i = 0; i < 3; i++) {
      expect(worker().sent.filter(({ type }) => type === 'run').length).toBe(i + 1);
      expect(worker().sent.at(-1)).toMatchObject({ experimentId: ['a', 'b', 'c'][i] });
      worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    }
    for (const [i, widget] of widgets.entries()) {
      expect(widget.news()).toEqual([`${i + 1}: waiting`, `${i + 1}: started wasm`, `${i + 1}: done {} 1`]);
    }
  });

  it('keeps only the latest request of a widget, and its place is the latest', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    b.run(2);
    a.run(3);
    a.run(4);
    worker().ready();
    expect(worker().sent.at(-1)).toMatchObject({ experimentId: 'b' });
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    expect(worker().sent.at(-1)).toMatchObject({ experimentId: 'a', config: { seed: 4 } });
    expect(a.news()).toEqual(['1: waiting', '3: waiting', '4: waiting', '4: started wasm']);
  });

  it('cancels a full run for its widget’s next request, and passes over what it still says', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    const first = worker().runId;
    widget.run(2);
    widget.run(3);
    expect(worker().sent.filter(({ type }) => type === 'cancel')).toEqual([{ type: 'cancel', runId: first }]);
    worker().say({ type: 'frame', runId: first, frame: { progress: 0.5 } });
    expect(worker().types.filter((type) => type === 'run').length).toBe(1); // not before it has stopped
    worker().say({ type: 'stopped', runId: first });
    expect(worker().sent.at(-1)).toMatchObject({ config: { seed: 3 } });
    expect(widget.news()).toEqual([
      '1: waiting',
      '1: started wasm',
      '2: waiting',
      '3: waiting',
      '3: started wasm',
    ]);
  });

  it('does not report a cancelled run as done where its end crossed the cancellation', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    widget.cancel();
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    expect(widget.news()).toEqual(['1: waiting', '1: started wasm', '1: stopped']);
  });

  it('leaves another widget’s run alone', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    worker().ready();
    b.run(2);
    b.cancel();
    expect(worker().types).toEqual(['start', 'run']);
    expect(b.news()).toEqual(['2: waiting', '2: stopped']);
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    expect(worker().types).toEqual(['start', 'run']);
  });
});

describe('a preview', () => {
  it('is let finish, and then gives way to the latest request only', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1, { preview: true });
    worker().ready();
    const first = worker().runId;
    widget.run(2, { preview: true });
    widget.run(3, { preview: true });
    worker().say({ type: 'frame', runId: first, frame: { progress: 1 } });
    worker().say({ type: 'done', runId: first, summary: {}, millis: 1 });
    expect(worker().types).toEqual(['start', 'run', 'run']); // no cancellation
    expect(worker().sent.at(-1)).toMatchObject({ config: { seed: 3 } });
    expect(widget.news()).toEqual([
      '1: waiting',
      '1: started wasm',
      '2: waiting',
      '3: waiting',
      '1: frame 1',
      '1: done {} 1',
      '3: started wasm',
    ]);
  });

  it('makes way for nothing but a word from the reader: a full run follows it, cancel stops it', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1, { preview: true });
    worker().ready();
    widget.run(2);
    expect(worker().types).toEqual(['start', 'run']);
    widget.cancel();
    expect(worker().sent.at(-1)).toEqual({ type: 'cancel', runId: worker().runId });
    worker().say({ type: 'stopped', runId: worker().runId });
    expect(widget.news()).toEqual([
      '1: waiting',
      '1: started wasm',
      '2: waiting',
      '2: stopped',
      '1: stopped',
    ]);
  });

  it('cancels the full run that it follows', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    widget.run(2, { preview: true });
    expect(worker().types).toEqual(['start', 'run', 'cancel']);
  });
});

describe('cancel', () => {
  it('stops the run once, and says so when it has stopped', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    widget.cancel();
    widget.cancel();
    expect(worker().types).toEqual(['start', 'run', 'cancel']);
    expect(widget.news()).toEqual(['1: waiting', '1: started wasm']);
    worker().say({ type: 'stopped', runId: worker().runId });
    expect(widget.news()).toEqual(['1: stopped']);
  });

  it('forgets a request that waits for the backend', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    widget.cancel();
    worker().ready();
    expect(worker().types).toEqual(['start']);
    expect(widget.news()).toEqual(['1: waiting', '1: stopped']);
  });

  it('does nothing where there is nothing', () => {
    const { session, workers } = fakeSession();
    new FakeWidget('a', session).cancel();
    expect(workers).toEqual([]);
  });
});

describe('pausing', () => {
  it('reaches the worker and the running widget, once each way', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    b.run(2);
    worker().ready();
    session.setHidden(true);
    session.setHidden(true);
    session.setHidden(false);
    expect(worker().types).toEqual(['start', 'run', 'pause', 'resume']);
    expect(a.news()).toEqual(['1: waiting', '1: started wasm', '1: paused', '1: resumed']);
  });

  it('holds for a worker and a run that begin while the tab is hidden', () => {
    const { session, worker } = fakeSession();
    session.setHidden(true);
    const widget = new FakeWidget('a', session);
    widget.run(1);
    expect(worker().types).toEqual(['start', 'pause']);
    worker().ready();
    expect(widget.news()).toEqual(['1: waiting', '1: started wasm', '1: paused']);
    session.setHidden(false);
    expect(worker().types).toEqual(['start', 'pause', 'run', 'resume']);
    expect(widget.news()).toEqual(['1: resumed']);
  });

  it('does not keep a run from being cancelled', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    session.setHidden(true);
    widget.cancel();
    expect(worker().types).toEqual(['start', 'run', 'pause', 'cancel']);
  });
});
