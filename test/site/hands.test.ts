/** Hands on the controls, by mouse and by keyboard, and a page that stays quick under them. */
import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { locales } from '#src/i18n.ts';
import { labStrings } from '#src/lab/strings.ts';
import { oneIn, sampleOf } from '../extent.ts';
import { it, type Visit } from './browser.ts';
import {
  numberIn,
  press,
  reach,
  readTable,
  recordMessages,
  relativeDifference,
  sentRuns,
  statusOf,
  summaries,
  wake,
  widgetIds,
} from './widget.ts';

const ID = 'activation-statistics';
const PREVIEW_SAMPLES = 100;
const FULL_SAMPLES = 1000;
/** Longest that the page may work without listening while an experiment runs. */
const LONG_TASK_MILLIS = 50;
/** A machine that does other things as well makes any task long now and then: the page is judged by its best try. */
const TRIES = 3;

async function open(visit: Visit): Promise<{ page: Page; widget: Locator; slider: Locator }> {
  const page = await visit(`en/lab/${ID}/`, { prepare: recordMessages });
  const widget = await wake(page);
  return { page, widget, slider: widget.locator('input[name="scale"]') };
}

const shownValue = (slider: Locator) => slider.getAttribute('aria-valuetext');

/** Where the address says the slider stands. */
const addressOf = (page: Page) => Number(new URL(page.url()).searchParams.get(`${ID}.scale`));

it('answers while the slider is dragged, and runs in full once it is let go', async ({ visit }) => {
  const { page, widget, slider } = await open(visit);
  await press(widget, 'run'); // the engine is up
  await reach(widget, 'running');
  await reach(widget, 'done');
  const box = await slider.boundingBox();
  if (!box) throw new Error('the slider has no place on the page');
  const middle = box.y + box.height / 2;
  const along = (share: number) => box.x + share * box.width;
  const std = () => widget.locator('.histogram-label').nth(9).innerText();

  const atRest = await std();
  await page.mouse.move(along(0.4), middle);
  await page.mouse.down();
  await page.mouse.move(along(0.55), middle, { steps: 5 });
  await expect.poll(std, { timeout: 30_000 }).not.toBe(atRest); // drawn with the button still down
  await page.mouse.move(along(0.75), middle, { steps: 30 });
  const dragged = (await sentRuns(page)).slice(1);
  expect(dragged.length).toBeGreaterThan(0);
  expect(dragged.every(({ config }) => config.samples === PREVIEW_SAMPLES)).toBe(true);

  await page.mouse.up();
  await page.waitForFunction(
    (samples) =>
      window.testMessages?.to.some((m) => m.type === 'run' && m.runId > 1 && m.config.samples === samples),
    FULL_SAMPLES,
  );
  await reach(widget, 'done');
  await expect.poll(() => statusOf(widget)).toContain(labStrings.en.states.done);
  const afterRelease = (await sentRuns(page)).slice(1 + dragged.length);
  // a last preview may have been waiting its turn; then the full run, and nothing after it
  const full = afterRelease.filter(({ config }) => config.samples === FULL_SAMPLES);
  expect(full).toHaveLength(1);
  expect(afterRelease.at(-1)).toBe(full[0]);
  expect(afterRelease.length).toBeLessThanOrEqual(2);

  await expect.poll(() => addressOf(page)).toBe(full[0]?.config.scale);
  expect(Number(await shownValue(slider))).toBeCloseTo(addressOf(page), 2);
  const computed = (await summaries(page)).at(-1)?.activationStd;
  const shown = (await readTable(widget)).activationStd?.map(numberIn);
  expect(relativeDifference(shown, computed)).toBeLessThan(1e-2);
});

it('is worked from the keyboard', async ({ visit }) => {
  const { page, widget, slider } = await open(visit);
  await slider.focus();
  const before = await shownValue(slider);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => shownValue(slider)).not.toBe(before);
  await reach(widget, 'loading', 'running');
  await reach(widget, 'done');
  await expect.poll(() => addressOf(page)).toBeGreaterThan(0.01);
  expect((await sentRuns(page)).at(-1)?.config).toMatchObject({
    scale: addressOf(page),
    samples: FULL_SAMPLES,
  });

  const reached: string[] = [];
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      return (
        element?.getAttribute('data-action') ?? element?.getAttribute('name') ?? element?.localName ?? ''
      );
    });
  while (reached.at(-1) !== 'run' && reached.length < 20) {
    await page.keyboard.press('Tab');
    reached.push(await focused());
  }
  expect(reached.at(-1)).toBe('run');
  const runs = (await sentRuns(page)).length;
  await page.keyboard.press('Enter');
  await reach(widget, 'running');
  await reach(widget, 'done');
  expect(await sentRuns(page)).toHaveLength(runs + 1);

  await page.keyboard.press('Enter');
  await reach(widget, 'loading', 'running');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('stop');
  await page.keyboard.press('Enter');
  await reach(widget, 'done');
  expect(await focused()).toBe('run'); // and not nowhere: Stop can't be pressed any more
});

it('lets radio buttons and switches be changed from the keyboard', async ({ visit }) => {
  const { page, widget } = await open(visit);
  await widget.locator('input[name="activation"]:checked').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await sentRuns(page)).at(-1)?.config.activation).toBe('relu');
  const chosen = await widget.locator('input[name="activation"]:checked + span').evaluate((element) => {
    const { outlineStyle, outlineColor, backgroundColor } = getComputedStyle(element);
    return { outlineStyle, outlineColor, backgroundColor };
  });
  expect(chosen.outlineStyle).toBe('solid');
  expect(chosen.outlineColor).not.toBe(chosen.backgroundColor);
  await widget.locator('input[name="batchNorm"]').focus();
  await page.keyboard.press('Space');
  await expect.poll(async () => (await sentRuns(page)).at(-1)?.config.batchNorm).toBe(true);
  await reach(widget, 'done');
  const focusRing = await widget
    .locator('input[name="batchNorm"]')
    .evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(focusRing).not.toBe('none');
});

/** A page's figures stay asleep from `hold` to `allow`; `asked` tells how many scripts of theirs have been asked for. */
function sleepingFigures() {
  let count = 0;
  let allow = () => {};
  const allowed = new Promise<void>((resolve) => {
    allow = resolve;
  });
  const hold = (page: Page) =>
    page.route(/_astro\/View\./, async (route) => {
      count++;
      await allowed;
      await route.continue();
    });
  return { hold, asked: () => count, allow: () => allow() };
}

it.for(locales)(
  'lets nobody who comes by keyboard past a figure that sleeps: %s',
  async (locale, { visit }) => {
    const { hold, asked, allow } = sleepingFigures();
    const page = await visit(`${locale}/regularization/penalties/`, {
      viewport: { width: 1280, height: 800 },
      prepare: async (page) => {
        await recordMessages(page);
        await hold(page);
      },
    });
    const widget = page.locator('[data-widget]').first();
    const chips = widget.locator('.chip');
    const isFocused = (element: Locator) => element.evaluate((one) => one === document.activeElement);

    // the stop above it has the focus, and of the figure no more is in the window than the chips at its top
    await widget.evaluate((figure) => {
      const stops = [...document.querySelectorAll<HTMLElement>('a[href], summary, input, button')];
      const isAbove = (one: Element) =>
        figure.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING;
      stops.findLast((one) => isAbove(one) && one.checkVisibility() && !one.matches(':disabled'))?.focus();
      const { bottom } = figure.querySelector('.chip')?.getBoundingClientRect() ?? { bottom: 0 };
      window.scrollBy({ top: bottom - innerHeight + 5, behavior: 'instant' });
    });
    await page.waitForTimeout(500);
    expect(asked()).toBe(0);
    await page.keyboard.press('Tab');
    expect(await isFocused(chips.first())).toBe(true);
    await expect.poll(asked).toBe(1);
    // from below too, in its sleep
    await widget.locator('.widget-table > summary').focus();
    await page.keyboard.press('Shift+Tab');
    expect(await isFocused(widget.locator('[data-action="export"]'))).toBe(true);

    await chips.first().focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await widget.getAttribute('data-ready')).toBeNull();
    allow();
    await reach(widget, 'done');
    expect(await isFocused(chips.nth(1))).toBe(true);
    expect(await chips.nth(1).getAttribute('aria-pressed')).toBe('true');
    expect(await sentRuns(page)).toHaveLength(1);
  },
);

it('keeps what is set while a figure sleeps', async ({ visit }) => {
  const { hold, allow } = sleepingFigures();
  const page = await visit(`en/lab/${ID}/`, { prepare: hold });
  const widget = page.locator(`[data-widget="${ID}"]`);
  const named = (name: string, value = '') =>
    widget.locator(`input[name="${name}"]${value && `[value="${value}"]`}`);

  await named('width').focus();
  const steps = 3;
  for (let i = 0; i < steps; i++) await page.keyboard.press('ArrowRight');
  await named('activation', 'tanh').focus();
  await page.keyboard.press('ArrowRight');
  await named('batchNorm').focus();
  await page.keyboard.press('Space');
  await named('seed').fill('41');
  await named('seed').press('Tab');
  await widget.locator('.slider:has(input[name="scale"]) .marks button').first().click();
  expect(await widget.getAttribute('data-ready')).toBeNull();
  allow();
  await widget.and(page.locator('[data-ready]')).waitFor();
  await expect.poll(() => new URL(page.url()).search).toMatch(/\.scale=/);
  const settings = new URL(page.url()).searchParams;
  const setting = (name: string) => settings.get(`${ID}.${name}`);
  expect(setting('width')).toBe('530'); // from 500 in steps of 10
  expect(setting('activation')).toBe('relu');
  expect(setting('batchNorm')).toBe('true');
  expect(setting('seed')).toBe('41');
  expect(setting('scale')).toBe('0.0001');
  expect(await named('activation', 'relu').isChecked()).toBe(true);
  expect(await shownValue(named('width'))).toBe('530');
});

it('gives whole numbers where a setting has to be one', async ({ visit }) => {
  const page = await visit('en/lab/train-vs-validation/');
  const slider = (await wake(page)).locator('input[name="hiddenUnits"]');
  await slider.evaluate((input: HTMLInputElement) => {
    input.value = '0.7'; // of a logarithm: five and a little
    for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
  });
  await expect.poll(() => shownValue(slider)).toBe('5');
  await slider.focus();
  for (const [key, next] of [
    ['ArrowRight', '6'],
    ['ArrowLeft', '5'],
    ['ArrowLeft', '4'],
  ] as const) {
    await page.keyboard.press(key); // a step of the track is less than one here
    await expect.poll(() => shownValue(slider)).toBe(next);
  }
});

describe.for(oneIn(2, sampleOf(widgetIds)))('%s', (id) => {
  it('leaves the page free while it runs', async ({ visit }) => {
    const tries: number[][] = [];
    while (tries.length < TRIES && tries.at(-1)?.length !== 0) tries.push(await longTasks(visit, id));
    expect(tries.at(-1), `long tasks in ms, by try: ${JSON.stringify(tries)}`).toEqual([]);
  });
});

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Time of the thread's own in microseconds: what others took meanwhile is not in it. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Tasks of the page's own thread that kept it from answering, from Run to the end, in milliseconds of its own work. */
async function longTasks(visit: Visit, id: string): Promise<number[]> {
  const page = await visit(`en/lab/${id}/`);
  const widget = await wake(page);
  await page.waitForLoadState('networkidle');
  const devtools = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await devtools.send('Tracing.start', { traceConfig: { includedCategories: ['toplevel'] } });
  await press(widget, 'run');
  await reach(widget, 'done');
  const complete = new Promise<void>((resolve) => devtools.once('Tracing.tracingComplete', () => resolve()));
  await devtools.send('Tracing.end');
  await complete;
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const pageThreads = new Set(
    events.filter(({ args }) => args?.name === 'CrRendererMain').map((event) => thread(event)),
  );
  const tasks = events
    .filter((event) => event.name === 'ThreadControllerImpl::RunTask' && pageThreads.has(thread(event)))
    .map(({ tdur = 0 }) => tdur / 1000);
  expect(tasks.length).toBeGreaterThan(50); // the trace has them
  return tasks.filter((millis) => millis > LONG_TASK_MILLIS);
}

it('keeps what is being typed while a run draws', async ({ visit }) => {
  const page = await visit('en/lab/deep-trainability/?deep-trainability.steps=1000', {
    prepare: recordMessages,
  });
  const widget = await wake(page);
  await reach(widget, 'running');
  const seed = widget.locator('.seed input');
  await seed.selectText();
  const frames = () => page.evaluate(() => window.testMessages?.from.length ?? 0);
  const before = await frames();
  await seed.pressSequentially('42', { delay: 300 });
  await expect.poll(frames).toBeGreaterThan(before + 1);
  expect(await seed.inputValue()).toBe('42');
  expect(await widget.getAttribute('data-state')).toBe('running');
  await seed.press('Tab');
  await press(widget, 'run');
  await expect.poll(async () => (await sentRuns(page)).at(-1)?.config.seed).toBe(42);
});
