/** axe finds nothing to complain of: each page wide in light and narrow in dark, with everything unfolded. */
import { readFileSync } from 'node:fs';
import type { AxeResults, ElementContext, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { everything } from '../extent.ts';
import { inEitherLanguage, it, sitePages, withoutRepeats } from './browser.ts';
import { press, reach, wake } from './widget.ts';

const axeSource = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
/** Starlight's search button is called “Search” and shows its keyboard shortcut too; upstream, and clear to everybody. */
const upstream = [{ rule: 'label-content-name-mismatch', element: 'data-open-modal' }];

declare global {
  interface Window {
    axe: { run(context: ElementContext, options: RunOptions): Promise<AxeResults> };
  }
}

const pages = inEitherLanguage(withoutRepeats(sitePages())).filter(({ path }) => path !== ''); // the front door leads straight on to a language's own

/** Colours follow from the theme and the arrangement from the width: two of the four pairs show all of both. */
const looks = [
  { width: 1280, theme: 'light' },
  { width: 390, theme: 'dark' },
] as const;

// of a sample, each page in one of the two languages and one of the two ways
it.concurrent.for(pages)('$path passes axe', async ({ path, locale }, { visit }) => {
  const page = await visit(path, { reducedMotion: 'reduce' });
  await inspect(page, everything ? looks : [looks[locale === 'en' ? 0 : 1]]);
});

it('passes axe while a figure is live and has something to say', async ({ visit }) => {
  const page = await visit(
    'en/lab/activation-statistics/?activation-statistics.scale=99&activation-statistics.nonsense=1&backend=nonsense',
    { reducedMotion: 'reduce' },
  );
  const widget = await wake(page);
  await reach(widget, 'done');
  await press(widget, 'pin');
  await widget.locator('.chart-live canvas').first().waitFor();
  await inspect(page);
});

it('passes axe when a run has failed', async ({ visit }) => {
  const page = await visit('zh-cn/lab/symmetry-breaking/', {
    prepare: (tab) => tab.route('**/data/**', (route) => route.abort()),
    provokes: [/Failed to load resource/],
    reducedMotion: 'reduce',
  });
  const widget = await wake(page);
  await press(widget, 'run');
  await reach(widget, 'error');
  await inspect(page);
});

async function inspect(page: Page, ways: readonly (typeof looks)[number][] = looks): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  await page.evaluate(axeSource);
  for (const { width, theme } of ways) {
    await page.setViewportSize({ width, height: 900 });
    await codeIsReachable(page);
    expect(await violations(page, theme), `${theme}, ${width} px`).toEqual([]);
  }
}

/** A moment after the page has settled, Starlight lets code that is wider than its frame be scrolled by keyboard. */
function codeIsReachable(page: Page): Promise<unknown> {
  return page.waitForFunction(() =>
    [...document.querySelectorAll('.expressive-code pre')].every(
      (pre) => pre.scrollWidth > pre.clientWidth === pre.hasAttribute('tabindex'),
    ),
  );
}

async function violations(page: Page, theme: string): Promise<string[]> {
  const results = await page.evaluate((name) => {
    document.documentElement.dataset.theme = name;
    // of a formula, what is read is its MathML; the rest is thousands of spans in the colour of the text around them
    return window.axe.run({ exclude: ['.katex-html'] }, { resultTypes: ['violations'] });
  }, theme);
  return results.violations
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary = '' }) => ({ id, html, failureSummary })))
    .filter(({ id, html }) => !upstream.some(({ rule, element }) => rule === id && html.includes(element)))
    .map(
      ({ id, html, failureSummary }) =>
        `${id}: ${html.slice(0, 160)}: ${failureSummary.replace(/\s+/g, ' ')}`,
    );
}
