/** The runs that a reader keeps for comparison: at most four, told apart by letters. */

export const pinLetters = ['A', 'B', 'C', 'D'] as const;
export type PinLetter = (typeof pinLetters)[number];

/** What is kept of a run. */
export interface KeptRun<Config, Frame, Summary> {
  readonly config: Config;
  /** What it drew last. */
  readonly frame: Frame;
  /** Absent where it was kept before it had ended. */
  readonly summary: Summary | undefined;
  readonly millis: number | undefined;
  /** A setting was changed in mid-run: its settings are those that it began with. */
  readonly altered: boolean;
}

export interface PinnedRun<Config, Frame, Summary> extends KeptRun<Config, Frame, Summary> {
  readonly letter: PinLetter;
}

/** `pins` with `run` under the first letter that is free; as they are where none is, or where the run is there already. */
export function withPin<Config, Frame, Summary>(
  pins: readonly PinnedRun<Config, Frame, Summary>[],
  run: KeptRun<Config, Frame, Summary>,
): readonly PinnedRun<Config, Frame, Summary>[] {
  const letter = pinLetters.find((one) => pins.every((pin) => pin.letter !== one));
  if (!letter || pinOf(pins, run.frame)) return pins;
  return [...pins, { ...run, letter }].sort((a, b) => a.letter.localeCompare(b.letter));
}

export const withoutPin = <Pin extends { readonly letter: PinLetter }>(
  pins: readonly Pin[],
  letter: PinLetter,
): readonly Pin[] => pins.filter((pin) => pin.letter !== letter);

/** The letter that a frame is pinned under. */
export const pinOf = <Frame>(
  pins: readonly { readonly letter: PinLetter; readonly frame: Frame }[],
  frame: Frame,
): PinLetter | undefined => pins.find((pin) => pin.frame === frame)?.letter;
