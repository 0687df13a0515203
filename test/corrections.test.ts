/** Each correction has an address of its own, and one page per language leads to all of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { locales } from '#src/i18n.ts';

const LIST = 'about/corrections';

const folder = (locale: string) => fileURLToPath(new URL(`../content/${locale}/`, import.meta.url));
const read = (locale: string, page: string) => readFileSync(`${folder(locale)}${page}.mdx`, 'utf8');
const pagesOf = (locale: string) =>
  readdirSync(folder(locale), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.mdx'))
    .map((file) => file.replace(/\.mdx$/, ''))
    .sort();

/** `page#id` of each correction in the chapters, in their order; `page#` where one has no id. */
const correctionsOf = (locale: string) =>
  pagesOf(locale).flatMap((page) =>
    [...read(locale, page).matchAll(/<Correction\b([^>]*)>/g)].map(
      ([, attributes = '']) => `${page}#${attributes.match(/\bid="([^"]*)"/)?.[1] ?? ''}`,
    ),
  );

describe('corrections', () => {
  it('have ids: words in lower case, each but once on the site', () => {
    const found = correctionsOf('en');
    expect(found.length).toBeGreaterThan(50);
    for (const correction of found) expect(correction).toMatch(/#correction-[a-z0-9]+(-[a-z0-9]+)*$/);
    const ids = found.map((correction) => correction.slice(correction.indexOf('#')));
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('have the same ids in both languages, in the same order', () => {
    expect(correctionsOf('zh-cn')).toEqual(correctionsOf('en'));
  });

  it.each(locales)('are all in the list, and each but once: %s', (locale) => {
    const linked = [...read(locale, LIST).matchAll(/\]\((\/[^)\s]*#correction-[^)\s]*)\)/g)].map(
      ([, address]) => address,
    );
    const there = correctionsOf(locale).map((correction) => `/${locale}/${correction.replace('#', '/#')}`);
    expect(linked.toSorted()).toEqual(there.toSorted());
  });
});
