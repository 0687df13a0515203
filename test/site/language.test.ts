/** The language select leads to the same place in the other language, with the same settings. */
import { expect, inject } from 'vitest';
import { it } from './browser.ts';

const nearestHeading = () =>
  [...document.querySelectorAll('.sl-markdown-content :is(h2, h3)[id]')].findLastIndex(
    (heading) => heading.getBoundingClientRect().top <= 121,
  );

it('keeps settings and place, by keyboard', async ({ visit }) => {
  const query = '?activation-statistics.seed=7';
  const page = await visit(`en/weights/he/${query}`);
  await page.locator('.sl-markdown-content h2').nth(3).scrollIntoViewIfNeeded();
  await page.evaluate(() => {
    const heading = document.querySelectorAll('.sl-markdown-content h2')[3];
    scrollTo({ top: scrollY + (heading?.getBoundingClientRect().top ?? 0) - 60, behavior: 'instant' });
  });
  const before = await page.evaluate(nearestHeading);
  expect(before).toBeGreaterThan(0);
  await page.locator('.right-group starlight-lang-select select').focus();
  await page.keyboard.press('ArrowDown');
  await page.waitForURL(`${inject('siteUrl')}zh-cn/weights/he/${query}`);
  await expect.poll(() => page.evaluate(nearestHeading)).toBe(before);
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(300);
});

it('can be chosen on a phone where there is no menu', async ({ visit }) => {
  const page = await visit('en/', { viewport: { width: 320, height: 700 } });
  const select = page.locator('starlight-lang-select select');
  await select.click({ trial: true }); // in view, and under nothing
  await select.selectOption('简体中文');
  await page.waitForURL(`${inject('siteUrl')}zh-cn/`);
});
