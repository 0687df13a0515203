/** What a chapter's table is given: a stop for the Tab key, and heads of one short word that stay on one line. */
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

it('keeps short heads whole and leaves long ones, which may break', () => {
  const [short, long] = [head('最后的损失'), head('主干从哪里开始')];
  const table = { type: 'element', tagName: 'table', properties: {}, children: [short, long] };
  rehypeTables()(table);
  expect(table.properties).toEqual({ tabIndex: 0 });
  expect(short.properties).toEqual({ align: 'right', className: ['whole'] });
  expect(long.properties).toEqual({ align: 'right' });
});
