/** What hands do on a widget's page: drawn from a seeded stream, and done with the mouse and the keyboard. */
import type { Locator, Page } from 'playwright-core';
import type { Rng } from '#src/random.ts';

/** A number that stands for one of however many there are: that many of them further on, and round. */
type Nth = number;

export type Step =
  /** Clicks in the middle of an element. */
  | { readonly do: 'click'; readonly on: ClickTarget; readonly nth: Nth }
  /** Puts the focus on an element, without the mouse, and presses a key some times. */
  | {
      readonly do: 'key';
      readonly on: KeyTarget;
      readonly nth: Nth;
      readonly key: string;
      readonly times: number;
    }
  /** From one place of an element to another, as shares of its width and height. */
  | {
      readonly do: 'drag';
      readonly on: DragTarget;
      readonly nth: Nth;
      readonly path: readonly (readonly [number, number])[];
    }
  | { readonly do: 'seed'; readonly text: string }
  | { readonly do: 'resize'; readonly width: number; readonly height: number }
  | { readonly do: 'hide'; readonly millis: number }
  | { readonly do: 'wait'; readonly millis: number }
  | { readonly do: 'go'; readonly where: 'language' | 'back' | 'forward' | 'reload' };

const clickTargets = {
  action: '[data-action]:not([data-action="run"])',
  run: '[data-action="run"]',
  preset: '[data-preset]',
  setting:
    '.controls :is(input[type="radio"], input[type="checkbox"]) + span, .controls input[type="checkbox"]',
  mark: '.marks button',
  more: '[data-widget] summary',
  button: '[data-widget] button:not([data-action], [data-preset], .marks button)',
  dialog: 'dialog[open] :is(button, input, textarea)',
} as const;
type ClickTarget = keyof typeof clickTargets;

const keyTargets = {
  slider: '[data-widget] :is(input[type="range"], [role="slider"])',
  radio: '[data-widget] input[type="radio"]',
  toggle: '[data-widget] input[type="checkbox"]',
  any: '[data-widget] :is(button, input, summary, [tabindex="0"])',
} as const;
type KeyTarget = keyof typeof keyTargets;

const dragTargets = {
  slider: '[data-widget] input[type="range"]',
  figure: '[data-widget] :is(.widget-figure, [role="slider"], canvas, svg, img)',
} as const;
type DragTarget = keyof typeof dragTargets;

const sliderKeys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'PageUp', 'PageDown'];
const anyKeys = ['Enter', 'Space', 'Escape', 'Tab', 'Shift+Tab', 'ArrowRight', 'a'];
const seeds = ['7', '0', '-3', '999999', '1e9', '', '1.5', 'e', '000'];
const sizes = [
  [320, 568],
  [390, 844],
  [768, 1024],
  [1280, 900],
  [2560, 1440],
] as const;

/** One sequence. */
export function drawSteps(rng: Rng): Step[] {
  return Array.from({ length: 4 + rng.int(12) }, () => drawStep(rng));
}

function drawStep(rng: Rng): Step {
  const nth = rng.int(1000);
  const pick = <T>(list: readonly T[]): T => list[rng.int(list.length)] as T; // no list is empty
  const share = () => Math.round(rng.uniform() * 100) / 100;
  const kind = rng.int(30);
  if (kind < 4) return { do: 'click', on: 'run', nth };
  if (kind < 8) return { do: 'click', on: 'action', nth };
  if (kind < 10) return { do: 'click', on: 'preset', nth };
  if (kind < 12) return { do: 'click', on: 'setting', nth };
  if (kind < 16) return { do: 'click', on: pick(['mark', 'more', 'button', 'dialog']), nth };
  if (kind < 19) return { do: 'key', on: 'slider', nth, key: pick(sliderKeys), times: 1 + rng.int(8) };
  if (kind < 21)
    return { do: 'key', on: pick(['radio', 'toggle', 'any']), nth, key: pick(anyKeys), times: 1 };
  if (kind < 25) {
    const path = Array.from({ length: 2 + rng.int(3) }, () => [share(), share()] as const);
    return { do: 'drag', on: pick(['slider', 'figure', 'figure']), nth, path };
  }
  if (kind === 25) return { do: 'seed', text: pick(seeds) };
  if (kind === 26) {
    const [width, height] = pick(sizes);
    return { do: 'resize', width, height };
  }
  if (kind === 27) return { do: 'hide', millis: rng.int(300) };
  if (kind === 28) return { do: 'wait', millis: rng.int(1500) };
  return { do: 'go', where: pick(['language', 'back', 'forward', 'reload']) };
}

/** Does one step; where there is nothing to do it with, nothing. */
export async function perform(page: Page, step: Step): Promise<void> {
  switch (step.do) {
    case 'click': {
      const at = await placeOf(await nthOf(page, clickTargets[step.on], step.nth), [[0.5, 0.5]]);
      if (at?.[0]) await page.mouse.click(...at[0]);
      return;
    }
    case 'key': {
      const element = await nthOf(page, keyTargets[step.on], step.nth);
      if (!element) return;
      await element.evaluate((one) => one instanceof HTMLElement && one.focus());
      for (let i = 0; i < step.times; i++) await page.keyboard.press(step.key);
      return;
    }
    case 'drag': {
      const at = await placeOf(await nthOf(page, dragTargets[step.on], step.nth), step.path);
      const [start, ...rest] = at ?? [];
      if (!start) return;
      await page.mouse.move(...start);
      await page.mouse.down();
      for (const point of rest) await page.mouse.move(...point, { steps: 4 });
      await page.mouse.up();
      return;
    }
    case 'seed': {
      const box = page.locator('[data-widget] .seed input').first();
      if ((await box.count()) === 0) return;
      await box.evaluate((one) => one instanceof HTMLElement && one.focus());
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(step.text);
      await page.keyboard.press('Tab');
      return;
    }
    case 'resize':
      return page.setViewportSize({ width: step.width, height: step.height });
    case 'hide':
      await setHidden(page, true);
      await page.waitForTimeout(step.millis);
      return setHidden(page, false);
    case 'wait':
      return page.waitForTimeout(step.millis);
    case 'go':
      return go(page, step.where);
  }
}

async function go(page: Page, where: Extract<Step, { do: 'go' }>['where']): Promise<void> {
  const options = { waitUntil: 'domcontentloaded' } as const;
  if (where === 'reload') await page.reload(options);
  else if (where === 'language') {
    const url = new URL(page.url());
    url.pathname = url.pathname.includes('/zh-cn/')
      ? url.pathname.replace('/zh-cn/', '/en/')
      : url.pathname.replace('/en/', '/zh-cn/');
    await page.goto(url.href, options);
  } else {
    const from = page.url();
    await (where === 'back' ? page.goBack(options) : page.goForward(options));
    if (!page.url().startsWith('http')) await page.goto(from, options); // before the first page
  }
}

async function nthOf(page: Page, selector: string, nth: Nth): Promise<Locator | undefined> {
  const all = page.locator(selector);
  const count = await all.count();
  return count === 0 ? undefined : all.nth(nth % count);
}

/** Points of an element, in the window, once it is there; `undefined` where it is not shown. */
async function placeOf(
  element: Locator | undefined,
  shares: readonly (readonly [number, number])[],
): Promise<[x: number, y: number][] | undefined> {
  if (!element) return undefined;
  const box = await element
    .evaluate((one) => {
      one.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { x, y, width, height } = one.getBoundingClientRect();
      return { x, y, width, height };
    })
    .catch(() => undefined); // it went away meanwhile
  if (!box || box.width === 0 || box.height === 0) return undefined;
  return shares.map(([across, down]) => [box.x + across * box.width, box.y + down * box.height]);
}

function setHidden(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { value, configurable: true });
    Object.defineProperty(document, 'visibilityState', {
      value: value ? 'hidden' : 'visible',
      configurable: true,
    });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}
