/** Sequences of steps on one widget's page; after each the widget has to be in order, and to answer a new run. */
import type { Page } from 'playwright-core';
import { createRng } from '#src/random.ts';
import { type Memory, MemoryProbe } from '../drive/memory.ts';
import type { Pages } from '../drive/pages.ts';
import { comesTo, logRuns, press, runLog, wake } from '../drive/runs.ts';
import { drawSteps, perform, type Step } from './steps.ts';

export interface SequenceFailure {
  readonly widget: string;
  readonly faults: readonly string[];
  /** As few as still fail, where that could be found out. */
  readonly steps: readonly Step[];
}

/** How long a run may go on of its own before it is stopped. */
const RUN_MILLIS = 3_000;
/** Within this a widget has to come to rest once it is told to stop, and a new run to show its first frame. */
const ANSWER_MILLIS = 90_000;
/** What of a page may be there more than in a page that nobody has touched. */
const MOST_MORE = { nodes: 3, listeners: 2 } as const;
/** Tries to find a shorter sequence that fails. */
const SHORTENINGS = 10;

export function stepsOf(seed: number, widget: string, nth: number): Step[] {
  return drawSteps(createRng(seed).child('sequences').child(widget).child(nth));
}

/** One sequence on a page of its own; what is wrong after it, a line each. */
export async function trySteps(site: Pages, widget: string, steps: readonly Step[]): Promise<string[]> {
  const { page, complaints, close } = await site.open();
  const faults: string[] = [];
  try {
    await logRuns(page);
    const probe = await MemoryProbe.of(page);
    await page.goto(`${site.url}en/lab/${widget}/`, { waitUntil: 'domcontentloaded' });
    await wake(page);
    const before = await probe.read();
    for (const step of steps) {
      await perform(page, step).catch((error: unknown) => {
        throw new Error(`${JSON.stringify(step)}: ${String(error)}`);
      });
    }
    faults.push(...(await settle(page)));
    faults.push(...leftBehind(before, await probe.read()));
    if ((await page.locator('[data-hostile]').count()) > 0) faults.push('elements from the address');
  } catch (error) {
    faults.push(String(error));
  } finally {
    await close();
  }
  return [...faults, ...complaints];
}

/** Lets go of everything, waits for the end of what goes on, then runs once more as a reader who starts afresh. */
async function settle(page: Page): Promise<string[]> {
  for (let i = 0; i < 2; i++) await page.keyboard.press('Escape'); // dialogs
  const widget = await wake(page);
  const faults: string[] = [];
  if (!(await comesTo(widget, ['done', 'baked', 'error'], RUN_MILLIS))) {
    await press(widget, 'stop');
    if (!(await comesTo(widget, ['done', 'baked', 'error'], ANSWER_MILLIS)))
      faults.push(`stays ${await widget.getAttribute('data-state')} when told to stop`);
  }
  if ((await widget.getAttribute('data-state')) === 'error') {
    const said = await widget.locator('[data-kind="error"]').allInnerTexts();
    faults.push(`fails: ${said.join() || 'without a word'}`);
  }
  await press(widget, 'reset');
  if (!(await comesTo(widget, ['baked'], ANSWER_MILLIS))) faults.push('does not go back to the recorded run');
  const { frames } = await runLog(page);
  await press(widget, 'run');
  const drawn = page.waitForFunction((least) => (window.runLog?.frames ?? 0) > least, frames, {
    timeout: ANSWER_MILLIS,
  });
  if (
    !(await drawn.then(
      () => true,
      () => false,
    ))
  )
    faults.push(`does not answer a new run: ${await widget.getAttribute('data-state')}`);
  await press(widget, 'stop');
  if (!(await comesTo(widget, ['done'], ANSWER_MILLIS))) faults.push('the new run does not stop');
  await press(widget, 'reset');
  const { workers } = await runLog(page);
  if (workers > 1) faults.push(`${workers} workers`);
  return faults;
}

function leftBehind(before: Memory, after: Memory): string[] {
  const faults = after.tensors > 0 ? [`${after.tensors} tensors are left`] : [];
  for (const key of ['nodes', 'listeners'] as const) {
    if (after[key] > MOST_MORE[key] * before[key])
      faults.push(`${key}: ${before[key]} before, ${after[key]} after`);
  }
  return faults;
}

/** The sequence without the steps that its failure does not need, as far as some tries can tell. */
export async function shorten(
  site: Pages,
  widget: string,
  steps: readonly Step[],
  faults: readonly string[],
): Promise<SequenceFailure> {
  let failing: Pick<SequenceFailure, 'steps' | 'faults'> = { steps, faults };
  let tries = 0;
  for (
    let size = Math.ceil(steps.length / 2);
    size >= 1 && tries < SHORTENINGS;
    size = Math.floor(size / 2)
  ) {
    for (let at = 0; at < failing.steps.length && tries < SHORTENINGS; tries++) {
      const shorter = [...failing.steps.slice(0, at), ...failing.steps.slice(at + size)];
      const found = await trySteps(site, widget, shorter);
      if (found.length > 0) failing = { steps: shorter, faults: found };
      else at += size;
    }
  }
  return { widget, ...failing };
}
