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
  const longer = code('npm run experiment -- activation-statistics --set init=he');
  const block = code('const a = 1;');
  rehypeWhole()(element('div', [element('p', [short, long, longer]), element('pre', [block])]));
  expect(short.properties).toEqual({ className: ['unbroken'] });
  expect(long.properties).toEqual({ className: ['unbroken-if-wide'] });
  expect(longer.properties).toEqual({});
  expect(block.properties).toEqual({});
});

it('lets no Chinese paragraph end with a line of one character', () => {
  const paragraph = element('p', [text('中间有一段，'), text('十张图几乎一样。')]);
  const open = element('p', [text('各不相同，也就是')]);
  const link = element('a', [text('第五讲的幻灯片')]);
  const number = element('p', [text('多少个都一样，恰好是 0。')]);
  const short = element('p', [text('好。')]);
  const english = element('p', [text('It is.')]);
  rehypeWhole()(element('div', [paragraph, open, element('li', [link, text('。')]), number, short, english]));
  expect(paragraph.children.slice(1)).toEqual([
    text('十张图几乎'),
    { ...element('span', [text('一样。')]), properties: { className: ['unbroken'] } },
  ]);
  expect(open.children[0]).toEqual(text('各不相同，也'));
  expect(link.children[0]).toEqual(text('第五讲的幻'));
  expect(number.children[0]).toEqual(text('多少个都一样，恰'));
  expect(short.children).toEqual([text('好。')]);
  expect(english.children).toEqual([text('It is.')]);
});

it('lets no line end with an arrow', () => {
  const paragraph = element('p', [
    element('a', [text('“better”')]),
    text(' → sometimes, or → '),
    code('never'),
  ]);
  rehypeWhole()(paragraph);
  expect(paragraph.children[1]).toEqual(text(' →\u00a0sometimes, or →\u00a0'));
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

/** ~ is a space at which no line breaks; […] is kept in one piece. */
it.each([
  ['losses of 0.84–0.85, from 16–55.', 'losses of~[0.84–0.85], from [16–55].'],
  ['42%（中间一半：39%–45%）', '42%（中间一半：[39%–45%]）'],
  ['a net of 784-100-10 units', 'a net of [784-100-10] units'],
  ['at λ = 0.02, 惩罚λ = −1.5 and rate × 5', 'at [λ = 0.02], 惩罚[λ = −1.5] and [rate × 5]'],
  ['images of 16 × 16', 'images of~[16 × 16]'],
  ['He et al. 2015, 何恺明等人（2015）', '[He et al. 2015], 何恺明[等人（2015）]'],
  ['见 Santurkar 等人（2018）', '见 Santurkar [等人（2018）]'],
  ['见 Poole 等（2016）和 Bjorck 等人（2018）', '见 [Poole 等（2016）]和 [Bjorck 等人（2018）]'],
  ['CIFAR-10, ResNet-1202, Fashion-MNIST, fan-in', '[CIFAR-10], [ResNet-1202], [Fashion-MNIST], [fan-in]'],
  ['32-bit, well-known, the loss = 3, 5 - 3', '32-bit, well-known, the loss = 3, 5 - 3'],
])('keeps what is joined whole: %s', (said, expected) => {
  const paragraph = element('p', [text(said)]);
  rehypeWhole()(paragraph);
  const parts: readonly { value?: string; children?: readonly { value?: string }[] }[] = paragraph.children;
  const written = parts.map(({ value, children }) => value ?? `[${children?.[0]?.value}]`).join('');
  expect(written.replaceAll('\u00a0', '~')).toBe(expected);
});
