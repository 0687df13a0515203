/** Which files of the site a page asks for while it is used, and when: found out with nothing in the way. */
import type { Page } from 'playwright-core';
import type { Pages } from '../drive/pages.ts';
import { comesTo, logRuns, press, runLog, wake } from '../drive/runs.ts';
import { openParts } from './figure-parts.ts';

/** Within this a run ends, however busy the machine. */
export const RUN_MILLIS = 400_000;

/** When a figure's page asks for a file: as it opens, before the first frame of a run, before its end, or for a button. */
export type Stage = 'open' | 'start' | 'end' | 'parts';

export interface Asset {
  /** Without its query. */
  readonly url: string;
  readonly stage: Stage;
}

/** How a figure is used with nothing in the way. */
export interface Use {
  /** In the order in which they are asked for; pages left out. */
  readonly assets: readonly Asset[];
  /** Fingerprint of the run's first frame, and the run's summary as JSON. */
  readonly firstFrame: string;
  readonly summary: string;
  /** Where it ran. */
  readonly backend: string | null;
  /** From the press of Run to the end. */
  readonly millis: number;
}

/** Calls back for each file of the site that the page or its workers ask for, without its query; pages left out. */
export function onAsset(page: Page, siteUrl: string, act: (url: string) => void): void {
  page.context().on('request', (request) => {
    const url = request.url().replace(/[?#].*$/, '');
    if (url.startsWith(siteUrl) && /\/[^/]+\.[\w-]+$/.test(url)) act(url);
  });
}

/** Opens a widget's page, runs it and opens all that its buttons load. `query` goes into the address. */
export async function useUndisturbed(site: Pages, widget: string, query = ''): Promise<Use> {
  const { page, complaints, close } = await site.open();
  try {
    const assets = new Map<string, Stage>();
    let stage: Stage = 'open';
    onAsset(page, site.url, (url) => {
      if (!assets.has(url)) assets.set(url, stage);
    });
    await logRuns(page);
    await page.goto(`${site.url}en/lab/${widget}/${query}`);
    const figure = await wake(page);
    stage = 'start';
    const began = performance.now();
    await press(figure, 'run');
    await page.waitForFunction(() => (window.runLog?.frames ?? 0) > 0, undefined, { timeout: RUN_MILLIS });
    stage = 'end';
    if (!(await comesTo(figure, ['done'], RUN_MILLIS))) throw new Error(`${widget} does not run at all`);
    const millis = performance.now() - began;
    stage = 'parts';
    const { faults } = await openParts(page);
    const wrong = [...faults, ...complaints];
    if (wrong.length > 0) throw new Error(`${widget}: ${wrong.join('; ')}`);
    const { firstFrame, summary } = await runLog(page);
    return {
      assets: [...assets].map(([url, at]) => ({ url, stage: at })),
      firstFrame,
      summary,
      backend: await figure.getAttribute('data-backend'),
      millis,
    };
  } finally {
    await close();
  }
}
