/**
 * In the head of each of the shell's pages: what is read aloud of formulas is seen by nobody, and is nearly a third of what
 * there is to style on a page. It stays out (`shell.css`) until the page is parsed, and then comes in a few formulas at a
 * time, when nothing else is to be done. `content-visibility` would not do: it takes formulas away from screen readers.
 *
 * It imports nothing: the build only takes out the types.
 */
{
  const AT_ONCE = 8;
  /** In milliseconds: nobody waits longer for the next few, however busy the page. */
  const LONGEST_WAIT = 200;

  const root = document.documentElement;
  root.dataset.formulas = 'later';
  document.addEventListener('DOMContentLoaded', () => {
    const waiting = [...document.querySelectorAll('.katex-mathml')];
    const soon = (act: () => void) =>
      'requestIdleCallback' in window
        ? requestIdleCallback(act, { timeout: LONGEST_WAIT })
        : setTimeout(act, LONGEST_WAIT / 4); // Safari
    const readSome = () => {
      for (const formula of waiting.splice(0, AT_ONCE)) formula.setAttribute('data-read', '');
      if (waiting.length > 0) soon(readSome);
      else delete root.dataset.formulas;
    };
    soon(readSome);
  });
}

export {};
