/** A Chromium that looks at the built site as readers do, and pages that report whatever went wrong in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { it as base, expect, inject } from 'vitest';
import { listen } from '#src/cli/drive/complaints.ts';
import { chromiumFlags, findBrowser } from '#src/cli/find-browser.ts';
import { type Locale, locales } from '#src/i18n.ts';
import { everything } from '../extent.ts';
import { widgetIds } from './widget.ts';

export { softwareWebgpuFlags } from '#src/cli/find-browser.ts';

export interface VisitOptions extends BrowserContextOptions {
  /** Runs before the page is opened: routes, scripts, permissions. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** Errors that the test provokes: each line of the page's report has to match one of these, or the test fails. */
  readonly provokes?: readonly RegExp[];
  /** Status of the page itself; 200 where absent. */
  readonly status?: number;
  /** Front page of another host of the site; that of the project's setup where absent. */
  readonly siteUrl?: string;
}

/** Opens a page below the site's base. After the test it has to have a clean console, and to have asked nobody else. */
export type Visit = (path: string, options?: VisitOptions) => Promise<Page>;

export const it = base
  .extend('flags', { scope: 'file' }, (): readonly string[] => [])
  .extend('browser', { scope: 'file' }, async ({ flags }, { onCleanup }): Promise<Browser> => {
    const executablePath = findBrowser();
    if (!executablePath) throw new Error('no Chromium for the tests: run npm run browser');
    const browser = await chromium.launch({ executablePath, args: [...chromiumFlags, ...flags] });
    onCleanup(() => browser.close());
    return browser;
  })
  .extend('visit', async ({ browser }, { onCleanup }): Promise<Visit> => {
    const visits: { page: Page; report: readonly string[]; provokes: readonly RegExp[] }[] = [];
    onCleanup(async () => {
      for (const { page } of visits) await page.context().close();
      for (const { report, provokes } of visits) {
        expect(report.filter((line) => !provokes.some((expected) => expected.test(line)))).toEqual([]);
      }
    });
    return async (path, options = {}) => {
      const { prepare, provokes = [], status = 200, siteUrl = inject('siteUrl'), ...ofContext } = options;
      const context = await browser.newContext({
        serviceWorkers: 'block',
        viewport: { width: 1280, height: 900 },
        ...ofContext,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(45_000); // the machine may be busy with other things
      visits.push({ page, report: listen(page, siteUrl), provokes });
      await prepare?.(page);
      const response = await page.goto(siteUrl + path);
      expect(response?.status(), path).toBe(status);
      return page;
    };
  });

export interface SitePage {
  /** Below the site's base: `en/weights/he/`; empty for the front page. */
  readonly path: string;
  /** Of the built file, below the site's folder. */
  readonly file: string;
  /** Absent for the pages that speak both languages. */
  readonly locale: Locale | undefined;
  /** Below the locale: `weights/he/`. */
  readonly slug: string;
  readonly html: string;
  readonly hasWidgets: boolean;
}

/** Whether the site was built for a path below its host's root. */
export const underSubPath = () => new URL(inject('siteUrl')).pathname !== '/';

/**
 * Of pages that show one widget by itself, those of the first two widgets: each widget stands in a chapter too, and
 * what is around it is the same for all.
 */
export function withoutRepeats(pages: readonly SitePage[]): readonly SitePage[] {
  const shown = widgetIds.slice(0, 2);
  return pages.filter(({ slug }) => {
    const alone = /^(?:lab|embed)\/([^/]+)\//.exec(slug)?.[1];
    return alone === undefined || shown.includes(alone);
  });
}

/**
 * Of a sample, each page in one of its languages, in turn: what is tried of it is the same in both, but for the words.
 * `turn`: 1 for the languages that 0 leaves out, where a page is tried in two ways.
 */
export function inEitherLanguage(pages: readonly SitePage[], turn: 0 | 1 = 0): readonly SitePage[] {
  if (everything) return pages;
  const slugs = [...new Set(pages.map(({ slug }) => slug))].sort();
  return pages.filter(
    ({ slug, locale }) => !locale || locale === locales[(slugs.indexOf(slug) + turn) % locales.length],
  );
}

/** Every page of the built site. */
export function sitePages(): readonly SitePage[] {
  return readdirSync(inject('siteFolder'), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.html'))
    .map((file) => {
      const path = file.replace(/index\.html$/, '');
      const locale = locales.find((name) => path.startsWith(`${name}/`));
      const html = readFileSync(join(inject('siteFolder'), file), 'utf8');
      return {
        path,
        file,
        locale,
        slug: locale ? path.slice(locale.length + 1) : path,
        html,
        hasWidgets: html.includes('data-widget='),
      };
    })
    .sort((a, b) => a.path.localeCompare(b.path));
}
