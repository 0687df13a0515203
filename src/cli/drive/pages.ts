/** Pages of the built site in a browser, each in a context of its own. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { listen } from './complaints.ts';

export interface Pages {
  /** Address of the front page, with a slash at the end. */
  readonly url: string;
  /** A page that has not been anywhere yet. */
  open(options?: BrowserContextOptions): Promise<OpenPage>;
}

export interface OpenPage {
  readonly page: Page;
  /** What should not be there: console messages, uncaught errors, refused requests, requests to elsewhere. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** How long an element is waited for: the machine may be busy with other things. */
const PATIENCE_MILLIS = 45_000;

export function pagesOf(browser: Browser, url: string): Pages {
  return {
    url,
    async open(options) {
      const context = await browser.newContext({
        serviceWorkers: 'block',
        viewport: { width: 1280, height: 900 },
        ...options,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MILLIS);
      return { page, complaints: listen(page, url), close: () => context.close() };
    },
  };
}
