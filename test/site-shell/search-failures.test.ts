import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { failing, untilWhole } from '#src/site/search-failures.ts';

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

it('waits for a script that is not there yet, is empty, or is half written', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'search-')), 'pagefind.js');
  let isWhole = false;
  const waiting = untilWhole(file).then(() => isWhole);
  for (const text of ['', 'search(', 'search()']) {
    await setTimeout(250);
    isWhole = text === 'search()';
    await writeFile(file, text);
  }
  expect(await waiting).toBe(true);
});
