/** Numbers that stay on the line of what they belong to. */
import { expect, it } from 'vitest';
import { attachedNumbers } from '#src/site/attached-numbers.ts';

it.each([
  ['in layer 10, of layers 1 to 10', 'in layer~10, of layers~1~to~10'],
  ['some 20 MB at 0, in 2015', 'some 20~MB at~0, in~2015'],
  ['a layer of its own 10 units wide', 'a layer of its own 10~units wide'],
  ['a layer 10 wide, no epochs, a rate', 'a layer~10 wide, no epochs, a rate'],
  ['after 40 epochs 51% of 20 MB', 'after 40~epochs 51% of~20~MB'],
  ['section 2.2 derives it, layer 10 arrives', 'section~2.2 derives it, layer~10 arrives'],
  ['the mean of 30 passes 0.793', 'the mean of~30~passes 0.793'],
  ['it has 0.984, at 0.49–0.52, and −3', 'it has 0.984, at~0.49–0.52, and −3'],
  ['from 1,000 to 2,000 to 3,000 epochs', 'from 1,000 to~2,000 to~3,000~epochs'],
  ['after 11 to 16 epochs, up to 40 epochs', 'after 11~to~16 epochs, up to~40~epochs'],
  ['a standard deviation of 0.02', 'a standard deviation of~0.02'],
  ['a rate of 0.01, momentum 0.9', 'a rate of~0.01, momentum~0.9'],
  ['by S. Schoenholz and G. E. Hinton', 'by S.~Schoenholz and G.~E.~Hinton'],
  ['第 10 层，0.4 到 0.44，2012 年', '第~10~层，0.4~到~0.44，2012~年'],
  ['见图 3 和表 2', '见图~3 和表~2'],
  ['标准差取 1，再看 300 张，深度 10。', '标准差取 1，再看 300~张，深度 10。'],
])('keeps numbers beside what they belong to: %s', (text, expected) => {
  expect(attachedNumbers(text).replaceAll('\u00a0', '~')).toBe(expected);
});
