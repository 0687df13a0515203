/** After one visit the whole course is there without a network; a new version takes the place of the old one. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { componentStrings } from '#src/components/strings.ts';
import { writeServiceWorker, writeWithdrawal } from '#src/site/offline.ts';
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
  const provokes = [
    /status (?:404|503): .*\/(?:no\/such\/page|embed\/.*)/,
    /the server responded with a status of/,
  ];
  const page = await visit('en/', { siteUrl: host.url, serviceWorkers: 'allow', provokes });
  await kept(page);
  await host.stop();
  try {
    await page.goto(`${host.url}zh-cn/weights/he/?activation-statistics.seed=2`);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await runToEnd(await wake(page));
    await page.locator('site-search button[data-open-modal]').click();
    await page.locator('site-search dialog input').fill('学习率');
    await page.locator('.pagefind-ui__result-link').first().waitFor();
    await page.goto(`${host.url}zh-cn/weights/he`); // as it is typed, or in other people's links
    expect(page.url()).toBe(`${host.url}zh-cn/weights/he/`);
    expect((await page.goto(`${host.url}en/no/such/page/`))?.status()).toBe(404);
    expect(await page.locator('h1').innerText()).toBe('404');
    expect((await page.goto(`${host.url}zh-cn/embed/dropout/?show=none`))?.status()).toBe(503);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await page.locator('p').innerText()).toContain(componentStrings['zh-cn'].frameNotKept);
    await page.locator('a').click();
    await page.waitForURL(`${host.url}zh-cn/lab/dropout/`);
    expect((await page.goto(`${host.url}en/embed/no-such-figure/`))?.status()).toBe(404);
  } finally {
    host = await startHost(inject('siteFolder'), base);
  }
});

/** No other worker is on its way, and the newest has done what it does first. */
const isSettled = async () => {
  const { installing, waiting, active } = await navigator.serviceWorker.ready;
  return installing === null && waiting === null && active?.state === 'activated';
};

const workersLeft = async () => (await navigator.serviceWorker.getRegistrations()).length;

it('shows a new version at once, keeps it in the background, forgets all but the one before, and all when told so', async ({
  visit,
}) => {
  const page = await visit('en/', { siteUrl: host.url, serviceWorkers: 'allow' });
  await kept(page);
  const [first] = await cacheNames(page);
  const next = mkdtempSync(join(tmpdir(), 'course-'));
  cpSync(inject('siteFolder'), next, { recursive: true });
  const file = join(next, 'en/weights/he/index.html');
  const publish = async (mark: string) => {
    writeFileSync(file, readFileSync(file, 'utf8').replace('<h1', `<h1 ${mark}`));
    await writeServiceWorker(next);
    host.publish(next);
    await page.goto(`${host.url}en/weights/he/`); // not what was kept
    expect(await page.locator(`h1[${mark}]`).count()).toBe(1);
    const before = await cacheNames(page);
    await page.evaluate(async () => {
      await (await navigator.serviceWorker.ready).update();
    });
    const added = async () => (await cacheNames(page)).filter((name) => !before.includes(name));
    await expect.poll(async () => (await added()).length).toBe(1);
    await expect.poll(() => page.evaluate(isSettled)).toBe(true);
    return (await added())[0];
  };
  try {
    const second = await publish('data-second');
    // this page may be one of the first version's, and ask for more of its scripts
    expect(await cacheNames(page)).toEqual([first, second]);
    const third = await publish('data-third');
    await expect.poll(() => cacheNames(page)).toEqual([second, third]);
    await host.stop();
    await page.reload();
    expect(await page.locator('h1[data-third]').count()).toBe(1);
    host = await startHost(next, base, { port: Number(new URL(host.url).port) });
    await writeWithdrawal(next);
    host.publish(next);
    await page.reload();
    await expect.poll(() => page.evaluate(workersLeft)).toBe(0);
    expect(await cacheNames(page)).toEqual([]);
  } finally {
    await host.stop();
    host = await startHost(inject('siteFolder'), base);
    rmSync(next, { recursive: true });
  }
});
