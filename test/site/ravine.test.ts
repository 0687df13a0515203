/** Hands on the race's picture and on its map of rates: by mouse and by keyboard, into the settings and the address. */
import { describe, expect } from 'vitest';
import { PREVIEW_MAP_POINTS } from '#widgets/ravine-race/config.ts';
import { it } from './browser.ts';
import { numberIn, press, reach, readTable, recordMessages, sentRuns, wake } from './widget.ts';

const ID = 'ravine-race';
const PAGE = `en/lab/${ID}/`;

describe(ID, () => {
  it('moves the start by mouse and by arrow keys, and the race follows', async ({ visit }) => {
    const page = await visit(PAGE, { prepare: recordMessages });
    const widget = await wake(page);
    const start = widget.locator('.ravine-start');
    const path = widget.locator('.ravine-square [data-role="run-1"] .walked');
    const address = (key: string) => new URL(page.url()).searchParams.get(`${ID}.${key}`);
    await start.scrollIntoViewIfNeeded();
    const before = await path.getAttribute('d');

    await start.focus();
    await start.press('ArrowLeft');
    await start.press('Shift+ArrowDown');
    await expect.poll(() => [address('startX'), address('startY')]).toEqual(['0.95', '0.75']);
    await expect.poll(() => path.getAttribute('d')).not.toBe(before);
    expect(await start.getAttribute('aria-valuetext')).toBe('(0.95, 0.75)');
    await reach(widget, 'done');

    const box = await start.boundingBox();
    const square = await widget.locator('.ravine-square').boundingBox();
    if (!box || !square) throw new Error('the picture has no place on the page');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(square.x + square.width / 2, square.y + square.height / 2 + 1, { steps: 8 });
    await page.mouse.up();
    await reach(widget, 'done');
    await expect.poll(() => Math.abs(Number(address('startX') ?? 9))).toBeLessThan(0.1);
    const last = (await sentRuns(page)).at(-1)?.config;
    expect(Math.abs(Number(last?.startX))).toBeLessThan(0.1);
  });

  it('moves the start by touch, and the page stays where it is', async ({ visit }) => {
    const page = await visit(PAGE, {
      prepare: recordMessages,
      hasTouch: true,
      viewport: { width: 390, height: 844 },
    });
    const widget = await wake(page);
    await widget.locator('.ravine-start').scrollIntoViewIfNeeded();
    const box = await widget.locator('.ravine-start').boundingBox();
    const square = await widget.locator('.ravine-square').boundingBox();
    if (!box || !square) throw new Error('the picture has no place on the page');
    const scrolled = await page.evaluate(() => scrollY);
    const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const to = { x: square.x + square.width / 2, y: square.y + square.height / 4 };
    const finger = await page.context().newCDPSession(page);
    await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [from] });
    for (let k = 1; k <= 8; k++) {
      const at = { x: from.x + ((to.x - from.x) * k) / 8, y: from.y + ((to.y - from.y) * k) / 8 };
      await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at] });
    }
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await reach(widget, 'done');
    await expect.poll(async () => Number((await sentRuns(page)).at(-1)?.config.startY)).toBeGreaterThan(1.5);
    expect(Math.abs(Number((await sentRuns(page)).at(-1)?.config.startX))).toBeLessThan(0.15);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  });

  it('says that nobody moves from the minimum, and keeps its axes', async ({ visit }) => {
    const page = await visit(`${PAGE}?${ID}.startX=0&${ID}.startY=0`);
    const widget = await wake(page);
    await reach(widget, 'done');
    await expect.poll(() => widget.locator('.ravine-verdict').innerText()).toContain('nobody moves');
    expect(await widget.innerText()).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('takes learning rate and momentum from the map, by click and by key', async ({ visit }) => {
    const page = await visit(PAGE, { prepare: recordMessages });
    const widget = await wake(page);
    const plot = widget.locator('.rate-map-plot');
    const point = widget.locator('.rate-map-point');
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (!box) throw new Error('the map has no place on the page');
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await reach(widget, 'done');
    const chosen = (await sentRuns(page)).at(-1)?.config;
    expect(chosen?.tuning).toBe('manual');
    expect(Number(chosen?.momentum)).toBeCloseTo(0.5, 1);
    // half way between 0.01/L and 10/L on a logarithmic axis
    expect(Math.abs(Number(chosen?.learningRate) / (Math.sqrt(0.1) / 100) - 1)).toBeLessThan(0.03);

    await point.focus();
    await point.press('ArrowUp');
    await expect
      .poll(async () => Number((await sentRuns(page)).at(-1)?.config.momentum))
      .toBeCloseTo(Number(chosen?.momentum) + 0.01, 6);
    await reach(widget, 'done');
    await widget.locator('.widget-table > summary').click();
    expect(numberIn((await readTable(widget)).momentumMomentum?.[0] ?? '')).toBeCloseTo(
      Number(chosen?.momentum) + 0.01,
      3,
    );
  });

  it('keeps the point of the map in the window, and says once what arrow keys came to', async ({ visit }) => {
    const page = await visit(PAGE, { prepare: recordMessages, viewport: { width: 1280, height: 700 } });
    const widget = await wake(page);
    const point = widget.locator('.rate-map-point');
    await point.evaluate((element) => {
      element.focus({ preventScroll: true });
      window.scrollBy({ top: element.getBoundingClientRect().bottom - innerHeight + 5, behavior: 'instant' });
    });
    // a key that is held: a frame between two presses, on a busy machine too
    await point.evaluate(async (element) => {
      for (let i = 0; i < 20; i++) {
        element.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'ArrowDown', shiftKey: true, bubbles: true, cancelable: true }),
        );
        await new Promise(requestAnimationFrame);
      }
    });
    await expect.poll(() => point.getAttribute('aria-valuenow')).toBe('0');
    await expect
      .poll(() => point.evaluate((element) => innerHeight - element.getBoundingClientRect().bottom))
      .toBeGreaterThanOrEqual(0);
    const whole = async () =>
      (await sentRuns(page)).filter(({ config }) => Number(config.mapPoints) > PREVIEW_MAP_POINTS);
    await expect.poll(whole).toHaveLength(1);
    await reach(widget, 'done');
    expect((await whole())[0]?.config.momentum).toBe(0);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab'); // what was done is kept at once
    await expect.poll(async () => (await whole())[1]?.config.momentum).toBe(0.01);
  });

  it('goes through time by hand, and at once to the end where motion is unwelcome', async ({ visit }) => {
    const page = await visit(PAGE, { reducedMotion: 'reduce' });
    const widget = await wake(page);
    const time = widget.locator('.scrubber input');
    const step = () => widget.locator('.scrubber output').innerText();
    expect(await widget.locator('output:not([aria-live="off"])').count()).toBe(0); // numbers that run are not read out
    await time.focus();
    await time.press('Home');
    await expect.poll(step).toBe('0');
    await time.press('ArrowRight');
    await expect.poll(step).toBe('1');
    await widget.locator('[data-action="play"]').click();
    await expect.poll(step).toBe('691');
  });

  it('marks the stability limits where they are at this κ and μ', async ({ visit }) => {
    const page = await visit(`${PAGE}?${ID}.tuning=manual&${ID}.conditionNumber=10&${ID}.momentum=0.5`);
    const widget = await wake(page);
    await reach(widget, 'done');
    const marks = widget.locator('.slider:has(input[name="learningRate"]) .marks button[data-row]');
    expect(await marks.allInnerTexts()).toEqual(['2/L = 0.2', '2(1+μ)/L = 0.3', '2(1+μ)/((1+2μ)L) = 0.15']);
    await marks.first().click();
    await reach(widget, 'done');
    await press(widget, 'reset');
    await reach(widget, 'baked');
  });

  it('draws one row of the map for gradient descent, and ends a run that leaves the picture at its edge', async ({
    visit,
  }) => {
    const page = await visit(PAGE);
    const widget = await wake(page);
    await widget.locator('[data-preset="gd-unstable"]').click();
    await reach(widget, 'done');
    expect(await widget.locator('.rate-map-y span').count()).toBe(0);
    expect(await widget.locator('.rate-map-point').getAttribute('aria-valuetext')).toBe('a = 0.0202');
    const way = await widget.locator('.ravine-square [data-role="run-1"] .ahead').getAttribute('d');
    const heights = (way ?? '')
      .split(/[ML]/)
      .slice(1)
      .map((point) => Number(point.split(' ')[1]));
    const outside = heights.map((height) => height < 0 || height > 1000);
    expect(heights.length).toBeGreaterThan(20);
    expect(outside.indexOf(true)).toBe(heights.length - 1);
  });

  it('gives the rate of theory in the cards of the valley, as in its chart', async ({ visit }) => {
    const page = await visit('en/optimization/nesterov/', { javaScriptEnabled: false });
    const cards = page.locator('.widget', {
      has: page.locator('[data-preset="valley"][aria-pressed="true"]'),
    });
    await expect.poll(() => cards.locator('.formulas dt', { hasText: 'rate ρ, theory' }).count()).toBe(3);
    expect(await cards.locator('.formulas + .chart-note').innerText()).toContain('at the minimum');
  });
});
