/** Pages as readers read them, with one file of theirs wrong: chapters, the search, a term's definition, the offline copy. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { componentStrings } from '#src/components/strings.ts';
import type { Locale } from '#src/i18n.ts';
import type { FinishedRun } from '#src/lab/finished-run.ts';
import type { Pages } from '../drive/pages.ts';
import { RUN_MILLIS } from './survey.ts';
import type { Fault, Outcome } from './try-fault.ts';

/** A way to use a page, which asks for files. */
export interface Scene {
  readonly name: string;
  readonly locale: Locale;
  /** Below the site. */
  readonly path: string;
  readonly context?: BrowserContextOptions;
  /** To be called before the page opens. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /**
   * Does it; says in one word how it went, and adds what is wrong, a line each. `whole`: it has to come, however late,
   * and a word that it does not is not taken for an answer.
   */
  readonly use: (
    page: Page,
    faults: string[],
    whole: boolean,
  ) => Promise<'all there' | 'said it' | 'did without'>;
}

/** What has to be said of a file, where it is one that the page itself loads. */
const namesIt = (file: string, kind: string): boolean =>
  (/\.js$/.test(file) && !['slow', 'altered'].includes(kind)) ||
  (/\.css$/.test(file) && ['missing', 'a web page instead'].includes(kind));

const OPEN_MILLIS = 45_000;
/** For a small script, with a slow one among the faults. */
const CHECK_MILLIS = 4000;
/** All nineteen megabytes, on a busy machine. */
const KEPT_MILLIS = 40_000;

/** Reads a page to its end: each figure wakes or says why not, everything is in its place. */
export const reading = (path: string, locale: Locale): Scene => ({
  name: `read ${path}`,
  locale,
  path,
  use: async (page, faults) => {
    await page.waitForLoadState('load');
    if (!(await page.locator('h1').first().isVisible())) faults.push('no heading');
    for (const figure of await page.locator('[data-widget]').all()) {
      await figure.scrollIntoViewIfNeeded();
      await figure
        .and(page.locator('[data-ready]'))
        .or(figure.locator('.notices [data-kind="error"]'))
        .or(page.locator('.missing-part'))
        .first()
        .waitFor({ timeout: OPEN_MILLIS })
        .catch(() => faults.push('a figure stays asleep without a word'));
    }
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForTimeout(150); // what wakes when it is seen
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) faults.push(`${wide} px wider than the window`);
    const said = await page.locator('.missing-part, [data-widget] .notices [data-kind="error"]').count();
    return said > 0 ? 'said it' : 'all there';
  },
});

/** Looks at a term's definition; where the glossary can't be had, the term is a plain link. */
export const defining = (path: string, locale: Locale): Scene => ({
  name: 'a definition',
  locale,
  path,
  use: async (page, faults) => {
    await page.waitForLoadState('load');
    const term = page.locator('.sl-markdown-content a[href*="/glossary/#"]').first();
    await term.scrollIntoViewIfNeeded();
    await page.mouse.move(0, 0);
    await term.hover();
    const opened = await page
      .locator('#term-box')
      .waitFor({ timeout: 4000 })
      .then(
        () => true,
        () => false,
      );
    if (opened && (await page.locator('#term-box').innerText()).trim() === '') faults.push('an empty box');
    return opened ? 'all there' : 'did without';
  },
});

/**
 * The patience of `search-trouble.ts`, cut short here; and Starlight's search, which comes once the page is idle, comes
 * also where a Chromium without a window, with several pages open, gives one of them no idle time at all.
 */
const impatient = (page: Page) =>
  page.addInitScript(() => {
    const original = window.setTimeout.bind(window);
    Reflect.set(window, 'setTimeout', (act: TimerHandler, millis?: number) =>
      original(act, millis === 6000 ? 1500 : millis),
    );
    const whenIdle = window.requestIdleCallback.bind(window);
    Reflect.set(window, 'requestIdleCallback', (act: IdleRequestCallback) =>
      whenIdle(act, { timeout: 1000 }),
    );
  });

export interface Sought {
  /** Words that lead to a page, and the page's address as the index has it. */
  readonly words: string;
  readonly page: string;
}

/**
 * Searches for one page after the other; each is found, or a word is said.
 *
 * @param unfound takes what is answered without the page that was sought, which else is wrong
 */
export const searching = (locale: Locale, sought: readonly Sought[], unfound?: Sought[]): Scene => ({
  name: `search in ${locale}`,
  locale,
  path: `${locale}/about/numbers/`,
  prepare: impatient,
  use: async (page, faults, whole) => {
    await page.locator('site-search button[data-open-modal]:enabled').click();
    const dialog = page.locator('site-search dialog');
    const input = dialog.locator('input');
    const said = dialog.locator('[role="alert"]');
    await (whole ? input : input.or(said)).first().waitFor({ timeout: OPEN_MILLIS });
    if ((await input.count()) === 0) return 'said it';
    let stuck = 0;
    const answer = dialog.locator('.pagefind-ui__results:not(:has(.pagefind-ui__loading))');
    for (const one of sought) {
      const { words } = one;
      await input.fill(words);
      // until then the list is that of the words before
      await dialog.locator('.pagefind-ui__message', { hasText: words }).waitFor({ timeout: OPEN_MILLIS });
      await (whole ? answer : answer.or(said))
        .first()
        .waitFor({ state: 'attached', timeout: OPEN_MILLIS }) // a list without an entry is not to be seen
        .catch(() => faults.push(`searching for ${words} finds nothing and says nothing`));
      const links = dialog.locator(`.pagefind-ui__result-link[href*="${one.page}"]`);
      if (faults.length > 0) break; // each of the others would be waited for as long
      if ((await said.count()) > 0) stuck++;
      else if ((await links.count()) > 0) continue;
      else if (unfound) unfound.push(one);
      else faults.push(`searching for ${words} does not find ${one.page}`);
    }
    return stuck > 0 ? 'said it' : 'all there';
  },
});

/** Lets a challenge's card look at a run of its figure that has finished: it says how far it is, or why it can't. */
export const checking = (path: string, locale: Locale, run: FinishedRun): Scene => ({
  name: `check ${run.id}`,
  locale,
  path,
  use: async (page) => {
    await page.waitForLoadState('load');
    const words = componentStrings[locale].challenges;
    await page.evaluate((detail) => {
      const figure = document.querySelector(`[data-widget="${detail.id}"]`);
      figure?.dispatchEvent(new CustomEvent('run-finished', { bubbles: true, detail }));
    }, run);
    const state = page.locator(`[data-challenge^="${run.id}/"] .challenge-state`).first();
    await state
      .filter({ hasNotText: words.open })
      .waitFor({ state: 'attached', timeout: CHECK_MILLIS })
      .catch(() => undefined); // a check without a number says the same as before
    return (await state.innerText()) === words.notChecked ? 'said it' : 'all there';
  },
});

/** Has the course kept for reading offline. */
export const keeping = (path: string, locale: Locale): Scene => ({
  name: 'kept offline',
  locale,
  path,
  context: { serviceWorkers: 'allow' },
  use: async (page) => {
    const kept = page
      .locator('#offline')
      .filter({ hasText: componentStrings[locale].keptOffline })
      .waitFor({ state: 'attached', timeout: KEPT_MILLIS });
    return kept.then(
      () => 'all there' as const,
      () => 'did without' as const,
    );
  },
});

/** One scene with one fault, and again once it is gone. */
export async function tryScene(site: Pages, scene: Scene, fault: Fault, kind: string): Promise<Outcome> {
  const { page, complaints, close } = await site.open(scene.context);
  const faults: string[] = [];
  try {
    await scene.prepare?.(page);
    await fault.arrange(page);
    await page.goto(`${site.url}${scene.path}`, { waitUntil: 'domcontentloaded', timeout: RUN_MILLIS });
    const went = await scene.use(page, faults, kind === 'slow');
    if (kind === 'slow' && went !== 'all there') faults.push(`slowness alone: ${went}`);
    const [file = ''] = fault.name.split(' ');
    if (fault.breaksScript && namesIt(file, kind) && scene.name.startsWith('read')) {
      const said = (await page.locator('.missing-part, [data-widget] .notices').allInnerTexts()).join();
      // what a script imports in its turn, no browser names: the page says which script of its own can't do without
      const ofPage = page.locator(`:is([src$="${file}"], [href$="${file}"], [component-url$="${file}"])`);
      const told = (await ofPage.count()) > 0 ? said.includes(file) : /\S+\.js\b/.test(said);
      if (!told) faults.push(`nobody says that ${file} is not there: ${said}`);
    }
    if (fault.breaksScript && namesIt(file, kind) && scene.name.startsWith('check') && went === 'all there')
      faults.push('nobody says that the run is not checked');
    if (!fault.breaksScript) faults.push(...complaints.filter((line) => line.startsWith('uncaught')));
    if (fault.mend && went !== 'all there') {
      await fault.mend(page);
      await page.reload({ waitUntil: 'domcontentloaded' });
      const after = await scene.use(page, faults, true);
      if (after !== 'all there') faults.push(`once the fault is gone: ${after}`);
    }
    return { coped: went === 'all there' ? 'ran' : went, faults };
  } catch (error) {
    return { coped: 'said it', faults: [...faults, String(error)] };
  } finally {
    await close();
  }
}
