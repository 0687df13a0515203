/** The loop that drives a run, around experiments of a few lines. */
import { describe, expect, it } from 'vitest';
import { createDataSource } from '#src/data/data-source.ts';
import type { Experiment, FrameBase } from '#src/lab/contract.ts';
import { type RunHooks, runExperiment } from '#src/lab/runner.ts';
import { createRng } from '#src/random.ts';

interface Config {
  readonly seed: number;
  readonly frames: number;
}
interface Frame extends FrameBase {
  readonly draw: number;
}
type Summary = { readonly drawn: readonly number[] };

/** Draws one number a frame. `log` says how it begins and ends. */
function drawing(log: string[], failAt?: number): Experiment<Config, Frame, Summary> {
  return {
    async *run({ frames }, { rng }) {
      const drawn: number[] = [];
      log.push('begun');
      try {
        for (let i = 1; i <= frames; i++) {
          if (i === failAt) throw new Error(`broken at ${i}`);
          const draw = rng.uint32();
          drawn.push(draw);
          yield { progress: i / frames, draw };
        }
        return { drawn };
      } finally {
        await Promise.resolve(); // what is released may take its time
        log.push('released');
      }
    },
  };
}

const noData = createDataSource(() => Promise.reject(new Error('no data here')));

function hooks(more: Partial<RunHooks<Frame>> = {}): RunHooks<Frame> {
  return { data: noData, signal: new AbortController().signal, ...more };
}

describe('a run to its end', () => {
  it('hands on every frame in order, then the last one and the summary', async () => {
    const log: string[] = [];
    const frames: Frame[] = [];
    const result = await runExperiment(
      drawing(log),
      { seed: 7, frames: 4 },
      hooks({ onFrame: (frame) => frames.push(frame) }),
    );
    const rng = createRng(7);
    const draws = [rng.uint32(), rng.uint32(), rng.uint32(), rng.uint32()];
    expect(frames).toEqual(draws.map((draw, i) => ({ progress: (i + 1) / 4, draw })));
    expect(result).toEqual({ frame: { progress: 1, draw: draws[3] }, summary: { drawn: draws } });
    expect(log).toEqual(['begun', 'released']);
  });

  it('breathes after each frame, and waits for it', async () => {
    const order: string[] = [];
    await runExperiment(
      drawing([]),
      { seed: 1, frames: 2 },
      hooks({
        onFrame: ({ progress }) => order.push(`frame ${progress}`),
        breathe: async () => {
          order.push('in');
          await Promise.resolve();
          order.push('out');
        },
      }),
    );
    expect(order).toEqual(['frame 0.5', 'in', 'out', 'frame 1', 'in', 'out']);
  });

  it('needs a frame', async () => {
    const log: string[] = [];
    await expect(runExperiment(drawing(log), { seed: 1, frames: 0 }, hooks())).rejects.toThrow(
      'the experiment returned before its first frame',
    );
    expect(log).toEqual(['begun', 'released']);
  });
});

describe('a run that is stopped', () => {
  it('ends at the frame, releases what it holds and has no result', async () => {
    const controller = new AbortController();
    const log: string[] = [];
    const seen: number[] = [];
    const result = await runExperiment(
      drawing(log),
      { seed: 1, frames: 10 },
      hooks({
        signal: controller.signal,
        onFrame: ({ progress }) => seen.push(progress),
        breathe: async () => {
          if (seen.length === 3) controller.abort();
        },
      }),
    );
    expect(result).toBeUndefined();
    expect(seen).toEqual([0.1, 0.2, 0.3]);
    expect(log).toEqual(['begun', 'released']);
  });

  it('while it loads has no result either', async () => {
    const controller = new AbortController();
    const log: string[] = [];
    // a read that never comes to an end by itself
    const data = createDataSource(
      (_path, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          log.push('reading');
        }),
    );
    const loading: Experiment<Config, Frame, Summary> = {
      async *run(_config, context) {
        try {
          const { count } = await context.data.fashionMnist('train', 10, context.signal);
          yield { progress: 1, draw: count };
          return { drawn: [] };
        } finally {
          log.push('released');
        }
      },
    };
    const running = runExperiment(
      loading,
      { seed: 1, frames: 1 },
      hooks({ data, signal: controller.signal, onFrame: () => log.push('frame') }),
    );
    controller.abort();
    expect(await running).toBeUndefined();
    expect(log.at(-1)).toBe('released');
    expect(log).not.toContain('frame');
  });
});

describe('a run that fails', () => {
  it.each([1, 3])('hands the error on from before frame %d, with everything released', async (failAt) => {
    const log: string[] = [];
    const seen: number[] = [];
    const run = runExperiment(
      drawing(log, failAt),
      { seed: 1, frames: 4 },
      hooks({ onFrame: ({ progress }) => seen.push(progress) }),
    );
    await expect(run).rejects.toThrow(`broken at ${failAt}`);
    expect(seen).toHaveLength(failAt - 1);
    expect(log).toEqual(['begun', 'released']);
  });

  it('in its host, at a frame, is released too', async () => {
    const log: string[] = [];
    const run = runExperiment(
      drawing(log),
      { seed: 1, frames: 4 },
      hooks({
        onFrame: () => {
          throw new Error('the chart broke');
        },
      }),
    );
    await expect(run).rejects.toThrow('the chart broke');
    expect(log).toEqual(['begun', 'released']);
  });

  it('for want of data says so', async () => {
    const reading: Experiment<Config, Frame, Summary> = {
      async *run(_config, { data, signal }) {
        await data.fashionMnist('train', 10, signal);
        yield { progress: 1, draw: 0 };
        return { drawn: [] };
      },
    };
    await expect(runExperiment(reading, { seed: 1, frames: 1 }, hooks())).rejects.toThrow('no data here');
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 32])('at once where the seed is %d', async (seed) => {
    const log: string[] = [];
    await expect(runExperiment(drawing(log), { seed, frames: 1 }, hooks())).rejects.toThrow(
      new RangeError(`invalid seed; not a positive integer below 2^32: ${seed}`),
    );
    expect(log).toEqual([]);
  });
});
