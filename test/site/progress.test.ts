/** What a reader has read: followed, shown, carried to another browser; also where nothing may be kept. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { refuseStorage } from '#src/cli/faults/refusals.ts';
import { componentStrings } from '#src/components/strings.ts';
import { it } from './browser.ts';

const panelOf = (page: Page) => page.locator('course-progress:not([data-waiting])');
const chapters = (page: Page) => page.locator('main ol a').count();

/** Reads a chapter to its end: scrolls there. */
async function readToTheEnd(page: Page): Promise<void> {
  await page.locator('.pagination-links').scrollIntoViewIfNeeded();
  await page.locator('.sidebar-content a[aria-current="page"] .read-mark').waitFor({ state: 'attached' });
}

it('follows the reader through chapters, in either language, and offers the next one', async ({ visit }) => {
  const page = await visit('en/');
  const panel = panelOf(page);
  await panel.waitFor();
  const all = await chapters(page);
  expect(all).toBeGreaterThan(9);
  expect(await panel.innerText()).toContain(`0 of ${all}`);
  await panel.locator('[data-part="continue"]').click(); // “Start with”
  await page.waitForURL('**/en/weights/small-random/');
  expect(await page.locator('.read-mark').count()).toBe(0);

  await page.goBack();
  await panel.waitFor();
  expect(await panel.locator('[data-part="continue"]').innerText()).toMatch(/^Continue with: Small random/);
  await panel.locator('[data-part="continue"]').click();
  await page.waitForURL('**/en/weights/small-random/');
  const heights = () =>
    page.locator('.sidebar-content a').evaluateAll((links) => links.map(({ clientHeight }) => clientHeight));
  const before = await heights();
  await readToTheEnd(page);
  expect(await heights()).toEqual(before); // a tick gives no title another line

  await page.goto(page.url().replace('/en/weights/small-random/', '/zh-cn/'));
  await panel.waitFor();
  const words = componentStrings['zh-cn'].progress;
  expect(await panel.innerText()).toContain(words.count.replace('{read}', '1').replace('{all}', String(all)));
  expect(await page.locator('main ol .read-mark').count()).toBe(1);
  expect(await page.locator('main ol .read-mark').getAttribute('aria-label')).toBe(words.read);
  expect(await panel.locator('[data-part="continue"]').getAttribute('href')).toMatch(
    /weights\/large-random\/$/,
  );
});

it('shows the entry of the page at hand, also at the end of a long sidebar', async ({ visit }) => {
  const page = await visit('en/about/corrections/');
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.reload();
  await expect
    .poll(() =>
      page.locator('#starlight__sidebar').evaluate((pane) => {
        const entry = pane.querySelector('a[aria-current="page"]')?.getBoundingClientRect();
        const { top, bottom } = pane.getBoundingClientRect();
        return entry && entry.top >= top && entry.bottom <= bottom;
      }),
    )
    .toBe(true);
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

it('goes to another browser as a file, and refuses other files with a word', async ({ visit }) => {
  const page = await visit('en/weights/xavier/');
  await readToTheEnd(page);
  await page.goto(page.url().replace('weights/xavier/', ''));
  await panelOf(page).waitFor();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-action="save-progress"]').click(),
  ]);

  const other = await visit('en/');
  const input = other.locator('[data-action="load-progress"]');
  await panelOf(other).waitFor();
  const buffer = Buffer.from('{"chapters":"all of them"}');
  await input.setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer });
  await expect.poll(() => other.locator('[data-part="said"]').innerText()).toContain('mine.json');
  expect(await panelOf(other).innerText()).toContain('0 of');
  await input.setInputFiles(await file.path());
  await expect.poll(() => panelOf(other).innerText()).toContain('1 of');
  for (const sure of [false, true]) {
    other.once('dialog', (dialog) => (sure ? dialog.accept() : dialog.dismiss()));
    await other.locator('[data-action="forget-progress"]').click();
    if (!sure) expect(await panelOf(other).innerText()).toContain('1 of');
  }
  await expect.poll(() => panelOf(other).innerText()).toContain('0 of');
});

it('says so where the browser keeps nothing, and still works', async ({ visit }) => {
  const page = await visit('en/', { prepare: refuseStorage });
  await panelOf(page).waitFor();
  expect(await page.locator('[data-part="said"]').innerText()).toBe(componentStrings.en.progress.notKept);
  const themes = page.locator('starlight-theme-select select').first();
  for (const theme of ['dark', 'light']) {
    await themes.selectOption(theme);
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme);
  }
});
