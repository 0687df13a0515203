/**
 * Whether a key names a time that was measured, in milliseconds: it is another one in every run, and no part of what a
 * seed makes repeatable. Such keys end in `Millis`, and no others do.
 */
export const isMeasuredTime = (key: string): boolean => key.endsWith('Millis');

/**
 * Where two recorded values first differ, as a path with both values; `undefined` where they agree. Of a measured time
 * only its presence counts.
 */
export function firstDifference(
  recorded: unknown,
  computed: unknown,
  tolerance: number,
  path = '$',
): string | undefined {
  if (typeof recorded === 'number' && typeof computed === 'number') {
    const scale = Math.max(Math.abs(recorded), Math.abs(computed));
    // written so that NaN and infinity agree with nothing but themselves
    const close = Number.isFinite(scale) && Math.abs(recorded - computed) <= tolerance * scale;
    const same = recorded === computed || close;
    return same ? undefined : `${path}: ${recorded} against ${computed}`;
  }
  if (
    recorded !== null &&
    computed !== null &&
    typeof recorded === 'object' &&
    typeof computed === 'object'
  ) {
    const before = new Map(Object.entries(recorded));
    const after = new Map(Object.entries(computed));
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      if (isMeasuredTime(key) && before.has(key) && after.has(key)) continue;
      const found = firstDifference(before.get(key), after.get(key), tolerance, `${path}.${key}`);
      if (found) return found;
    }
    return undefined;
  }
  return Object.is(recorded, computed) ? undefined : `${path}: ${recorded} against ${computed}`;
}
