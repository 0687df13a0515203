/** One widget's page with one thing wrong: what it says, whether it goes on, and whether it recovers. */
import type { Locator, Page } from 'playwright-core';
import type { Pages } from '../drive/pages.ts';
import { comesTo, inState, logRuns, press, runLog } from '../drive/runs.ts';
import { openParts } from './figure-parts.ts';
import { RUN_MILLIS, type Stage, type Use } from './survey.ts';

export interface Fault {
  readonly name: string;
  /** Whose name a message has to hold, where the fault is one of a file's that the reader can be told of. */
  readonly file?: string;
  /** Then the browser itself reports an error that nobody can catch. */
  readonly breaksScript?: boolean;
  /** For the page's address. */
  readonly query?: string;
  /** To be called before the page opens. */
  readonly arrange: (page: Page) => Promise<unknown>;
  /** Takes the fault away; absent where it stays. */
  readonly mend?: (page: Page) => Promise<unknown>;
}

/** The same run where nothing is wrong; on another backend its numbers are others. */
type Expected = Pick<Use, 'firstFrame' | 'summary' | 'backend'>;

export interface Outcome {
  /** How the page coped: in one word. */
  readonly coped: 'ran' | 'ran elsewhere' | 'said it' | 'stayed recorded' | 'did without';
  readonly faults: readonly string[];
}

const WAKING_MILLIS = 30_000;

/** @param stage when the page asks for what is wrong; `end` uses all of it */
export async function tryFault(
  site: Pages,
  widget: string,
  locale: string,
  fault: Fault,
  expected: Expected,
  stage: Stage = 'end',
): Promise<Outcome> {
  const { page, complaints, close } = await site.open();
  const faults: string[] = [];
  try {
    await logRuns(page);
    await fault.arrange(page);
    await page.goto(`${site.url}${locale}/lab/${widget}/${fault.query ?? ''}`, {
      waitUntil: 'domcontentloaded',
    });
    const figure = page.locator('[data-widget]').first();
    await figure.scrollIntoViewIfNeeded();
    const coped = await useOnce(page, fault, expected, stage, faults);
    if (stage === 'open' || stage === 'end') {
      await figure.locator('.widget-table > summary').click();
      if (!(await figure.locator('[data-summary]').first().isVisible()))
        faults.push('its table does not open');
    }
    if (fault.mend) {
      await fault.mend(page);
      faults.push(...(await useMended(page, coped, expected, stage)));
    }
    if (!fault.breaksScript) faults.push(...complaints.filter((line) => line.startsWith('uncaught')));
    return { coped, faults };
  } catch (error) {
    return { coped: 'said it', faults: [...faults, String(error)] };
  } finally {
    await close();
  }
}

async function useOnce(
  page: Page,
  fault: Fault,
  expected: Expected,
  stage: Stage,
  faults: string[],
): Promise<Outcome['coped']> {
  const figure = page.locator('[data-widget]').first();
  const said = figure.locator('.notices [data-kind="error"]');
  await figure.and(page.locator('[data-ready]')).or(said).first().waitFor({ timeout: WAKING_MILLIS });
  if ((await said.count()) > 0) {
    faults.push(...(await judgeWords(page, fault)));
    if ((await figure.locator('[data-action="reload"]').count()) === 0) faults.push('no way out');
    return 'stayed recorded';
  }
  if (stage === 'parts') {
    const parts = await openParts(page);
    faults.push(...parts.faults);
    return parts.said > 0 ? 'said it' : 'ran';
  }
  const { frames } = await runLog(page);
  await press(figure, 'run');
  const ended = stage === 'end' ? await runToEnd(figure) : await runToFrame(page, figure, frames);
  if (!ended) {
    faults.push(`stays ${await figure.getAttribute('data-state')}`);
    return 'ran';
  }
  if ((await figure.getAttribute('data-state')) === 'error') {
    faults.push(...(await judgeWords(page, fault)));
    return 'said it';
  }
  const elsewhere = await ranElsewhere(figure, expected);
  if (!elsewhere) faults.push(...(await judgeNumbers(page, expected, stage, '')));
  if (stage === 'end') faults.push(...(await openParts(page)).faults);
  return elsewhere ? 'ran elsewhere' : 'ran';
}

async function runToEnd(figure: Locator): Promise<boolean> {
  await comesTo(figure, ['loading', 'running', 'error'], RUN_MILLIS);
  return comesTo(figure, ['done', 'error'], RUN_MILLIS);
}

/** To the first frame of a run, or to an error; `before`: frames before it was started, since some runs end at once. */
async function runToFrame(page: Page, figure: Locator, before: number): Promise<boolean> {
  const frame = page.waitForFunction((least) => (window.runLog?.frames ?? 0) > least, before, {
    timeout: RUN_MILLIS,
  });
  const failed = inState(figure, ['error']).waitFor({ state: 'attached', timeout: RUN_MILLIS });
  return Promise.any([frame, failed]).then(
    () => true,
    () => false,
  );
}

const ranElsewhere = async (figure: Locator, { backend }: Expected): Promise<boolean> =>
  (await figure.getAttribute('data-backend')) !== backend;

async function judgeNumbers(page: Page, expected: Expected, stage: Stage, when: string): Promise<string[]> {
  const { firstFrame, summary } = await runLog(page);
  const same = stage === 'end' ? summary === expected.summary : firstFrame === expected.firstFrame;
  return same ? [] : [`its numbers are others${when}`];
}

async function judgeWords(page: Page, { file }: Fault): Promise<string[]> {
  const said = (await page.locator('[data-widget] [data-kind="error"] p').allInnerTexts()).join();
  if (said === '') return ['fails without a word'];
  return file && !said.includes(file) ? [`does not name the file: ${said}`] : [];
}

/** With the fault gone: by Retry or Run, or after loading the page again where only that is offered. */
async function useMended(
  page: Page,
  coped: Outcome['coped'],
  expected: Expected,
  stage: Stage,
): Promise<string[]> {
  const figure = page.locator('[data-widget]').first();
  if (coped === 'ran' && stage !== 'end') return []; // there was nothing to recover from
  if (coped === 'stayed recorded') {
    await figure.locator('[data-action="reload"]').click();
    await figure.and(page.locator('[data-ready]')).waitFor({ timeout: WAKING_MILLIS });
    if (stage !== 'end') return [];
    await figure.scrollIntoViewIfNeeded();
  }
  if (stage === 'parts') {
    await page.reload({ waitUntil: 'domcontentloaded' });
    await figure.and(page.locator('[data-ready]')).waitFor({ timeout: WAKING_MILLIS });
    const { faults, said } = await openParts(page);
    return said > 0 ? [...faults, 'does not open once the fault is gone'] : faults;
  }
  const { done, frames } = await runLog(page);
  await press(figure, (await figure.locator('[data-action="retry"]').count()) > 0 ? 'retry' : 'run');
  await comesTo(figure, ['loading', 'running', 'done'], RUN_MILLIS); // it may be failed from before
  const came =
    stage !== 'end'
      ? await runToFrame(page, figure, frames)
      : await page
          .waitForFunction((before) => (window.runLog?.done ?? 0) > before, done, { timeout: RUN_MILLIS })
          .then(
            () => true,
            () => false,
          );
  if (!came || (await figure.getAttribute('data-state')) === 'error') {
    const said = (await page.locator('[data-widget] [data-kind="error"]').allInnerTexts()).join();
    return [`does not run once the fault is gone: ${said}`];
  }
  return (await ranElsewhere(figure, expected)) ? [] : judgeNumbers(page, expected, stage, ' afterwards');
}
