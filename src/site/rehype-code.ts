/** A short piece of code in a line of text stays whole: `/zh-cn/lab/` broken at its hyphen would be copied with a space. */
import { hasClass, textOf } from './tree.ts';

interface Node {
  readonly tagName?: string;
  properties?: Record<string, unknown>;
  readonly children?: readonly Node[];
  readonly value?: string;
}

/** In letters: less than a phone of 320 px is wide, with letters set wide too. */
const LONGEST_IN_ONE_PIECE = 24;

export function rehypeCode() {
  const visit = (node: Node): void => {
    if (node.tagName === 'pre' || hasClass(node, 'expressive-code')) return;
    if (node.tagName === 'code' && textOf(node).length <= LONGEST_IN_ONE_PIECE) {
      node.properties = { ...node.properties, className: ['unbroken'] };
    }
    node.children?.forEach(visit);
  };
  return (tree: Node) => visit(tree);
}
