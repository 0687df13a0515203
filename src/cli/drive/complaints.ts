/** What a page says that it should not say. */
import type { Page } from 'playwright-core';

/** What a page may say although all is well. */
const harmless =
  /^\[astro\] (Initializing prefetch script|Prefetching )|^Service Worker registration blocked by Playwright/;

/** Collects console messages, uncaught errors, refused requests, and requests to others than `siteUrl`. */
export function listen(page: Page, siteUrl: string): string[] {
  const report: string[] = [];
  page.on('console', (message) => {
    if (!harmless.test(message.text())) report.push(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => report.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(blob|data):/.test(url) && !url.startsWith(siteUrl)) report.push(`asks elsewhere: ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) report.push(`status ${response.status()}: ${response.url()}`);
  });
  return report;
}
