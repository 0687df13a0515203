import { describe, expect, it } from 'vitest';
import { makeScale, type Scale, scalesOf } from '#src/charts/scales.ts';
import type { Axis } from '#src/charts/spec.ts';
import { createRng } from '#src/random.ts';

const linear: Axis = { label: '', scale: 'linear' };
const log: Axis = { label: '', scale: 'log' };
const labels = ({ ticks }: Scale) => ticks.map(({ label }) => label);
const values = ({ ticks }: Scale) => ticks.map(({ value }) => value);

describe('a linear axis', () => {
  it.each<[string, Axis, number[], number[]]>([
    ['around 0', linear, [-0.9, 1], [-1, -0.5, 0, 0.5, 1]],
    ['of small numbers', linear, [0.0002, 0.0009], [0.0002, 0.0004, 0.0006, 0.0008, 0.001]],
    ['of large numbers', linear, [0, 4700], [0, 1000, 2000, 3000, 4000, 5000]],
    ['between fixed ends', { ...linear, min: 0, max: 3 }, [0.4, 99], [0, 1, 2, 3]],
    ['from a fixed start', { ...linear, min: 0 }, [2.1, 2.4], [0, 0.5, 1, 1.5, 2, 2.5]],
    ['with ticks of its own', { ...linear, min: 1, max: 10, ticks: [1, 5, 10] }, [3], [1, 5, 10]],
    ['of one value', linear, [5], [5, 6, 7, 8, 9, 10]],
    ['of one value, 0', linear, [0, 0], [0, 0.2, 0.4, 0.6, 0.8, 1]],
    ['of one negative value', linear, [-2], [-2, -1.5, -1, -0.5, 0]],
    ['of nothing', linear, [], [0, 0.2, 0.4, 0.6, 0.8, 1]],
    ['of NaN and infinity', linear, [Number.NaN, Number.POSITIVE_INFINITY], [0, 0.2, 0.4, 0.6, 0.8, 1]],
  ])('%s has round ticks', (_, axis, data, expected) => {
    const scale = makeScale(axis, data);
    expect(values(scale)).toEqual(expected.map((value) => expect.closeTo(value, 12)));
    expect(new Set(labels(scale)).size).toBe(expected.length);
  });

  it('labels a tick so that it is told from its neighbours, far from 0 too', () => {
    expect(labels(makeScale(linear, [100, 100.5]))).toEqual([
      '100',
      '100.1',
      '100.2',
      '100.3',
      '100.4',
      '100.5',
    ]);
    expect(labels(makeScale(linear, [2.3005, 2.3045]))).toEqual([
      '2.3',
      '2.301',
      '2.302',
      '2.303',
      '2.304',
      '2.305',
    ]);
    expect(labels(makeScale(linear, [1001, 1009]))).toEqual(['1000', '1002', '1004', '1006', '1008', '1010']);
    expect(labels(makeScale(linear, [-0.9, 1]))).toEqual(['−1', '−0.5', '0', '0.5', '1']);
  });

  it('labels small ticks plainly as long as four decimals do', () => {
    expect(labels(makeScale(linear, [-9e-4, 8e-4]))).toEqual(['−0.001', '−0.0005', '0', '0.0005', '0.001']);
    expect(labels(makeScale(linear, [-2e-4, 4e-4]))).toEqual(['−2·10⁻⁴', '0', '2·10⁻⁴', '4·10⁻⁴']);
  });

  it('whatever the values, holds them all, with a few even ticks within it that read as they are', () => {
    const rng = createRng(1);
    for (let i = 0; i < 2000; i++) {
      const [centre, spread] = [rng.normal() * 10 ** (rng.int(7) - 3), 10 ** (rng.int(7) - 4)];
      const data = Array.from({ length: 1 + rng.int(6) }, () => centre + spread * rng.normal());
      const scale = makeScale(linear, data);
      const what = `${data} → ${labels(scale)}`;
      expect(scale.min, what).toBeLessThanOrEqual(Math.min(...data) + 1e-9 * spread);
      expect(scale.max, what).toBeGreaterThanOrEqual(Math.max(...data) - 1e-9 * spread);
      expectGoodTicks(scale, what, 2);
    }
  });

  it('puts values where they belong', () => {
    const scale = makeScale({ ...linear, min: -1, max: 3 }, []);
    expect([-1, 0, 1, 3].map(scale.position)).toEqual([0, 0.25, 0.5, 1]);
    expect([-3, 5].map(scale.position)).toEqual([-0.5, 1.5]); // off the chart, to be cut there
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(scale.position(value)).toBeNaN();
    }
  });
});

describe('a logarithmic axis', () => {
  it.each<[string, Axis, number[], string[]]>([
    ['of seven decades', log, [2.98e-7, 0.21], ['10⁻⁷', '10⁻⁵', '10⁻³', '10⁻¹']],
    ['of three decades', log, [0.002, 0.9], ['10⁻³', '10⁻²', '10⁻¹', '1']],
    ['of five decades upwards', log, [1, 75_000], ['1', '10', '10²', '10³', '10⁴', '10⁵']],
    ['of one decade', log, [0.228, 0.63], ['0.2', '0.5', '1']],
    ['between powers of ten', log, [0.01, 1], ['0.01', '0.02', '0.05', '0.1', '0.2', '0.5', '1']],
    ['of a whole decade', log, [1, 10], ['1', '2', '5', '10']],
    ['of one value', log, [0.3], ['0.2', '0.3', '0.4', '0.5']],
    ['of one round value', log, [1], ['1', '1.2', '1.4', '1.6', '1.8', '2']],
    [
      'of less than half a decade',
      log,
      [6e-8, 9e-8],
      ['5·10⁻⁸', '6·10⁻⁸', '7·10⁻⁸', '8·10⁻⁸', '9·10⁻⁸', '10⁻⁷'],
    ],
    [
      'of less than a decade below 0.001',
      log,
      [6e-4, 9.5e-4],
      ['0.0005', '0.0006', '0.0007', '0.0008', '0.0009', '0.001'],
    ],
    ['down to 0.0001', log, [2e-4, 0.004], ['0.0002', '0.0005', '0.001', '0.002', '0.005']],
    ['further down', log, [6e-5, 0.0019], ['5·10⁻⁵', '10⁻⁴', '2·10⁻⁴', '5·10⁻⁴', '10⁻³', '2·10⁻³']],
    ['up to 100,000', log, [21_000, 90_000], ['2·10⁴', '5·10⁴', '10⁵']],
    [
      'with values that have no logarithm',
      log,
      [0, -5, Number.NaN, Number.POSITIVE_INFINITY, 2, 4],
      ['2', '3', '4', '5'],
    ],
    ['of nothing but such', log, [0, -5, Number.NaN], ['0.1', '0.2', '0.5', '1']],
    [
      'between fixed ends',
      { ...log, min: 1e-4, max: 10 },
      [0.3],
      ['10⁻⁴', '10⁻³', '10⁻²', '10⁻¹', '1', '10'],
    ],
  ])(
    '%s has ticks at powers of ten, or at 1, 2 and 5 times one, or between two of those',
    (_, axis, data, expected) => {
      expect(labels(makeScale(axis, data))).toEqual(expected);
    },
  );

  it('whatever the values, holds them all', () => {
    const rng = createRng(2);
    for (let i = 0; i < 2000; i++) {
      const centre = rng.int(40) - 20;
      const data = Array.from({ length: 1 + rng.int(5) }, () => 10 ** (centre + rng.int(9) * rng.normal()));
      const scale = makeScale(log, data);
      const what = `${data} → ${labels(scale)}`;
      for (const value of data) {
        expect(scale.position(value), what).toBeGreaterThanOrEqual(-1e-9);
        expect(scale.position(value), what).toBeLessThanOrEqual(1 + 1e-9);
      }
      expect(scale.ticks.length, what).toBeGreaterThanOrEqual(2);
      expect(scale.ticks.length, what).toBeLessThanOrEqual(8);
      expect(new Set(labels(scale)).size, what).toBe(scale.ticks.length);
      for (const { value } of scale.ticks) {
        expect(value, what).toBeGreaterThanOrEqual(scale.min * 0.999);
        expect(value, what).toBeLessThanOrEqual(scale.max * 1.001);
      }
    }
  });

  it('puts values where their logarithms belong', () => {
    const scale = makeScale({ ...log, min: 1e-4, max: 1 }, []);
    for (const [value, position] of [
      [1e-4, 0],
      [1e-3, 0.25],
      [0.01, 0.5],
      [1, 1],
      [Math.sqrt(0.1), 0.875],
      [10, 1.25],
    ] as const) {
      expect(scale.position(value)).toBeCloseTo(position, 12);
    }
    for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(scale.position(value)).toBeNaN();
  });
});

it('the scales of a chart hold all of its series', () => {
  const { x, y } = scalesOf({
    x: linear,
    y: log,
    series: [
      { key: 'a', role: 'forward', label: '', x: [1, 2], y: [0.01, Number.NaN] },
      { key: 'b', role: 'theory', label: '', x: [1, 10], y: [3, 900] },
    ],
  });
  expect([x.min, x.max]).toEqual([0, 10]);
  // the values end at 0.01 and 1000; above and below, 3 % of the axis stay free
  expect([0.01, 1000].map(y.position)).toEqual([expect.closeTo(0.03, 12), expect.closeTo(0.97, 12)]);
  expect([y.min, y.max].map(y.position)).toEqual([expect.closeTo(0, 12), expect.closeTo(1, 12)]);
  expect(labels(y)).toEqual(['10⁻²', '10⁻¹', '1', '10', '10²', '10³']);
});

/** Even, within the axis, few, and each label reads as its value and as no other's. */
function expectGoodTicks(scale: Scale, what: string, fewest: number): void {
  const { ticks, min, max } = scale;
  expect(ticks.length, what).toBeGreaterThanOrEqual(fewest);
  expect(ticks.length, what).toBeLessThanOrEqual(8);
  const step = (ticks[1]?.value ?? Number.NaN) - (ticks[0]?.value ?? Number.NaN);
  for (const [i, { value, label }] of ticks.entries()) {
    expect(value, what).toBeGreaterThanOrEqual(min - 1e-6 * step);
    expect(value, what).toBeLessThanOrEqual(max + 1e-6 * step);
    expect(Math.abs(value - ((ticks[0]?.value ?? Number.NaN) + i * step)), what).toBeLessThan(1e-6 * step);
    expect(Math.abs(readLabel(label) - value), `${what}: ${label}`).toBeLessThan(0.01 * step);
  }
}

/** 5·10⁻⁴ as a reader reads it. */
function readLabel(label: string): number {
  const ascii = label.replace('−', '-').replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/, (power) => {
    return `^${[...power].map((c) => (c === '⁻' ? '-' : '⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c))).join('')}`;
  });
  const [, mantissa, exponent] = /^(?:(-?[\d.]+)(?:·|$))?(?:10\^(-?\d+))?$/.exec(ascii) ?? [];
  return Number(mantissa ?? 1) * 10 ** Number(exponent ?? 0);
}
