/** What a reader sees when a file is missing or damaged, or the browser refuses something: a word, and a way out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page, Route } from 'playwright-core';
import { describe, expect } from 'vitest';
import { labStrings } from '#src/lab/strings.ts';
import { it } from './browser.ts';
import { restoreWorkerScript, withoutWorkerScript } from './engine.ts';
import { bakedRun, press, reach, recordMessages, relativeDifference, summaries, wake } from './widget.ts';

const FILE = 'fashion-mnist/train-03.bin';
const chunk = readFileSync(join('public/data', FILE));
const failure = (widget: Locator) => widget.locator('[data-kind="error"]');

const middle = Math.floor(chunk.length / 2);
const altered = Buffer.from(chunk).fill(0, middle, middle + 16);

const { errors } = labStrings.en;
const faults: readonly { what: string; answer: (route: Route) => Promise<void>; says: string }[] = [
  {
    what: 'missing',
    answer: (route) => route.fulfill({ status: 404 }),
    says: errors['data-missing'](FILE, 'HTTP 404'),
  },
  {
    what: 'cut short',
    answer: (route) => route.fulfill({ body: chunk.subarray(0, middle) }),
    says: errors['data-damaged'](FILE, 'not a whole gzip file'),
  },
  {
    what: 'altered',
    answer: (route) => route.fulfill({ body: altered }),
    says: errors['data-damaged'](FILE, 'not a whole gzip file'),
  },
  {
    what: 'a web page instead',
    answer: (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><p>Sign in</p>' }),
    says: errors['data-damaged'](FILE, 'an HTML page instead of data'),
  },
  {
    what: 'out of reach',
    answer: (route) => route.abort('connectionreset'),
    says: errors['data-missing'](FILE, 'network failure: Failed to fetch'),
  },
];

it.concurrent.for(faults)(
  'a data file that is $what is named, and fetched anew on request',
  async ({ answer, says }, { visit }) => {
    const page = await visit('en/lab/symmetry-breaking/', {
      prepare: async (tab) => {
        await recordMessages(tab);
        await tab.route(`**/data/${FILE}`, answer);
      },
      provokes: [/status 404: .*train-03\.bin$/, /Failed to load resource/],
    });
    const widget = await wake(page);
    const figure = await widget.locator('.weight-maps').getAttribute('src');
    await press(widget, 'run');
    await reach(widget, 'error');
    expect(says).toContain(FILE);
    expect(await failure(widget).innerText()).toContain(says);
    expect(await widget.locator('[role="status"]').innerText()).toContain(labStrings.en.states.error);
    expect(await widget.locator('.weight-maps').getAttribute('src')).toBe(figure); // the recorded figure stays

    await page.unroute(`**/data/${FILE}`);
    await press(widget, 'retry');
    await reach(widget, 'loading', 'running');
    await reach(widget, 'done');
    expect(await failure(widget).count()).toBe(0);
    const preset = await widget.locator('[data-preset][aria-pressed="true"]').getAttribute('data-preset');
    const [summary] = await summaries(page);
    const recorded = bakedRun('symmetry-breaking', preset ?? '').summary;
    expect(relativeDifference(summary?.trainLoss, recorded.trainLoss)).toBeLessThan(1e-3);
  },
);

it('says so when the engine’s script is missing, leaves the page alone, and tries again on request', async ({
  visit,
}) => {
  const page = await visit('en/weights/he/', {
    prepare: withoutWorkerScript,
    provokes: [/status 404: .*worker-.*\.js$/, /Failed to load resource/],
  });
  const widget = await wake(page);
  await press(widget, 'run');
  await reach(widget, 'error');
  expect(await failure(widget).innerText()).toContain(errors['worker-lost']('', ''));
  await widget.locator('.widget-table > summary').click();
  expect(await widget.locator('[data-summary="activationStd"]').isVisible()).toBe(true);
  await page.locator('.card details > summary').first().click();
  expect(await page.locator('.card details').first().getAttribute('open')).not.toBeNull();

  await restoreWorkerScript(page);
  await press(widget, 'retry');
  await reach(widget, 'done');
  expect(await failure(widget).count()).toBe(0);
});

describe('without a clipboard', () => {
  it('says where the link is when writing is refused', async ({ visit }) => {
    const page = await visit('en/lab/activation-statistics/', {
      prepare: (tab) =>
        tab.addInitScript(() => {
          navigator.clipboard.writeText = () =>
            Promise.reject(new DOMException('refused', 'NotAllowedError'));
        }),
    });
    await expectShareToSay(page, labStrings.en.shareManually);
  });

  it('says where the link is on a page without https', async ({ visit }) => {
    const page = await visit('zh-cn/lab/activation-statistics/', {
      prepare: (tab) =>
        tab.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined })),
    });
    await expectShareToSay(page, labStrings['zh-cn'].shareManually);
  });

  /** The button says it, then has its own words again; the address bar has what the words promise. */
  async function expectShareToSay(page: Page, words: string): Promise<void> {
    const widget = await wake(page);
    const button = widget.locator('[data-action="share"]');
    const before = await button.innerText();
    const start = page.url();
    await widget.locator('[data-preset="tanh-xavier"]').click();
    await button.click();
    await expect.poll(() => button.innerText()).toBe(words);
    await expect.poll(() => page.url()).toBe(`${start}?activation-statistics.init=xavier`);
    await expect.poll(() => button.innerText(), { timeout: 10_000 }).toBe(before);
  }
});

it('works where the browser keeps nothing', async ({ visit }) => {
  const page = await visit('en/lab/activation-statistics/', {
    prepare: (tab) =>
      tab.addInitScript(() => {
        for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
          Object.defineProperty(window, name, {
            get: () => {
              throw new DOMException('refused', 'SecurityError');
            },
          });
      }),
    // Starlight's own scripts for theme and sidebar do not expect this
    provokes: [/^uncaught: (refused|StarlightThemeProvider is not defined)$/],
  });
  const widget = await wake(page);
  await press(widget, 'run');
  await reach(widget, 'done');
  expect(await failure(widget).count()).toBe(0);
});
