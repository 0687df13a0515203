/** A table wider than the window scrolls sideways; with a stop for the Tab key it does so from the keyboard too. */

interface Node {
  readonly tagName?: string;
  readonly properties?: Record<string, unknown>;
  readonly children?: readonly Node[];
}

export function rehypeTables() {
  const visit = (node: Node): void => {
    if (node.tagName === 'table' && node.properties) node.properties.tabIndex = 0;
    node.children?.forEach(visit);
  };
  return (tree: Node) => visit(tree);
}
