/** Runs in the reader's hands: held, gone through step by step, changed on the way; and the hunt for a hidden bug. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { formatPercent } from '#src/format.ts';
import type { FromWorker, ToWorker } from '#src/lab/protocol.ts';
import { labStrings } from '#src/lab/strings.ts';
import { bugOf, bugs } from '#widgets/overfit-small-subset/config.ts';
import { strings as memoriseStrings } from '#widgets/overfit-small-subset/strings.ts';
import { it } from './browser.ts';
import { press, reach, recordMessages, sentMessages, wake } from './widget.ts';

const words = labStrings.en;

const click = (widget: Locator, action: 'pause' | 'step' | 'hide') =>
  widget.locator(`[data-action="${action}"]`).click();

/** What the run bar says; the verdict on a guess is a status of its own. */
const statusOf = (widget: Locator) => widget.locator('.run-bar [role="status"]').innerText();

interface Curves {
  readonly curves: readonly { readonly trainLoss: readonly number[] }[];
  readonly rateChanges: readonly { readonly step: number; readonly rate: number }[];
}

/** The frames of the newest run of `learning-rates`. */
function newestFrames(page: Page): Promise<readonly Curves[]> {
  return page.evaluate(() => {
    const to: readonly ToWorker[] = window.testMessages?.to ?? [];
    const from: readonly FromWorker[] = window.testMessages?.from ?? [];
    const run = to.findLast((message) => message.type === 'run');
    const frames = from.flatMap((message) =>
      message.type === 'frame' && message.runId === run?.runId ? [message.frame] : [],
    );
    return frames as unknown as Curves[]; // what a frame holds is known to its experiment only
  });
}

/** Steps that the newest frame has seen. */
async function stepsDone(page: Page): Promise<number> {
  const frame = (await newestFrames(page)).at(-1);
  return Math.max(0, ...(frame?.curves ?? []).map(({ trainLoss }) => trainLoss.length));
}

/** Time for a dozen frames of a run that is not held. */
const HELD_MILLIS = 500;

it('holds a run, goes through it step by step, and takes another learning rate on the way', async ({
  visit,
}) => {
  const id = 'learning-rates';
  const page = await visit(`en/lab/${id}/?${id}.curves=one&${id}.steps=600`, { prepare: recordMessages });
  const widget = await wake(page); // other settings than the recorded ones: it starts by itself
  await reach(widget, 'running');
  await press(widget, 'run');
  await expect.poll(() => stepsDone(page)).toBeGreaterThan(0);
  await click(widget, 'pause');
  await reach(widget, 'paused');
  expect(await statusOf(widget)).toContain(words.states.held);
  await page.waitForTimeout(HELD_MILLIS); // the frame that it was at is still finished
  const held = await stepsDone(page);
  expect(held).toBeLessThan(600);
  await page.waitForTimeout(HELD_MILLIS);
  expect(await stepsDone(page)).toBe(held);

  for (const steps of [1, 2]) {
    await click(widget, 'step');
    await expect.poll(() => stepsDone(page)).toBe(held + steps);
    await page.waitForTimeout(HELD_MILLIS);
    expect(await stepsDone(page)).toBe(held + steps);
    expect(await widget.getAttribute('data-state')).toBe('paused');
    expect(await statusOf(widget)).toContain(` · ${formatPercent((held + steps) / 600, 1)} · `);
  }

  const slider = widget.locator('.slider', { has: page.locator('input[name="learningRate"]') });
  await slider.locator('.marks button').nth(1).click();
  await expect
    .poll(async () => (await sentMessages(page)).at(-1))
    .toMatchObject({
      type: 'change',
      key: 'learningRate',
      value: 0.001,
    });
  expect(await widget.locator('.chart-marks span').count()).toBe(0); // no step has been taken with it
  await click(widget, 'pause'); // its label is Resume now
  await reach(widget, 'done');
  expect((await newestFrames(page)).at(-1)?.rateChanges).toEqual([{ step: held + 2, rate: 0.001 }]);
  expect(await stepsDone(page)).toBe(600);
  expect(await widget.locator('.chart-marks b').allInnerTexts()).toEqual(['rate 0.001', 'rate 0.001']);
  expect(await statusOf(widget)).toContain(words.states.altered);

  // beneath each epoch on the axis, the steps: 5,000 images make 50 of 100
  const ticks = await widget
    .locator('.chart-x')
    .first()
    .locator('span')
    .evaluateAll((spans) => spans.map((span) => [span.firstChild?.textContent, span.lastChild?.textContent]));
  expect(ticks).toEqual([
    ['0', '0'],
    ['5', '250'],
    ['10', '500'],
  ]);
});

it('begins with a single step where none goes on, and is stopped while it is held', async ({ visit }) => {
  const page = await visit('en/lab/learning-rates/', { prepare: recordMessages });
  const widget = await wake(page);
  await click(widget, 'step');
  await reach(widget, 'paused');
  await expect.poll(() => stepsDone(page)).toBeGreaterThan(0);
  await page.waitForTimeout(HELD_MILLIS);
  const lengths = (await newestFrames(page)).map(({ curves }) =>
    curves.map(({ trainLoss }) => trainLoss.length),
  );
  await press(widget, 'stop');
  await reach(widget, 'done');
  expect(await statusOf(widget)).toContain(words.states.stopped);
  await press(widget, 'run'); // the next one is not held
  await expect.poll(() => stepsDone(page)).toBeGreaterThan(20);
  expect(lengths).toEqual([[1, 1, 1, 1]]);
});

it('hides a bug, and knows who names it', async ({ visit }) => {
  const id = 'overfit-small-subset';
  const page = await visit(`en/lab/${id}/?${id}.images=20`);
  const widget = await wake(page);
  await reach(widget, 'done');
  const verdict = widget.locator('.bug-verdict');
  const guesses = widget.locator('[data-guess]');
  const { hunt } = memoriseStrings.en;
  expect(await guesses.count()).toBe(5);
  expect(await guesses.and(page.locator(':disabled')).count()).toBe(5); // nothing is hidden yet

  for (const seed of [1, 2]) {
    await click(widget, 'hide');
    await expect.poll(() => statusOf(widget)).toContain(words.seed(seed));
    await expect.poll(() => guesses.and(page.locator(':enabled')).count()).toBe(5);
    expect(await verdict.innerText()).toBe('');
    const right = bugOf({ bug: 'hidden', seed });
    for (const bug of bugs.filter((one) => one !== 'none')) {
      await widget.locator(`[data-guess="${bug}"]`).click();
      const word = bug === right ? hunt.correct : hunt.wrong;
      await expect.poll(() => verdict.innerText()).toBe(`${word} ${hunt.tell[bug]}`);
      expect((await verdict.getAttribute('data-correct')) !== null).toBe(bug === right);
    }
  }
});
