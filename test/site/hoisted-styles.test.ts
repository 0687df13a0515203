/** A style that a figure takes back is gone, although the page's own came as a sheet that no script takes away. */
import { expect } from 'vitest';
import { it } from './browser.ts';
import { wake } from './widget.ts';

it('leaves a slider the height of its marks when rows of them go', async ({ visit }) => {
  const widget = await wake(await visit('en/lab/ravine-race/'));
  const marks = widget.locator('.marks:has([data-row])');
  const rate = widget.locator('.slider:has(input[name="learningRate"]) .marks');
  expect(await marks.count()).toBe(1);
  const high = (await rate.boundingBox())?.height ?? Number.NaN;
  await widget.locator('input[name="surface"][value="valley"]').check({ force: true });
  await expect.poll(() => marks.count()).toBe(0);
  const low = (await rate.boundingBox())?.height ?? Number.NaN;
  expect(high / low).toBe(4); // the limits of three methods stood below the powers of ten
});
