/** How much the search has found is said to those who don't see it, in words that stand where they stood before. */
import { expect } from 'vitest';
import { it } from './browser.ts';

it.for([
  ['en', ['dropout', 'momentum'], /^\d+ results? for /],
  ['zh-cn', ['学习率', '动量'], /^找到 \d+ 条/],
] as const)('says what is found, in %s', async ([locale, sought, said], { visit }) => {
  const page = await visit(`${locale}/weights/he/`);
  await page.locator('site-search button[data-open-modal]:enabled').focus();
  await page.keyboard.press('Enter');
  await page.locator('site-search dialog input').focus(); // where it came later than the dialog
  const status = await page.locator('site-search dialog').getByRole('status').elementHandle();
  expect(await status?.textContent()).toBe('');
  for (const words of sought) {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(words);
    await expect.poll(() => status?.textContent(), { timeout: 20_000 }).toContain(words);
    expect(await status?.textContent()).toMatch(said);
  }
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect.poll(() => status?.textContent()).toBe('');
});
