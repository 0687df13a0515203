/**
 * A formula in a line of text breaks wherever KaTeX lets it, so after × or ±, and the comma that follows it may start the
 * next line. Short ones stay in one piece, with the marks that touch them, a word that leads to a number, one that measures it
 * (`attached-numbers.ts`); longer ones may break where a phone needs it, the longest anywhere.
 */
import { leadIn, measureAfter } from './attached-numbers.ts';
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
  const signs = drawn ? textOf(drawn).replace(/[\s\u200b]/g, '') : undefined;
  if (signs === undefined || signs.length > LONGEST_ON_A_LAPTOP) return;
  const at = siblings.indexOf(formula);
  const isShort = signs.length <= LONGEST_IN_ONE_PIECE;
  const before = take(
    siblings[at - 1],
    'end',
    (text) => opening.exec(text)?.[0] ?? (isShort ? leadIn(text, /^−?\d/.test(signs)) : ''),
  );
  const after = take(
    siblings[at + 1],
    'start',
    (text) => closing.exec(text)?.[0] ?? (isShort ? measureAfter(text) : ''),
  );
  siblings[at] = {
    type: 'element',
    tagName: 'span',
    properties: { className: [isShort ? 'unbroken' : 'unbroken-if-wide'] },
    children: [...before, formula, ...after],
  };
}

/** What is found at an end of a text is taken out of it. */
function take(text: Node | undefined, end: 'start' | 'end', find: (text: string) => string): Node[] {
  const value = (text?.type === 'text' && text.value) || '';
  const found = find(value);
  if (!text || found === '') return [];
  text.value = end === 'start' ? value.slice(found.length) : value.slice(0, -found.length);
  return [{ type: 'text', value: found }];
}
