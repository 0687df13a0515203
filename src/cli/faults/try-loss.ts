/** A figure that loses something in mid-run: the run has to start again elsewhere or end with a word, and nothing else may go. */
import type { Locale } from '#src/i18n.ts';
import { labStrings } from '#src/lab/strings.ts';
import type { Pages } from '../drive/pages.ts';
import { comesTo, inState, logRuns, press, runLog, wake } from '../drive/runs.ts';
import type { Loss } from './losses.ts';
import { RUN_MILLIS } from './survey.ts';
import type { Outcome } from './try-fault.ts';

/** Not that of any preset. */
const SEED = 4321;

export async function tryLoss(site: Pages, widget: string, locale: Locale, loss: Loss): Promise<Outcome> {
  const { page, complaints, close } = await site.open();
  const words = labStrings[locale];
  const faults: string[] = [];
  let coped: Outcome['coped'] = 'ran elsewhere';
  try {
    await logRuns(page);
    await loss.arrange(page);
    await page.goto(`${site.url}${locale}/lab/${widget}/?backend=${loss.backend}`);
    const figure = await wake(page);
    await press(figure, 'pin');
    const seed = figure.locator('.seed input').first();
    await seed.fill(String(SEED));
    await seed.press('Tab');
    await press(figure, 'run');
    const replaced = figure.and(
      page.locator(`[data-backend="wasm"][data-state="done"], [data-state="error"]`),
    );
    await replaced.waitFor({ state: 'attached', timeout: RUN_MILLIS });
    const notices = await figure.locator('.notices').innerText();
    if ((await figure.getAttribute('data-state')) === 'error') {
      coped = 'said it';
      if (loss.ends !== 'error') faults.push(`ends in an error: ${notices}`);
      if (notices.trim() === '') faults.push('fails without a word');
      const { frames } = await runLog(page);
      await press(figure, 'retry');
      await comesTo(figure, ['loading', 'running'], RUN_MILLIS);
      await page.waitForFunction((least) => (window.runLog?.frames ?? 0) > least, frames, {
        timeout: RUN_MILLIS,
      });
    } else {
      if (loss.ends === 'error') faults.push('ends as if nothing had happened');
      if (loss.backend !== 'wasm' && !notices.includes(words.lost(words.backends[loss.backend])))
        faults.push(`does not say what was lost: ${notices}`);
    }
    if ((await inState(figure, ['error']).count()) > 0) faults.push('fails again');
    if ((await figure.locator('.pins li').count()) !== 1) faults.push('the pinned run is gone');
    if ((await seed.inputValue()) !== String(SEED)) faults.push('the seed is another');
    if (!new URL(page.url()).search.includes(`seed=${SEED}`)) faults.push('the address is another');
    faults.push(...complaints.filter((line) => line.startsWith('uncaught')));
  } catch (error) {
    faults.push(String(error));
  } finally {
    await close();
  }
  return { coped, faults };
}
