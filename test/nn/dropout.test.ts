import { memory, type Rank, tensor2d, tidy, tile, zeros } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { dropoutBackward, dropoutForward, dropoutMask } from '#src/nn/dropout.ts';
import { softmaxCrossEntropy } from '#src/nn/losses.ts';
import { type ForwardPass, Mlp, type MlpSpec } from '#src/nn/mlp.ts';
import { createRng } from '#src/random.ts';
import { backends, startBackend } from '../backends.ts';
import { numericalGradient, plainActivations, plainCrossEntropy, plainDense } from './plain-mlp.ts';
import { distance, valuesOf } from './small-problem.ts';

const [EXAMPLES, UNITS] = [200, 300];
const N = EXAMPLES * UNITS;

const mask = async (rate: number, label: string | number) => {
  const drawn = dropoutMask<Rank.R2>([EXAMPLES, UNITS], rate, createRng(1).child(label));
  const [values = []] = await valuesOf([drawn]);
  drawn.dispose();
  return values;
};
const row = (values: readonly number[], example: number) =>
  values.slice(example * UNITS, (example + 1) * UNITS);

/** Share of places where two masks agree; (1 − r)² + r² where they are independent. */
const agreement = (a: readonly number[], b: readonly number[]) =>
  a.filter((value, i) => value === b[i]).length / a.length;

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => startBackend(backend));

  it.each([0.1, 0.5, 0.8])('rate %d: drops that share and keeps the expectation', async (rate) => {
    const values = await mask(rate, 0);
    const kept = Math.fround(1 / (1 - rate));
    expect(new Set(values)).toEqual(new Set([0, kept]));
    // of n independent draws the share has a standard deviation of √(r(1 − r)/n)
    const deviation = Math.sqrt((rate * (1 - rate)) / N);
    const dropped = values.filter((value) => value === 0).length / N;
    expect(Math.abs(dropped - rate)).toBeLessThan(3.3 * deviation);
    const mean = values.reduce((sum, value) => sum + value, 0) / N;
    expect(Math.abs(mean - 1)).toBeLessThan((3.3 * deviation) / (1 - rate));
  });

  it('rate 0 keeps everything as it is', async () => {
    expect(new Set(await mask(0, 0))).toEqual(new Set([1]));
  });

  it('repeats with its stream', async () => {
    expect(distance(await mask(0.5, 'a'), await mask(0.5, 'a'))).toBe(0);
  });

  it('is fresh with each stream, and for each example and each unit', async () => {
    const rate = 0.3;
    const [one, other] = [await mask(rate, 1), await mask(rate, 2)];
    const chance = (1 - rate) ** 2 + rate ** 2;
    const bound = (places: number) => 4 * Math.sqrt((chance * (1 - chance)) / places);
    expect(Math.abs(agreement(one, other) - chance)).toBeLessThan(bound(N));
    const shiftedByRow = one.slice(UNITS);
    expect(Math.abs(agreement(shiftedByRow, one) - chance)).toBeLessThan(bound(N));
    expect(Math.abs(agreement(one.slice(1), one) - chance)).toBeLessThan(bound(N));
    // no two examples share a mask
    expect(new Set(Array.from({ length: EXAMPLES }, (_, i) => String(row(one, i)))).size).toBe(EXAMPLES);
  });

  it('forward and backward are h ∘ m and its gradient', async () => {
    const rng = createRng(3);
    const [h, c] = [rng.normals(24), rng.normals(24)];
    const drawn = dropoutMask<Rank.R2>([4, 6], 0.4, rng.child('mask'));
    const output = dropoutForward(tensor2d(h, [4, 6]), drawn);
    const gradient = dropoutBackward(tensor2d(c, [4, 6]), drawn);
    const [m = [], y = [], dh = []] = await valuesOf([drawn, output, gradient]);
    const plain = (values: readonly number[]) => values.map((value, i) => (m[i] === 0 ? 0 : value / 0.6));
    expect(m.filter((value) => value === 0).length).toBeGreaterThan(0);
    expect(distance(y, plain(Array.from(h)))).toBeLessThan(1e-6);
    const loss = (values: readonly number[]) =>
      plain(values).reduce((sum, value, i) => sum + value * (c[i] ?? Number.NaN), 0);
    expect(distance(dh, numericalGradient(loss, h))).toBeLessThan(1e-6);
  });

  // CS231n, lecture 6: a = w₀ x + w₁ y with half of the inputs dropped has E a = ½ (w₀ x + w₁ y); inverted, all of it
  it('the average over every mask is the unit without dropout', async () => {
    const rng = createRng(4);
    const x = tensor2d([2, 3], [1, 2]);
    let total = 0;
    const draws = 4000;
    const batch = dropoutMask<Rank.R2>([draws, 2], 0.5, rng);
    const [outputs = []] = await valuesOf([tidy(() => dropoutForward(tile(x, [draws, 1]), batch))]);
    for (let i = 0; i < draws; i++) {
      total += 0.7 * (outputs[2 * i] ?? Number.NaN) - 1.1 * (outputs[2 * i + 1] ?? Number.NaN);
    }
    const spread = Math.hypot(0.7 * 2, 1.1 * 3); // each term is doubled or nothing: deviation equal to its size
    expect(Math.abs(total / draws - (0.7 * 2 - 1.1 * 3))).toBeLessThan((3.3 * spread) / Math.sqrt(draws));
  });

  describe('in a net', () => {
    const [inputs, labels] = [Array.from(createRng(5).normals(7 * 6)), [0, 1, 2, 0, 1, 2, 0]];
    const spec = (dropout?: MlpSpec['dropout']): MlpSpec => ({
      sizes: [6, 8, 5, 3],
      activation: 'tanh',
      initializer: { name: 'xavier', scale: 1 },
      ...(dropout ? { dropout } : {}),
    });
    const x = () => tensor2d(inputs, [7, 6]);
    const masksOf = (pass: ForwardPass) => pass.trace.map(({ inputMask }) => inputMask);

    it('has the gradients of the net that the masks leave', async () => {
      const model = new Mlp(spec({ input: 0.2, hidden: 0.5 }), createRng(6));
      const pass = model.forward(x());
      const masks = (await valuesOf(masksOf(pass).flatMap((one) => one ?? []))).map((values, l) => {
        const width = spec().sizes[l] ?? 0;
        return Array.from({ length: 7 }, (_, n) => values.slice(n * width, (n + 1) * width));
      });
      expect(masks.length).toBe(3);
      const { loss, gradient } = softmaxCrossEntropy(
        pass.logits,
        tensor2d(labels.map((label) => [0, 1, 2].map((k) => (k === label ? 1 : 0)))),
      );
      const gradients = await valuesOf([...model.backward(pass, gradient)]);
      const parameters = await valuesOf(model.parameters);
      const plain = (values: readonly number[][]) => {
        let h = Array.from({ length: 7 }, (_, n) => inputs.slice(6 * n, 6 * n + 6));
        for (const [l, mask] of masks.entries()) {
          const dropped = h.map((row, n) => row.map((value, i) => value * (mask[n]?.[i] ?? Number.NaN)));
          const z = plainDense(dropped, values[2 * l] ?? [], values[2 * l + 1] ?? []);
          h = l < 2 ? z.map((row) => row.map(plainActivations.tanh)) : z;
        }
        return plainCrossEntropy(h, labels);
      };
      expect(distance((await valuesOf([loss])).flat(), [plain(parameters)])).toBeLessThan(1e-6);
      for (const [which, values] of parameters.entries()) {
        const expected = numericalGradient((changed) => plain(parameters.with(which, changed)), values);
        expect(distance(gradients[which] ?? [], expected)).toBeLessThan(1e-6);
      }
      model.dispose();
    });

    it('draws masks afresh in each pass, repeats with the seed, and drops nothing in prediction', async () => {
      const run = async (dropout: MlpSpec['dropout']) => {
        const model = new Mlp(spec(dropout), createRng(6));
        const passes = await Promise.all([0, 1, 2].map(() => valuesOf([model.forward(x()).logits])));
        const prediction = await valuesOf([model.predict(x())]);
        model.dispose();
        return { passes: passes.flat().map(String), prediction: String(prediction) };
      };
      const [once, again] = [await run({ input: 0, hidden: 0.5 }), await run({ input: 0, hidden: 0.5 })];
      expect(once).toEqual(again);
      expect(new Set(once.passes).size).toBe(3);
      const without = await run(undefined);
      expect(new Set(without.passes)).toEqual(new Set([without.prediction]));
      expect(once.prediction).toBe(without.prediction); // the same initial weights
      expect(await run({ input: 0, hidden: 0 })).toEqual(without);
    });

    it('draws each layer’s mask apart from the others’', async () => {
      const wide = new Mlp({ ...spec({ input: 0.5, hidden: 0.5 }), sizes: [60, 60, 60, 3] }, createRng(6));
      const masks = await valuesOf(
        masksOf(wide.forward(zeros<Rank.R2>([7, 60]))).flatMap((one) => one ?? []),
      );
      // half of 420 places agree by chance, give or take √420/2 = 10
      for (const [l, one] of masks.entries()) {
        const next = masks[(l + 1) % 3] ?? [];
        expect(Math.abs(agreement(one, next) * 420 - 210)).toBeLessThan(40);
      }
      expect(masks.length).toBe(3);
      wide.dispose();
    });

    describe('the masks of a pass, asked for', () => {
      const [examples, sizes] = [60, [90, 70, 50, 3]] as const;
      const dropout = { input: 0.2, hidden: 0.5 };
      const net = (seed: number, rates: MlpSpec['dropout'] = dropout) =>
        new Mlp({ ...spec(rates), sizes }, createRng(seed));
      const asked = (model: Mlp, pass: number, rows: number = examples) =>
        valuesOf(tidy(() => model.dropoutMasks(pass, rows).flatMap((one) => one ?? [])));

      it('are those that forward uses, whatever was asked for before, and in any order', async () => {
        const model = net(6);
        const later = [await asked(model, 2), await asked(model, 0), await asked(model, 1)];
        for (const expected of [later[1], later[2], later[0]]) {
          const pass = tidy(() =>
            masksOf(model.forward(zeros<Rank.R2>([examples, 90]))).flatMap((one) => one ?? []),
          );
          expect(await valuesOf(pass)).toEqual(expected);
        }
        model.dispose();
      });

      it('of the first few examples are the first rows of those of all', async () => {
        const model = net(6);
        const [few, all] = [await asked(model, 3, 4), await asked(model, 3)];
        for (const [l, one] of few.entries()) expect(one).toEqual(all[l]?.slice(0, 4 * (sizes[l] ?? 0)));
        model.dispose();
      });

      it('are fresh for each example and each step, repeat with the seed and differ with another', async () => {
        const model = net(6);
        const steps = await Promise.all([0, 1, 2, 3].map((pass) => asked(model, pass)));
        const rows = steps.flatMap((masks) =>
          masks.flatMap((one, l) =>
            Array.from({ length: examples }, (_, n) =>
              String(one.slice(n * (sizes[l] ?? 0), (n + 1) * (sizes[l] ?? 0))),
            ),
          ),
        );
        // 720 masks of at least 50 units: that two of them agree by chance has probability below 720² · 2⁻⁵¹ ≈ 2·10⁻¹⁰
        expect(new Set(rows).size).toBe(4 * 3 * examples);
        const twin = net(6);
        expect(await asked(twin, 3)).toEqual(steps[3]);
        const other = net(7);
        expect(await asked(other, 3)).not.toEqual(steps[3]);
        for (const one of [model, twin, other]) one.dispose();
      });

      it('keep each unit and each example as often as they should, over the steps', async () => {
        const model = net(6);
        const passes = 200;
        const kept = sizes.slice(0, 3).map((width) => new Float64Array(width));
        const perExample = sizes.slice(0, 3).map(() => new Float64Array(examples));
        for (let pass = 0; pass < passes; pass++) {
          for (const [l, one] of (await asked(model, pass)).entries()) {
            const [width, units, rows] = [sizes[l] ?? 0, kept[l], perExample[l]];
            if (!units || !rows) throw new Error(`no layer ${l}`);
            for (const [i, value] of one.entries()) {
              if (value === 0) continue;
              units[i % width] = (units[i % width] ?? 0) + 1;
              rows[Math.floor(i / width)] = (rows[Math.floor(i / width)] ?? 0) + 1;
            }
          }
        }
        for (const [l, p] of [0.8, 0.5, 0.5].entries()) {
          const within = (counts: Float64Array | undefined, n: number) => {
            // binomial; 390 counts in all, so that 4.5 deviations are passed by chance one time in 400
            const bound = 4.5 * Math.sqrt(n * p * (1 - p));
            for (const count of counts ?? [Number.NaN]) expect(Math.abs(count - n * p)).toBeLessThan(bound);
          };
          within(kept[l], passes * examples);
          within(perExample[l], passes * (sizes[l] ?? 0));
        }
        model.dispose();
      });

      it('are none where there is no dropout', () => {
        const model = new Mlp({ ...spec(), sizes }, createRng(6));
        expect(model.dropoutMasks(0, 5).every((one) => one === undefined)).toBe(true);
        const inputOnly = net(6, { input: 0.5, hidden: 0 });
        tidy(() => {
          expect(inputOnly.dropoutMasks(0, 5).map((one) => one?.shape)).toEqual([
            [5, 90],
            undefined,
            undefined,
          ]);
        });
        model.dispose();
        inputOnly.dispose();
      });
    });

    // y = h m with m = 0 or 1/p: E y = h, E y² = h² (1/p²) p = h²/p
    it('keeps the expectation of h, and makes E h² grow by one over the share kept', async () => {
      const [rate, draws, units] = [0.3, 20_000, 10];
      const h = createRng(8).normals(units);
      const scaled = tidy(() => {
        const drawn = dropoutMask<Rank.R2>([draws, units], rate, createRng(8).child('masks'));
        return dropoutForward(tile(tensor2d(h, [1, units]), [draws, 1]), drawn);
      });
      const [values = []] = await valuesOf([scaled]);
      const meanOf = (f: (y: number) => number) =>
        values.reduce((total, y) => total + f(y), 0) / values.length;
      const power = (k: number) => h.reduce((total, one) => total + one ** k, 0) / units;
      const p = 1 - rate;
      // the mean of N independent terms y has the variance Σ h² (1/p − 1)/N², and that of y² the variance Σ h⁴ (1/p³ − 1/p²)/N²
      const n = draws * units;
      expect(Math.abs(meanOf((y) => y) - power(1))).toBeLessThan(4 * Math.sqrt((power(2) * (1 / p - 1)) / n));
      expect(Math.abs(meanOf((y) => y * y) - power(2) / p)).toBeLessThan(
        4 * Math.sqrt((power(4) * (1 / p ** 3 - 1 / p ** 2)) / n),
      );
      expect(meanOf((y) => y * y)).toBeGreaterThan(1.3 * power(2)); // 1/0.7 = 1.43
    });

    it('drops inputs and hidden units at their own rates', () => {
      const masked = (dropout: MlpSpec['dropout']) => {
        const model = new Mlp(spec(dropout), createRng(6));
        const found = masksOf(model.forward(x())).map((mask) => mask !== undefined);
        model.dispose();
        return found;
      };
      expect(masked({ input: 0.1, hidden: 0 })).toEqual([true, false, false]);
      expect(masked({ input: 0, hidden: 0.1 })).toEqual([false, true, true]);
      expect(() => masked({ input: 0, hidden: 1 })).toThrow(
        new RangeError('invalid drop rate; not in [0, 1): 1'),
      );
    });
  });

  it('leaves nothing behind', () => {
    const { numTensors } = memory();
    tidy(() => {
      const drawn = dropoutMask<Rank.R2>([2, 3], 0.4, createRng(1));
      dropoutBackward(dropoutForward(drawn, drawn), drawn);
    });
    expect(memory().numTensors).toBe(numTensors);
  });
});

it.each([1, -0.1, Number.NaN])('refuses a rate of %d', (rate) => {
  expect(() => dropoutMask<Rank.R1>([2], rate, createRng(1))).toThrow(
    new RangeError(`invalid drop rate; not in [0, 1): ${rate}`),
  );
});
