/** The lines of the runs that a reader has pinned. */
import type { PinLetter } from '#src/lab/pins.ts';
import type { Role, Series } from './spec.ts';

/** Each of the four has a line pattern and a shade of its own. */
export const pinRoles = {
  A: 'pinned-a',
  B: 'pinned-b',
  C: 'pinned-c',
  D: 'pinned-d',
} as const satisfies Record<PinLetter, Role>;

export const isPinned = (role: Role): boolean => role.startsWith('pinned');

/** A line against its run's own x values; labelled with the run's letter where it says nothing else. */
export type PinnedLine = Pick<Series, 'x' | 'y'> & Partial<Pick<Series, 'label' | 'dots' | 'gone'>>;

/**
 * The lines of pinned runs, as `draw` makes them of each run's frame: one or several, of which the first carries the
 * run's letter; none where the run cannot be drawn here.
 */
export function pinSeries<Pin extends { readonly letter: PinLetter; readonly frame: unknown }>(
  pins: readonly Pin[],
  draw: (frame: Pin['frame'], pin: Pin) => PinnedLine | readonly PinnedLine[],
): Series[] {
  return pins.flatMap((pin) =>
    [draw(pin.frame, pin)].flat().map(
      (line, i): Series => ({
        key: `pinned-${pin.letter}-${i}`,
        role: pinRoles[pin.letter],
        label: i === 0 ? pin.letter : '',
        ...line,
      }),
    ),
  );
}
