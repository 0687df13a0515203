/**
 * A line may break within a long formula after each =, × or ±, but not between a number and its power of ten: both are put
 * in braces, which TeX never breaks. Runs before rehype-katex; short formulas stay whole by `rehype-formulas.ts`.
 */
import { hasClass } from './tree.ts';

interface Node {
  readonly type?: string;
  readonly properties?: Record<string, unknown>;
  readonly children?: readonly Node[];
  value?: string;
}

const scientific = /\d[\d.]*\\(?:times|cdot) ?10\^(?:\{[^{}]*\}|\d)/g;

/** The source of a formula within a line, with each power of ten in braces together with its number. */
export const unbroken = (source: string): string => source.replace(scientific, '{$&}');

export function rehypePowers() {
  const visit = (node: Node): void => {
    if (hasClass(node, 'math-inline')) {
      for (const text of node.children ?? []) if (text.value !== undefined) text.value = unbroken(text.value);
    }
    node.children?.forEach(visit);
  };
  return (tree: Node) => visit(tree);
}
