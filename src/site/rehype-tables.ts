/**
 * A table wider than the window scrolls sideways; with a stop for the Tab key it does so from the keyboard too. The head of
 * a column that is one short word stays on one line: Chinese would break it anywhere, 学习 and 率 beneath it.
 */
import { textOf } from './tree.ts';

interface Node {
  readonly tagName?: string;
  readonly properties?: Record<string, unknown>;
  readonly children?: readonly Node[];
  readonly value?: string;
}

/** In characters: 最后的损失. */
const SHORT = 5;

export function rehypeTables() {
  const visit = (node: Node): void => {
    if (node.tagName === 'table' && node.properties) node.properties.tabIndex = 0;
    if (node.tagName === 'th' && node.properties && textOf(node).length <= SHORT) {
      node.properties.className = ['whole'];
    }
    node.children?.forEach(visit);
  };
  return (tree: Node) => visit(tree);
}
