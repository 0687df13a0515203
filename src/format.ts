/** Numbers as readers see them. */

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** 10⁻⁷ for −7. */
export function powerOfTen(exponent: number): string {
  return `10${[...String(exponent)].map((c) => superscripts[c] ?? c).join('')}`;
}

const minus = (text: string) => text.replace('-', '−');

/**
 * A number to `digits` significant digits: 0.213, 12.1, 2.98·10⁻⁷. Whole numbers below 10,000 stay whole.
 * Infinity is ∞, NaN a dash.
 */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) && magnitude < 10_000) return minus(String(value));
  if (magnitude >= 1e-3 && magnitude < 10_000) return minus(roundPlain(value, digits));
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  return `${minus(mantissa)}·${powerOfTen(Number(exponent))}`;
}

function roundPlain(value: number, digits: number): string {
  const exponent = Number(value.toExponential(digits - 1).split('e')[1]); // of the rounded value: 9.999 is 10.0
  return value.toFixed(Math.max(0, digits - 1 - exponent));
}

/** A setting's value to `digits` significant digits, without trailing zeros: 0.01, 0.0447, 10⁻⁴. Whole numbers below 100,000 stay whole. */
export function formatSetting(value: number, digits = 3): string {
  if (value === 0) return '0';
  const exponent = Math.log10(Math.abs(value));
  if (Number.isInteger(value) && exponent < 5) return minus(String(value));
  if (exponent < -3 || exponent >= 5) {
    const rounded = Number(value.toPrecision(digits));
    const power = Math.floor(Math.log10(Math.abs(rounded)) + 1e-9);
    const mantissa = Number((rounded / 10 ** power).toPrecision(digits));
    return mantissa === 1 ? powerOfTen(power) : `${minus(String(mantissa))}·${powerOfTen(power)}`;
  }
  return minus(String(Number(value.toPrecision(digits))));
}

/** The same, whole numbers from 1,000 on in groups of three. */
export const formatGrouped = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) >= 1000 && Math.abs(value) < 1e5
    ? formatCount(value)
    : formatSetting(value);

/**
 * A sentence whose short equations, the names of data and nets, and numbers with what they count stay on one line: μ = 0.9,
 * layer 10, 第 3 层, Fashion-MNIST. Figures carry this with them; what is written at the build has more (`attached-numbers.ts`).
 */
export const wholeEquations = (text: string): string =>
  text
    .replace(/(?<=\S) ([=≈×±<>≤≥+−]) (?=\S)/g, '\u00a0$1\u00a0')
    .replace(
      /(?<=第|\b(?:layers?|steps?|at|of|to)) (?=\d)|(?<=\d) (?=[层步轮次倍个张]|steps|epochs)/g,
      '\u00a0',
    )
    .replace(/(?<=Fashion|CIFAR|ResNet)-(?=MNIST|\d)/g, '-\u2060');

/** Whether a number as it is written is one that a language may write in groups: 6159. */
export const isWholeThousands = (text: string) => /^−?\d{4,5}$/.test(text);

/**
 * Parts of a hundred to so many digits, halves away from zero. Of a share six digits count: a recorded run has no more, and
 * 0.8105 as float32 and as float64 lie on different sides of the half.
 */
function hundredths(share: number, digits: number): number {
  const scale = 10 ** digits;
  const rounded = Math.round(Number(Math.abs(100 * scale * share).toPrecision(6))) / scale;
  return share < 0 ? -rounded : rounded;
}

/** 41% */
export const formatPercent = (fraction: number, digits = 0) =>
  Number.isFinite(fraction) ? `${hundredths(fraction, digits).toFixed(digits)}%` : '–';

/** A difference of two shares in percentage points: 27.8 for 0.278. */
export const formatPoints = (difference: number) =>
  Number.isFinite(difference) ? minus(hundredths(difference, 1).toFixed(1)) : '–';

/** The fraction that `formatPercent` shows: 0.8105 is 81.1%, so 0.811. Of two such, the difference is that of what is shown. */
export const shownFraction = (fraction: number, digits = 0) => hundredths(fraction, digits) / 100;

/** Seconds from milliseconds: 0.21 s, 12 s. */
export function formatSeconds(millis: number): string {
  const seconds = millis / 1000;
  return `${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
}

/** A whole number to its last digit, in groups of three: 269,722; `separator` stands between them. */
export const formatCount = (count: number, separator = ',') =>
  Number.isFinite(count) ? minus(String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, separator)) : '–';
