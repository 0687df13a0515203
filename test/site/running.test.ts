/** Running on what a machine without a graphics card has: WebAssembly. */
import type { Locator } from 'playwright-core';
import { describe, expect } from 'vitest';
import { isMeasuredTime } from '#src/cli/compare.ts';
import { labStrings } from '#src/lab/strings.ts';
import { sampleOf } from '../extent.ts';
import { it, underSubPath } from './browser.ts';
import { expectStillness, inked, sizeOf, watchShifts } from './stillness.ts';
import {
  bakedRun,
  numberIn,
  press,
  reach,
  readTable,
  recordMessages,
  relativeDifference,
  runToEnd,
  sentMessages,
  statusOf,
  summaries,
  wake,
  watchAttribute,
  widgetIds,
} from './widget.ts';

const words = labStrings.en;

/** Settings under which a run is long enough to be interrupted by hand. */
const longRuns: Readonly<Record<string, string>> = {
  'activation-statistics': 'width=1000&activation-statistics.depth=20',
  'batch-normalization': 'steps=500',
  'deep-trainability': 'steps=1000',
  dropout: 'images=2000',
  'learning-rate-decay': 'problem=images',
  'fine-tuning': 'imagesPerClass=100',
  'learning-rates': 'steps=1000',
  'overfit-small-subset': 'labels=random',
  'residual-depth': 'layers=56',
  'ravine-race': 'surface=images&ravine-race.steps=1000',
  'sanity-ladder': 'init=he',
  'signal-propagation': 'model=conv&signal-propagation.layers=1202',
  'symmetry-breaking': 'steps=1000',
  'train-vs-validation': 'images=5000',
  'weight-penalties': 'dataset=images',
};

/** Below a path, two of them show that worker, data and engine are found there. */
const ids = underSubPath() ? widgetIds.slice(0, 2) : sampleOf(widgetIds);

describe.for(ids)('%s', (id) => {
  it('runs on WASM, gives the recorded numbers, and moves nothing', async ({ visit }) => {
    const page = await visit(`en/lab/${id}/`, {
      prepare: (tab) => Promise.all([recordMessages(tab), watchShifts(tab)]),
    });
    const widget = await wake(page);
    const preset = await widget.locator('[data-preset][aria-pressed="true"]').getAttribute('data-preset');
    const recorded = bakedRun(id, preset ?? '');
    const recordedTable = await readTable(widget);
    expect(await widget.getAttribute('data-state')).toBe('baked');
    expect(await statusOf(widget)).toContain(words.states.baked);

    const states = await watchAttribute(widget, 'data-state');
    const progress = await watchAttribute(widget.locator('progress'), 'value');
    await widget.locator('.widget-figure').scrollIntoViewIfNeeded();
    const size = await sizeOf(widget);
    await press(widget, 'run');
    await reach(widget, 'done');
    await inked(widget);
    expect(await sizeOf(widget)).toEqual(size);
    await expectStillness(page);
    expect(await states()).toEqual(['loading', 'running', 'done']);
    expect(await widget.getAttribute('data-backend')).toBe('wasm');
    expect(await statusOf(widget)).toMatch(
      new RegExp(`^${words.states.done} · WASM · [\\d.]+ s · ${words.seed(1)}$`),
    );

    const shares = (await progress()).map(Number).filter((share) => share > 0 && share < 1);
    expect(new Set(shares).size).toBeGreaterThan(3);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));

    expect(recorded.backend).toBe('wasm');
    const [summary] = await summaries(page);
    expect(Object.keys(summary ?? {})).toEqual(Object.keys(recorded.summary));
    for (const [key, value] of Object.entries(recorded.summary)) {
      if (isMeasuredTime(key)) continue; // another one in every run
      expect(relativeDifference(summary?.[key], value), key).toBeLessThan(1e-3);
    }
    expectSameNumbers(await readTable(widget), recordedTable);
  });

  it('stops when asked to, goes back to the recorded run, and runs again', async ({ visit }) => {
    const page = await visit(`en/lab/${id}/?${id}.${longRuns[id] ?? ''}`, { prepare: recordMessages });
    const widget = await wake(page); // other settings than the recorded ones: it starts by itself
    await page.waitForFunction(
      () => (document.querySelector('[data-widget] progress')?.getAttribute('value') ?? '0') > '0',
    );
    await press(widget, 'stop');
    await reach(widget, 'done');
    expect(await statusOf(widget)).toBe(`${words.states.stopped} · WASM · ${words.seed(1)}`);
    expect((await sentMessages(page)).map(({ type }) => type)).toEqual(['start', 'run', 'cancel']);
    expect(await summaries(page)).toEqual([]);
    expect(await widget.locator('[data-action="stop"]').isDisabled()).toBe(true);

    await press(widget, 'run');
    await reach(widget, 'running');
    await press(widget, 'reset'); // in the middle of it
    await reach(widget, 'baked');
    await page.waitForFunction(
      () => window.testMessages?.from.filter(({ type }) => type === 'stopped').length === 2,
    );
    await expect.poll(() => new URL(page.url()).search).toBe('');
    expect(await widget.getAttribute('data-state')).toBe('baked');
    expect(await statusOf(widget)).toContain(words.states.baked);
    expect(await widget.locator('.chart-live').count()).toBe(0);
    const untouched = await wake(await visit(`en/lab/${id}/`));
    expect(await readTable(widget)).toEqual(await readTable(untouched));
    expect(await figureOf(widget)).toEqual(await figureOf(untouched));
  });
});

it('reproduces each of the article’s pictures', async ({ visit }) => {
  /** What the standard deviation of layer ten is between, whatever the seed. */
  const lastLayer: Readonly<Record<string, readonly [number, number]>> = {
    'tanh-large': [0.98, 0.983],
    'tanh-xavier': [0.22, 0.237],
    'relu-xavier': [0.017, 0.037],
    'relu-he': [0.55, 1.2],
    'tanh-small': [2.8e-7, 3.2e-7],
  };
  const page = await visit('en/lab/activation-statistics/');
  const widget = await wake(page);
  for (const [preset, [least, most]] of Object.entries(lastLayer)) {
    const chip = widget.locator(`[data-preset="${preset}"]`);
    await chip.click();
    await reach(widget, 'loading', 'running');
    await reach(widget, 'done');
    expect(await chip.getAttribute('aria-pressed')).toBe('true');
    const std = (await readTable(widget)).activationStd?.map(numberIn) ?? [];
    expect(std, preset).toHaveLength(10);
    expect(std[9], preset).toBeGreaterThanOrEqual(least);
    expect(std[9], preset).toBeLessThanOrEqual(most);
  }
});

it('runs one after the other what is asked for at the same time', async ({ visit }) => {
  const page = await visit('en/weights/he/');
  const count = await page.locator('[data-widget]').count();
  expect(count).toBeGreaterThan(2);
  for (let nth = 0; nth < count; nth++) await wake(page, nth);
  const log = await page.evaluateHandle(() => {
    const seen: [widget: number, state: string][] = [];
    const widgets = [...document.querySelectorAll<HTMLElement>('[data-widget]')];
    for (const [nth, widget] of widgets.entries()) {
      new MutationObserver(() => seen.push([nth, widget.dataset.state ?? ''])).observe(widget, {
        attributeFilter: ['data-state'],
      });
    }
    for (const widget of widgets) widget.querySelector<HTMLButtonElement>('[data-action="run"]')?.click();
    return seen;
  });
  for (const widget of await page.locator('[data-widget]').all()) await reach(widget, 'done');
  const seen = await log.jsonValue();
  const inTurn = Array.from({ length: count }, (_, nth) => [
    [nth, 'running'],
    [nth, 'done'],
  ]).flat();
  expect(seen.filter(([, state]) => state === 'loading')).toHaveLength(count);
  expect(seen.filter(([, state]) => state !== 'loading')).toEqual(inTurn);
});

it('sleeps while its title alone is in sight, and is awake once its first control is', async ({ visit }) => {
  for (const width of [390, 1280]) {
    const page = await visit('en/optimization/momentum/', { viewport: { width, height: 700 } });
    const widget = page.locator('[data-widget]').first();
    const box = (locator: Locator) =>
      locator.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return { top, bottom };
      });
    /** Scrolls until so much of it is in the window. */
    const show = async (pixels: number) =>
      page.evaluate((by) => window.scrollBy(0, by), (await box(widget)).top - 700 + pixels);
    await show(100);
    await page.waitForTimeout(1000);
    expect(await widget.getAttribute('data-ready'), `${width}`).toBeNull();
    const { bottom } = await box(widget.locator('input, button, select').first());
    await show(bottom - (await box(widget)).top + 10);
    await widget.and(page.locator('[data-ready]')).waitFor();
  }
});

it('pauses while the page is hidden, and loses nothing by it', async ({ visit }) => {
  const page = await visit('en/lab/deep-trainability/', { prepare: recordMessages });
  const widget = await wake(page);
  const frames = () =>
    page.evaluate(() => window.testMessages?.from.filter(({ type }) => type === 'frame').length ?? 0);
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      Object.defineProperty(document, 'visibilityState', {
        value: value ? 'hidden' : 'visible',
        configurable: true,
      });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);

  await press(widget, 'run');
  await expect.poll(frames, { timeout: 60_000 }).toBeGreaterThan(0);
  await hide(true);
  await reach(widget, 'paused');
  expect(await statusOf(widget)).toContain(words.states.paused);
  await page.waitForTimeout(500); // the frame it was at is still finished
  const before = await frames();
  await page.waitForTimeout(1000); // time for a dozen more
  expect(await frames()).toBe(before);
  expect(await summaries(page)).toEqual([]);

  await hide(false);
  await reach(widget, 'running');
  await reach(widget, 'done');
  const preset = await widget.locator('[data-preset][aria-pressed="true"]').getAttribute('data-preset');
  const recorded = bakedRun('deep-trainability', preset ?? '');
  const [summary] = await summaries(page);
  expect(relativeDifference(summary?.trainLoss, recorded.summary.trainLoss)).toBeLessThan(1e-3);
});

it('gives the same bits for the same seed, and others for another', async ({ visit }) => {
  const page = await visit('en/lab/activation-statistics/', { prepare: recordMessages });
  const widget = await wake(page);
  await runToEnd(widget);
  await runToEnd(widget);
  await widget.locator('.controls-more > summary').click();
  await widget.locator('.seed button').click();
  await reach(widget, 'loading', 'running');
  await reach(widget, 'done');
  expect(await statusOf(widget)).toContain(words.seed(2));
  const [first, second, other] = await summaries(page);
  expect(first?.activationStd).toHaveLength(10);
  expect(second).toEqual(first);
  expect(other?.activationStd).not.toEqual(first?.activationStd);
});

/** The same to the three digits that a table shows. */
function expectSameNumbers(shown: Record<string, string[]>, expected: Record<string, string[]>): void {
  expect(Object.keys(shown)).toEqual(Object.keys(expected));
  for (const [key, cells] of Object.entries(expected)) {
    expect(shown[key], key).toHaveLength(cells.length);
    if (isMeasuredTime(key)) continue;
    for (const [i, cell] of cells.entries()) {
      const got = shown[key]?.[i] ?? '';
      if (got !== cell)
        expect(relativeDifference(numberIn(got), numberIn(cell)), `${key} ${i}`).toBeLessThan(1e-2);
    }
  }
}

/** What the figure is drawn from: paths and pictures. */
function figureOf(widget: Locator): Promise<(string | null)[]> {
  return widget
    .locator('svg path, img')
    .evaluateAll((elements) =>
      elements.map((element) => element.getAttribute('d') ?? element.getAttribute('src')),
    );
}
