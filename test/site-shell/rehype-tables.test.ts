/** What a chapter's table is given: a frame with a name that the Tab key stops at, and heads of one short word on one line. */
import { expect, it } from 'vitest';
import { rehypeTables } from '#src/site/rehype-tables.ts';

const head = (text: string) => ({
  type: 'element',
  tagName: 'th',
  properties: { align: 'right' },
  children: [
    { type: 'element', tagName: 'strong', properties: {}, children: [{ type: 'text', value: text }] },
  ],
});

const element = (tagName: string, children: object[], properties: object = {}) => ({
  type: 'element',
  tagName,
  properties: { ...properties },
  children,
});

it('keeps short heads whole and leaves long ones, which may break', () => {
  const [short, long] = [head('最后的损失'), head('主干从哪里开始')];
  rehypeTables()(element('table', [short, long]), {});
  expect(short.properties).toEqual({ align: 'right', className: ['whole'] });
  expect(long.properties).toEqual({ align: 'right' });
});

it.each([
  ['/course/content/en/a.mdx', ['Table', 'Table: Why', 'Table 2: Why', 'Table: What to do']],
  ['C:\\course\\content\\zh-cn\\a.mdx', ['表格', '表格：Why', '表格 2：Why', '表格：What to do']],
])('frames tables of %s, named after their sections', (path, names) => {
  const table = element('table', []);
  const heading = (tag: string, text: string) => element(tag, [{ type: 'text', value: text }]);
  const card = element('aside', [table]);
  const tree = element('root', [
    table,
    heading('h2', 'Why'),
    table,
    card,
    heading('h3', 'What to do'),
    table,
  ]);
  rehypeTables()(tree, { path });
  const frame = (ariaLabel?: string) =>
    element('section', [table], { className: ['table-frame'], ariaLabel, tabIndex: 0 });
  const [first, second, third, last] = names.map(frame);
  expect(tree.children).toEqual([
    first,
    heading('h2', 'Why'),
    second,
    element('aside', [third ?? {}]),
    heading('h3', 'What to do'),
    last,
  ]);
});
