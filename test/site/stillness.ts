/** Whether anything on a page moves that should stay where it is. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

declare global {
  interface Window {
    testShifts?: {
      readonly value: number;
      readonly afterLoad: boolean;
      readonly sources: readonly string[];
    }[];
  }
}

/** Keeps every movement of something visible, also those that the browser forgives because a hand was at work. */
export function watchShifts(page: Page): Promise<unknown> {
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
export async function expectStillness(page: Page): Promise<void> {
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

/** Waits until the charts of a widget that has run are live; not every widget has charts. */
export async function inked(widget: Locator): Promise<void> {
  if ((await widget.locator('.chart').count()) > 0)
    await widget.locator('.chart-live canvas').first().waitFor();
}

/** Of the widget's figure, in pixels. */
export async function sizeOf(widget: Locator): Promise<{ width: number; height: number } | undefined> {
  const box = await widget.locator('.widget-figure').boundingBox();
  return box ? { width: box.width, height: box.height } : undefined;
}
