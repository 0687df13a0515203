/** What a page says of itself to search engines and to other sites that show a link to it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { languageTags, locales } from '#src/i18n.ts';
import { SITE_ADDRESS } from './address.ts';
import { it, type SitePage, sitePages, underSubPath } from './browser.ts';

const pages = sitePages();
const isEmbed = ({ slug }: SitePage) => slug.startsWith('embed/');
const readable = pages.filter((page) => page.locale !== undefined && !isEmbed(page));
/** The project below a path is built for an address of its own; the other doesn't know where it will be. */
const home = underSubPath() ? SITE_ADDRESS + new URL(inject('siteUrl')).pathname : undefined;

const file = (name: string) => readFileSync(join(inject('siteFolder'), name), 'utf8');

/** Values of an attribute of the page's `<meta>` or `<link>` elements that have another. */
function said({ html }: SitePage, having: string, attribute: 'content' | 'href'): (string | undefined)[] {
  const head = html.slice(0, html.indexOf('</head>'));
  return [...head.matchAll(/<(?:meta|link)\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => tag.includes(having))
    .map((tag) => new RegExp(` ${attribute}="([^"]*)"`).exec(tag)?.[1]);
}

it('gives each page a title and a description of its own in either language', () => {
  for (const page of readable) {
    const [title = ''] = said(page, 'property="og:title"', 'content');
    expect(title, page.path).toMatch(/\S/);
    expect(page.html, page.path).toContain(`<title>${title}`);
    expect(said(page, 'name="description"', 'content'), page.path).toEqual([
      expect.stringMatching(/^.{8,}$/),
    ]);
    expect(said(page, 'name="twitter:card"', 'content'), page.path).toEqual(['summary_large_image']);
  }
});

it('tells search engines to leave out the figures for frames and the page for what is not there', () => {
  const left = pages.filter((page) => said(page, 'name="robots"', 'content').includes('noindex'));
  expect(left.map(({ path }) => path)).toEqual(
    pages.filter((page) => isEmbed(page) || page.file === '404.html').map(({ path }) => path),
  );
});

it('names whole addresses where it knows its own, and none where it does not', () => {
  for (const page of readable) {
    const own = home === undefined ? [] : [home + page.path];
    expect(said(page, 'rel="canonical"', 'href'), page.path).toEqual(own);
    expect(said(page, 'property="og:url"', 'content'), page.path).toEqual(own);
    expect(said(page, 'property="og:image"', 'content'), page.path).toEqual(
      home === undefined ? [] : [`${home}images/card.png`],
    );
    if (home === undefined) continue;
    for (const locale of locales) {
      expect(said(page, `hreflang="${languageTags[locale]}"`, 'href'), page.path).toEqual([
        `${home}${locale}/${page.slug}`,
      ]);
    }
  }
  expect(existsSync(join(inject('siteFolder'), 'images/card.png'))).toBe(true);
});

it('lists for search engines what is to be read, in both languages', () => {
  const robots = file('robots.txt');
  if (home === undefined) {
    expect(robots).not.toContain('Sitemap');
    expect(existsSync(join(inject('siteFolder'), 'sitemap-index.xml'))).toBe(false);
    return;
  }
  expect(robots).toContain(`\nSitemap: ${home}sitemap-index.xml\n`);
  expect(file('sitemap-index.xml')).toContain(`<loc>${home}sitemap-0.xml</loc>`);
  const listed = [...file('sitemap-0.xml').matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address);
  expect(listed.sort()).toEqual(readable.map(({ path }) => home + path).sort());
});
