/** What a figure drew earlier is let go: a page may stay open for a day. */
import { expect } from 'vitest';
import { it } from './browser.ts';
import { press, recordMessages, summaries, wake } from './widget.ts';

/** A node of Preact's: its element's name or component, its children, under the names that its builds give them. */
interface VNode {
  readonly type: unknown;
  readonly __k: readonly (VNode | null)[] | null;
}

declare global {
  interface Window {
    earlierDrawing?: WeakRef<VNode>;
  }
}

it('keeps no earlier drawing of a figure with several charts', async ({ visit }) => {
  const id = 'activation-statistics';
  const page = await visit(`en/lab/${id}/?${id}.width=50&${id}.samples=50`, { prepare: recordMessages });
  const widget = await wake(page); // other settings than the recorded ones: it starts by itself
  const runs = (count: number) => expect.poll(async () => (await summaries(page)).length).toBe(count);
  await runs(1);
  await page.evaluate(() => {
    const sectionIn = (nodes: readonly (VNode | null)[]): VNode | undefined => {
      for (const node of nodes) {
        const found = node?.type === 'section' ? node : sectionIn(node?.__k ?? []);
        if (found) return found;
      }
      return undefined;
    };
    const island: (Element & { __k?: VNode }) | null = document.querySelector(
      'astro-island:has([data-widget])',
    );
    const drawing = sectionIn([island?.__k ?? null]);
    if (drawing) window.earlierDrawing = new WeakRef(drawing);
  });
  expect(await page.evaluate(() => window.earlierDrawing?.deref()?.type)).toBe('section');
  for (let run = 2; run <= 4; run++) {
    await press(widget, 'run');
    await runs(run);
  }
  const devtools = await page.context().newCDPSession(page);
  const isThere = async () => {
    await devtools.send('HeapProfiler.collectGarbage');
    return page.evaluate(() => window.earlierDrawing?.deref() !== undefined);
  };
  await expect.poll(isThere).toBe(false);
});
