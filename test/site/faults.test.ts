/** What a reader sees when a file is missing or damaged, or the browser refuses something: a word, and a way out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page, Route } from 'playwright-core';
import { describe, expect } from 'vitest';
import { refuseStorage } from '#src/cli/faults/refusals.ts';
import { labStrings } from '#src/lab/strings.ts';
import { oneIn } from '../extent.ts';
import { it, softwareWebgpuFlags, underSubPath, type Visit, type VisitOptions } from './browser.ts';
import {
  endWorker,
  inWorker,
  loseWebgl,
  refuseBuffersInRun,
  refuseTextures,
  refuseToGrow,
  refuseToStartWasm,
  rejectPrograms,
  rejectProgramsInRun,
  rejectWebglProgramOnce,
  restoreWorkerScript,
  withoutWorkerScript,
} from './engine.ts';
import { bakedRun, press, reach, recordMessages, relativeDifference, summaries, wake } from './widget.ts';

it.override('flags', { scope: 'file' }, softwareWebgpuFlags);

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

it.concurrent.for(oneIn(3, faults))(
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

const MODEL = 'fashion-8to2.bin';
const model = readFileSync(join('public/models', MODEL));
const modelFaults: readonly { what: string; answer: (route: Route) => Promise<void>; says: string }[] = [
  {
    what: 'missing',
    answer: (route) => route.fulfill({ status: 404 }),
    says: errors['model-missing'](MODEL, 'HTTP 404', 'train it yourself'),
  },
  {
    what: 'altered',
    answer: (route) => route.fulfill({ body: Buffer.from(model).fill(0, 50_000, 50_016) }),
    says: errors['model-damaged'](MODEL, 'wrong checksum', 'train it yourself'),
  },
];

it.concurrent.for(oneIn(2, modelFaults))(
  'a trained net that is $what is named, there is a way without it, and it is fetched anew on request',
  async ({ answer, says }, { visit }) => {
    const page = await visit('en/lab/fine-tuning/', {
      prepare: async (tab) => {
        await recordMessages(tab);
        await tab.route(`**/models/${MODEL}`, answer);
      },
      provokes: [/status 404: .*fashion-8to2\.bin$/, /Failed to load resource/],
    });
    const widget = await wake(page);
    await press(widget, 'run');
    await reach(widget, 'error');
    expect(await failure(widget).innerText()).toContain(says);

    await widget.locator('input[name="source"][value="own"]').check();
    await press(widget, 'run');
    await reach(widget, 'loading', 'running');
    await reach(widget, 'done');
    expect(await failure(widget).count()).toBe(0);

    await page.unroute(`**/models/${MODEL}`);
    await widget.locator('input[name="source"][value="shipped"]').check();
    await press(widget, 'run');
    await reach(widget, 'loading', 'running');
    await reach(widget, 'done');
    const recorded = bakedRun('fine-tuning', '8to2-few').summary;
    const summary = (await summaries(page)).at(-1);
    expect(relativeDifference(summary?.fullTestAccuracy, recorded.fullTestAccuracy)).toBeLessThan(1e-3);
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

/** The same wherever the site lives, so it is tested once. */
if (!underSubPath())
  describe('what the engine asks for and is refused', () => {
    const ID = 'activation-statistics';
    /** Little enough for a graphics card made of software; other settings than the recorded ones: it starts by itself. */
    const SMALL = `${ID}.width=64&${ID}.samples=128`;
    const words = labStrings.en;

    async function open(visit: Visit, query: string, { prepare, provokes }: VisitOptions = {}) {
      const page = await visit(`en/lab/${ID}/?${query}`, {
        ...(provokes ? { provokes } : {}),
        prepare: async (tab) => {
          await recordMessages(tab);
          await prepare?.(tab);
        },
      });
      return { page, widget: await wake(page) };
    }

    /** What a run of the small net comes to, to the last bit, where nothing is refused. */
    async function undisturbed(visit: Visit, backend: string) {
      const { page, widget } = await open(visit, `${SMALL}&backend=${backend}`);
      await reach(widget, 'done');
      expect(await widget.getAttribute('data-backend')).toBe(backend);
      const [summary] = await summaries(page);
      return summary;
    }

    /** Presses the button, and waits until the run that it starts has ended well. */
    async function runAgain(page: Page, widget: Locator, action: 'run' | 'retry') {
      const before = (await summaries(page)).length;
      await press(widget, action);
      await expect.poll(async () => (await summaries(page)).length).toBe(before + 1);
      await reach(widget, 'done');
    }

    it('more memory for WASM: the run fails with a word, and the next one works', async ({ visit }) => {
      const { page, widget } = await open(visit, 'backend=wasm', {
        prepare: (tab) => inWorker(tab, refuseToGrow),
      });
      await press(widget, 'run');
      await reach(widget, 'error');
      const said = await failure(widget).innerText();
      const [before = '', after = ''] = errors['out-of-memory']('', 'WASM, | bytes').split('|');
      expect(said).toContain(before);
      expect(said).toContain(after);
      expect(await summaries(page)).toEqual([]);

      await runAgain(page, widget, 'retry');
      expect(await widget.getAttribute('data-backend')).toBe('wasm');
      expect(await failure(widget).count()).toBe(0);
      const [summary] = await summaries(page);
      const preset = await widget.locator('[data-preset][aria-pressed="true"]').getAttribute('data-preset');
      const recorded = bakedRun(ID, preset ?? '').summary;
      for (const key of ['activationStd', 'weightGradientStd'])
        expect(relativeDifference(summary?.[key], recorded[key]), key).toBeLessThan(1e-3);
    });

    const startless: readonly { what: string; prepare: (page: Page) => Promise<unknown> }[] = [
      {
        what: 'its file is missing',
        prepare: (page) => page.route('**/*.wasm', (route) => route.fulfill({ status: 404 })),
      },
      { what: 'there is no memory to start it', prepare: (page) => inWorker(page, refuseToStartWasm) },
    ];
    it.for(startless)(
      'WASM, where the address asks for it and $what: plain JavaScript, and it says so',
      async ({ prepare }, { visit }) => {
        const { page, widget } = await open(visit, `${SMALL}&backend=wasm`, {
          prepare,
          provokes: [/status 404: .*\.wasm$/, /wasm|WebAssembly|falling back to ArrayBuffer/i],
        });
        await reach(widget, 'done');
        expect(await widget.getAttribute('data-backend')).toBe('cpu');
        expect(await widget.locator('.notices').innerText()).toContain(
          words.forcedUnavailable('WASM', 'CPU'),
        );
        expect(await widget.locator('.ladder').textContent()).toContain(
          words.ladder.failed('WASM', 'did not initialise'),
        );
        await runAgain(page, widget, 'run');
        const expected = await undisturbed(visit, 'cpu');
        expect(expected?.activationStd).toHaveLength(10);
        expect(await summaries(page)).toEqual([expected, expected]);
      },
    );

    const refusals = [
      { what: 'a buffer on the graphics device', backend: 'webgpu', code: refuseBuffersInRun },
      { what: 'a program on the graphics device', backend: 'webgpu', code: rejectProgramsInRun },
      { what: 'a texture on WebGL', backend: 'webgl', code: refuseTextures },
      { what: 'the rest of the run by WebGL, which is lost', backend: 'webgl', code: loseWebgl },
    ] as const;
    it.for(refusals)(
      '$what, in mid-run: the run starts again on the next rung',
      async ({ backend, code }, { visit }) => {
        const { page, widget } = await open(visit, `${SMALL}&backend=${backend}`, {
          prepare: (tab) => inWorker(tab, code),
        });
        await reach(widget, 'done', 'error');
        expect(await widget.getAttribute('data-state')).toBe('done');
        expect(await widget.getAttribute('data-backend')).toBe('wasm');
        expect(await widget.locator('.notices').innerText()).toContain(words.lost(words.backends[backend]));
        await runAgain(page, widget, 'run');
        const expected = await undisturbed(visit, 'wasm');
        expect(expected?.activationStd).toHaveLength(10);
        expect(await summaries(page)).toEqual([expected, expected]);
      },
    );

    it('its worker, which is ended without a word: the run starts again in another', async ({ visit }) => {
      const { page, widget } = await open(visit, `${SMALL}&backend=wasm`, {
        prepare: (tab) => inWorker(tab, endWorker, 1),
      });
      await reach(widget, 'done', 'error');
      expect(await page.evaluate(() => window.testMessages?.workers)).toBe(2);
      await runAgain(page, widget, 'run');
      const expected = await undisturbed(visit, 'wasm');
      expect(await summaries(page)).toEqual([expected, expected]);
    });

    it('every program on the graphics device: it is passed over, and the page says why', async ({
      visit,
    }) => {
      const { page, widget } = await open(visit, `${SMALL}&backend=webgpu`, {
        prepare: (tab) => inWorker(tab, rejectPrograms),
      });
      await reach(widget, 'done');
      expect(await widget.getAttribute('data-backend')).toBe('wasm');
      expect(await widget.locator('.notices').innerText()).toContain(
        words.forcedUnavailable('WebGPU', 'WASM'),
      );
      expect(await widget.locator('.ladder').textContent()).toContain(
        words.ladder['wrong-results']('WebGPU', '0 0 0 0'),
      );
      expect(await summaries(page)).toEqual([await undisturbed(visit, 'wasm')]);
    });

    it('a program on WebGL, once: the run fails with a word, and the next one works', async ({ visit }) => {
      const { page, widget } = await open(visit, `${SMALL}&backend=webgl`, {
        prepare: (tab) => inWorker(tab, rejectWebglProgramOnce),
        provokes: [/^console log: /], // the backend prints the program
      });
      await reach(widget, 'error');
      expect(await failure(widget).innerText()).toContain(
        errors.failed('', 'Failed to compile fragment shader.'),
      );
      await restoreWorkerScript(page); // the next run has a worker of its own
      await runAgain(page, widget, 'retry');
      expect(await failure(widget).count()).toBe(0);
      expect(await summaries(page)).toEqual([await undisturbed(visit, 'webgl')]);
    });
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
    expect(await widget.locator('[data-action="share"] + [aria-live]').innerText()).toBe(words);
    await expect.poll(() => page.url()).toBe(`${start}?activation-statistics.init=xavier`);
    await expect.poll(() => button.innerText(), { timeout: 10_000 }).toBe(before);
  }
});

it('works where the browser keeps nothing', async ({ visit }) => {
  const page = await visit('en/lab/activation-statistics/', { prepare: refuseStorage });
  const widget = await wake(page);
  await press(widget, 'run');
  await reach(widget, 'done');
  expect(await failure(widget).count()).toBe(0);
});
