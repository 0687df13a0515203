import type { ComponentChildren } from 'preact';

export interface ScrollFrameProps {
  readonly class: string;
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A frame whose content may be wider than the page: it is scrolled, from the keyboard too. */
export function ScrollFrame({ class: own, label, children }: ScrollFrameProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by a keyboard
    <section class={own} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
