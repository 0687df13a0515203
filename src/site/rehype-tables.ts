/**
 * A table wider than the window scrolls sideways, in a frame of its own: with a stop for the Tab key it does so from the
 * keyboard too, named after its section. The head of a column that is one short word stays on one line: Chinese would
 * break it anywhere, 学习 and 率 beneath it.
 */
import type { Translated } from '#src/i18n.ts';
import { localeOf, type SourceFile, textOf } from './tree.ts';

interface Node {
  readonly type?: string;
  readonly tagName?: string;
  readonly properties?: Record<string, unknown>;
  readonly value?: string;
  children?: Node[];
}

/** In characters: 最后的损失. */
const SHORT = 5;
const HEADING = /^h[2-4]$/;

const strings: Translated<{ readonly table: string; readonly colon: string }> = {
  en: { table: 'Table', colon: ': ' },
  'zh-cn': { table: '表格', colon: '：' },
};

export function rehypeTables() {
  return (tree: Node, file: SourceFile) => {
    const { table, colon } = strings[localeOf(file) ?? 'en'];
    let section = '';
    let count = 0;
    const visit = (node: Node): Node => {
      const { tagName = '', properties } = node;
      if (HEADING.test(tagName)) {
        section = textOf(node);
        count = 0;
      }
      if (tagName === 'th' && properties && textOf(node).length <= SHORT) properties.className = ['whole'];
      if (node.children) node.children = node.children.map(visit);
      if (tagName !== 'table') return node;
      count++;
      const name = count > 1 ? `${table} ${count}` : table;
      return inFrame(node, section ? name + colon + section : name);
    };
    visit(tree);
  };
}

/** The frame scrolls, not the table: one that is laid out as a block is no table to some screen readers. */
const inFrame = (table: Node, ariaLabel: string): Node => ({
  type: 'element',
  tagName: 'section',
  properties: { className: ['table-frame'], ariaLabel, tabIndex: 0 },
  children: [table],
});
