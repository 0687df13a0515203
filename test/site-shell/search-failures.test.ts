import { expect, it } from 'vitest';
import { failing } from '#src/site/search-failures.ts';

const script =
  'async load(){await get("a","load_index_chunk")).catch(()=>{});await get("b").catch(()=>{});}' +
  'if(odd){console.error(`Decompressing went wrong`);return data;}console.error(`Other`);';

it('makes failures of what the search would pass over, and of nothing else', () => {
  expect(failing('pagefind.js', script)).toBe(
    'async load(){await get("a","load_index_chunk"));await get("b").catch(()=>{});}' +
      'if(odd){throw new Error(`Decompressing went wrong`);return data;}console.error(`Other`);',
  );
});

it.each([
  ['without the places', 'search()'],
  ['with one of them twice', script + script],
])('refuses a script %s, and says where to look', (_name, other) => {
  expect(() => failing('pagefind.js', other)).toThrow(/pagefind\.js: .*search-failures\.ts/);
});
