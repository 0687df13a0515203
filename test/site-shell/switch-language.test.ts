/** A place in a page, by its headings: the same in a language in which everything is shorter. */
import { expect, it } from 'vitest';
import { lineAt, placeAmong, readPlace } from '#src/site/switch-language.ts';

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
