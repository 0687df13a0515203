/** Puts a text on the clipboard, or says that it has to be done by hand. */
import { useState } from 'preact/hooks';
import { StableLabel } from './StableLabel.tsx';

const FEEDBACK_MILLIS = 2000;

export interface CopyButtonProps {
  readonly action: 'copy' | 'share';
  readonly text: () => string;
  /** What the button says, and for a moment what has come of it. */
  readonly words: Readonly<Record<'copy' | 'copied' | 'copyManually', string>>;
  readonly disabled?: boolean;
}

export function CopyButton({ action, text, words, disabled = false }: CopyButtonProps) {
  const { copy, copied, copyManually } = words;
  const [said, setSaid] = useState<string>();
  const put = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setSaid(copied);
    } catch {
      setSaid(copyManually);
    }
    setTimeout(() => setSaid(undefined), FEEDBACK_MILLIS);
  };
  return (
    <>
      <button type="button" class="button" data-action={action} aria-disabled={disabled} onClick={put}>
        <StableLabel text={said ?? copy} others={[copy, copied, copyManually]} />
      </button>
      {/* a button's new name is not read out */}
      <span class="visually-hidden" aria-live="polite">
        {said}
      </span>
    </>
  );
}
