/** A figure taken elsewhere: as a picture, as numbers, in a frame. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, inject } from 'vitest';
import { componentStrings } from '#src/components/strings.ts';
import { dialogStrings } from '#src/controls/dialog-strings.ts';
import { sampleOf } from '../extent.ts';
import { it, underSubPath } from './browser.ts';
import { bakedRun, press, reach, recordMessages, summaries, wake, widgetIds } from './widget.ts';

const ID = 'learning-rates';

async function openDialog(widget: Locator): Promise<Locator> {
  await widget.locator('[data-action="export"]').click();
  const dialog = widget.locator('dialog[open]');
  await dialog.waitFor();
  return dialog;
}

/** What the button saves. */
async function saved(
  page: Page,
  dialog: Locator,
  extension: string,
): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.locator(`[data-file="${extension}"]`).click(),
  ]);
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** What a browser makes of an SVG by itself. */
async function drawn(page: Page, svg: string) {
  return page.evaluate(async (text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let inked = 0;
    for (let i = 0; i < pixels.length; i += 4) if ((pixels[i] ?? 255) + (pixels[i + 1] ?? 255) < 480) inked++;
    const root = document.body.appendChild(document.importNode(parsed.documentElement, true));
    const { left } = root.getBoundingClientRect();
    const spilt = [...root.querySelectorAll('svg:not([overflow="hidden"])')].flatMap((plot) => {
      const end = left + Number(plot.getAttribute('x')) + Number(plot.getAttribute('width'));
      return [...plot.children].filter((ink) => ink.getBoundingClientRect().right > end + 40);
    });
    root.remove();
    return {
      spilt: spilt.map(({ outerHTML }) => outerHTML),
      errors: parsed.querySelectorAll('parsererror').length,
      texts: [...parsed.querySelectorAll('text')].map((element) => element.textContent ?? ''),
      paths: parsed.querySelectorAll('path').length,
      outside: [...parsed.querySelectorAll('[href]')]
        .map((element) => element.getAttribute('href') ?? '')
        .filter((href) => !href.startsWith('data:') && !href.startsWith('#')),
      width: image.naturalWidth,
      height: image.naturalHeight,
      inked,
    };
  }, svg);
}

/** What a picture of the figure has to show: all its charts, those below the controls too. */
function shownIn(widget: Element): { width: number; height: number; titles: string[] } {
  const charts = [...widget.querySelectorAll('.widget-figure, .widget-further:has(figure)')];
  const boxes = charts.map((part) => part.getBoundingClientRect());
  return {
    width: Math.max(...boxes.map(({ width }) => width)),
    height: boxes.reduce((sum, { height }) => sum + height + 24, -24),
    titles: charts.flatMap((part) =>
      [...part.querySelectorAll('.chart-title')].map((title) => title.textContent ?? ''),
    ),
  };
}

describe.for(underSubPath() ? widgetIds.slice(0, 1) : sampleOf(widgetIds))('%s', (id) => {
  it('is an SVG by itself, with all its words and lines', async ({ visit }) => {
    const page = await visit(`en/lab/${id}/`, { colorScheme: 'dark' });
    const widget = await wake(page);
    const shown = await widget.evaluate(shownIn);
    const { name, bytes } = await saved(page, await openDialog(widget), 'svg');
    expect(name).toBe(`${id}-seed-1.svg`);
    const picture = await drawn(page, bytes.toString('utf8'));
    expect(picture.errors).toBe(0);
    expect(picture.outside).toEqual([]);
    expect(picture.spilt).toEqual([]);
    expect(picture.inked).toBeGreaterThan(500);
    const words = picture.texts.join(' ');
    for (const title of shown.titles) {
      for (const word of title.split(/\s+/)) expect(words, title).toContain(word);
    }
    // as large as on the page, with the margin around it, and as much between its parts as the margins take
    expect(Math.abs(picture.width - shown.width - 24)).toBeLessThan(60);
    expect(Math.abs(picture.height - shown.height - 24)).toBeLessThan(60);
  });
});

it('leads from a line’s end to its name as on the page', async ({ visit }) => {
  const page = await visit('en/lab/ravine-race/');
  const widget = await wake(page);
  const led = await widget.locator('.chart-leader').evaluateAll((leaders) =>
    leaders.map((leader) => {
      const { width } = leader.getBoundingClientRect();
      return width * (1 - Number.parseFloat(getComputedStyle(leader).getPropertyValue('--from')) / 100);
    }),
  );
  const { bytes } = await saved(page, await openDialog(widget), 'svg');
  const drawnLeaders = await page.evaluate((svg) => {
    const picture = new DOMParser().parseFromString(svg, 'image/svg+xml');
    return [...picture.querySelectorAll('line[stroke-dasharray="1 2"]')].map(
      (line) => Number(line.getAttribute('x2')) - Number(line.getAttribute('x1')),
    );
  }, bytes.toString('utf8'));
  expect(led.length).toBe(2);
  expect(drawnLeaders.length).toBe(2);
  drawnLeaders.forEach((length, i) => {
    expect(Math.abs(length - (led[i] ?? 0))).toBeLessThan(0.5);
  });
});

describe('after a run', () => {
  it('the picture is that of the run, and the numbers are its numbers', async ({ visit }) => {
    const page = await visit(`en/lab/${ID}/?${ID}.seed=4&${ID}.steps=50`, { prepare: recordMessages });
    const widget = await wake(page);
    await reach(widget, 'done');
    await widget.locator('.chart-live canvas').first().waitFor();
    const dialog = await openDialog(widget);

    const svg = (await saved(page, dialog, 'svg')).bytes.toString('utf8');
    // read after it: what lies beneath a live chart is brought up to date when it is taken away
    const line = await widget.locator('.chart-svg path').first().getAttribute('d');
    const numbersIn = (path: string) => (path.match(/[\d.]+/g) ?? []).map(Number);
    const onPage = numbersIn(line ?? '');
    const inFile = numbersIn(/<path d="([^"]+)"/.exec(svg)?.[1] ?? '');
    expect(onPage.length).toBeGreaterThan(20);
    expect(inFile.length).toBe(onPage.length); // one is the other, stretched to the size of the plot

    const png = (await saved(page, dialog, 'png')).bytes;
    expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    const { width } = await drawn(page, svg);
    expect(png.readUInt32BE(16)).toBe(2 * width); // in its header

    const [summary] = await summaries(page);
    const json = JSON.parse((await saved(page, dialog, 'json')).bytes.toString('utf8'));
    expect(json).toMatchObject({ id: ID, seed: 4, backend: 'wasm', config: { steps: 50, seed: 4 } });
    expect(json.summary).toEqual(JSON.parse(JSON.stringify(summary)));

    const csv = (await saved(page, dialog, 'csv')).bytes.toString('utf8');
    const third = csv.split('\n').find((row) => row.startsWith('rate1TrainLoss,3,'));
    expect(Number(third?.split(',')[2])).toBe(json.summary.rate1TrainLoss[2]);
  });
});

it('closes with Escape and gives the focus back', async ({ visit }) => {
  const page = await visit(`zh-cn/lab/${ID}/`);
  const widget = await wake(page);
  const dialog = await openDialog(widget);
  expect(await dialog.locator('h2').innerText()).toBe(dialogStrings['zh-cn'].takeAway.heading);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.getAttribute('data-action'))).toBe('export');
});

describe('the code to paste', () => {
  /** What a page of somebody else's shows that has the code in it. */
  async function hosted(page: Page, code: string): Promise<Page> {
    const other = await page.context().newPage();
    await other.route('**/somebody-else/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><html lang="en"><title>x</title>${code}</html>`,
      }),
    );
    await other.goto(`${inject('siteUrl')}somebody-else/`);
    return other;
  }

  it('shows the figure with its settings and the chosen controls, as high as it is', async ({ visit }) => {
    const page = await visit(`en/lab/${ID}/?${ID}.steps=50&${ID}.seed=3`);
    const widget = await wake(page);
    await reach(widget, 'done');
    const dialog = await openDialog(widget);
    for (const box of await dialog.locator('[data-shows]').all()) {
      if ((await box.getAttribute('data-shows')) !== 'seed') await box.uncheck();
    }
    const other = await hosted(page, await dialog.locator('textarea').inputValue());
    const frame = other.frameLocator('iframe');
    const figure = frame.locator('[data-widget]');
    await figure.and(frame.locator('[data-state="done"]')).waitFor();
    expect(await figure.locator('input[name="seed"]').inputValue()).toBe('3');
    expect(
      await figure
        .locator('.controls [name]:visible')
        .evaluateAll((all) => all.map((one) => one.getAttribute('name'))),
    ).toEqual(['seed']);
    expect(await figure.locator('.presets').isVisible()).toBe(false);
    expect(await figure.locator('[data-action="run"]').isVisible()).toBe(true);
    const fits = () =>
      frame.locator('body').evaluate((body) => Math.abs(body.getBoundingClientRect().height - innerHeight));
    await expect.poll(fits).toBeLessThan(2);
    await other.setViewportSize({ width: 400, height: 800 }); // higher, when narrower
    await expect.poll(fits).toBeLessThan(2);
  });

  it.concurrent.for([
    { show: '<b>bold', strange: '<b>bold', shown: [] },
    { show: 'foo, seed,bar', strange: 'foo, bar', shown: ['seed'] },
    { show: 'none,foo', strange: 'foo', shown: [] },
    { show: 'none', strange: undefined, shown: [] },
    { show: 'seed,', strange: undefined, shown: ['seed'] },
  ])('?show=$show: shows $shown, and says what is not there', async ({ show, strange, shown }, { visit }) => {
    const page = await visit(`zh-cn/embed/${ID}/?show=${encodeURIComponent(show)}`);
    await wake(page);
    const names = page.locator('.controls [name]');
    const listed = await names.evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute('name')))]);
    expect(await page.locator('.embed-note:visible').allInnerTexts()).toEqual(
      strange === undefined
        ? []
        : [componentStrings['zh-cn'].unknownControls(strange, [...listed, 'none'].join(', '))],
    );
    const seen = await page
      .locator('.controls [name]:visible')
      .evaluateAll((all) => all.map((one) => one.getAttribute('name')));
    expect(seen).toEqual(shown);
    expect(await page.locator('.presets').isVisible()).toBe(false);
  });
});

it('offers the recorded run before there is another', async ({ visit }) => {
  const page = await visit('en/lab/symmetry-breaking/');
  const widget = await wake(page);
  const dialog = await openDialog(widget);
  const json = JSON.parse((await saved(page, dialog, 'json')).bytes.toString('utf8'));
  const preset =
    (await widget.locator('[data-preset][aria-pressed="true"]').getAttribute('data-preset')) ?? '';
  expect(json.summary).toEqual(bakedRun('symmetry-breaking', preset).summary);
  await dialog.locator('[data-action="close"]').click();
  await press(widget, 'run');
  await reach(widget, 'done');
});
