/**
 * A line may break within a formula after each =, × or ±. A short formula stays whole, and so does a number with its power
 * of ten in a longer one: both are put in braces before they are set, which TeX never breaks. Runs before rehype-katex.
 */

interface Node {
  readonly type?: string;
  readonly properties?: Record<string, unknown>;
  readonly children?: readonly Node[];
  value?: string;
}

/** Longest source, in characters, that still fits a line of a phone whatever it says. */
const SHORT = 28;
const scientific = /\d[\d.]*\\(?:times|cdot) ?10\^(?:\{[^{}]*\}|\d)/g;

/** The source of a formula within a line, with what is not to be broken in braces. */
export const unbroken = (source: string): string =>
  source.length <= SHORT ? `{${source}}` : source.replace(scientific, '{$&}');

export function rehypeMath() {
  const visit = (node: Node): void => {
    const names = node.properties?.className;
    if (Array.isArray(names) && names.includes('math-inline')) {
      for (const text of node.children ?? []) if (text.value !== undefined) text.value = unbroken(text.value);
    }
    node.children?.forEach(visit);
  };
  return (tree: Node) => visit(tree);
}
