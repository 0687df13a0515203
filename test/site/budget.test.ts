/** What a reader's page costs before it is asked for anything, and that nothing on it jumps. */
import { gzipSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import { sampleOf } from '../extent.ts';
import { inEitherLanguage, it, sitePages } from './browser.ts';
import { expectStillness, inked, sizeOf, watchShifts } from './stillness.ts';
import { press, reach, wake, widgetIds } from './widget.ts';

const SCRIPT_BUDGET_BYTES = 61_000; // gzipped
/** The search's own, which Starlight fetches in an idle moment of a page that has all else. */
const SEARCH_BUDGET_BYTES = 30_000;
const searchFile = /\/ui-core\./;
/** Of the engine, its backends and its data: nothing may come before a reader asks for a run. */
const engineFile = /tfjs|worker|wasm|\/data\/|experiment-|uplot[^/]*\.js/i;

const chapters = inEitherLanguage(
  sitePages().filter(({ hasWidgets, slug }) => hasWidgets && !/^(lab|embed)\//.test(slug)),
);

describe.for(chapters)('$path', ({ path, html }) => {
  it('costs little and stays where it is, read to the end', async ({ visit }) => {
    const scripts: Promise<{ bytes: number; ofSearch: boolean }>[] = [];
    const engine: string[] = [];
    const page = await visit(path, {
      prepare: async (tab) => {
        await watchShifts(tab);
        tab.on('response', (response) => {
          if (engineFile.test(response.url())) engine.push(response.url());
          if (response.request().resourceType() === 'script')
            scripts.push(
              response.body().then((body) => ({
                bytes: gzipSync(body).length,
                ofSearch: searchFile.test(response.url()),
              })),
            );
        });
      },
    });
    const count = await page.locator('[data-widget]').count();
    for (let nth = 0; nth < count; nth++) await wake(page, nth);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForLoadState('networkidle');

    const sizes = await Promise.all(scripts);
    const bytesOf = (search: boolean) =>
      sizes.reduce((sum, { bytes, ofSearch }) => sum + (ofSearch === search ? bytes : 0), 0);
    expect(bytesOf(false)).toBeGreaterThan(5_000); // the islands did wake
    expect(bytesOf(false)).toBeLessThanOrEqual(SCRIPT_BUDGET_BYTES);
    expect(bytesOf(true)).toBeLessThanOrEqual(SEARCH_BUDGET_BYTES);
    expect(engine).toEqual([]);
    await expectStillness(page);
  });

  it('has its figures in the HTML', () => {
    const widgets = html.split('data-widget="').slice(1);
    expect(widgets.length).toBeGreaterThan(0);
    for (const widget of widgets) {
      const figure = widget.slice(
        widget.indexOf('class="widget-figure"'),
        widget.indexOf('class="widget-caption"'),
      );
      expect(figure).toMatch(
        /<path class="[a-z]+" d="M[\d.]+[^"]{20,}"|<img[^>]+src="data:image\/[^"]{500,}"/,
      );
    }
  });
});

describe.for(sampleOf(widgetIds))('%s', (id) => {
  // at 1280 px it is seen to in `running.test.ts`, where each widget runs anyway
  it('does not move anything when it goes live on a phone', async ({ visit }) => {
    const page = await visit(`en/lab/${id}/`, {
      viewport: { width: 390, height: 900 },
      prepare: watchShifts,
    });
    const widget = await wake(page);
    await widget.locator('.widget-figure').scrollIntoViewIfNeeded();
    const before = await sizeOf(widget);
    await press(widget, 'run');
    await reach(widget, 'running', 'done'); // the quickest runs are over before they are seen running
    await reach(widget, 'done');
    await inked(widget);
    expect(await sizeOf(widget)).toEqual(before);
    await expectStillness(page);
  });
});
