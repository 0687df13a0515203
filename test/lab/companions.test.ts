import { expect, it } from 'vitest';
import { companionCurves } from '#src/lab/baked.ts';
import { readCompanions } from '#src/lab/companions.ts';

const presets = { good: {}, wild: {} };

it('reads what a page has been given of other presets, with NaN where a loss was none', () => {
  const records = { good: { summary: { trainLoss: [4, 2] } }, wild: { summary: { trainLoss: [1e9, null] } } };
  const read = readCompanions(`{"trainLoss":${companionCurves(records, 'trainLoss', 1)}}`, presets);
  expect(read.get('trainLoss')).toEqual({ good: [4, 2], wild: [1e9, Number.NaN] });
  expect(read.get('testLoss')).toBeUndefined();
});

it('has nothing to read where nothing was given', () => {
  expect(readCompanions(undefined, presets).size).toBe(0);
});

it.each([
  ['no object', '[]'],
  ['no object in a group', '{"trainLoss":3}'],
  ['a preset that the widget does not have', '{"trainLoss":{"toString":[1]}}'],
  ['no list', '{"trainLoss":{"good":"2.3"}}'],
  ['no numbers', '{"trainLoss":{"good":[2.3,"2.2"]}}'],
])('refuses %s', (_, text) => {
  expect(() => readCompanions(text, presets)).toThrow(TypeError);
});
