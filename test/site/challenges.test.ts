/** Cards in which the reader does something: what was predicted and solved stands with the runs, and is kept. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { refuseStorage } from '#src/cli/faults/refusals.ts';
import { componentStrings } from '#src/components/strings.ts';
import { wholeText } from '#src/site/attached-numbers.ts';
import { oneIn } from '../extent.ts';
import { it } from './browser.ts';
import { reach, runToEnd, wake } from './widget.ts';

const words = componentStrings.en;
const stateOf = (page: Page, check: string) =>
  page.locator(`[data-challenge="activation-statistics/${check}"] .challenge-state`);
/** The card before the figure of the chapter on ReLU. */
const cardOf = (page: Page) => page.locator('[data-prediction="relu-xavier"]');

async function pick(page: Page, option: number): Promise<void> {
  await cardOf(page).locator('[type="radio"]').nth(option).check();
}

/** Beside the chapter's link in the sidebar, of all links the only one. */
const markOf = (page: Page) =>
  page.locator('.sidebar-content a[aria-current="page"] .solved-mark').getAttribute('aria-label');
const withNumbers = (sentence: string, { met, all }: { met: string; all: string }) =>
  sentence.replace('{solved}', met).replace('{all}', all);

it('opens the answer to a pick when the figure has run, keeps it in reach, and takes it back', async ({
  visit,
}) => {
  const page = await visit('en/weights/he/');
  const card = cardOf(page);
  await pick(page, 2);
  const widget = await wake(page);
  await widget.locator('[data-action="run"]').scrollIntoViewIfNeeded();
  const top = async () => (await widget.boundingBox())?.y ?? Number.NaN;
  const before = await top();
  await runToEnd(widget);
  await card.locator('details[open]').waitFor();
  expect(await card.locator('.verdict').innerText()).toBe(
    wholeText(
      words.prediction.wrong('it halves at each layer', 'it falls by a factor of about 0.7 at each layer'),
    ),
  );
  expect(Math.abs((await top()) - before)).toBeLessThan(2); // the figure stayed under the reader's eyes

  await page.reload();
  expect(await card.locator('[type="radio"]').nth(2).isChecked()).toBe(true);
  expect(await card.locator('details').getAttribute('open')).toBeNull(); // nothing jumps
  const said = card.locator('[role="status"]');
  expect((await said.boundingBox())?.width).toBeGreaterThan(100); // in sight
  expect(await said.innerText()).toMatch(/^Not so\. You said: /);
  expect(await said.getAttribute('aria-live')).toBe('off'); // nothing new
  await card.locator('[data-action="guess"]').click(); // guess again
  expect(await said.getAttribute('aria-live')).toBeNull();
  await pick(page, 1);
  await card.locator('[data-action="guess"]').click();
  expect(await card.locator('.verdict').innerText()).toMatch(/^Right: ./);
});

/** A chapter, what is said of the lowest value that can be drawn at the last point, and of the guess by the figure. */
const drawings: readonly [chapter: string, compared: RegExp, inFigure: RegExp][] = [
  [
    'weights/xavier',
    /^At layer 10 you drew 0\.01; the run has 0\.229\./,
    /your guess: .*; off by a factor of .*, most at layer 10: 0\.0100 where the run has 0\.229\./,
  ],
  [
    'monitoring/loss-and-learning-rate',
    /^At step 300 you drew 0\.1; the run has 0\.595\./,
    /your guess: .* at epoch 6; off by \d/,
  ],
  [
    'monitoring/train-vs-validation',
    /^At epoch 40 you drew 0; the run has 0\.818\./,
    /your guess: .* at epoch 40; off by \d/,
  ],
];

it.for(oneIn(drawings.length, drawings))(
  'draws a curve by hand or by keys, compares it, and lays it into the figure: %s',
  async ([chapter, compared, inFigure], { visit }) => {
    const page = await visit(`en/${chapter}/`);
    const card = page.locator('[data-drawing]');
    await card.scrollIntoViewIfNeeded();
    await page.locator('astro-island[ssr]:has(.drawn-prediction)').waitFor({ state: 'detached' });
    const compare = card.locator('[data-action="compare"]');
    expect(await compare.isDisabled()).toBe(true);
    const surface = await card.locator('.drawing-surface').boundingBox();
    if (!surface) throw new Error('nowhere to draw');
    await page.mouse.move(surface.x + 2, surface.y + surface.height / 2);
    await page.mouse.down();
    await page.mouse.move(surface.x + surface.width - 2, surface.y + surface.height / 2);
    await page.mouse.up();
    await card.locator('input').last().focus();
    await page.keyboard.press('Home'); // to the bottom
    await compare.click();
    expect(await card.locator('[role="status"]').innerText()).toMatch(compared);
    expect(await card.locator('details').getAttribute('open')).not.toBeNull();
    const figure = page.locator('[data-drawing] ~ * [data-widget]').first();
    await figure.scrollIntoViewIfNeeded();
    const chart = figure.locator('.chart:has([data-role="predicted"])');
    await expect.poll(() => chart.locator('.chart-text').textContent()).toMatch(inFigure);
    expect(await chart.locator('g[data-role="predicted"] [data-dashed]').count()).toBe(1);
    expect(await chart.locator('.chart-ends [data-role="predicted"]').textContent()).toBe('your guess');

    await page.reload();
    await card.scrollIntoViewIfNeeded();
    await card.locator('[data-role="forward"] path').first().waitFor({ state: 'attached' });
    await figure.scrollIntoViewIfNeeded();
    await chart.waitFor();
    await card.locator('[data-action="compare"]').click(); // draw again
    await chart.waitFor({ state: 'detached' });
  },
);

it('sees a challenge met by the reader’s run, counts it, and carries it elsewhere', async ({ visit }) => {
  const address = 'en/weights/he/?activation-statistics.init=gaussian&activation-statistics.width=200';
  const page = await visit(`${address}&activation-statistics.scale=0.07`);
  expect(await stateOf(page, 'relu-by-hand').innerText()).toBe(words.challenges.open);
  const widget = await wake(page);
  await reach(widget, 'done');
  await expect
    .poll(() => stateOf(page, 'relu-by-hand').innerText())
    .toMatch(/^Not solved yet: .* layer 10, .* 0\.0\d+\.$/);
  await page.goto(page.url().replace('scale=0.07', 'scale=0.1'));
  await reach(await wake(page), 'done');
  await expect.poll(() => stateOf(page, 'relu-by-hand').innerText()).toMatch(/^Solved by your run: .*200/);
  const solved = { met: '1', all: '2' }; // of this chapter's
  expect(await markOf(page)).toBe(withNumbers(componentStrings.en.progress.solved, solved));
  await pick(page, 1);
  await cardOf(page).locator('[data-action="guess"]').click();

  await page.goto(page.url().replace(/weights.*/, ''));
  await page.locator('course-progress:not([data-waiting])').waitFor();
  expect(await page.locator('[data-part="solved"]').innerText()).toMatch(/^1 of \d+ challenges solved/);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('[data-action="save-progress"]').click(),
  ]);

  const other = await visit('zh-cn/');
  await other.locator('course-progress:not([data-waiting])').waitFor();
  await other.locator('[data-action="load-progress"]').setInputFiles(await file.path());
  await expect.poll(() => other.locator('[data-part="solved"]').innerText()).toMatch(/完成了 1 个/);
  await other.goto(other.url().replace('zh-cn/', 'zh-cn/weights/he/'));
  expect(await stateOf(other, 'relu-by-hand').innerText()).toBe(componentStrings['zh-cn'].challenges.solved);
  expect(await markOf(other)).toBe(withNumbers(componentStrings['zh-cn'].progress.solved, solved));
  expect(await cardOf(other).locator('[type="radio"]').nth(1).isChecked()).toBe(true);
});

it('does without storage as long as the page lasts', async ({ visit }) => {
  const page = await visit('en/weights/he/', { prepare: refuseStorage });
  await pick(page, 1);
  await cardOf(page).locator('[data-action="guess"]').click();
  expect(await cardOf(page).locator('.verdict').innerText()).toMatch(/^Right: ./);
});

it('leaves no dead button where scripts are off', async ({ visit }) => {
  const page = await visit('en/weights/xavier/', { javaScriptEnabled: false });
  for (const part of ['.prediction-foot', '.challenge-state', '.drawing-surface', '.drawing-foot']) {
    expect(await page.locator(part).first().isVisible(), part).toBe(false);
  }
  expect(await page.locator('.drawn-prediction .chart').isVisible()).toBe(true); // axes to draw on, on paper
  await page.locator('[data-kind="predict"] summary').last().click();
  expect(await page.locator('.verdict').innerText()).toContain('about three times as large');
});
