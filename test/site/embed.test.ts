/** Figures in other people's pages, and the pages that speak both languages. */
import type { Page } from 'playwright-core';
import { describe, expect, inject } from 'vitest';
import { languageTags, locales } from '#src/i18n.ts';
import { labStrings } from '#src/lab/strings.ts';
import { sampleOf } from '../extent.ts';
import { it, underSubPath, type Visit } from './browser.ts';
import { widgetIds } from './widget.ts';

/** A page of somebody else's with the figure in a frame. */
function host(visit: Visit, address: string): Promise<Page> {
  const html = `<!doctype html><html lang="en"><title>A course of my own</title><h1>My own words</h1>
    <iframe src="${inject('siteUrl')}${address}" title="A figure" width="800" height="900"></iframe></html>`;
  return visit('somebody-else/', {
    prepare: (page) =>
      page.route('**/somebody-else/', (route) => route.fulfill({ contentType: 'text/html', body: html })),
  });
}

/** Of Starlight's pages. */
const shell = ['header.header', 'nav', 'aside', 'starlight-menu-button', 'site-search', 'starlight-toc'];

/** What is around a figure is the same for all: each of them in one language, two in the other. */
const embeds = locales.flatMap((locale, i) =>
  (i > 0 || underSubPath() ? widgetIds.slice(0, 2) : sampleOf(widgetIds)).map((id) => ({ locale, id })),
);

it.concurrent.for(embeds)('$locale/embed/$id/ shows the figure alone', async ({ locale, id }, { visit }) => {
  const page = await host(visit, `${locale}/embed/${id}/`);
  const frame = page.frameLocator('iframe');
  await frame.locator(`[data-widget="${id}"][data-ready]`).waitFor();
  expect(await frame.locator('html').getAttribute('lang')).toBe(languageTags[locale]);
  expect(await frame.locator('[data-widget]').count()).toBe(1);
  for (const part of shell) expect(await frame.locator(part).count(), part).toBe(0);
  // the way to the rest of the course leaves the frame
  const source = frame.locator('a');
  expect(await source.count()).toBe(1);
  expect(await source.getAttribute('target')).toBe('_top');
  await source.click();
  await page.waitForURL(`${inject('siteUrl')}${locale}/`);
});

it('runs in the frame with the settings of its address', async ({ visit }) => {
  const id = 'activation-statistics';
  const page = await host(
    visit,
    `zh-cn/embed/${id}/?${id}.init=xavier&amp;${id}.width=50&amp;${id}.samples=100&amp;backend=cpu`,
  );
  const widget = page.frameLocator('iframe').locator('[data-widget]');
  await page.frameLocator('iframe').locator('[data-widget][data-state="done"][data-backend="cpu"]').waitFor();
  expect(await widget.locator('input[name="init"]:checked').inputValue()).toBe('xavier');
  expect(await widget.locator('input[name="width"]').inputValue()).toBe('50');
  expect(await widget.locator('[role="status"]').innerText()).toContain(
    `${labStrings['zh-cn'].states.done} · CPU`,
  );
  expect(page.url()).toBe(`${inject('siteUrl')}somebody-else/`); // settings stay in the frame's address
});

describe('the front door', () => {
  const languages = [
    { tag: 'zh-CN', locale: 'zh-cn' },
    { tag: 'zh-TW', locale: 'zh-cn' },
    { tag: 'en-GB', locale: 'en' },
    { tag: 'fr-FR', locale: 'en' },
  ] as const;

  it.for(languages)('leads a reader of $tag to $locale', async ({ tag, locale }, { visit }) => {
    const page = await visit('?backend=cpu#top', { locale: tag });
    await page.waitForURL(`${inject('siteUrl')}${locale}/?backend=cpu#top`);
    expect(await page.locator('html').getAttribute('lang')).toBe(languageTags[locale]);
  });

  it('offers both languages without scripts', async ({ visit }) => {
    const page = await visit('', { javaScriptEnabled: false });
    const links = await page
      .locator('main a')
      .evaluateAll((all) =>
        all.map((a) => [a.getAttribute('lang'), a.textContent?.trim(), (a as HTMLAnchorElement).href]),
      );
    expect(links).toEqual([
      ['en', 'English', `${inject('siteUrl')}en/`],
      ['zh-CN', '简体中文', `${inject('siteUrl')}zh-cn/`],
    ]);
  });
});

it('answers an unknown address in both languages, with status 404', async ({ visit }) => {
  const page = await visit('en/no-such-chapter/', {
    status: 404,
    provokes: [/status 404: .*no-such-chapter/, /Failed to load resource/],
  });
  expect(await page.title()).toMatch(/^404/);
  const text = await page.locator('main').innerText();
  expect(text).toContain('There is no page at this address.');
  expect(text).toContain('这个地址没有页面');
  await page.getByRole('link', { name: '回到首页' }).click();
  await page.waitForURL(`${inject('siteUrl')}zh-cn/`);
});
