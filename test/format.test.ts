import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSeconds,
  formatSetting,
  powerOfTen,
  shownFraction,
  wholeEquations,
} from '#src/format.ts';
import { createRng } from '#src/random.ts';

/** The number that a formatted one reads as: −2.98·10⁻⁷ is −2.98e-7. */
function read(text: string): number {
  const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const ascii = text.replaceAll('−', '-').replace(/^10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])/, '1·10');
  const [mantissa = '', power = ''] = ascii.split('·10');
  const exponent = [...power].map((c) => (c === '⁻' ? '-' : superscripts.indexOf(c))).join('');
  return Number(`${mantissa}e${exponent || 0}`);
}

describe('formatNumber', () => {
  it.each([
    [0.21308, '0.213'],
    [12.112, '12.1'],
    [2.97728e-7, '2.98·10⁻⁷'],
    [-1.5e-9, '−1.50·10⁻⁹'],
    [75_109, '7.51·10⁴'],
    [-0.25, '−0.250'],
    [300, '300'],
    [-9999, '−9999'],
    [10_000, '1.00·10⁴'],
    [0, '0'],
    [-0, '0'],
    [0.001, '0.00100'],
    [0.0009999, '1.00·10⁻³'],
    [123.456, '123'],
    [1234.5, '1235'],
    // rounding that carries into another digit leaves three of them
    [9.999, '10.0'],
    [0.09999, '0.100'],
    [99.96, '100'],
    [9.999e-5, '1.00·10⁻⁴'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NEGATIVE_INFINITY, '−∞'],
  ])('%f is %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('has as many digits as asked for', () => {
    expect(formatNumber(Math.PI, 6)).toBe('3.14159');
    expect(formatNumber(2.98501e-7, 2)).toBe('3.0·10⁻⁷');
    expect(formatNumber(Math.LN10, 4)).toBe('2.303');
  });

  it('reads as the number rounded to three digits, whatever its size', () => {
    const rng = createRng(1);
    for (let i = 0; i < 5000; i++) {
      const value = rng.normal() * 10 ** (rng.int(40) - 25);
      const text = formatNumber(value);
      const thousands = Math.abs(value) >= 999.5 && Math.abs(value) < 10_000;
      const expected = thousands ? Math.round(value) : Number(value.toExponential(2));
      expect(Math.abs(read(text) - expected), `${value} as ${text}`).toBeLessThanOrEqual(
        1e-9 * Math.abs(expected),
      );
      if (!thousands) expect(text.replace(/·10.*/, '').replace(/^−?[0.]*|[^\d]/g, '').length, text).toBe(3);
    }
  });
});

describe('formatSetting', () => {
  it.each([
    [0.01, '0.01'],
    [1 / Math.sqrt(500), '0.0447'],
    [1e-4, '10⁻⁴'],
    [1e-5, '10⁻⁵'],
    [2.5e-5, '2.5·10⁻⁵'],
    [1e-3, '0.001'],
    [1, '1'],
    [10, '10'],
    [0, '0'],
    [-0.5, '−0.5'],
    [-1e-4, '−1·10⁻⁴'],
    [100_000, '10⁵'],
    [250_000, '2.5·10⁵'],
    [9.9999e-5, '10⁻⁴'],
    // a seed or a number of inputs is not rounded
    [1234, '1234'],
    [99_999, '99999'],
    [-1234, '−1234'],
  ])('%f is %s', (value, text) => expect(formatSetting(value)).toBe(text));

  it('reads as the value rounded to three digits, without trailing zeros', () => {
    const rng = createRng(2);
    for (let i = 0; i < 5000; i++) {
      const value = rng.normal() * 10 ** (rng.int(20) - 10);
      const text = formatSetting(value);
      const expected = Number(value.toPrecision(3));
      expect(Math.abs(read(text) - expected), `${value} as ${text}`).toBeLessThanOrEqual(
        1e-9 * Math.abs(expected),
      );
      expect(text).not.toMatch(/\.\d*0(·|$)|\.$/);
    }
  });
});

it.each([
  [-7, '10⁻⁷'],
  [0, '10⁰'],
  [12, '10¹²'],
  [-10, '10⁻¹⁰'],
])('powerOfTen(%d) is %s', (exponent, text) => expect(powerOfTen(exponent)).toBe(text));

it.each([
  [0.41, 0, '41%'],
  [0.4149, 1, '41.5%'],
  [1, 0, '100%'],
  [0, 0, '0%'],
  [Number.NaN, 0, '–'],
  [Number.POSITIVE_INFINITY, 1, '–'],
])('formatPercent(%f, %d) is %s', (fraction, digits, text) =>
  expect(formatPercent(fraction, digits)).toBe(text),
);

it.each([
  [210, '0.21 s'],
  [9990, '9.99 s'],
  [12_345, '12 s'],
  [0, '0.00 s'],
])('formatSeconds(%d) is %s', (millis, text) => expect(formatSeconds(millis)).toBe(text));

it.each([
  [0, '0'],
  [999, '999'],
  [269_722, '269,722'],
  [19_421_274, '19,421,274'],
  [-1234, '−1,234'],
  [Number.NaN, '–'],
  [Number.POSITIVE_INFINITY, '–'],
])('formatCount(%d) is %s', (count, text) => expect(formatCount(count)).toBe(text));

it('shows a share of a recorded run as that of the same run in float32, halves up', () => {
  for (let right = 0; right <= 2000; right++) {
    const tenths = Math.floor((right + 1) / 2);
    const expected = `${Math.floor(tenths / 10)}.${tenths % 10}%`;
    expect(formatPercent(right / 2000, 1)).toBe(expected);
    expect(formatPercent(Math.fround(right / 2000), 1)).toBe(expected);
    expect(formatPercent(-right / 2000, 1)).toBe(right === 0 ? '0.0%' : `-${expected}`);
  }
});

it('takes the difference of two percentages from what is shown of them', () => {
  for (let right = 0; right <= 2000; right++) {
    const [training, validation] = [1, right / 2000];
    const gap = shownFraction(training, 1) - shownFraction(validation, 1);
    const tenths = (text: string) => Math.round(10 * Number.parseFloat(text));
    expect(tenths(formatPercent(gap, 1)), `${right} of 2,000`).toBe(
      tenths(formatPercent(training, 1)) - tenths(formatPercent(validation, 1)),
    );
  }
});

it('keeps equations and names of a caption whole', () => {
  expect(wholeEquations('6n + 2 layers, μ = 0.9, on Fashion-MNIST').replaceAll('\u00a0', '~')).toBe(
    '6n~+~2 layers, μ~=~0.9, on Fashion-\u2060MNIST',
  );
});
