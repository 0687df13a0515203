/** On paper: the chapter with its figures as drawings, in light colours, and nothing that only a screen can do. */
import { expect } from 'vitest';
import { it } from './browser.ts';
import { reach, wake } from './widget.ts';

const ID = 'activation-statistics';

it('prints figures of the run that is shown, and no controls, in light colours', async ({ visit }) => {
  const page = await visit(`en/weights/xavier/?${ID}.width=50`, { colorScheme: 'dark' });
  const widget = await wake(page);
  await reach(widget, 'done');
  await widget.locator('.chart-live canvas').first().waitFor();
  await widget.locator('.widget-table > summary').click();
  const title = page.locator('.widget-title').first();
  const onScreen = await title.evaluate((element) => getComputedStyle(element).color);

  await page.setViewportSize({ width: 680, height: 1000 }); // A4 with margins of 15 mm
  await page.emulateMedia({ media: 'print' });
  for (const part of [
    ...['.presets', '.controls', '.run-bar', '.chart-live', '.prediction-foot', '.challenge-state'],
    '.card-title a',
    ...['.drawing-foot', '#offline', 'site-search', 'starlight-theme-select', '[data-kind] details'],
  ]) {
    const parts = page.locator(part);
    expect(await parts.count(), part).toBeGreaterThan(0);
    for (const one of await parts.all()) expect(await one.isVisible(), part).toBe(false);
  }
  for (const part of [
    '.widget-title',
    '.widget-caption',
    '[data-widget] .chart-svg path',
    '.prediction label',
    '.card-question',
  ]) {
    expect(await page.locator(part).first().isVisible(), part).toBe(true);
  }
  expect(await title.evaluate((element) => getComputedStyle(element).color)).not.toBe(onScreen);
  const beyond = (element: Element) => element.scrollWidth - element.clientWidth;
  expect(await widget.locator('.table-scroll').evaluate(beyond), 'columns that paper would cut off').toBe(0);

  const line = await widget.locator('.chart-svg path').first().getAttribute('d');
  expect(line?.match(/[ML]/g)?.length ?? 0).toBeGreaterThanOrEqual(10); // ten layers

  await page.emulateMedia({ media: 'screen' });
  expect(await title.evaluate((element) => getComputedStyle(element).color)).toBe(onScreen);
});
