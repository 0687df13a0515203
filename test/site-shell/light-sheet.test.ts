import { expect, it } from 'vitest';
import { lightRules, withLightSheet } from '#src/site/light-sheet.ts';

it.each([
  [':root{--ink:#fff}:root[data-theme=light]{--ink:#000}', ':root[data-theme=dark]{--ink:#000}'],
  [
    "@layer a{@media (min-width:9em){[data-theme='light'] p,em{x:1;y:2}b{z:3}}i{z:4}}",
    '@layer a{@media (min-width:9em){[data-theme=dark] p{x:1;y:2}}}',
  ],
  [
    ':root:not([data-theme=dark]) :is(a,b):where(c,d){x:1}p:not([data-theme=dark]){x:2}',
    ':root[data-theme=dark] :is(a,b):where(c,d){x:1}',
  ],
  [
    '@import "a;b{.css";/* } */p{content:"}"}[data-theme=light]{background:url("data:x;{")}',
    '[data-theme=dark]{background:url("data:x;{")}',
  ],
  ['p{x:1}@font-face{y:2}', ''],
])('takes from %s what is said of the light theme', (css, light) => {
  expect(lightRules(css)).toBe(light);
});

it('is asked for by pages that come in dark, where no script turns them', () => {
  const page = (html: string) => `<html${html}><head></head></html>`;
  expect(withLightSheet(page(' lang="en" data-theme="dark"'), '/a.css')).toBe(
    '<html lang="en" data-theme="dark"><head><noscript><link rel="stylesheet" href="/a.css" media="(prefers-color-scheme: light)"></noscript></head></html>',
  );
  expect(withLightSheet(page(' lang="en"'), '/a.css')).toBe(page(' lang="en"'));
});
