/** Of a formula the search keeps what is seen; its MathML says the same twice more, once of it as TeX source. */

interface Node {
  readonly properties?: Record<string, unknown>;
  readonly children?: readonly Node[];
}

export function rehypeSearch() {
  const visit = ({ properties, children }: Node): void => {
    const classes = properties?.className;
    if (properties && Array.isArray(classes) && classes.includes('katex-mathml')) {
      properties.dataPagefindIgnore = '';
      return;
    }
    children?.forEach(visit);
  };
  return (tree: Node) => visit(tree);
}
