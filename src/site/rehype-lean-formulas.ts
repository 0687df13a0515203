/**
 * KaTeX’s trees with fewer elements: they are two fifths of those on a long page, and cost a phone as much of its time.
 * Everything is drawn where it was (`test/site/formulas.test.ts` measures the course’s formulas both ways).
 *
 * - Classes for TeX’s kinds of atoms have no style, so letters and digits need no element of their own.
 * - Room beside an atom that has an element anyway, or beside a relation, is its margin.
 * - A lone subscript or superscript is a line of text that is moved, where KaTeX makes a table of up to eleven elements.
 * - The MathML that is read aloud goes without the TeX source, which was copied along with a formula.
 */
import { hasClass } from './tree.ts';

interface Node {
  readonly type: string;
  readonly tagName?: string;
  readonly properties?: Record<string, unknown>;
  readonly value?: string;
  children?: Node[];
}

const kinds = ['mord', 'mrel', 'mbin', 'mop', 'mopen', 'mclose', 'mpunct', 'minner', 'mtight', 'text'];
const relations = ['mrel', 'mbin'];
/** Font sizes of KaTeX’s classes `size1` to `size11`. */
const sizes = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488];

export function rehypeLeanFormulas() {
  const visit = (node: Node): void => {
    if (hasClass(node, 'katex-html')) node.children = lean(node.children ?? []);
    else if (node.tagName === 'math') node.children = node.children?.flatMap(withoutSource) ?? [];
    else for (const child of node.children ?? []) visit(child);
  };
  return (tree: Node) => visit(tree);
}

/** `<semantics>` with the formula and its source is the formula, which needs no row of its own within `<math>`. */
function withoutSource(node: Node): Node[] {
  const formula = node.tagName === 'semantics' ? node.children?.[0] : undefined;
  if (!formula) return [node];
  return formula.tagName === 'mrow' ? (formula.children ?? []) : [formula];
}

function lean(nodes: readonly Node[]): Node[] {
  return withMargins(nodes.map(leaner)).flatMap((node) => (isBare(node) ? (node.children ?? []) : [node]));
}

function leaner(node: Node): Node {
  if (hasClass(node, 'delimsizing')) return node; // has styles for its children
  const children = node.children ?? [];
  if (hasClass(node, 'vlist')) return { ...node, children: children.map(withPlaces) };
  return loneScript(node) ?? (node.children ? { ...node, children: lean(children) } : node);
}

/** An item of KaTeX’s vertical lists: its own children have styles, theirs have not. */
const withPlaces = (item: Node): Node => ({
  ...item,
  children: (item.children ?? []).map((child) => ({ ...child, children: lean(child.children ?? []) })),
});

/** Room between two atoms as a margin of one of them, wherever that one has an element anyway. */
function withMargins(nodes: readonly Node[]): Node[] {
  const kept: Node[] = [];
  let before = 0;
  for (const [at, node] of nodes.entries()) {
    const room = roomOf(node);
    const last = kept.at(-1);
    const next = nodes[at + 1];
    if (room !== undefined && last && !isBare(last) && takesMargin(last))
      kept[kept.length - 1] = moved(last, { 'margin-right': room });
    else if (room !== undefined && next && takesMargin(next) && (!isBare(next) || isRelation(next)))
      before = room;
    else {
      kept.push(before ? moved(node, { 'margin-left': before }) : node);
      before = 0;
    }
  }
  return kept;
}

/** In em, of one that is nothing else. */
function roomOf(node: Node): number | undefined {
  const { 'margin-right': room, ...more } = styleOf(node);
  return hasClass(node, 'mspace') && !node.children?.length && room && Object.keys(more).length === 0
    ? em(room)
    : undefined;
}

/** A subscript or superscript that has no other beside it: a line of text, raised. */
function loneScript(node: Node): Node | undefined {
  if (!hasClass(node, 'msupsub')) return undefined;
  const lists = childrenOf(childrenOf(childrenOf([node]))).filter((cell) => hasClass(cell, 'vlist'));
  const [item, ...moreItems] = childrenOf(lists).filter(({ children }) => children?.length);
  const [strut, drawn, ...moreParts] = item?.children ?? [];
  const { top, 'margin-left': left, 'margin-right': right, ...more } = item ? styleOf(item) : {};
  const size = drawn && sizeOf(drawn);
  if (!strut || !size || top === undefined) return undefined;
  if (moreItems.length > 0 || moreParts.length > 0 || Object.keys(more).length > 0) return undefined;
  const script: Node = {
    type: 'element',
    tagName: 'span',
    properties: { className: ['script', ...size.classes] },
    children: lean(size.classes.length > 0 ? (drawn.children ?? []) : [drawn]),
  };
  return moved(script, {
    'vertical-align': -(em(top) + em(styleOf(strut).height)) / size.ratio,
    'margin-left': em(left) / size.ratio,
    'margin-right': em(right) / size.ratio,
  });
}

/** How large a script is beside what it belongs to, and the classes that make it so. */
function sizeOf(script: Node): { ratio: number; classes: string[] } | undefined {
  if (!hasClass(script, 'sizing')) return { ratio: 1, classes: [] };
  const [, from, to] = /\breset-size(\d+) size(\d+)\b/.exec(classesOf(script).join(' ')) ?? [];
  const [old, now] = [from, to].map((size) => sizes[Number(size) - 1]);
  if (!old || !now || !isPlain(script)) return undefined;
  return { ratio: now / old, classes: ['sizing', `reset-size${from}`, `size${to}`] };
}

const childrenOf = (nodes: readonly Node[]): Node[] => nodes.flatMap(({ children }) => children ?? []);
const classesOf = ({ properties }: Node): string[] =>
  Array.isArray(properties?.className) ? properties.className.map(String) : [];

/** Without a style of its own. */
const isPlain = (node: Node): boolean => Object.keys(styleOf(node)).length === 0;
const isBare = (node: Node): boolean =>
  node.tagName === 'span' && isPlain(node) && classesOf(node).every((name) => kinds.includes(name));
const isRelation = (node: Node): boolean => relations.some((name) => hasClass(node, name));
/** Its margins are in the em of the formula, and there are none yet that a style sheet gives. */
const takesMargin = (node: Node): boolean =>
  node.tagName === 'span' &&
  !classesOf(node).some((name) => /^(mspace|script|sizing|fontsize-ensurer|strut|vlist)/.test(name));

const em = (length: string | undefined): number => Number.parseFloat(length ?? '0');

function styleOf({ properties }: Node): Record<string, string> {
  const rules = String(properties?.style ?? '')
    .split(';')
    .filter(Boolean);
  return Object.fromEntries(
    rules.map((rule) => [rule.slice(0, rule.indexOf(':')), rule.slice(rule.indexOf(':') + 1)]),
  );
}

/** With lengths added to its style, in em. */
function moved(node: Node, lengths: Record<string, number>): Node {
  const style = styleOf(node);
  for (const [name, length] of Object.entries(lengths)) {
    const sum = em(style[name]) + length;
    if (sum !== 0 || name in style) style[name] = `${Number(sum.toFixed(4))}em`;
  }
  const written = Object.entries(style).map(([name, value]) => `${name}:${value}`);
  return { ...node, properties: { ...node.properties, style: written.join(';') } };
}
