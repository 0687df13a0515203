/** Formulas as KaTeX makes them, and as the pages have them. */
import { fromHtml } from 'hast-util-from-html';
import { toHtml } from 'hast-util-to-html';
import katex from 'katex';
import { rehypeLeanFormulas } from '#src/site/rehype-lean-formulas.ts';
import { textOf } from '#src/site/tree.ts';

export const wholeFormula = (source: string, displayMode: boolean) =>
  fromHtml(katex.renderToString(source, { displayMode, strict: 'error' }), { fragment: true });

export type Tree = ReturnType<typeof wholeFormula>;

export function leanFormula(source: string, displayMode: boolean): Tree {
  const tree = wholeFormula(source, displayMode);
  rehypeLeanFormulas()(tree);
  return tree;
}

/** What it says and shows, one after the other. */
export const wordsOf = (tree: Tree): string =>
  tree.children.map((child) => ('children' in child ? textOf(child) : '')).join('');

export const written = (tree: Tree): string => toHtml(tree);
