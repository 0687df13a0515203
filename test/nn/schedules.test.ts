import { describe, expect, it } from 'vitest';
import { adjustable, type ScheduleName, type ScheduleSpec, schedules } from '#src/nn/schedules.ts';

const spec = { rate: 0.1, factor: 0.5, every: 250, decay: 0.003, total: 2000 } satisfies ScheduleSpec;
const names = ['constant', 'step', 'exponential', 'inverse', 'cosine'] as const;
const rates = (name: ScheduleName, times: readonly number[], rest: Partial<ScheduleSpec> = {}) =>
  times.map(schedules[name]({ ...spec, ...rest }));

describe('a schedule', () => {
  it('has one of these names', () => {
    expect(Object.keys(schedules)).toEqual(names);
  });

  it.each(names)('%s starts at the rate and never rises', (name) => {
    const all = rates(
      name,
      Array.from({ length: 2100 }, (_, t) => t),
    );
    expect(all[0]).toBe(0.1);
    expect(all.every((rate, t) => t === 0 || rate <= (all[t - 1] ?? Number.NaN))).toBe(true);
  });

  it('constant stays', () => {
    expect(rates('constant', [0, 1, 1e9])).toEqual([0.1, 0.1, 0.1]);
  });

  it('step halves every 250: in the 251st step for the first time', () => {
    expect(rates('step', [0, 249, 250, 499, 500, 750])).toEqual([0.1, 0.1, 0.05, 0.05, 0.025, 0.0125]);
    // CS231n: “a half every 5 epochs, or 0.1 every 20”
    expect(
      rates('step', [19, 20, 40], { factor: 0.1, every: 20 }).map((rate) => rate.toPrecision(6)),
    ).toEqual(['0.100000', '0.0100000', '0.00100000']);
  });

  it('exponential has the half-life ln 2/k, 1/t the half-life 1/k', () => {
    const [life = 0] = [Math.LN2 / 0.003];
    for (const [n, rate] of rates('exponential', [life, 2 * life, 3 * life]).entries()) {
      expect(rate).toBeCloseTo(0.1 / 2 ** (n + 1), 15);
    }
    for (const [n, rate] of rates('inverse', [1 / 0.003, 2 / 0.003, 9 / 0.003]).entries()) {
      expect(rate).toBeCloseTo(0.1 / ([2, 3, 10][n] ?? 0), 15);
    }
  });

  it('solves its differential equation: a′ = −k a, a′ = −k a²/a₀, a″ = −(π/T)² (a − a₀/2)', () => {
    const h = 0.5;
    for (const t of [100, 700, 1500]) {
      const [before = 0, now = 0, after = 0] = rates('exponential', [t - h, t, t + h]);
      expect((after - before) / (2 * h)).toBeCloseTo(-0.003 * now, 9);
      const [b = 0, n = 0, a = 0] = rates('inverse', [t - h, t, t + h]);
      expect((a - b) / (2 * h)).toBeCloseTo((-0.003 * n * n) / 0.1, 9);
      const [x = 0, y = 0, z = 0] = rates('cosine', [t - h, t, t + h]);
      expect((z - 2 * y + x) / (h * h)).toBeCloseTo(-((Math.PI / 2000) ** 2) * (y - 0.05), 12);
    }
  });

  it('cosine passes half of the rate half-way and ends at 0', () => {
    const [third = 0, half = 0, ...end] = rates('cosine', [2000 / 3, 1000, 2000, 2001, 1e9]);
    expect(third).toBeCloseTo(0.075, 15); // cos 60° = ½
    expect(half).toBeCloseTo(0.05, 15);
    expect(end).toEqual([0, 0, 0]);
  });

  it.each([
    ['constant', { rate: Number.NaN }, 'invalid learning rate; not a finite number of at least 0: NaN'],
    ['cosine', { rate: -1 }, 'invalid learning rate; not a finite number of at least 0: -1'],
    ['step', { factor: 0 }, 'invalid factor; not in (0, 1]: 0'],
    ['step', { factor: 1.5 }, 'invalid factor; not in (0, 1]: 1.5'],
    ['step', { every: 2.5 }, 'invalid interval; not a positive integer: 2.5'],
    ['exponential', { decay: -1 }, 'invalid decay; not a finite number of at least 0: -1'],
    ['inverse', { decay: Number.NaN }, 'invalid decay; not a finite number of at least 0: NaN'],
    ['cosine', { total: 0 }, 'invalid total; not a positive number of steps: 0'],
  ] as const)('%s refuses %o', (name, rest, message) => {
    expect(() => schedules[name]({ ...spec, ...rest })).toThrow(new RangeError(message));
  });
});

// ½λx² with gradient noise of variance 1: E x² ← (1 − aλ)² E x² + a². Mean loss of the last 50 of 2,000 steps, over
// λ = 1 and 10, from x₀ = 1 each; published values are the average of 400 simulated runs.
describe('the noise floor of a noisy quadratic', () => {
  const floor = (name: ScheduleName, rest: Partial<ScheduleSpec> = {}) => {
    const rate = schedules[name]({ ...spec, ...rest });
    let total = 0;
    for (const lambda of [1, 10]) {
      let second = 1;
      for (let t = 0; t < 2000; t++) {
        second = (1 - rate(t) * lambda) ** 2 * second + rate(t) ** 2;
        if (t >= 1950) total += (lambda * second) / 2 / 50;
      }
    }
    return total;
  };

  it.each([
    ['constant', {}, 0.0763],
    ['constant', { rate: 0.01 }, 0.00514],
    ['step', {}, 0.00068],
    ['step', { factor: 0.1, every: 700 }, 0.00115],
    ['step', { factor: 0.8 }, 0.011],
    ['exponential', {}, 0.00051],
    ['inverse', { decay: 0.05 }, 0.00055],
  ] as const)('%s %o: %d', (name, rest, expected) => {
    expect(Math.abs(floor(name, rest) / expected - 1)).toBeLessThan(0.1);
  });
});

describe('a rate that is changed in mid-run', () => {
  /** What is wanted at each step, and the rates that come of it. */
  function follow(rate: number, wanted: readonly (number | undefined)[]) {
    let step = 0;
    let asked = 0;
    const { schedule, changes } = adjustable(rate, () => {
      asked++;
      return wanted[step];
    });
    const rates = wanted.map(() => {
      const now = schedule(step);
      step++;
      return now;
    });
    return { rates, changes, asked };
  }

  it('is the first one as long as nobody wants another', () => {
    const { rates, changes } = follow(0.1, [undefined, undefined, 0.1, undefined]);
    expect(rates).toEqual([0.1, 0.1, 0.1, 0.1]);
    expect(changes).toEqual([]);
  });

  it('holds from the step before which it was wanted, and is written down once', () => {
    const { rates, changes, asked } = follow(0.1, [undefined, 0.1, 0.5, 0.5, undefined, 0.1, 0, undefined]);
    expect(rates).toEqual([0.1, 0.1, 0.5, 0.5, 0.5, 0.1, 0, 0]);
    expect(changes).toEqual([
      { step: 2, rate: 0.5 },
      { step: 5, rate: 0.1 }, // back again is a change too
      { step: 6, rate: 0 },
    ]);
    expect(asked).toBe(8);
  });

  it('may be another from the first step on', () => {
    const { rates, changes } = follow(0.1, [0.2, undefined]);
    expect(rates).toEqual([0.2, 0.2]);
    expect(changes).toEqual([{ step: 0, rate: 0.2 }]);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses to begin with %d', (bad) => {
    expect(() => adjustable(bad, () => undefined)).toThrow(
      new RangeError(`invalid learning rate; not a finite number of at least 0: ${bad}`),
    );
  });
});
