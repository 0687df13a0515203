/** The list of pages for search engines: each chapter and figure in both languages. */
import sitemap from '@astrojs/sitemap';
import type { AstroIntegration } from 'astro';
import { languageTags, locales } from '#src/i18n.ts';

/**
 * Starlight makes a list of its own, of all pages, unless there is one of this name. It can only be made of whole
 * addresses: without `site` nothing is made, and nothing warns.
 *
 * @param site origin, `https://example.org`
 * @param base path of the course below it, with a slash at both ends
 */
export function siteMap(site: string | undefined, base: string): AstroIntegration {
  if (site === undefined) return { name: '@astrojs/sitemap', hooks: {} };
  return sitemap({
    i18n: { defaultLocale: locales[0], locales: languageTags },
    filter: (page) => isListed(page, site + base),
  });
}

/** All but the front page, which sends readers on to their language, and the figures for other sites' frames. */
function isListed(page: string, home: string): boolean {
  return page !== home && page.split('/').at(-3) !== 'embed';
}
