/** The three ways in which an address is tried: in Node, in a widget put anew into a page, and as a page of its own. */
import { type Locale, locales } from '#src/i18n.ts';
import { createRng } from '#src/random.ts';
import type { Pages } from '../drive/pages.ts';
import { installObserver, judge, observe, remountEach } from './observe.ts';
import { checkState, type Target } from './state-check.ts';
import { drawShow, drawUrl, type UrlCase } from './states.ts';

export interface Failure {
  readonly widget: string;
  readonly fault: string;
  /** What does it again. */
  readonly replay: string;
}

/** Widgets put into one page before it is opened anew. */
const REMOUNTS_PER_PAGE = 50;

/** The nth address of a widget: the same for the same seed, however many are drawn. */
export function stateOf(seed: number, { id, params }: Target, nth: number): UrlCase {
  return drawUrl(createRng(seed).child('states').child(id).child(nth), id, params);
}

export function checkInNode(seed: number, target: Target, from: number, to: number): Failure[] {
  const failures: Failure[] = [];
  for (let nth = from; nth < to; nth++) {
    const one = stateOf(seed, target, nth);
    for (const fault of faultsInNode(target, one))
      failures.push({ widget: target.id, fault, replay: `?${one.query}` });
  }
  return failures;
}

function faultsInNode(target: Target, one: UrlCase): string[] {
  try {
    return checkState(target, one);
  } catch (error) {
    return [`throws ${String(error)}`];
  }
}

/** Addresses `from` to `to` of a widget, each in a widget of its own, many of these in turn in one page. */
export async function checkRemounts(
  site: Pages,
  seed: number,
  target: Target,
  from: number,
  to: number,
): Promise<Failure[]> {
  const { page, complaints, close } = await site.open();
  const failures: Failure[] = [];
  try {
    await installObserver(page);
    const path = `en/lab/${target.id}/`;
    for (let first = from; first < to; first += REMOUNTS_PER_PAGE) {
      await page.goto(`${site.url}${path}`, { waitUntil: 'domcontentloaded' });
      const { title } = await observe(page);
      const count = Math.min(REMOUNTS_PER_PAGE, to - first);
      const queries = Array.from({ length: count }, (_, i) => stateOf(seed, target, first + i).query);
      const seen = await remountEach(page, queries);
      for (const [i, query] of queries.entries()) {
        const one = seen[i];
        const faults = one ? judge(target, query, title, one) : ['not seen'];
        failures.push(
          ...faults.map((fault) => ({ widget: target.id, fault, replay: `${site.url}${path}?${query}` })),
        );
      }
      for (const fault of complaints.splice(0))
        failures.push({ widget: target.id, fault, replay: `remounts ${first} … ${first + count - 1}` });
    }
  } finally {
    await close();
  }
  return failures;
}

/** Addresses `from` to `to` of a widget as pages: by turns its own page and the one for frames, in both languages. */
export async function checkLoads(
  site: Pages,
  seed: number,
  target: Target,
  from: number,
  to: number,
): Promise<Failure[]> {
  const { page, complaints, close } = await site.open();
  const failures: Failure[] = [];
  const titles = new Map<string, string>();
  try {
    await installObserver(page);
    for (let nth = from; nth < to; nth++) {
      const locale: Locale = locales[nth % locales.length] ?? 'en';
      const framed = Math.floor(nth / locales.length) % 2 === 1;
      const path = `${locale}/${framed ? 'embed' : 'lab'}/${target.id}/`;
      if (!titles.has(path)) {
        await page.goto(`${site.url}${path}`, { waitUntil: 'domcontentloaded' });
        titles.set(path, await page.title());
      }
      const { query } = stateOf(seed, target, nth);
      const show = framed
        ? `&${drawShow(createRng(seed).child('show').child(target.id).child(nth), target.params)}`
        : '';
      const address = `${site.url}${path}?${query}${show}`;
      const faults = await page.goto(address, { waitUntil: 'domcontentloaded' }).then(
        async () => judge(target, query, titles.get(path) ?? '', await observe(page)),
        (error: unknown) => [String(error)],
      );
      for (const fault of [...faults, ...complaints.splice(0)])
        failures.push({ widget: target.id, fault, replay: address });
    }
  } finally {
    await close();
  }
  return failures;
}
