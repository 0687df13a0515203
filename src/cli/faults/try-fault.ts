/** One widget's page with one thing wrong: what it says, whether it goes on, and whether it recovers. */
import type { Page } from 'playwright-core';
import type { Pages } from '../drive/pages.ts';
import { comesTo, logRuns, press, runLog } from '../drive/runs.ts';
import { openDialog, RUN_MILLIS } from './assets.ts';

export interface Fault {
  readonly name: string;
  /** Whose name a message has to hold, where the fault is one of a file's that the reader can be told of. */
  readonly file?: string;
  /** Then the browser itself reports an error that nobody can catch. */
  readonly breaksScript?: boolean;
  /** To be called before the page opens. */
  readonly arrange: (page: Page) => Promise<unknown>;
  /** Takes the fault away; absent where it stays. */
  readonly mend?: (page: Page) => Promise<unknown>;
}

export interface Outcome {
  /** How the page coped: in one word. */
  readonly coped: 'ran' | 'ran elsewhere' | 'said it' | 'stayed recorded';
  readonly faults: readonly string[];
}

const WAKING_MILLIS = 30_000;

/** @param expected the summary of an undisturbed run on WASM, as JSON */
export async function tryFault(
  site: Pages,
  widget: string,
  locale: string,
  fault: Fault,
  expected: string,
): Promise<Outcome> {
  const { page, complaints, close } = await site.open();
  const faults: string[] = [];
  try {
    await logRuns(page);
    await fault.arrange(page);
    await page.goto(`${site.url}${locale}/lab/${widget}/`, { waitUntil: 'domcontentloaded' });
    const figure = page.locator('[data-widget]').first();
    await figure.scrollIntoViewIfNeeded();
    const said = figure.locator('[data-kind="error"]');
    await figure.and(page.locator('[data-ready]')).or(said).first().waitFor({ timeout: WAKING_MILLIS });
    let coped: Outcome['coped'];
    if ((await said.count()) > 0) {
      coped = 'stayed recorded';
      faults.push(...(await judgeWords(page, fault)));
      if ((await figure.locator('[data-action="reload"]').count()) === 0) faults.push('no way out');
    } else {
      coped = await runOnce(page, fault, expected, faults);
      if ((await openDialog(page)) === 'nothing') faults.push('Export does nothing');
      await page.keyboard.press('Escape');
    }
    await figure.locator('.widget-table > summary').click();
    if (!(await figure.locator('[data-summary]').first().isVisible())) faults.push('its table does not open');
    if (fault.mend) {
      await fault.mend(page);
      faults.push(...(await runMended(page, coped, expected)));
    }
    if (!fault.breaksScript) faults.push(...complaints.filter((line) => line.startsWith('uncaught')));
    return { coped, faults };
  } catch (error) {
    return { coped: 'said it', faults: [...faults, String(error)] };
  } finally {
    await close();
  }
}

async function runOnce(
  page: Page,
  fault: Fault,
  expected: string,
  faults: string[],
): Promise<Outcome['coped']> {
  const figure = page.locator('[data-widget]').first();
  await press(figure, 'run');
  await comesTo(figure, ['loading', 'running', 'error'], RUN_MILLIS);
  if (!(await comesTo(figure, ['done', 'error'], RUN_MILLIS))) {
    faults.push(`stays ${await figure.getAttribute('data-state')}`);
    return 'ran';
  }
  if ((await figure.getAttribute('data-state')) === 'error') {
    faults.push(...(await judgeWords(page, fault)));
    return 'said it';
  }
  const elsewhere = (await figure.getAttribute('data-backend')) !== 'wasm';
  if (!elsewhere && (await runLog(page)).summary !== expected) faults.push('its numbers are others');
  return elsewhere ? 'ran elsewhere' : 'ran';
}

async function judgeWords(page: Page, { file }: Fault): Promise<string[]> {
  const said = (await page.locator('[data-widget] [data-kind="error"] p').allInnerTexts()).join();
  if (said === '') return ['fails without a word'];
  return file && !said.includes(file) ? [`does not name the file: ${said}`] : [];
}

/** With the fault gone: by Retry or Run, or after loading the page again where only that is offered. */
async function runMended(page: Page, coped: Outcome['coped'], expected: string): Promise<string[]> {
  const figure = page.locator('[data-widget]').first();
  if (coped === 'stayed recorded') {
    await figure.locator('[data-action="reload"]').click();
    await figure.and(page.locator('[data-ready]')).waitFor({ timeout: WAKING_MILLIS });
    await figure.scrollIntoViewIfNeeded();
  }
  const { done } = await runLog(page);
  await press(figure, (await figure.locator('[data-action="retry"]').count()) > 0 ? 'retry' : 'run');
  const ended = page.waitForFunction((before) => (window.runLog?.done ?? 0) > before, done, {
    timeout: RUN_MILLIS,
  });
  const came = await ended.then(
    () => true,
    () => false,
  );
  if (!came) {
    const said = (await page.locator('[data-widget] [data-kind="error"]').allInnerTexts()).join();
    return [`does not run once the fault is gone: ${said}`];
  }
  const onWasm = (await figure.getAttribute('data-backend')) === 'wasm';
  return onWasm && (await runLog(page)).summary !== expected ? ['its numbers are others afterwards'] : [];
}
