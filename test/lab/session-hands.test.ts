/** A run in its reader's hands: held, gone through step by step, changed on the way; and an engine that is up in time. */
import { describe, expect, it } from 'vitest';
import { FakeWidget, fakeSession } from './fake-worker.ts';

const failure = { code: 'failed', subject: '', detail: 'out of memory' } as const;

describe('a run that its reader holds', () => {
  it('is paused and let go, once each way', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    session.hold(widget, true);
    session.hold(widget, true);
    session.hold(widget, false);
    session.hold(widget, false);
    expect(worker().types).toEqual(['start', 'run', 'pause', 'resume']);
    expect(widget.news()).toEqual(['1: waiting', '1: started wasm', '1: paused', '1: resumed']);
  });

  it('before it has started begins paused: the worker hears of the pause before the run', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    session.hold(widget, true);
    expect(worker().types).toEqual(['start']);
    worker().ready();
    expect(worker().types).toEqual(['start', 'pause', 'run']);
    expect(widget.news()).toEqual(['1: waiting', '1: started wasm', '1: paused']);
    session.hold(widget, false);
    expect(worker().types).toEqual(['start', 'pause', 'run', 'resume']);
    expect(widget.news()).toEqual(['1: resumed']);
  });

  it('does one step for each that is asked for', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    const { runId } = worker();
    session.step(widget);
    session.step(widget);
    expect(worker().sent.slice(2)).toEqual([
      { type: 'pause' },
      { type: 'step', runId },
      { type: 'step', runId },
    ]);
    session.hold(widget, false);
    expect(worker().types.at(-1)).toBe('resume');
  });

  it('is told of the steps that were asked for before it had started, and of none twice', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    session.step(widget);
    session.step(widget);
    worker().ready();
    expect(worker().types).toEqual(['start', 'pause', 'run', 'step', 'step']);
    const { runId } = worker();
    expect(worker().sent.at(-1)).toEqual({ type: 'step', runId });
    worker().say({ type: 'done', runId, summary: {}, millis: 1 });
    widget.run(2);
    session.step(widget);
    expect(worker().types.slice(5)).toEqual(['resume', 'run', 'pause', 'step']);
    expect(worker().sent.at(-1)).toEqual({ type: 'step', runId: worker().runId });
  });

  it('forgets the steps that it was still owed once it is let go', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    session.step(widget);
    session.step(widget);
    session.hold(widget, false);
    session.step(widget);
    worker().ready();
    expect(worker().types).toEqual(['start', 'pause', 'run', 'step']);
  });

  it('leaves nothing of its hold to the next one where it was cancelled before it had started', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    session.step(a);
    a.cancel();
    b.run(2);
    session.step(b);
    worker().ready();
    expect(worker().types).toEqual(['start', 'pause', 'run', 'step']);
    a.run(3);
    worker().say({ type: 'stopped', runId: worker().runId });
    expect(worker().types.slice(4)).toEqual(['cancel', 'resume', 'run']);
  });

  it('gives way to the run that another widget asks for, which is not held', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    worker().ready();
    const held = worker().runId;
    session.hold(a, true);
    b.run(2);
    expect(worker().sent.slice(3)).toEqual([{ type: 'cancel', runId: held }]);
    worker().say({ type: 'stopped', runId: held });
    expect(worker().types.slice(4)).toEqual(['resume', 'run']);
    expect(a.news()).toEqual(['1: waiting', '1: started wasm', '1: paused', '1: stopped']);
    expect(b.news()).toEqual(['2: waiting', '2: started wasm']);
  });

  it('gives way to the run that another widget waits for already', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    b.run(2);
    worker().ready();
    const { runId } = worker();
    session.hold(a, true);
    expect(worker().sent.slice(2)).toEqual([{ type: 'pause' }, { type: 'cancel', runId }]);
    worker().say({ type: 'stopped', runId });
    expect(worker().types.slice(4)).toEqual(['resume', 'run']);
    expect(b.news()).toEqual(['2: waiting', '2: started wasm']);
  });

  it('stays held where it takes the place of an older run of its widget', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    const older = worker().runId;
    widget.run(2);
    session.step(widget); // the older one has not ended yet
    worker().say({ type: 'stopped', runId: older });
    expect(worker().runId).not.toBe(older);
    expect(worker().types).toEqual(['start', 'run', 'cancel', 'pause', 'run', 'step']);
    expect(widget.news().slice(-2)).toEqual(['2: started wasm', '2: paused']);
  });

  it('starts after those that would have to wait for it', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    session.step(a);
    b.run(2);
    worker().ready();
    expect(b.news()).toEqual(['2: waiting', '2: started wasm']);
    expect(a.news()).toEqual(['1: waiting']);
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    expect(a.news().slice(0, 2)).toEqual(['1: started wasm', '1: paused']);
    expect(worker().types).toEqual(['start', 'run', 'pause', 'run', 'step']);
  });

  it('keeps the steps that it was asked for to itself', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    session.step(a);
    b.run(2);
    session.step(b);
    worker().ready();
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    expect(worker().types.filter((type) => type === 'step')).toHaveLength(1);
  });

  it('that only runs is not disturbed by another widget’s hold or step', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    a.run(1);
    b.run(2);
    worker().ready();
    session.hold(b, true);
    session.step(b);
    expect(worker().types).toEqual(['start', 'run']);
    worker().say({ type: 'done', runId: worker().runId, summary: {}, millis: 1 });
    expect(worker().types).toEqual(['start', 'run', 'pause', 'run', 'step']);
    expect(b.news()).toEqual(['2: waiting', '2: started wasm', '2: paused']);
  });

  it.each(['done', 'stopped', 'failed'] as const)('is held no longer when it is %s', (end) => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    const { runId } = worker();
    session.hold(widget, true);
    if (end === 'done') worker().say({ type: 'done', runId, summary: {}, millis: 1 });
    else if (end === 'stopped') worker().say({ type: 'stopped', runId });
    else worker().say({ type: 'failed', runId, failure });
    const first = worker();
    expect(first.types).toEqual(['start', 'run', 'pause', 'resume']);
    widget.run(2);
    if (worker() !== first) worker().ready(); // after a failure it is another one
    expect(worker().types.at(-1)).toBe('run');
    expect(worker().types.filter((type) => type === 'pause').length).toBe(end === 'failed' ? 0 : 1);
    expect(widget.news().slice(-2)).toEqual(['2: waiting', '2: started wasm']);
  });

  it('is held no longer when its widget asks for another', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    session.hold(widget, true);
    const { runId } = worker();
    widget.run(2);
    expect(worker().sent.slice(3)).toEqual([{ type: 'cancel', runId }, { type: 'resume' }]);
    worker().say({ type: 'stopped', runId });
    expect(worker().types.slice(5)).toEqual(['run']);
    expect(widget.news().slice(-2)).toEqual(['2: waiting', '2: started wasm']);
  });

  it('in a hidden tab goes on when both are over, whichever ends first', () => {
    for (const first of ['tab', 'hand'] as const) {
      const { session, worker } = fakeSession();
      const widget = new FakeWidget('a', session);
      widget.run(1);
      worker().ready();
      session.setHidden(true);
      session.hold(widget, true);
      expect(worker().types, first).toEqual(['start', 'run', 'pause']);
      if (first === 'tab') session.setHidden(false);
      else session.hold(widget, false);
      expect(worker().types, first).toEqual(['start', 'run', 'pause']);
      if (first === 'tab') session.hold(widget, false);
      else session.setHidden(false);
      expect(worker().types, first).toEqual(['start', 'run', 'pause', 'resume']);
      expect(widget.news(), first).toEqual(['1: waiting', '1: started wasm', '1: paused', '1: resumed']);
    }
  });

  it('is held on the worker that takes the place of one that died', () => {
    const { session, workers, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    session.hold(widget, true);
    worker().crash('out of memory');
    expect(workers.length).toBe(2);
    worker().ready();
    expect(worker().types).toEqual(['start', 'pause', 'run']);
    expect(widget.news().slice(-3)).toEqual(['1: waiting', '1: started wasm', '1: paused']);
    session.hold(widget, false);
    expect(worker().types.at(-1)).toBe('resume');
  });

  it('leaves the next worker free where it was cancelled as the first one died', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    widget.run(1);
    worker().ready();
    session.hold(widget, true);
    widget.cancel();
    worker().crash('out of memory');
    widget.run(2);
    worker().ready();
    expect(worker().types).toEqual(['start', 'run']);
    expect(widget.news().slice(-3)).toEqual(['1: stopped', '2: waiting', '2: started wasm']);
  });
});

describe('a change in mid-run', () => {
  it('reaches the run of its widget, and nobody else’s', () => {
    const { session, worker } = fakeSession();
    const [a, b] = [new FakeWidget('a', session), new FakeWidget('b', session)];
    session.change(a, 'learningRate', 1); // there is no worker yet
    a.run(1);
    session.change(a, 'learningRate', 2); // it has not started
    b.run(2);
    worker().ready();
    const { runId } = worker();
    session.change(b, 'learningRate', 3); // it waits
    expect(worker().types).toEqual(['start', 'run']);
    session.change(a, 'learningRate', 0.5);
    expect(worker().sent.slice(2)).toEqual([{ type: 'change', runId, key: 'learningRate', value: 0.5 }]);
    b.cancel(); // or a run that is held would give way to it
    session.hold(a, true);
    session.change(a, 'learningRate', 0.25); // held is not ended
    expect(worker().sent.at(-1)).toEqual({ type: 'change', runId, key: 'learningRate', value: 0.25 });
    b.run(3);
    const sent = worker().sent.length;
    session.change(a, 'learningRate', 4); // cancelled, and not yet stopped
    expect(worker().sent.length).toBe(sent);
    worker().say({ type: 'stopped', runId });
    session.change(a, 'learningRate', 5); // another’s turn
    expect(worker().types.filter((type) => type === 'change')).toHaveLength(2);
  });
});

describe('a hand that comes near', () => {
  it('starts the worker ahead of the run, once', () => {
    const { session, workers, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    session.prepare('a');
    session.prepare('a');
    session.prepare('b');
    expect(worker().sent).toEqual([expect.objectContaining({ type: 'start', experimentId: 'a' })]);
    worker().ready();
    expect(worker().types).toEqual(['start']); // nothing runs by itself
    session.prepare('b');
    widget.run(1);
    expect(worker().types).toEqual(['start', 'run']);
    expect(workers.length).toBe(1);
  });

  it('does not hold up a run that is asked for while the worker starts', () => {
    const { session, worker } = fakeSession();
    const widget = new FakeWidget('a', session);
    session.prepare('a');
    widget.run(1);
    session.prepare('a');
    worker().ready();
    expect(worker().types).toEqual(['start', 'run']);
    expect(widget.news()).toEqual(['1: waiting', '1: started wasm']);
  });
});
