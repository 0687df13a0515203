/** The ladder of backends, and what happens when a rung breaks: in a browser that has WebGPU and WebGL, in software. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, inject } from 'vitest';
import type { BackendName, SummaryRecord } from '#src/lab/contract.ts';
import { labStrings } from '#src/lab/strings.ts';
import { oneIn } from '../extent.ts';
import { it, softwareWebgpuFlags, type Visit, type VisitOptions } from './browser.ts';
import {
  crash,
  failThenLoseDevice,
  hardwareAdapter,
  inWorker,
  loseDevice,
  noAdapter,
  noWebgl,
} from './engine.ts';
import {
  press,
  reach,
  recordMessages,
  relativeDifference,
  runToEnd,
  sentMessages,
  statusOf,
  summaries,
  wake,
} from './widget.ts';

it.override('flags', { scope: 'file' }, softwareWebgpuFlags);

const words = labStrings.en;
const ID = 'activation-statistics';
/** Little enough for a graphics card made of software. */
const SMALL = `${ID}.width=64&${ID}.samples=128`;

/** Of shares of values that are exactly 0, or exactly 1, or alike: a last bit decides. */
const COUNT_TOLERANCE = 0.05;

interface Finished {
  readonly page: Page;
  readonly widget: Locator;
  readonly backend: string | null;
  /** Notices above the figure. */
  readonly said: string;
  /** Why the rungs above were passed over. */
  readonly reasons: string;
}

/** The small net, run to its end on a page that was told no more than `query`. */
async function run(visit: Visit, query: string, { prepare, provokes }: VisitOptions = {}): Promise<Finished> {
  const page = await visit(`en/lab/${ID}/?${SMALL}${query}`, {
    ...(provokes ? { provokes } : {}),
    prepare: async (tab) => {
      await recordMessages(tab);
      await prepare?.(tab);
    },
  });
  const widget = await wake(page);
  await reach(widget, 'done', 'error');
  expect(await widget.getAttribute('data-state'), await widget.locator('.notices').innerText()).toBe('done');
  return {
    page,
    widget,
    backend: await widget.getAttribute('data-backend'),
    said: await widget.locator('.notices').innerText(),
    reasons: (await widget.locator('.ladder').textContent()) ?? '',
  };
}

async function summaryOf(visit: Visit, backend: BackendName, query: string): Promise<SummaryRecord> {
  const { page, widget, said } = await run(visit, `&backend=${backend}${query}`);
  expect(await widget.getAttribute('data-backend')).toBe(backend);
  expect(said).toBe('');
  const [summary] = await summaries(page);
  if (!summary) throw new Error(`no summary from ${backend}`);
  return summary;
}

describe('statistics', () => {
  const settings = [
    { what: 'a signal that dies', query: '', tolerance: 1e-4 },
    { what: 'ReLU and He', query: `&${ID}.activation=relu&${ID}.init=he`, tolerance: 1e-4 },
    { what: 'batch norm', query: `&${ID}.batchNorm=true&${ID}.scale=0.1`, tolerance: 1e-4 },
    // 1 − h² loses digits where |h| is close to 1, and every layer multiplies what is lost
    { what: 'a signal that saturates', query: `&${ID}.scale=1`, tolerance: 1e-3 },
  ];
  it.for(oneIn(2, settings))(
    'are the same on every backend: $what',
    async ({ query, tolerance }, { visit }) => {
      const expected = await summaryOf(visit, 'cpu', query);
      expect(expected.activationStd).toHaveLength(10);
      for (const backend of ['webgpu', 'webgl', 'wasm'] as const) {
        const summary = await summaryOf(visit, backend, query);
        expect(Object.keys(summary)).toEqual(Object.keys(expected));
        for (const key of ['activationStd', 'gradientStd', 'preActivationGradientStd', 'weightGradientStd'])
          expect(relativeDifference(summary[key], expected[key]), `${backend} ${key}`).toBeLessThan(
            tolerance,
          );
        for (const key of ['zeroFraction', 'saturatedFraction', 'distinctFraction', 'zeroDerivativeFraction'])
          expect(absoluteDifference(summary[key], expected[key]), `${backend} ${key}`).toBeLessThan(
            COUNT_TOLERANCE,
          );
      }
    },
  );

  it('are the same bits when the same run is made again on WebGPU', async ({ visit }) => {
    const { page, widget } = await run(visit, '&backend=webgpu');
    await runToEnd(widget);
    const [first, second] = await summaries(page);
    expect(first).toBeDefined();
    expect(second).toEqual(first);
  });
});

describe('the ladder', () => {
  it('passes over graphics cards made of software, and says why', async ({ visit }) => {
    const { backend, reasons, said } = await run(visit, '');
    expect(backend).toBe('wasm');
    expect(reasons).toContain(words.whyBackend('WASM'));
    for (const name of ['WebGPU', 'WebGL']) {
      const [before = '', after = ''] = words.ladder.software(name, '|').split('|');
      expect(reasons).toContain(before);
      expect(reasons).toContain(after);
    }
    expect(reasons.match(/swiftshader/gi)?.length).toBeGreaterThanOrEqual(2);
    expect(said).toBe('');
  });

  it('takes WebGPU where the adapter is a graphics card', async ({ visit }) => {
    const { backend, reasons } = await run(visit, '', { prepare: (page) => inWorker(page, hardwareAdapter) });
    expect(backend).toBe('webgpu');
    expect(reasons).toBe('');
  });

  it('ranks a card that is slow to start a kernel below WASM where the kernels are many and small', async ({
    visit,
  }) => {
    const page = await visit('en/lab/symmetry-breaking/', {
      prepare: (tab) => inWorker(tab, hardwareAdapter),
    });
    const widget = await wake(page);
    await press(widget, 'run');
    await reach(widget, 'done', 'error');
    expect(await widget.getAttribute('data-backend')).toBe('wasm');
    const reasons = (await widget.locator('.ladder').textContent()) ?? '';
    const [before = '', after = ''] = words.ladder['slow-start']('WebGPU', '|').split('|');
    expect(reasons).toContain(before);
    expect(reasons).toContain(after);
    const micros = Number(reasons.slice(reasons.indexOf(before) + before.length).match(/^\d+/)?.[0]);
    expect(micros).toBeGreaterThan(40); // or this machine’s software is a graphics card
  });

  it('takes WebGPU where the adapter is there at the second request', async ({ visit }) => {
    const late = `
      {
        const { requestAdapter } = GPU.prototype;
        let asked = 0;
        GPU.prototype.requestAdapter = async function (options) {
          return asked++ === 0 ? null : requestAdapter.call(this, options);
        };
      }`;
    const { backend } = await run(visit, '&backend=webgpu', { prepare: (page) => inWorker(page, late) });
    expect(backend).toBe('webgpu');
  });

  it('goes on where WebGPU finds no adapter', async ({ visit }) => {
    const { backend, reasons, said } = await run(visit, '&backend=webgpu', {
      prepare: (page) => inWorker(page, noAdapter),
    });
    expect(backend).toBe('wasm');
    expect(reasons).toContain(words.ladder['no-adapter']('WebGPU', ''));
    expect(said).toContain(words.forcedUnavailable('WebGPU', 'WASM'));
  });

  it('goes on where WebGL is refused', async ({ visit }) => {
    const { backend, reasons, said } = await run(visit, '&backend=webgl', {
      prepare: (page) => inWorker(page, noWebgl),
    });
    expect(backend).toBe('wasm');
    expect(reasons).toContain(words.ladder.unavailable('WebGL', ''));
    expect(said).toContain(words.forcedUnavailable('WebGL', 'WASM'));
  });

  it('goes on to plain JavaScript where WebAssembly is refused', async ({ visit }) => {
    const { backend, reasons } = await run(visit, '', {
      prepare: (page) => inWorker(page, 'delete self.WebAssembly'),
    });
    expect(backend).toBe('cpu');
    expect(reasons).toContain(words.ladder.unavailable('WASM', ''));
  });

  it('goes on to plain JavaScript where the WebAssembly file is not there', async ({ visit }) => {
    const { backend, reasons } = await run(visit, '', {
      prepare: (page) => page.route('**/*.wasm', (route) => route.fulfill({ status: 404 })),
      provokes: [/status 404: .*\.wasm$/, /wasm|WebAssembly|falling back to ArrayBuffer/i],
    });
    expect(backend).toBe('cpu');
    expect(reasons).toContain(words.ladder.failed('WASM', 'did not initialise'));
  });
});

describe('a run whose ground is lost', () => {
  const losses = [
    { what: 'is lost', code: loseDevice },
    { what: 'fails, and is then said to be lost', code: failThenLoseDevice },
  ];
  it.for(losses)(
    'starts again on the next rung when the graphics device $what',
    async ({ code }, { visit }) => {
      const { page, backend, said, widget } = await run(visit, '&backend=webgpu', {
        prepare: (tab) => inWorker(tab, code),
      });
      expect(backend).toBe('wasm');
      expect(said).toContain(words.lost('WebGPU'));
      expect(await statusOf(widget)).toContain(`${words.states.done} · WASM`);
      expect(await page.evaluate(() => window.testMessages?.workers)).toBe(2);
      const starts = (await sentMessages(page)).filter((message) => message.type === 'start');
      expect(starts.map(({ excluded }) => excluded)).toEqual([[], ['webgpu']]);
      expect(await summaries(page)).toEqual([await summaryOf(visit, 'wasm', '')]);
    },
  );

  it('starts again when its worker falls over', async ({ visit }) => {
    const { page, backend } = await run(visit, '', { prepare: (tab) => inWorker(tab, crash, 1) });
    expect(backend).toBe('wasm');
    expect(await page.evaluate(() => window.testMessages?.workers)).toBe(2);
    expect(await summaries(page)).toEqual([await summaryOf(visit, 'wasm', '')]);
  });

  it('is given up with a word and a way out when every worker falls over', async ({ visit }) => {
    const page = await visit(`en/lab/${ID}/?${SMALL}`, {
      prepare: async (tab) => {
        await recordMessages(tab);
        await inWorker(tab, crash, 4);
      },
    });
    const widget = await wake(page);
    await reach(widget, 'error');
    const said = await widget.locator('[data-kind="error"]').innerText();
    expect(said).toContain(words.errors['worker-lost']('', 'Uncaught Error: the worker fell over'));
    await press(widget, 'retry');
    await reach(widget, 'done');
    expect(await widget.locator('[data-kind="error"]').count()).toBe(0);
    expect(await summaries(page)).toHaveLength(1);
  });
});

it('starts the worker from a script that no other one can import', () => {
  const folder = join(inject('siteFolder'), '_astro');
  const doors = readdirSync(folder).filter((name) => name.startsWith('worker-door-'));
  expect(doors).toHaveLength(1);
  for (const door of doors)
    expect(readFileSync(join(folder, door), 'utf8')).toMatch(/^import"\.\/worker-[\w-]+\.js";?\s*$/);
});

function absoluteDifference(a: unknown, b: unknown): number {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return Number.POSITIVE_INFINITY;
  return a.reduce<number>((most, x, i) => Math.max(most, Math.abs(Number(x) - Number(b[i]))), 0);
}
