import { expect, it } from 'vitest';
import { failing } from '#src/site/search-failures.ts';

const script =
  'try{load()}catch(e){console.error(`Failed to load the index chunk `);}' +
  'if(odd){console.error(`Decompressing went wrong`);return data;}console.error(`Other`);';

it('makes errors of what the search would pass over, and of nothing else', () => {
  expect(failing('pagefind.js', script)).toBe(
    'try{load()}catch(e){throw new Error(`Failed to load the index chunk `);}' +
      'if(odd){throw new Error(`Decompressing went wrong`);return data;}console.error(`Other`);',
  );
});

it.each([
  ['without the messages', 'search()'],
  ['with one of them twice', script + script],
])('refuses a script %s, and says where to look', (_name, other) => {
  expect(() => failing('pagefind.js', other)).toThrow(/pagefind\.js: .*search-failures\.ts/);
});
