/** The policy of a page holds the hashes of what runs in it, and stands before it. */
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { inlineHashes, policy, union, withPolicy } from '#src/site/content-security.ts';
import { headersFile, pathsOutsideEmbeds } from '#src/site/headers.ts';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

it('hashes what runs in the page itself', () => {
  const { scripts, styles } = inlineHashes(
    '<script>a()</script><script type="module">b()</script><script src="c.js"></script>' +
      '<script type="application/json">{}</script><style media="print">p{}</style>',
  );
  expect([...scripts]).toEqual([hash('a()'), hash('b()')]);
  expect([...styles]).toEqual([hash('p{}')]);
});

it('names each hash once, and lets in no other inline script', () => {
  const one = inlineHashes('<script>a()</script>');
  const line = policy(union([one, one]));
  expect(line).toContain(`script-src 'self' 'wasm-unsafe-eval' ${hash('a()')};`);
  expect(line).not.toContain('unsafe-inline');
});

it('puts the policy before all that it governs', () => {
  const html = '<head><meta charset="utf-8"/><script>a()</script></head>';
  const page = withPolicy(html, inlineHashes(html), '/s.css');
  expect(page.indexOf('http-equiv')).toBeLessThan(page.indexOf('<script>'));
  expect(page).toContain('<link rel="stylesheet" href="/s.css"></head>');
  expect(() => withPolicy('<p>', inlineHashes(''), '')).toThrow('a page without');
});

it('lets other sites frame nothing but the pages for frames', () => {
  const paths = pathsOutsideEmbeds([
    '',
    '404.html',
    'en/',
    'en/lab/',
    'en/lab/x/',
    'en/embed/x/',
    'en/weights/he/',
  ]);
  expect(paths).toEqual(['', '404.html', 'en/', 'en/lab/*', 'en/weights/*']);
  const file = headersFile('/course/', "default-src 'none'", paths);
  expect(file).toContain("/course/en/weights/*\n  Content-Security-Policy: frame-ancestors 'self'\n");
  expect(file).toContain('/course/_astro/*\n  Cache-Control: public, max-age=31536000, immutable\n');
});

it('writes no `_headers` that a host would cut', () => {
  const long = `script-src ${"'sha256-0123456789'".repeat(150)}`;
  expect(() => headersFile('/', long, [])).toThrow(
    /^_headers: a line of \d+ characters, 2000 are allowed: {3}Content-Sec/,
  );
  const paths = Array.from({ length: 100 }, (_, i) => `en/${i}/*`);
  expect(() => headersFile('/', "default-src 'none'", paths)).toThrow('_headers: 105 rules, 100 are allowed');
});
