/** Puts a text on the clipboard, or says that it has to be done by hand; and what saves one as a file. */
import { useState } from 'preact/hooks';
import type { Locale } from '#src/i18n.ts';
import { labStrings } from '#src/lab/strings.ts';
import { StableLabel } from './StableLabel.tsx';

const FEEDBACK_MILLIS = 2000;

export function CopyButton({ code, locale }: { readonly code: string; readonly locale: Locale }) {
  const words = labStrings[locale].takeAway;
  const [said, setSaid] = useState<string>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setSaid(words.copied);
    } catch {
      setSaid(words.copyManually);
    }
    setTimeout(() => setSaid(undefined), FEEDBACK_MILLIS);
  };
  return (
    <button type="button" class="button" data-action="copy" onClick={copy}>
      <StableLabel text={said ?? words.copy} others={[words.copy, words.copied, words.copyManually]} />
    </button>
  );
}

export function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), FEEDBACK_MILLIS);
}
