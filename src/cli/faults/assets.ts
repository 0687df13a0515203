/** What can happen to a file on its way to a page. */
import type { Route } from 'playwright-core';
import type { Fault } from './try-fault.ts';

const SLOW_MILLIS = 2_000;
const page404 = '<!doctype html><title>Not found</title><p>Sign in';

const assetFaults = {
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
export const assetFaultNames = Object.keys(assetFaults) as readonly AssetFault[]; // of a constant

async function altered(route: Route, change: (bytes: Buffer) => Buffer): Promise<void> {
  const response = await route.fetch();
  const headers = { 'content-type': response.headers()['content-type'] ?? '', 'cache-control': 'no-store' };
  await route.fulfill({ headers, body: change(await response.body()) });
}

/**
 * That this file of a page's has that fault; or all these files, where each is asked for whatever becomes of the others.
 * `without`: files that are missing as well, so that a browser asks for this one: a font in an older format.
 */
export function faultOf(
  assets: string | readonly string[],
  kind: AssetFault,
  without: readonly string[] = [],
): Fault {
  const all = typeof assets === 'string' ? [assets] : assets;
  const file = all[0]?.split('/').at(-1) ?? '';
  const isOne = (url: URL) => all.includes(url.origin + url.pathname); // with any query
  return {
    name: `${file} ${kind}`,
    ...(/\.(?:bin)$/.test(file) ? { file } : {}),
    // the search leaves all its errors to the browser to report
    breaksScript: (file.endsWith('.js') || all.some((url) => url.includes('/pagefind/'))) && kind !== 'slow',
    arrange: async (page) => {
      for (const other of without) await page.context().route(other, assetFaults.missing);
      // whoever asked may be gone before the answer is there
      await page.context().route(isOne, (route) => assetFaults[kind](route).catch(() => undefined));
    },
    mend: (page) => page.context().unroute(isOne),
  };
}
