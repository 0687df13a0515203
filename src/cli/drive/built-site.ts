/** The built site, served from this machine, and a Chromium to drive it: for the commands that use it as readers do. */
import { existsSync } from 'node:fs';
import { build, preview } from 'astro';
import { chromium } from 'playwright-core';
import { readDeployment } from '#src/site/deployment.ts';
import { chromiumFlags, findBrowser } from '../find-browser.ts';
import { refuse } from '../node-lab.ts';
import { type Pages, pagesOf } from './pages.ts';

export interface BuiltSite extends Pages {
  close(): Promise<void>;
}

/** Serves the site of OUT_DIR (by default `dist/`), which it builds where it is absent, and starts the browser. */
export async function openBuiltSite(flags: readonly string[] = []): Promise<BuiltSite> {
  const executablePath = findBrowser();
  if (!executablePath) refuse('no Chromium: run npm run browser');
  const { outDir, base } = readDeployment(process.env);
  if (!existsSync(outDir)) await build({ logLevel: 'warn' });
  const server = await preview({ logLevel: 'error', server: { port: 0, host: '127.0.0.1' } });
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags, ...flags] });
  return {
    ...pagesOf(browser, `http://127.0.0.1:${server.port}${base}`),
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}
