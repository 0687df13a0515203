/** What is kept on one line: short code in a line of text, and dates; long code and blocks of it may break. */
import { expect, it } from 'vitest';
import { rehypeWhole } from '#src/site/rehype-whole.ts';

const text = (value: string) => ({ type: 'text', value });
const element = (tagName: string, children: object[]) => ({
  type: 'element',
  tagName,
  properties: {} as Record<string, unknown>,
  children: children as never[],
});
const code = (value: string) => element('code', [text(value)]);

it('keeps short code whole', () => {
  const short = code('/zh-cn/lab/dropout/');
  const long = code('npm run experiment -- activation-statistics');
  const block = code('const a = 1;');
  rehypeWhole()(element('div', [element('p', [short, long]), element('pre', [block])]));
  expect(short.properties).toEqual({ className: ['unbroken'] });
  expect(long.properties).toEqual({});
  expect(block.properties).toEqual({});
});

it('keeps dates whole, and the text around them as it is', () => {
  const paragraph = element('p', [text('Spark, 2018-02-01, and 2015-12-10'), code('2018-02-01')]);
  rehypeWhole()(paragraph);
  const date = (value: string) => ({
    type: 'element',
    tagName: 'span',
    properties: { className: ['unbroken'] },
    children: [text(value)],
  });
  expect(paragraph.children.slice(0, -1)).toEqual([
    text('Spark, '),
    date('2018-02-01'),
    text(', and '),
    date('2015-12-10'),
  ]);
});

it('leaves a text without dates as one', () => {
  const paragraph = element('p', [text('seeds 1-5, 32-bit, 2018-2019')]);
  rehypeWhole()(paragraph);
  expect(paragraph.children).toEqual([text('seeds 1-5, 32-bit, 2018-2019')]);
});
