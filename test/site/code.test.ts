/** The programs of a figure, with the settings of the moment. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { dialogStrings } from '#src/controls/dialog-strings.ts';
import { it } from './browser.ts';
import { wake } from './widget.ts';

const ID = 'learning-rates';

async function openCode(widget: Locator): Promise<Locator> {
  await widget.locator('[data-action="code"]').click();
  const dialog = widget.locator('dialog[open]');
  await dialog.locator('[data-action="save"]:enabled').waitFor();
  return dialog;
}

const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

it('shows both programs with a changed setting, copies them, and gives the focus back', async ({ visit }) => {
  const page = await visit(`zh-cn/lab/${ID}/?${ID}.batchSize=20`, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const widget = await wake(page);
  await widget.locator('input[name="seed"]').fill('37');
  await widget.locator('input[name="seed"]').press('Enter');
  const dialog = await openCode(widget);
  expect(await dialog.locator('h2').innerText()).toBe(dialogStrings['zh-cn'].code.heading);
  const code = dialog.locator('code');

  expect(await code.innerText()).toContain(`--set batchSize=20 --seed 37 --backend wasm`);
  expect(await code.innerText()).toContain('export const experiment: Experiment<Config, Frame, Summary>');
  await dialog.locator('[data-action="copy"]').click();
  await expect.poll(() => clipboard(page)).toBe((await code.textContent()) ?? '');

  await dialog.locator('[role="tab"][aria-selected="true"]').press('ArrowRight');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-language'))).toBe('pytorch');
  expect(await code.innerText()).toContain('SEED = 37\nSTEPS = 300\nBATCH_SIZE = 20');
  await dialog.locator('[data-action="copy"]').click();
  await expect.poll(() => clipboard(page)).toContain('import torch');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.locator('[data-action="save"]').click(),
  ]);
  expect(file.suggestedFilename()).toBe(`${ID}-seed-37.py`);

  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('code');
});
