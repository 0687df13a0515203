/** What a figure's buttons load when they are first pressed: dialogs and panels. Each opens, or says why it does not. */
import type { Page } from 'playwright-core';
import { locales } from '#src/i18n.ts';
import { keptStrings } from '#src/lab/kept-strings.ts';
import { click, press } from '../drive/runs.ts';

const PART_MILLIS = 15_000;

export interface Parts {
  readonly faults: string[];
  /** How many said that they could not be loaded. */
  readonly said: number;
}

/** Opens and closes each of them. */
export async function openParts(page: Page): Promise<Parts> {
  const faults: string[] = [];
  let said = 0;
  for (const action of ['export', 'code'] as const) {
    const outcome = await openDialog(page, action);
    if (outcome === 'nothing') faults.push(`${action} does nothing`);
    if (outcome === 'said') said++;
    await page.keyboard.press('Escape');
  }
  const figure = page.locator('[data-widget]').first();
  await click(figure, '.run-history > summary');
  const panel = figure.locator('.run-history > :not(summary)').first();
  const waiting = locales.map((locale) => keptStrings[locale].loading);
  const came = await panel
    .filter({ hasNotText: new RegExp(waiting.join('|')) })
    .waitFor({ timeout: PART_MILLIS })
    .then(
      () => true,
      () => false,
    );
  if (!came) faults.push('the list of runs stays empty');
  else if ((await panel.and(page.locator('[role="alert"]')).count()) > 0) said++;
  await click(figure, '.run-history > summary');
  return { faults, said };
}

/** Whether the dialog opens with all that belongs in it, or a word is said in its place. */
export async function openDialog(
  page: Page,
  action: 'export' | 'code',
): Promise<'open' | 'said' | 'nothing'> {
  await press(page.locator('[data-widget]').first(), action);
  const ended = page.waitForFunction(
    (isCode) => {
      if (document.querySelector('.run-bar [role="alert"]')) return 'said';
      const dialog = document.querySelector('dialog[open]');
      if (!dialog || !isCode) return dialog && 'open';
      if (dialog.querySelector('[data-failed]')) return 'said';
      return dialog.querySelector('[data-action="save"]:enabled') && 'open';
    },
    action === 'code',
    { timeout: PART_MILLIS },
  );
  return ended.then(
    async (handle) => (await handle.jsonValue()) || 'nothing',
    () => 'nothing',
  );
}
