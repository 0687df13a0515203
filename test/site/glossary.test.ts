/** A term's definition where the term stands: under the pointer, under the keyboard, under a finger. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { componentStrings } from '#src/components/strings.ts';
import { it } from './browser.ts';
import { expectStillness, watchShifts } from './stillness.ts';

const boxOf = (page: Page) => page.locator('.term-box');
const termOf = (page: Page, id: string) =>
  page.locator(`.sl-markdown-content a[href$="/glossary/#${id}"]`).first();

async function gone(box: Locator): Promise<void> {
  await box.waitFor({ state: 'detached' });
}

it('shows under pointer and keyboard what the glossary says, and moves nothing', async ({ visit }) => {
  const page = await visit('en/weights/he/', { prepare: watchShifts });
  const box = boxOf(page);
  const [term, other] = [termOf(page, 'second-moment'), termOf(page, 'he-initialisation')];
  await term.hover();
  await box.waitFor();
  expect(await box.locator('.term-name').innerText()).toContain('second moment');
  expect(await box.locator('.katex-html').count()).toBeGreaterThan(0);
  await box.hover(); // it waits for the pointer on its way
  await page.waitForTimeout(500);
  expect(await box.isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  await gone(box);

  await term.hover({ force: true });
  await page.mouse.move(1, 1);
  await page.keyboard.press('Tab'); // from here on the focus is shown
  await other.focus();
  await box.waitFor();
  expect(await other.getAttribute('aria-describedby')).toBe(await box.getAttribute('id'));
  expect(await box.innerText()).toContain('He');
  await page.keyboard.press('Tab');
  await gone(box);
  expect(await other.getAttribute('aria-describedby')).toBeNull();
  await expectStillness(page);
});

it('takes a first tap for a question and a second one for the way there', async ({ visit }) => {
  const page = await visit('zh-cn/weights/he/', { viewport: { width: 320, height: 640 }, hasTouch: true });
  const box = boxOf(page);
  const term = termOf(page, 'second-moment');
  await term.tap();
  await box.waitFor();
  const place = await box.boundingBox();
  expect(place?.x).toBeGreaterThanOrEqual(0);
  expect((place?.x ?? 0) + (place?.width ?? 0)).toBeLessThanOrEqual(320);
  expect(await box.locator('a').innerText()).toBe(componentStrings['zh-cn'].toGlossary);
  await page.locator('h1').tap();
  await gone(box);
  await term.tap();
  await box.waitFor();
  await term.tap();
  await page.waitForURL('**/zh-cn/glossary/#second-moment');
});

it('leaves a plain link where the glossary cannot be had', async ({ visit }) => {
  const page = await visit('en/weights/he/', {
    prepare: (tab) => tab.route('**/glossary/', (route) => route.abort(), { times: 1 }),
    provokes: [/Failed to load resource/],
    hasTouch: true,
  });
  await termOf(page, 'second-moment').tap();
  await page.waitForURL('**/en/glossary/#second-moment');
});
