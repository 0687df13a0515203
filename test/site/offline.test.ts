/** After one visit the whole course is there without a network; a new version takes the place of the old one. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { componentStrings } from '#src/components/strings.ts';
import { writeServiceWorker } from '#src/site/offline.ts';
import { it } from './browser.ts';
import { type Host, startHost } from './host.ts';
import { runToEnd, wake } from './widget.ts';

const base = new URL(inject('siteUrl')).pathname;
let host: Host;
beforeAll(async () => {
  host = await startHost(inject('siteFolder'), base);
});
afterAll(() => host.stop());

const kept = (page: Page) =>
  page
    .locator('#offline')
    .filter({ hasText: componentStrings.en.keptOffline })
    .waitFor({ state: 'attached' });
const cacheNames = (page: Page) => page.evaluate(() => caches.keys());

it('reads, runs and searches without a network what was never visited', async ({ visit }) => {
  const page = await visit('en/', { siteUrl: host.url, serviceWorkers: 'allow' });
  await kept(page);
  await host.stop();
  try {
    await page.goto(`${host.url}zh-cn/weights/he/?activation-statistics.seed=2`);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await runToEnd(await wake(page));
    await page.locator('site-search button[data-open-modal]').click();
    await page.locator('site-search dialog input').fill('学习率');
    await page.locator('.pagefind-ui__result-link').first().waitFor();
    await page.goto(`${host.url}en/no/such/page/`);
    expect(await page.locator('h1').innerText()).toBe('404');
  } finally {
    host = await startHost(inject('siteFolder'), base);
  }
});

it('shows a new version at once, keeps it in the background, and forgets the old one', async ({ visit }) => {
  const page = await visit('en/', { siteUrl: host.url, serviceWorkers: 'allow' });
  await kept(page);
  const [old] = await cacheNames(page);

  const next = mkdtempSync(join(tmpdir(), 'course-'));
  cpSync(inject('siteFolder'), next, { recursive: true });
  const file = join(next, 'en/weights/he/index.html');
  writeFileSync(file, readFileSync(file, 'utf8').replace('<h1', '<h1 data-new'));
  await writeServiceWorker(next);
  host.publish(next);
  try {
    await page.goto(`${host.url}en/weights/he/`); // not what was kept
    expect(await page.locator('h1[data-new]').count()).toBe(1);
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).update();
    });
    await expect.poll(async () => (await cacheNames(page)).filter((name) => name !== old).length).toBe(1);
    await expect.poll(() => cacheNames(page)).not.toContain(old);
    await host.stop();
    await page.reload();
    expect(await page.locator('h1[data-new]').count()).toBe(1);
  } finally {
    host = await startHost(inject('siteFolder'), base);
    rmSync(next, { recursive: true });
  }
});
