/**
 * The Content-Security-Policy, as a host sends it. That of the pages themselves is tried by all the other tests: a browser
 * says on its console what it has refused.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject } from 'vitest';
import type { BackendName } from '#src/lab/contract.ts';
import { it, sitePages, softwareWebgpuFlags } from './browser.ts';
import { type Host, headersOf, readRules, startHost } from './host.ts';
import { runToEnd, wake } from './widget.ts';

it.override('flags', { scope: 'file' }, softwareWebgpuFlags);

const ID = 'activation-statistics';
const SMALL = `${ID}.width=64&${ID}.samples=128`;
const base = new URL(inject('siteUrl')).pathname;
const rules = readRules(readFileSync(join(inject('siteFolder'), '_headers'), 'utf8'));
const policyOf = (path: string) => headersOf(rules, base + path)['Content-Security-Policy'] ?? '';

let host: Host;
beforeAll(async () => {
  host = await startHost(inject('siteFolder'), base);
});
afterAll(() => host.stop());

it('lets in nothing inline, and nothing is evaluated, on any page', () => {
  for (const { path, html } of sitePages()) {
    const [, own = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
    for (const policy of [own, policyOf(path)]) {
      expect(policy, path).toMatch(
        /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'(?: 'sha256-|;)/,
      );
      expect(policy, path).not.toMatch(/unsafe-inline|'unsafe-eval'|\*/);
    }
    expect(html.indexOf('Content-Security-Policy'), path).toBeLessThan(
      html.search(/<(?:script|style|link)\b/),
    );
    expect(html.replaceAll(/<script[\s\S]*?<\/script>/g, ''), path).not.toMatch(/<[a-z][^>]* style="/);
  }
});

it('keeps pages out of other sites’ frames, but for those that are made for them', () => {
  for (const { path, slug } of sitePages()) {
    expect(policyOf(path).includes("frame-ancestors 'self'"), path).toBe(!slug.startsWith('embed/'));
  }
});

it('stays within what hosts read of the file', () => {
  const text = readFileSync(join(inject('siteFolder'), '_headers'), 'utf8');
  expect(rules.length).toBeLessThanOrEqual(100); // Cloudflare Pages
  for (const line of text.split('\n')) expect(line.length).toBeLessThan(2000);
});

const backends: readonly BackendName[] = ['cpu', 'wasm', 'webgl', 'webgpu'];
describe.for(backends)('%s', (backend) => {
  it('computes under the policy', async ({ visit }) => {
    const page = await visit(`en/embed/${ID}/?${SMALL}&backend=${backend}`, { siteUrl: host.url });
    const widget = await wake(page);
    await widget.and(page.locator('[data-state="done"]')).waitFor();
    expect(await widget.getAttribute('data-backend')).toBe(backend);
  });
});

it('runs and exports under the policy', async ({ visit }) => {
  const page = await visit('zh-cn/weights/he/', { siteUrl: host.url });
  const widget = await wake(page);
  await runToEnd(widget);
  await widget.locator('[data-action="export"]').click();
  for (const kind of ['svg', 'png', 'csv', 'json']) {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      widget.locator(`dialog [data-file="${kind}"]`).click(),
    ]);
    expect(file.suggestedFilename()).toContain(`.${kind}`);
  }
});

it('colours code under the policy', async ({ visit }) => {
  const page = await visit('en/weights/he/');
  const colours = await page
    .locator('.ec-line span')
    .evaluateAll((spans) => new Set(spans.map((span) => getComputedStyle(span).color)).size);
  expect(colours).toBeGreaterThan(3);
});

it('searches under the policy', async ({ visit }) => {
  const page = await visit('zh-cn/', { siteUrl: host.url });
  await page.locator('site-search button[data-open-modal]').click();
  await page.locator('site-search dialog input').fill('方差');
  await page.locator('.pagefind-ui__result-link').first().waitFor();
  expect(await page.locator('.pagefind-ui__results').innerText()).not.toContain('\\'); // TeX source of a formula
});

it('sends what its recipes compress and let be cached', async ({ visit }) => {
  const sent = new Map<string, Record<string, string>>();
  await visit('en/weights/he/', {
    siteUrl: host.url,
    prepare: async (tab) => {
      tab.on('response', (response) => sent.set(response.url(), response.headers()));
    },
  });
  const page = sent.get(`${host.url}en/weights/he/`);
  expect(page?.['content-encoding']).toBe('gzip');
  expect(page?.['cache-control']).toBe('no-cache');
  expect(page?.['x-content-type-options']).toBe('nosniff');
  const assets = [...sent].filter(([url]) => url.includes('/_astro/'));
  expect(assets.length).toBeGreaterThan(3);
  for (const [url, headers] of assets) expect(headers['cache-control'], url).toMatch(/immutable/);
});
