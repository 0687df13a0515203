/** The language select leads to the same place in the other language, with the same settings. */
import { describe, expect, inject } from 'vitest';
import { it } from './browser.ts';

const nearestHeading = () =>
  [...document.querySelectorAll('.sl-markdown-content :is(h2, h3)[id]')].findLastIndex(
    (heading) => heading.getBoundingClientRect().top <= 121,
  );

const whereabouts = () => ({
  scrolled: scrollY,
  section: [...document.querySelectorAll('.sl-markdown-content h2[id]')].findLastIndex(
    (heading) => heading.getBoundingClientRect().top <= 177,
  ),
});

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

describe.each([
  ['en', 'zh-cn', 'ArrowDown'],
  ['zh-cn', 'en', 'ArrowUp'],
] as const)('from %s to %s, Tab key alone', (from, to, arrow) => {
  it.for([
    ['a figure before the first heading', '[data-widget] .button'],
    ['a link further down', 'h2:nth-of-type(4) ~ ul a'],
  ])('goes on from %s', async ([, selector], { visit }) => {
    const page = await visit(`${from}/weights/small-random/`);
    await page.locator(`.sl-markdown-content ${selector}`).first().focus();
    await page.keyboard.press('Tab'); // as a reader comes by
    const before = await page.evaluate(whereabouts);
    const focused = () => page.evaluate(() => document.activeElement?.closest('starlight-lang-select'));
    for (let stops = 0; stops < 200 && !(await focused()); stops++) await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => scrollY)).toBeLessThan(before.scrolled / 2);
    await page.keyboard.press(arrow);
    await page.waitForURL(`${inject('siteUrl')}${to}/weights/small-random/`);
    await expect.poll(() => page.evaluate(whereabouts)).toMatchObject({ section: before.section });
    const { scrolled } = await page.evaluate(whereabouts);
    expect(scrolled).toBeGreaterThan(before.scrolled * 0.7); // Chinese is shorter
    expect(scrolled).toBeLessThan(before.scrolled * 1.4);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('.sl-markdown-content'))).toBeTruthy();
    expect((await page.evaluate(whereabouts)).section).toBe(before.section);
  });
});

it('can be chosen on a phone where there is no menu', async ({ visit }) => {
  const page = await visit('en/', { viewport: { width: 320, height: 700 } });
  const select = page.locator('starlight-lang-select select');
  await select.click({ trial: true }); // in view, and under nothing
  await select.selectOption('简体中文');
  await page.waitForURL(`${inject('siteUrl')}zh-cn/`);
});
