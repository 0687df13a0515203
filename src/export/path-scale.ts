/** Path data in other units: what a stretched `viewBox` does, written into the numbers. */

/** What becomes of each letter's numbers, in turn. */
const axesOf: Readonly<Record<string, readonly ('x' | 'y')[]>> = {
  M: ['x', 'y'],
  L: ['x', 'y'],
  T: ['x', 'y'],
  C: ['x', 'y', 'x', 'y', 'x', 'y'],
  S: ['x', 'y', 'x', 'y'],
  Q: ['x', 'y', 'x', 'y'],
  H: ['x'],
  V: ['y'],
  Z: [],
};

/**
 * x ↦ a x, y ↦ b y for path data without arcs, absolute and relative; `undefined` where it has anything else.
 * Numbers come out to two decimals.
 */
export function scaledPath(d: string, a: number, b: number): string | undefined {
  let scaled = '';
  for (const [, letter = '', rest = ''] of d.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const axes = axesOf[letter.toUpperCase()];
    const numbers = [...rest.matchAll(/[-+]?(?:\d+\.?\d*|\.\d+)/g)].map(([text]) => Number(text));
    if (!axes || (axes.length > 0 && numbers.length % axes.length !== 0)) return undefined;
    const written = numbers.map((number, i) => {
      const factor = axes[i % axes.length] === 'x' ? a : b;
      return String(Math.round(100 * number * factor) / 100);
    });
    scaled += letter + written.join(' ');
  }
  return scaled;
}
