/**
 * A formula in a line of text breaks wherever KaTeX lets it, so after × or ±, and the comma that follows it may start the
 * next line. Short ones stay in one piece, together with the marks that touch them; longer ones may break where a phone
 * needs it, the longest anywhere.
 */
import { hasClass, textOf } from './tree.ts';

interface Node {
  readonly type: string;
  readonly tagName?: string;
  readonly properties?: Record<string, unknown>;
  value?: string;
  children?: Node[];
}

/** Letters, digits and signs as they are drawn: about 230 px at the size of the text. */
const LONGEST_IN_ONE_PIECE = 20;
/** The same where the column is as wide as it gets. */
const LONGEST_ON_A_LAPTOP = 32;

const opening = /[(“‘（《]+$/;
const closing = /^[,.;:!?)’”…，。；：！？）、》]+/;

export function rehypeFormulas() {
  const visit = (node: Node): void => {
    if (hasClass(node, 'katex-display')) return;
    const { children } = node;
    if (!children) return;
    for (const child of [...children]) {
      if (hasClass(child, 'katex')) keepTogether(children, child);
      else visit(child);
    }
  };
  return (tree: Node) => visit(tree);
}

function keepTogether(siblings: Node[], formula: Node): void {
  const drawn = formula.children?.find((child) => hasClass(child, 'katex-html'));
  const letters = drawn ? textOf(drawn).replace(/[\s\u200b]/g, '').length : Number.POSITIVE_INFINITY;
  if (letters > LONGEST_ON_A_LAPTOP) return;
  const at = siblings.indexOf(formula);
  const before = take(siblings[at - 1], opening);
  const after = take(siblings[at + 1], closing);
  siblings[at] = {
    type: 'element',
    tagName: 'span',
    properties: { className: [letters > LONGEST_IN_ONE_PIECE ? 'unbroken-if-wide' : 'unbroken'] },
    children: [...before, formula, ...after],
  };
}

/** What the pattern finds in a text is taken out of it. */
function take(text: Node | undefined, pattern: RegExp): Node[] {
  const [found] = (text?.type === 'text' && text.value?.match(pattern)) || [];
  if (!text || !found) return [];
  text.value = text.value?.replace(pattern, '') ?? '';
  return [{ type: 'text', value: found }];
}
