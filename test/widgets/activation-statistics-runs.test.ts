import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeData } from '#src/cli/node-lab.ts';
import { runExperiment, untouched } from '#src/lab/runner.ts';
import { createRng } from '#src/random.ts';
import { type Config, type PresetName, presets } from '#widgets/activation-statistics/config.ts';
import { experiment, type Frame, type Summary } from '#widgets/activation-statistics/experiment.ts';
import { backends, startBackend, stopAfter, summaryOf } from '../backends.ts';
import { at } from './activation-windows.ts';

const data = nodeData();
const tiny = { ...presets['tanh-xavier'], width: 10, depth: 2, samples: 10 } satisfies Config;
const presetNames = [
  'tanh-small',
  'tanh-large',
  'tanh-xavier',
  'relu-xavier',
  'relu-he',
  'constant',
  'zero',
] as const satisfies PresetName[];

/** A run to its end with all its frames. */
async function framesOf(config: Config): Promise<Frame[]> {
  const frames: Frame[] = [];
  const { signal } = new AbortController();
  await runExperiment(experiment, config, {
    data,
    signal,
    onFrame: (frame) => frames.push(structuredClone(frame)),
  });
  return frames;
}

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it.each(presetNames)('%s: the same seed gives the same bits, another seed others', async (preset) => {
    const config = { ...presets[preset], width: 60, samples: 40 };
    const first = await summaryOf(experiment, config);
    expect(await summaryOf(experiment, config)).toEqual(first);
    expect(await summaryOf(experiment, { ...config, seed: 2 })).not.toEqual(first);
  });

  describe('gives back every tensor and byte', () => {
    const counted = () => {
      const { numTensors, numBytes, numDataBuffers } = memory();
      return { numTensors, numBytes, numDataBuffers };
    };

    it('after a thousand runs', async () => {
      await summaryOf(experiment, { ...tiny, batchNorm: true });
      const after = counted();
      for (let seed = 1; seed <= 1000; seed++) {
        await summaryOf(experiment, { ...tiny, seed, batchNorm: seed % 2 === 0 });
      }
      expect(counted()).toEqual(after);
    });

    it('after a thousand runs that are stopped, each after another of its frames', async () => {
      await summaryOf(experiment, tiny);
      const after = counted();
      for (let run = 0; run < 1000; run++) {
        const config = { ...tiny, batchNorm: run % 2 === 0 };
        const result = await runExperiment(experiment, config, { data, ...stopAfter(1 + (run % 4)) }); // of four frames
        expect(result).toBeUndefined();
      }
      expect(counted()).toEqual(after);
    });

    it('where its frames are left unread', async () => {
      await summaryOf(experiment, tiny);
      const after = counted();
      for (let run = 0; run < 50; run++) {
        const { signal } = new AbortController();
        const frames = experiment.run(tiny, { rng: createRng(1), data, signal, live: untouched });
        await frames.next();
        await frames.return({} as never);
      }
      expect(counted()).toEqual(after);
    });
  });

  describe('frames', () => {
    const config = { ...presets['relu-he'], width: 50, samples: 40, depth: 5 } satisfies Config;

    it('come once per layer, forward and back, with growing progress that ends at 1', async () => {
      const frames = await framesOf(config);
      expect(frames.length).toBe(2 * config.depth);
      const progress = frames.map((frame) => frame.progress);
      expect(progress).toEqual(progress.toSorted((a, b) => a - b));
      expect(progress.at(-1)).toBe(1);
      expect(frames.slice(0, 5).map(({ activationStd }) => activationStd.length)).toEqual([1, 2, 3, 4, 5]);
      const reached = (frame: Frame) => frame.gradientStd.filter(Number.isFinite).length;
      expect(frames.map(reached)).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 4, 5]);
      // plain data: a worker can post it
      expect(structuredClone(frames)).toEqual(frames);
    });

    it.each(['tanh', 'relu', 'sigmoid'] as const)(
      '%s: the histograms hold every value once',
      async (activation) => {
        const frame = (await framesOf({ ...config, activation })).at(-1);
        if (!frame) throw new Error('no frame');
        const size = config.width * config.samples;
        for (const [l, counts] of frame.rawHistograms.entries()) {
          expect(counts.length).toBe(frame.rawAxis.bins);
          const shown = counts.reduce((sum, count) => sum + count, 0);
          const zeros = at(frame.zeroFraction, l) * size;
          // tanh and sigmoid stay within the range; of ReLU the zeros are told apart and the far tail is cut
          if (activation === 'relu') {
            expect(shown).toBeLessThanOrEqual(size - zeros);
            expect(shown).toBeGreaterThan(0.95 * (size - zeros));
          } else {
            expect(shown).toBe(size);
          }
        }
      },
    );

    // What the first layer shows follows from z ~ N(0, σ_w²). tanh at z of std 0.07 is linear. He's ReLU has h = max(0, z)
    // with z of std √2, and std 0.8256 itself, its zeros left out. Sigmoid at z of std 0.07 is linear, about one half.
    it.each([
      ['tanh', 'tanh-small', 1],
      ['relu', 'relu-he', 0.825645 / Math.SQRT2],
      ['sigmoid', 'tanh-small', 1],
    ] as const)(
      '%s: rescaled, a histogram counts in standard deviations of its layer',
      async (activation, preset, ratio) => {
        const frame = (
          await framesOf({ ...presets[preset], activation, width: 50, samples: 400, depth: 2 })
        ).at(-1);
        if (!frame) throw new Error('no frame');
        const { low, high, bins } = frame.rescaledAxis;
        const edge = (bin: number) => low + ((high - low) * bin) / bins;
        let [shown, expected] = [0, 0];
        for (const [bin, count] of (frame.rescaledHistograms[0] ?? []).entries()) {
          // the bins within one standard deviation
          if (edge(bin) < -1 - 1e-9 || edge(bin + 1) > 1 + 1e-9) continue;
          shown += count / (50 * 400);
          expected += probability(edge(bin) * ratio, edge(bin + 1) * ratio);
        }
        expect(expected).toBeGreaterThan(0.2);
        // each of the 50 units has a scale of its own, a tenth wider or narrower, which moves these shares by a hundredth
        expect(Math.abs(shown - expected)).toBeLessThan(0.03);
      },
    );
  });
});

/** P(from < Z < to) for a standard normal Z, by the midpoint rule. */
function probability(from: number, to: number): number {
  const steps = 100;
  const width = (to - from) / steps;
  const heights = Array.from({ length: steps }, (_, i) => Math.exp(-0.5 * (from + (i + 0.5) * width) ** 2));
  return (width * heights.reduce((sum, height) => sum + height, 0)) / Math.sqrt(2 * Math.PI);
}

describe('cpu and wasm agree', () => {
  // float32 rounds to 6·10⁻⁸, and ten layers of sums over 64 units keep the pooled statistics within 10⁻⁴ of one another.
  // The saturated net is chaotic: going back, a difference grows √χ-fold a layer (3.5 at width 500), and the slopes
  // 1 − h² of units near ±1 are differences of rounded numbers to begin with; the median sees only those.
  it.each(presetNames)('%s, within 1e-4', async (preset) => {
    const config: Config = { ...presets[preset], width: 64, samples: 128 };
    const [cpu, wasm] = await onBoth(config);
    for (const [key, expected] of entries(cpu)) {
      const found = wasm[key];
      expect(found.length).toBe(expected.length);
      const chaotic = preset === 'tanh-large' && /radient/.test(key) && !key.startsWith('theory');
      const tolerance = chaotic ? 1e-2 : 1e-4;
      for (const [l, value] of expected.entries()) {
        const difference = Math.abs(value - at(found, l));
        const what = `${key}, layer ${l + 1}: ${value} and ${at(found, l)}`;
        // a mean is a difference of positive and negative: measured in standard deviations
        if (key === 'activationMean')
          expect(difference, what).toBeLessThanOrEqual(1e-4 * (at(cpu.activationStd, l) + Math.abs(value)));
        // which of two neighbouring float32 comes out is the backend's choice: of 8,192 values, some are told apart or not
        else if (key === 'distinctFraction') expect(difference, what).toBeLessThan(5e-3);
        else expect(difference, what).toBeLessThanOrEqual(tolerance * Math.abs(value));
      }
    }
  });
});

async function onBoth(config: Config): Promise<[Summary, Summary]> {
  await startBackend('cpu');
  const cpu = await summaryOf(experiment, config);
  await startBackend('wasm');
  return [cpu, await summaryOf(experiment, config)];
}

function entries(summary: Summary): [keyof Summary, readonly number[]][] {
  const isKey = (key: string): key is keyof Summary => key in summary;
  return Object.keys(summary)
    .filter(isKey)
    .map((key) => [key, summary[key]]);
}
