/** What a reader's page costs before it is asked for anything, and that nothing on it jumps. */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { it, sitePages } from './browser.ts';
import { press, reach, wake, widgetIds } from './widget.ts';

const SCRIPT_BUDGET_BYTES = 60_000; // gzipped
/** Of the engine, its backends and its data: nothing may come before a reader asks for a run. */
const engineFile = /tfjs|worker|wasm|\/data\/|experiment-|uplot/i;

const chapters = sitePages().filter(({ hasWidgets, slug }) => hasWidgets && !/^(lab|embed)\//.test(slug));

declare global {
  interface Window {
    testShifts?: {
      readonly value: number;
      readonly afterLoad: boolean;
      readonly sources: readonly string[];
    }[];
  }
}

describe.for(chapters)('$path', ({ path, html }) => {
  it('costs little and stays where it is, read to the end', async ({ visit }) => {
    const scripts: Promise<number>[] = [];
    const engine: string[] = [];
    const page = await visit(path, {
      prepare: async (tab) => {
        await watchShifts(tab);
        tab.on('response', (response) => {
          if (engineFile.test(response.url())) engine.push(response.url());
          if (response.request().resourceType() === 'script')
            scripts.push(response.body().then((body) => gzipSync(body).length));
        });
      },
    });
    const count = await page.locator('[data-widget]').count();
    for (let nth = 0; nth < count; nth++) await wake(page, nth);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await page.waitForLoadState('networkidle');

    const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(5_000); // the islands did wake
    expect(bytes).toBeLessThanOrEqual(SCRIPT_BUDGET_BYTES);
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

describe.for(widgetIds)('%s', (id) => {
  it.for([1280, 390])('does not move anything when it goes live at %i px', async (width, { visit }) => {
    const page = await visit(`en/lab/${id}/`, { viewport: { width, height: 900 }, prepare: watchShifts });
    const widget = await wake(page);
    await widget.locator('.widget-figure').scrollIntoViewIfNeeded();
    const figure = widget.locator('.widget-figure');
    const before = await figure.boundingBox();
    await press(widget, 'run');
    await reach(widget, 'running');
    await reach(widget, 'done');
    const live = widget.locator('.chart-live canvas');
    if ((await widget.locator('.chart').count()) > 0) await live.first().waitFor();
    const after = await figure.boundingBox();
    expect({ width: after?.width, height: after?.height }).toEqual({
      width: before?.width,
      height: before?.height,
    });
    await expectStillness(page);
  });
});

/** Keeps every movement of something visible, also those that the browser forgives because a hand was at work. */
function watchShifts(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    interface LayoutShift extends PerformanceEntry {
      readonly value: number;
      readonly sources: readonly {
        readonly node: Node | null;
        previousRect: DOMRect;
        currentRect: DOMRect;
      }[];
    }
    const found: NonNullable<Window['testShifts']> = [];
    window.testShifts = found;
    const name = (node: Node) =>
      `${node.nodeName}.${node instanceof Element ? node.className : ''} “${node.textContent?.slice(0, 30)}”`;
    // what the parser brought before the page was loaded is painted with the next frame: that one is still loading
    let settled = Number.POSITIVE_INFINITY;
    addEventListener('load', () =>
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          settled = performance.now();
        }),
      ),
    );
    const box = ({ x, y, width, height }: DOMRect) => [x, y, width, height].map(Math.round).join(' ');
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as LayoutShift[]) {
        const sources = entry.sources.flatMap(({ node, previousRect, currentRect }) => {
          // other words in the same place are no movement; the shell around the text is Starlight's
          if (!node?.parentElement?.closest('main') || box(previousRect) === box(currentRect)) return [];
          return [`${name(node)} ${box(previousRect)} → ${box(currentRect)}`];
        });
        // the observer may hear of it late: what counts is when it moved, not when that was reported
        found.push({ value: entry.value, afterLoad: entry.startTime > settled, sources });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Nothing has moved, but for what is too small to see while the page still arrives. */
async function expectStillness(page: Page): Promise<void> {
  const shifts = await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await new Promise((resolve) => setTimeout(resolve, 100)); // observers hear of a frame after it was painted
    return window.testShifts;
  });
  const seen = shifts?.filter(
    ({ value, afterLoad, sources }) => sources.length > 0 && (afterLoad || value > 0.001),
  );
  expect(seen).toEqual([]);
}
