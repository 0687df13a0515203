import type { Locale } from '#src/i18n.ts';
import { keptStrings } from '#src/lab/kept-strings.ts';
import { type PinnedRun, pinLetters, pinOf } from '#src/lab/pins.ts';
import { labStrings } from '#src/lab/strings.ts';
import { StableLabel } from './StableLabel.tsx';

export interface PinButtonProps<Frame> {
  readonly action: 'pin' | 'pin-past';
  readonly locale: Locale;
  readonly pins: readonly Pick<PinnedRun<unknown, Frame, unknown>, 'letter' | 'frame'>[];
  /** Of the run that is to be kept. */
  readonly frame: Frame;
  /** Where several of these buttons stand together: what tells the run apart. */
  readonly name?: string;
  readonly disabled?: boolean;
  readonly onPin: () => void;
}

/** Keeps a run; says so where it is kept already, and why where there are four. */
export function PinButton<Frame>(props: PinButtonProps<Frame>) {
  const { action, locale, pins, frame, name, disabled = false, onPin } = props;
  const words = keptStrings[locale];
  const { pin } = labStrings[locale];
  const letter = pinOf(pins, frame);
  const full = pins.length === pinLetters.length;
  const label = name === undefined ? undefined : letter ? words.pinnedAs(letter) : words.pinOf(name);
  return (
    <button
      type="button"
      class="button"
      data-action={action}
      aria-label={label}
      // not `disabled`, which would take the focus from whoever has just pressed it
      aria-disabled={disabled || full || letter !== undefined}
      title={full && !letter ? words.full : undefined}
      onClick={onPin}
    >
      <StableLabel text={letter ? words.pinnedAs(letter) : pin} others={[pin, words.pinnedAs('A')]} />
    </button>
  );
}
