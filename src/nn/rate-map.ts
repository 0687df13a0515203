/** How fast each pair of learning rate and momentum converges on a quadratic, as a picture. */
import { asymptoticRate, type Method } from './quadratic-descent.ts';

/** Ends of the map's learning rates, in units of 1/L: on a logarithmic axis. */
export const MAP_RATES = [0.01, 10] as const;
/** Ends of its momentum. */
export const MAP_MOMENTUM = [0, 0.99] as const;
/** What is beyond: it diverges. */
export const DIVERGES = -128;
/** Decades of steps that the colours span, from one step. */
const MAP_DECADES = 4;

/**
 * Steps to a millionth of the distance at the asymptotic rate ρ, ln 10⁻⁶/ln ρ, on a logarithmic scale: 0 for one step,
 * 127 for 10⁴ and more, −128 where it diverges. [points × points], row by row from μ = 0, each from the smallest
 * learning rate.
 */
export function rateMap(method: Method, conditionNumber: number, points: number): Int8Array {
  const map = new Int8Array(points * points);
  const ratio = MAP_RATES[1] / MAP_RATES[0];
  for (let row = 0; row < points; row++) {
    const momentum = MAP_MOMENTUM[0] + ((MAP_MOMENTUM[1] - MAP_MOMENTUM[0]) * (row + 0.5)) / points;
    for (let column = 0; column < points; column++) {
      const rate = (MAP_RATES[0] * ratio ** ((column + 0.5) / points)) / conditionNumber;
      map[row * points + column] = shade(asymptoticRate(method, { rate, momentum }, 1, conditionNumber));
    }
  }
  return map;
}

function shade(rate: number): number {
  if (!(rate < 1)) return DIVERGES;
  const steps = Math.max(1, Math.log(1e-6) / Math.log(rate));
  return Math.round(127 * Math.min(1, Math.log10(steps) / MAP_DECADES));
}
