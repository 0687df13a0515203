/** A place in a page, by its headings: the same in a language in which everything is shorter. */
import { expect, it } from 'vitest';
import { lineAt, placeAmong, readPlace, startOfWay } from '#src/site/switch-language.ts';

const english = [300, 900, 1700, 2000];
const chinese = [280, 700, 1300, 1500];

it.each([
  [100, { heading: -1, part: 0 }],
  [300, { heading: 0, part: 0 }],
  [950, { heading: 1, part: 0 }], // still in view: where lengths differ it would slip under the bar
  [1300, { heading: 1, part: 0.5 }],
  [2400, { heading: 3, part: 0 }],
])('%s px down is at %o', (line, place) => {
  expect(placeAmong(english, line)).toEqual(place);
});

it('finds the place again where lengths differ', () => {
  expect(lineAt(chinese, placeAmong(english, 1300))).toBe(1000);
  expect(lineAt(chinese, { heading: 9, part: 0 })).toBeUndefined();
});

it('reads nothing but a place out of the address', () => {
  expect(readPlace('#place=3+0.25')).toEqual({ heading: 3, part: 0.25 });
  for (const other of ['', '#what-happens', '#place=', '#place=-1+0', '#place=1+7', '#place=1+0.25x']) {
    expect(readPlace(other), other).toBeUndefined();
  }
});

const [read, passed] = [
  { heading: 3, part: 0.5 },
  { heading: 1, part: 0 },
];
const tab = { key: 'Tab', shiftKey: false };
const back = { key: 'Tab', shiftKey: true };
const other = { key: 'ArrowDown', shiftKey: false };
const pointer = {};

it('keeps where the way back to the select began, past every stop on it', () => {
  const begun = startOfWay(undefined, back, 'text', () => read);
  expect(begun).toBe(read);
  for (const [input, focus] of [
    [{ key: 'Shift', shiftKey: true }, 'text'],
    [back, 'text'],
    [back, 'beside'],
    [tab, 'beside'], // one stop too far
    [other, 'select'],
  ] as const) {
    expect(
      startOfWay(begun, input, focus, () => passed),
      `${input.key}, ${focus}`,
    ).toBe(read);
  }
});

it.each([
  ['a Tab forward in the text', tab, 'text'],
  ['another key in the text', other, 'text'],
  ['another key beside it', other, 'beside'],
  ['a pointer or a wheel', pointer, 'text'],
] as const)('takes %s for reading again', (_name, input, focus) => {
  expect(startOfWay(read, input, focus, () => passed)).toBeUndefined();
});
