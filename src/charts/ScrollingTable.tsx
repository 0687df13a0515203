/** A table in a frame of its own, in which it is scrolled where it is wider than the page. */
import type { ComponentChildren } from 'preact';
import { ScrollFrame } from './ScrollFrame.tsx';

export interface ScrollingTableProps {
  /** Tells this table from those under the page's other figures. */
  readonly figureName: string;
  readonly caption: string;
  /** Head and body. */
  readonly children: ComponentChildren;
}

export function ScrollingTable({ figureName, caption, children }: ScrollingTableProps) {
  return (
    <ScrollFrame class="table-scroll" label={`${figureName} ${caption}`}>
      <table>
        <caption>{caption}</caption>
        {children}
      </table>
    </ScrollFrame>
  );
}
