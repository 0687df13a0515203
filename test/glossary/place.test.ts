import { expect, it } from 'vitest';
import { placeBox } from '#src/glossary/place.ts';

const view = { width: 320, height: 600, covered: 56 };
const box = { width: 300, height: 200 };

it('goes below the term, and starts where it starts', () => {
  const small = { width: 100, height: 50 };
  expect(placeBox({ left: 40, top: 100, bottom: 120 }, small, view)).toEqual({ left: 40, top: 124 });
});

it('stays on the screen to the left and right', () => {
  expect(placeBox({ left: 250, top: 100, bottom: 120 }, box, view).left).toBe(320 - 300 - 8);
  expect(placeBox({ left: -20, top: 100, bottom: 120 }, box, view).left).toBe(8);
  expect(placeBox({ left: 250, top: 100, bottom: 120 }, { ...box, width: 320 }, view).left).toBe(8);
});

it('goes above where it does not fit below, and where above is more room', () => {
  expect(placeBox({ left: 8, top: 500, bottom: 520 }, box, view).top).toBe(500 - 4 - 200);
  const tall = { width: 300, height: 500 };
  expect(placeBox({ left: 8, top: 200, bottom: 220 }, tall, view).top).toBe(224);
  expect(placeBox({ left: 8, top: 400, bottom: 420 }, tall, view).top).toBe(400 - 4 - 500);
});
