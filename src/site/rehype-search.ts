/** Of a formula the search keeps what is seen; its MathML says the same twice more, once of it as TeX source. */
import { hasClass, type TreeNode } from './tree.ts';

export function rehypeSearch() {
  const visit = (node: TreeNode): void => {
    if (node.properties && hasClass(node, 'katex-mathml')) node.properties.dataPagefindIgnore = '';
    else node.children?.forEach(visit);
  };
  return (tree: TreeNode) => visit(tree);
}
