/** The notices of others' work: whose it is, each text once, and none missing without a word. */
import { expect, it } from 'vitest';
import { noticesText, packageOf, readWork } from '#src/site/notices.ts';

it.each([
  ['/a/node_modules/preact/dist/preact.module.js', 'preact'],
  ['/a/node_modules/@tensorflow/tfjs-core/dist/index.js', '@tensorflow/tfjs-core'],
  ['/a/node_modules/astro/node_modules/zod/index.js', 'zod'],
  ['C:\\a\\node_modules\\@astrojs\\starlight\\style.css', '@astrojs/starlight'],
  ['/a/src/random.ts', undefined],
  ['\0virtual:astro', undefined],
])('%s is of %s', (id, name) => expect(packageOf(id)).toBe(name));

it('writes each text once, below all that it goes with', () => {
  const text = noticesText([
    { name: 'a 1 (MIT)', texts: ['permission\n'] },
    { name: 'b 2 (MIT)', texts: ['© b', 'permission'] },
  ]);
  expect(text).toContain('\na 1 (MIT)\nb 2 (MIT)\n\npermission\n');
  expect(text).toContain('\nb 2 (MIT)\n\n© b\n');
  expect(text.match(/permission/g)).toHaveLength(1);
});

it('finds the licence where the package has no file of it', async () => {
  const { name, texts } = await readWork('@tensorflow/tfjs-core');
  expect(name).toBe('@tensorflow/tfjs-core 4.22.0 (Apache-2.0)');
  expect(texts.join('\n')).toMatch(
    /Copyright 2017 Google LLC[\s\S]*TERMS AND CONDITIONS[\s\S]*Grant of Patent License/,
  );
  for (const other of ['pagefind', '@pagefind/default-ui', 'seedrandom', 'katex', 'uplot', 'preact'])
    expect((await readWork(other)).texts.join('\n'), other).toMatch(
      /copyright[\s\S]*permission is hereby granted/i,
    );
});

it('refuses a package whose licence it cannot show', async () => {
  await expect(readWork('rehype-katex')).rejects.toThrow('rehype-katex (MIT) has no licence file');
});
