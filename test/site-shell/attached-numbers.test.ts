/** Numbers that stay on the line of what they belong to. */
import { expect, it } from 'vitest';
import { attachedNumbers } from '#src/site/attached-numbers.ts';

it.each([
  ['in layer 10, of layers 1 to 10', 'in layer~10, of layers~1~to~10'],
  ['some 20 MB at 0, in 2015', 'some 20~MB at~0, in~2015'],
  ['a layer of its own 10 units wide', 'a layer of its own 10 units wide'],
  ['第 10 层，0.4 到 0.44，2012 年', '第~10~层，0.4~到~0.44，2012~年'],
  ['标准差取 1，再看 300 张', '标准差取~1，再看 300~张'],
])('keeps numbers beside what they belong to: %s', (text, expected) => {
  expect(attachedNumbers(text).replaceAll('\u00a0', '~')).toBe(expected);
});
