/** Style sheets that a page's text links to come in its head. */
import { expect, it } from 'vitest';
import { withSheetsInHead } from '#src/site/sheets-in-head.ts';

const link = (href: string) => `<link rel="stylesheet" href="${href}">`;

it('moves each sheet of the text into the head, once', () => {
  const page = `<head>${link('a.css')}</head><body><p>1</p>${link('b.css')}<pre>2</pre>${link('c.css')}${link('b.css')}`;
  expect(withSheetsInHead(page)).toBe(
    `<head>${link('a.css')}${link('b.css')}${link('c.css')}</head><body><p>1</p><pre>2</pre>`,
  );
});

it('leaves a page without any as it is, and what is only written about', () => {
  for (const page of [
    `<head>${link('a.css')}</head><body><p>1</p>`,
    '<body>no head',
    '<head></head><code>&lt;link rel="stylesheet" href="b.css"></code>',
  ])
    expect(withSheetsInHead(page)).toBe(page);
});
