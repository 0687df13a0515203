/** What is kept for reading offline, and under which version. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { listFiles, workerScript } from '#src/site/offline.ts';
import { plainScript } from '#src/site/plain-script.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const source = readFileSync('src/site/offline-worker.ts', 'utf8');
const versionOf = (script: string) => /^const VERSION = "([0-9a-f]{12})";/.exec(script)?.[1];

it('lists pages by their addresses, and leaves out what no reader of the course asks for', () => {
  const files = [
    ...['index.html', 'en/index.html', 'en/lab/x/index.html', '404.html', '_astro/a.woff2', 'data/x.bin'],
    ...[
      'en/embed/x/index.html',
      '_astro/a.woff',
      '_astro/a.ttf',
      '_headers',
      'sw.js',
      'pagefind/pagefind-ui.js',
    ],
  ].map((file) => [file, bytes(file)] as const);
  expect(Object.keys(listFiles(files))).toEqual([
    '',
    '404.html',
    '_astro/a.woff2',
    'data/x.bin',
    'en/',
    'en/lab/x/',
  ]);
  expect(listFiles([['index.html', bytes('')]])['']).toBe(
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
  );
});

/** What the worker of a version that has kept `data/x.bin` as “old” answers a script that asks for it. */
async function answerOf(cache: RequestCache, host: () => Promise<Response>): Promise<string> {
  const address = 'https://example.org/course/data/x.bin';
  const listeners = new Map<string, (event: object) => void>();
  const keeper = { match: async (asked: string) => (asked === address ? new Response('old') : undefined) };
  const globals = {
    addEventListener: listeners.set.bind(listeners),
    fetch: host,
    location: new URL('https://example.org/course/sw.js'),
    caches: { open: async () => keeper, keys: async () => [] },
  };
  new Function(...Object.keys(globals), workerScript(source, {}))(...Object.values(globals));
  const answer = await new Promise<Response>((respondWith) => {
    const request = { url: address, method: 'GET', mode: 'cors', cache };
    listeners.get('fetch')?.({ request, respondWith });
  });
  return answer.text();
}

it('hands out what is kept, but what a page asks for anew as the host has it', async () => {
  const published = async () => new Response('new');
  const gone = async () => new Response('no such file', { status: 404 });
  const away = () => Promise.reject(new TypeError('Failed to fetch'));
  expect(await answerOf('default', published)).toBe('old');
  expect(await answerOf('reload', published)).toBe('new');
  expect(await answerOf('reload', gone)).toBe('old');
  expect(await answerOf('reload', away)).toBe('old');
});

it('makes a classic script, whose version changes with any file’s contents alone', () => {
  const version = (contents: string) =>
    versionOf(workerScript(source, listFiles([['a.js', bytes(contents)]])));
  expect(version('1')).toBeDefined();
  expect(version('1')).toBe(version('1'));
  expect(version('1')).not.toBe(version('2'));
  for (const script of [
    workerScript(source, {}),
    plainScript(readFileSync('src/site/offline-withdrawn.ts', 'utf8')),
  ]) {
    expect(script).not.toMatch(/^\s*(?:import|export|interface|declare)\b/m);
    expect(() => new Function(script)).not.toThrow();
  }
});
