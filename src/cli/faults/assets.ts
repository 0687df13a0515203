/** The files that a widget's page asks for while it is used, and what can happen to each on its way. */
import type { Page, Route } from 'playwright-core';
import type { Pages } from '../drive/pages.ts';
import { comesTo, logRuns, press, runLog, wake } from '../drive/runs.ts';
import type { Fault } from './try-fault.ts';

/** Within this a run ends, however busy the machine. */
export const RUN_MILLIS = 120_000;
const SLOW_MILLIS = 2_500;
const page404 = '<!doctype html><title>Not found</title><p>Sign in';

export const assetFaults = {
  missing: (route: Route) => route.fulfill({ status: 404, contentType: 'text/html', body: page404 }),
  /** As hosts of single-page applications do. */
  'a web page instead': (route: Route) => route.fulfill({ contentType: 'text/html', body: page404 }),
  'cut short': (route: Route) => altered(route, (bytes) => bytes.subarray(0, Math.floor(bytes.length / 2))),
  altered: (route: Route) =>
    altered(route, (bytes) => {
      const middle = Math.floor(bytes.length / 2);
      return Buffer.from(bytes).fill(0, middle, middle + 16);
    }),
  slow: async (route: Route) => {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MILLIS));
    await route.continue();
  },
} as const;
export type AssetFault = keyof typeof assetFaults;

async function altered(route: Route, change: (bytes: Buffer) => Buffer): Promise<void> {
  const response = await route.fetch();
  const headers = { 'content-type': response.headers()['content-type'] ?? '', 'cache-control': 'no-store' };
  await route.fulfill({ headers, body: change(await response.body()) });
}

export interface Use {
  /** Addresses of scripts and data that the page has asked for, in that order; the page itself and its looks left out. */
  readonly assets: readonly string[];
  /** Of the run, as JSON. */
  readonly summary: string;
}

/** Opens a widget's page, runs it and opens its dialog, with nothing in the way. */
export async function useUndisturbed(site: Pages, widget: string): Promise<Use> {
  const { page, complaints, close } = await site.open();
  try {
    const assets = new Set<string>();
    page.context().on('request', (request) => {
      const url = request.url();
      if (/\.(js|wasm|bin)$/.test(new URL(url).pathname) && !url.includes('/pagefind/')) assets.add(url);
    });
    await logRuns(page);
    await page.goto(`${site.url}en/lab/${widget}/`);
    const figure = await wake(page);
    await press(figure, 'run');
    await comesTo(figure, ['loading', 'running'], RUN_MILLIS);
    if (!(await comesTo(figure, ['done'], RUN_MILLIS))) throw new Error(`${widget} does not run at all`);
    await openDialog(page);
    if (complaints.length > 0) throw new Error(`${widget}: ${complaints.join('; ')}`);
    return { assets: [...assets], summary: (await runLog(page)).summary };
  } finally {
    await close();
  }
}

/** Whether the dialog of Export opens, or a word is said in its place. */
export async function openDialog(page: Page): Promise<'open' | 'said' | 'nothing'> {
  await press(page.locator('[data-widget]').first(), 'export');
  const outcome = page.locator('dialog[open], .run-bar [role="alert"]').first();
  const came = await outcome.waitFor({ timeout: 15_000 }).then(
    () => true,
    () => false,
  );
  if (!came) return 'nothing';
  return (await page.locator('dialog[open]').count()) > 0 ? 'open' : 'said';
}

/** That this file of a page's has that fault. */
export function faultOf(asset: string, kind: AssetFault): Fault {
  const file = asset.split('/').at(-1) ?? '';
  const pattern = `${asset}*`; // with a query too
  return {
    name: `${file} ${kind}`,
    ...(file.endsWith('.bin') ? { file } : {}),
    breaksScript: file.endsWith('.js') && kind !== 'slow',
    arrange: (page) => page.context().route(pattern, assetFaults[kind]),
    mend: (page) => page.context().unroute(pattern),
  };
}
