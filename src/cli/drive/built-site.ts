/** The built site, served from this machine, and a Chromium to drive it: for the commands that use it as readers do. */
import { existsSync } from 'node:fs';
import { build, preview } from 'astro';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { readDeployment } from '#src/site/deployment.ts';
import { chromiumFlags, findBrowser } from '../find-browser.ts';
import { refuse } from '../node-lab.ts';
import { listen } from './complaints.ts';

export interface BuiltSite {
  /** Address of the front page, with a slash at the end. */
  readonly url: string;
  readonly browser: Browser;
  /** A page of its own context that has not been anywhere yet. */
  open(options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenPage {
  readonly page: Page;
  /** What should not be there: console messages, uncaught errors, refused requests, requests to elsewhere. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/** How long an element is waited for: the machine may be busy with other things. */
const PATIENCE_MILLIS = 45_000;

/** Serves the site of OUT_DIR (by default `dist/`), which it builds where it is absent, and starts the browser. */
export async function openBuiltSite(flags: readonly string[] = []): Promise<BuiltSite> {
  const executablePath = findBrowser();
  if (!executablePath) refuse('no Chromium: run npm run browser');
  const { outDir, base } = readDeployment(process.env);
  if (!existsSync(outDir)) await build({ logLevel: 'warn' });
  const server = await preview({ logLevel: 'error', server: { port: 0, host: '127.0.0.1' } });
  const url = `http://127.0.0.1:${server.port}${base}`;
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags, ...flags] });
  return {
    url,
    browser,
    async open(options) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MILLIS);
      return { page, complaints: listen(page, url), close: () => context.close() };
    },
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}
