/** A table in a frame of its own: where it is wider than the page it is scrolled, from the keyboard too. */
import type { ComponentChildren } from 'preact';

export interface ScrollingTableProps {
  /** Tells this table from those under the page's other figures. */
  readonly figureName: string;
  readonly caption: string;
  /** Head and body. */
  readonly children: ComponentChildren;
}

export function ScrollingTable({ figureName, caption, children }: ScrollingTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the page is scrolled from the keyboard
    <section class="table-scroll" tabIndex={0} aria-label={`${figureName} ${caption}`}>
      <table>
        <caption>{caption}</caption>
        {children}
      </table>
    </section>
  );
}
