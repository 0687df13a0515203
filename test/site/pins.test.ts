/** Runs kept for comparison, and the list of this visit's. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { keptStrings } from '#src/lab/kept-strings.ts';
import { labStrings } from '#src/lab/strings.ts';
import { it } from './browser.ts';
import { press, reach, recordMessages, runToEnd, sentRuns, statusOf, wake } from './widget.ts';

const ID = 'learning-rates';
const words = keptStrings.en;
/** One in the address, and one that has a mark beneath the slider. */
const BATCHES = [100, 1000] as const;

const pinButton = (widget: Locator) => widget.locator('[data-action="pin"]');
const legend = (widget: Locator) => widget.locator('.pins .pin-told').allInnerTexts();
const letters = (widget: Locator) =>
  widget.locator('.chart').first().locator('.chart-ends [data-role^="pinned"]').allInnerTexts();

async function set(widget: Locator, name: string, value: number): Promise<void> {
  const input = widget.locator(`.seed input[name="${name}"]`);
  await input.fill(String(value));
  await input.press('Tab');
}

/** Where a line of the loss chart ends, as a share of the plot's width. */
async function lineEnd(widget: Locator, role: string): Promise<number> {
  const path = widget.locator('.chart').first().locator(`[data-role="${role}"] .line`);
  const d = (await path.getAttribute('d')) ?? '';
  return Number(/L([\d.]+) [\d.]+$/.exec(d)?.[1]) / 1000;
}

it('keeps four runs apart, compares them, and lets them go', async ({ visit }) => {
  const page = await visit(`en/lab/${ID}/?${ID}.curves=one&${ID}.steps=50&${ID}.batchSize=${BATCHES[0]}`, {
    prepare: recordMessages,
  });
  const widget = await wake(page);
  await reach(widget, 'done');
  await press(widget, 'pin');
  expect(await pinButton(widget).innerText()).toContain(words.pinnedAs('A'));
  expect(await pinButton(widget).getAttribute('aria-disabled')).toBe('true');
  expect(await legend(widget)).toEqual([words.same]);

  for (const seed of [2, 3, 4]) {
    await set(widget, 'seed', seed);
    await runToEnd(widget);
    await press(widget, 'pin');
  }
  expect(await legend(widget)).toEqual([1, 2, 3, 4].map((seed) => `Seed: ${seed}`));
  expect((await letters(widget)).sort()).toEqual(['A', 'B', 'C', 'D']);

  // a fifth is refused with a word
  await set(widget, 'seed', 5);
  await runToEnd(widget);
  expect(await pinButton(widget).getAttribute('aria-disabled')).toBe('true');
  expect(await widget.locator('.pins-full').innerText()).toBe(words.full);
  await pinButton(widget).click({ force: true });
  expect(await legend(widget)).toHaveLength(4);

  await widget.locator('.comparison summary').click();
  const table = widget.locator('.comparison table');
  await table.waitFor();
  expect(await table.locator('thead th').allInnerTexts()).toEqual(['A', 'B', 'C', 'D', words.shown]);
  expect(await table.locator('[data-setting]').allInnerTexts()).toEqual(['Seed\t1\t2\t3\t4\t5']);
  expect(await table.locator('[data-result="diverged"] td').allInnerTexts()).toEqual(Array(5).fill('no'));

  // what is let go leaves its letter to the next, and the hand where that is pinned
  await widget.locator('[data-pin="B"] [data-action="unpin"]').press('Enter');
  expect((await letters(widget)).sort()).toEqual(['A', 'C', 'D']);
  await expect
    .poll(() => pinButton(widget).evaluate((button) => button === document.activeElement))
    .toBe(true);
  await page.keyboard.press('Enter');
  expect(await legend(widget)).toEqual([1, 5, 3, 4].map((seed) => `Seed: ${seed}`));

  // runs that have ended are shown again as they were, without being run again
  const runs = (await sentRuns(page)).length;
  await widget.locator('.run-history summary').click();
  const past = widget.locator('.run-history li');
  await past.first().waitFor();
  expect((await past.allInnerTexts()).map((text) => /seed (\d)/.exec(text)?.[1])).toEqual([...'54321']);
  await past.last().locator('[data-action="recall"]').click();
  await expect.poll(() => statusOf(widget)).toContain('seed 1');
  expect(await widget.locator('.seed input').inputValue()).toBe('1');
  expect(await past.last().getAttribute('aria-current')).toBe('true');
  await widget.locator('[data-pin="C"] [data-action="recall"]').click();
  await expect.poll(() => statusOf(widget)).toContain('seed 3');
  expect(await sentRuns(page)).toHaveLength(runs);
});

it('draws a pinned run against its own epochs, whatever the batch size of the one that is shown', async ({
  visit,
}) => {
  const page = await visit(`en/lab/${ID}/?${ID}.curves=one&${ID}.steps=50&${ID}.batchSize=${BATCHES[0]}`);
  const widget = await wake(page);
  await reach(widget, 'done');
  await press(widget, 'pin');
  await widget
    .locator('.slider', { has: page.locator('input[name="batchSize"]') })
    .getByRole('button', { name: labStrings.en.number(BATCHES[1]), exact: true })
    .click();
  await runToEnd(widget);
  await expect.poll(() => lineEnd(widget, 'train')).toBeCloseTo(1, 2);
  // of as many steps, the run with the smaller batches has seen as much less
  expect(await lineEnd(widget, 'pinned-a')).toBeCloseTo(BATCHES[0] / BATCHES[1], 2);
});
