/**
 * What is read as one word stays on one line, though it has hyphens in it: short code in a line of text (`/zh-cn/lab/`
 * broken at its hyphen would be typed with a space), and dates.
 */
import { textOf } from './tree.ts';

interface Node {
  readonly type: string;
  readonly tagName?: string;
  properties?: Record<string, unknown>;
  readonly value?: string;
  children?: Node[];
}

/** Of code, in letters: less than a phone of 320 px is wide, with letters set wide too. */
const LONGEST_IN_ONE_PIECE = 24;
const DATE = /(\d{4}-\d{2}-\d{2})/;

export function rehypeWhole() {
  const visit = (node: Node): void => {
    if (node.tagName === 'pre') return;
    if (node.tagName === 'code') {
      if (textOf(node).length <= LONGEST_IN_ONE_PIECE) node.properties = { ...node.properties, ...whole };
      return;
    }
    if (!node.children) return;
    node.children.forEach(visit);
    node.children = node.children.flatMap((child) => (child.type === 'text' ? withDates(child) : [child]));
  };
  return (tree: Node) => visit(tree);
}

const whole = { className: ['unbroken'] };

/** Every second part of what is split at the dates is a date. */
function withDates({ value = '' }: Node): Node[] {
  return value.split(DATE).flatMap((part, i): Node[] => {
    const text = { type: 'text', value: part };
    if (i % 2 === 0) return part === '' ? [] : [text];
    return [{ type: 'element', tagName: 'span', properties: { ...whole }, children: [text] }];
  });
}
