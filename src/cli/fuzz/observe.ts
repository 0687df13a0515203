/** What a page makes of its address, compared with what the address says. */
import type { Page } from 'playwright-core';
import { formatSetting } from '#src/format.ts';
import { isBackendName } from '#src/lab/contract.ts';
import { BACKEND_KEY, readUrlState } from '#src/lab/url-state.ts';
import type { Target } from './state-check.ts';

export interface Observation {
  /** Awake within the time; the rest says nothing where it is not. */
  readonly ready: boolean;
  readonly state: string;
  /** Of each control that is there, by name: its value as a reader reads it; null where it is disabled. */
  readonly controls: Readonly<Record<string, string | null>>;
  readonly warnings: readonly string[];
  readonly title: string;
  /** Elements that only the address can have brought. */
  readonly hostile: number;
}

interface Observer {
  (): Promise<Observation>;
  /** Puts a new widget in place of the one that is there, with another query in the address. */
  remount(query: string): Promise<Observation>;
}

declare global {
  interface Window {
    observeWidget?: Observer;
  }
}

/** To be called before the page opens. */
export function installObserver(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const WAKING_MILLIS = 30_000;
    const widgetOf = () => document.querySelector<HTMLElement>('[data-widget]');
    const awake = async () => {
      const deadline = performance.now() + WAKING_MILLIS;
      while (performance.now() < deadline) {
        if (widgetOf()?.dataset.ready !== undefined) return true;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return false;
    };
    const observe = async (): Promise<Observation> => {
      const ready = await awake();
      const widget = widgetOf();
      const controls: Record<string, string | null> = {};
      for (const input of widget?.querySelectorAll<HTMLInputElement>('.controls input[name]') ?? []) {
        if (input.disabled) controls[input.name] = null;
        else if (input.type === 'checkbox') controls[input.name] = String(input.checked);
        else if (input.type === 'radio') {
          if (input.checked) controls[input.name] = input.value;
        } else controls[input.name] = input.getAttribute('aria-valuetext') ?? input.value;
      }
      const warnings = widget?.querySelectorAll('.notices [data-kind="warning"]:has(> button) li') ?? [];
      return {
        ready,
        state: widget?.dataset.state ?? '',
        controls,
        warnings: [...warnings].map((item) => item.textContent ?? ''),
        title: document.title,
        hostile: document.querySelectorAll('[data-hostile]').length,
      };
    };
    let pristine: Promise<Element | null> | undefined;
    const recorded = async () => {
      const html = await (await fetch(location.pathname)).text();
      return new DOMParser()
        .parseFromString(html, 'text/html')
        .querySelector('astro-island:has([data-widget])');
    };
    const remount = async (query: string) => {
      pristine ??= recorded();
      const fresh = await pristine;
      const island = widgetOf()?.closest('astro-island');
      if (!fresh || !island) throw new Error('no widget to replace');
      history.replaceState(null, '', `${location.pathname}?${query}`);
      const place = document.createComment('');
      island.replaceWith(place);
      document.dispatchEvent(new Event('astro:after-swap')); // what makes an island that is gone clean up
      place.replaceWith(document.importNode(fresh, true));
      return observe();
    };
    window.observeWidget = Object.assign(observe, { remount });
  });
}

export function observe(page: Page): Promise<Observation> {
  return page.evaluate(() => {
    if (!window.observeWidget) throw new Error('nobody observes this page');
    return window.observeWidget();
  });
}

/** One after the other in one page. */
export function remountEach(page: Page, queries: readonly string[]): Promise<readonly Observation[]> {
  return page.evaluate(async (all) => {
    const seen: Observation[] = [];
    for (const query of all) {
      const one = await window.observeWidget?.remount(query);
      if (one) seen.push(one);
    }
    return seen;
  }, queries);
}

/** What is wrong, a line each. */
export function judge(target: Target, query: string, title: string, seen: Observation): string[] {
  if (!seen.ready) return ['the widget does not wake'];
  const { config, problems } = readUrlState(`?${query}`, target.id, target.params, target.initial);
  const values: Readonly<Record<string, unknown>> = config;
  const faults: string[] = [];
  for (const [name, shown] of Object.entries(seen.controls)) {
    const value = values[name];
    const expected = typeof value === 'number' && name !== 'seed' ? formatSetting(value) : String(value);
    const ungrouped = shown?.replaceAll(/,(?=\d{3}\b)/g, ''); // English writes 1,000
    if (ungrouped !== undefined && ungrouped !== expected)
      faults.push(`${name} shows ${shown} instead of ${expected}`);
  }
  if (Object.keys(seen.controls).length === 0) faults.push('no controls');
  const backend = new URLSearchParams(query).get(BACKEND_KEY);
  const expected = problems.length + (backend !== null && !isBackendName(backend) ? 1 : 0);
  if (seen.warnings.length !== expected)
    faults.push(`${seen.warnings.length} warnings instead of ${expected}`);
  if (seen.warnings.some((text) => text === '')) faults.push('an empty warning');
  if (seen.state === 'error') faults.push('it fails at once');
  if (seen.title !== title) faults.push(`the page is called ${seen.title}`);
  if (seen.hostile > 0) faults.push(`${seen.hostile} elements from the address`);
  return faults;
}
