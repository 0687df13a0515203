/** Every page of the built site, in both languages: it is there, it is whole, and it leads somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { languageTags, locales } from '#src/i18n.ts';
import { everything } from '../extent.ts';
import { inEitherLanguage, it, type SitePage, sitePages, underSubPath, withoutRepeats } from './browser.ts';

const pages = sitePages();
const withLocale = pages.filter(({ locale }) => locale !== undefined);
const withWidgets = pages.filter(({ hasWidgets }) => hasWidgets);
/** Those that a browser opens. Below a path, one of each kind shows that all it asks for is found there. */
const opened = underSubPath()
  ? withLocale.filter(({ slug }) => ['', 'glossary/', 'weights/he/'].includes(slug))
  : everything
    ? withLocale
    : withoutRepeats(withLocale);
const withFigures = withoutRepeats(opened.filter(({ hasWidgets }) => hasWidgets));

it('finds pages of every kind', () => {
  for (const slug of ['', 'lab/', 'lab/activation-statistics/', 'embed/activation-statistics/']) {
    expect(
      withLocale.filter((page) => page.slug === slug).map(({ locale }) => locale),
      slug,
    ).toEqual(['en', 'zh-cn']);
  }
  expect(withWidgets.length).toBeGreaterThan(10);
});

it('has every page in both languages', () => {
  const slugs = locales.map((name) =>
    withLocale.filter(({ locale }) => locale === name).map(({ slug }) => slug),
  );
  expect(slugs[0]).toEqual(slugs[1]);
});

// of a sample, each page with scripts in one of the two languages, and without them in the other
it.concurrent.for(inEitherLanguage(opened))(
  '$path says its language and its title, and stays within the window',
  async ({ path, locale, hasWidgets }, { visit }) => {
    const page = await visit(path, { viewport: { width: 390, height: 844 } });
    expect(await page.locator('html').getAttribute('lang')).toBe(locale && languageTags[locale]);
    expect((await page.title()).length).toBeGreaterThan(3);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('meta[name="description"]').getAttribute('content')).toMatch(/\S{4}/);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      expect(await page.evaluate(widerThanWindow), `${width} px`).toEqual([]);
    }
    await page.evaluate(setWide);
    expect(await page.evaluate(widerThanWindow), 'text set wide').toEqual([]);
    if (locale === 'zh-cn' && hasWidgets)
      expect(await page.evaluate(latinOnlyChrome, termsKeptLatin)).toEqual([]);
  },
);

it.concurrent.for(inEitherLanguage(withFigures, 1))(
  '$path shows its figures, captions and numbers without scripts',
  async ({ path, slug }, { visit }) => {
    const page = await visit(path, { javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
    if (!slug.startsWith('embed/')) {
      expect(
        await page.locator('header :is(button, select):visible').count(),
        'nothing dead at the top',
      ).toBe(0);
      expect(
        await page.locator('[role="tabpanel"]:not(:visible)').count(),
        'code that nobody can reach',
      ).toBe(0);
      const other = new URL(
        path.replace(/^[^/]+/, (name) => locales.find((one) => one !== name) ?? ''),
        inject('siteUrl'),
      );
      expect(await page.locator('.other-language a:visible').getAttribute('href')).toBe(other.pathname);
    }
    const widgets = await page.evaluate(describeWidgets);
    expect(widgets.length).toBeGreaterThan(0);
    for (const widget of widgets) {
      expect(widget.state).toBe('baked');
      expect(widget.figures, 'pictures with something in them').toBeGreaterThan(0);
      expect(widget.emptyFigures).toEqual([]);
      expect(widget.caption.length).toBeGreaterThan(10);
      expect(widget.controlsShown, 'no controls that nothing listens to').toBe(0);
      expect(widget.noteShown, 'a word on why nothing moves').toBe(true);
      expect(widget.rows.length, 'rows with a summary’s key').toBeGreaterThan(0);
      for (const { key, cells } of widget.rows) {
        expect(key).toMatch(/^[a-z][A-Za-z0-9]+$/);
        expect(cells.length, key).toBeGreaterThan(0);
        for (const cell of cells) expect(cell, key).toMatch(/\S/);
      }
    }
    expect(await page.evaluate(widerThanWindow)).toEqual([]);
  },
);

it.for(['light', 'dark'] as const)(
  'has the colours of the reader’s choice without scripts too: %s',
  async (colorScheme, { visit }) => {
    const page = await visit('zh-cn/weights/he/', { javaScriptEnabled: false, colorScheme });
    for (const part of ['body', '.widget', '.card', '.expressive-code pre']) {
      const [paper = 0, ink = 0] = await page.locator(part).first().evaluate(lightness);
      if (colorScheme === 'light') expect(paper, part).toBeGreaterThan(ink + 0.5);
      else expect(ink, part).toBeGreaterThan(paper + 0.5);
    }
  },
);

it('has a table of contents that follows the reader, also through figures', async ({ visit }) => {
  const page = await visit('en/weights/he/');
  const current = page.locator('starlight-toc a[aria-current="true"]').first();
  for (const figure of await page.locator('.widget').all()) {
    const { address, far } = await figure.evaluate((element) => {
      const before = [...document.querySelectorAll('main :is(h1, h2)[id]')].filter(
        (heading) => heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING,
      );
      scrollBy(0, element.getBoundingClientRect().bottom - 300); // little of it is left, and its section is out of sight
      return {
        address: `#${before.at(-1)?.id ?? '_top'}`,
        far: before.at(-1)?.getBoundingClientRect().bottom,
      };
    });
    expect(far).toBeLessThan(0);
    await expect.poll(() => current.getAttribute('href')).toBe(address);
  }
});

it('shows no marks of Markdown, which a full stop before them in Chinese leaves as they are', () => {
  const notText = /<(script|style|pre|code|title|template)\b[\s\S]*?<\/\1>|<(?:"[^"]*"|[^">])*>/g;
  const marked = pages.flatMap(({ path, html }) =>
    [...html.replace(notText, ' ').matchAll(/.{0,20}\*\*.{0,20}/g)].map(([text]) => `${path}: ${text}`),
  );
  expect(marked).toEqual([]);
});

it('has no dead link and no dead anchor', () => {
  const dead = pages.flatMap((page) =>
    linksOf(page)
      .filter((link) => !resolves(page, link))
      .map((link) => `${page.path} → ${link}`),
  );
  expect(dead).toEqual([]);
});

it('names those whose work it passes on, with their licences', () => {
  const text = readFileSync(join(inject('siteFolder'), 'third-party.txt'), 'utf8');
  // of the page's scripts, the worker's, style sheets, fonts, the search
  for (const name of [
    'uplot',
    'preact',
    '@tensorflow/tfjs-core',
    '@tensorflow/tfjs-backend-wasm',
    'pure-rand',
    'katex',
    'pagefind',
  ])
    expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
  expect(text).toMatch(/KaTeX_\*[\s\S]*SIL OPEN FONT LICENSE/);
  expect(pages.filter(({ html }) => html.includes('third-party.txt"')).length).toBeGreaterThanOrEqual(
    locales.length,
  );
});

/** Addresses in the page that stay on the site: links, pictures, scripts, styles. */
function linksOf({ html }: SitePage): string[] {
  const withoutScripts = html.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, (script) =>
    script.slice(0, script.indexOf('>') + 1),
  );
  const addresses = [...withoutScripts.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, address = '']) =>
    address.replaceAll('&#38;', '&').replaceAll('&amp;', '&'),
  );
  return [...new Set(addresses)].filter((address) => !/^(https?:|mailto:|data:)/.test(address));
}

function resolves(from: SitePage, link: string): boolean {
  const siteUrl = inject('siteUrl');
  const target = new URL(link, siteUrl + from.path);
  if (!target.href.startsWith(siteUrl)) return false; // beside the site's base
  const path = decodeURIComponent(target.href.slice(siteUrl.length).replace(/[?#].*$/, ''));
  const page = pages.find((candidate) => candidate.path === path);
  if (!page) return path !== '' && !path.endsWith('/') && existsSync(join(inject('siteFolder'), path));
  const anchor = decodeURIComponent(target.hash.slice(1));
  return anchor === '' || anchor === '_top' || page.html.includes(` id="${anchor}"`);
}

/** Of what an element stands on, and of its text: 0 for black, 1 for white. */
function lightness(element: Element): number[] {
  const isClear = (colour: string) => /, 0\)$/.test(colour);
  let ground: Element | null = element;
  while (ground && isClear(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
  const colours = [ground && getComputedStyle(ground).backgroundColor, getComputedStyle(element).color];
  return colours.map(
    (colour) =>
      (colour ?? '')
        .match(/[\d.]+/g)
        ?.slice(0, 3)
        .reduce((sum, part) => sum + Number(part) / 765, 0) ?? Number.NaN,
  );
}

/** Text as readers may need it, and as it has to fit then (WCAG 2.2, 1.4.12). */
function setWide(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
    p { margin-bottom: 2em !important; }
  `);
  document.adoptedStyleSheets.push(sheet);
}

/** What sticks out on the right, by as much as a reader would notice. */
function widerThanWindow(): string[] {
  const room = document.documentElement.clientWidth;
  const width = document.documentElement.scrollWidth;
  if (width <= room) return [];
  const wide = [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > room + 1)
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  return [`${width} px`, ...wide.slice(0, 5)]; // a text may stick out of an element that does not
}

/** Words that Chinese texts on the subject write in Latin letters. */
const termsKeptLatin = [
  ...['tanh', 'ReLU', 'sigmoid', 'softmax', 'Xavier', 'He', 'WebGPU', 'WebGL', 'WASM', 'CPU', 'English'],
  ...[
    'SGD',
    'Adam',
    'RMSProp',
    'Adagrad',
    'Adadelta',
    'Momentum',
    'Nesterov',
    'L1',
    'L2',
    'dropout',
    'maxnorm',
  ],
];

/** Texts of a widget's buttons, labels and the like that a reader of Chinese can't be expected to read. */
function latinOnlyChrome(terms: readonly string[]): string[] {
  const selector = ':is(button, label, legend, summary, option, caption, figcaption, th, dt)';
  const texts = [
    ...document.querySelectorAll(
      `[data-widget] ${selector}, [data-widget][aria-label], [data-widget] [aria-label]`,
    ),
  ].flatMap((element) => [element.getAttribute('aria-label') ?? '', element.textContent ?? '']);
  return [...new Set(texts)].filter((text) => {
    const rest = terms.reduce((left, term) => left.replaceAll(term, ''), text);
    return /[A-Za-z]{2}/.test(rest) && !/\p{Script=Han}/u.test(text);
  });
}

/** What there is of each widget in the page. */
function describeWidgets() {
  const shown = (element: Element) => element.checkVisibility() && element.getBoundingClientRect().height > 0;
  return [...document.querySelectorAll<HTMLElement>('[data-widget]')].map((widget) => {
    const pictures = [
      ...widget.querySelectorAll<SVGElement | HTMLImageElement>('.widget-figure svg, .widget-figure img'),
    ];
    const filled = (picture: SVGElement | HTMLImageElement) =>
      shown(picture) &&
      (picture instanceof HTMLImageElement
        ? picture.src.startsWith('data:') && picture.naturalWidth > 1
        : picture.querySelector('image[href$=".png"]') !== null || // its address is among the links that are followed
          [...picture.querySelectorAll('path')].some((path) => (path.getAttribute('d') ?? '').length > 10));
    return {
      state: widget.dataset.state,
      figures: pictures.filter(filled).length,
      emptyFigures: pictures
        .filter((picture) => !filled(picture))
        .map((picture) => picture.outerHTML.slice(0, 200)),
      caption: widget.querySelector('.widget-caption')?.textContent ?? '',
      controlsShown: [...widget.querySelectorAll('.widget :is(button, input, select)')].filter(shown).length,
      noteShown: [...widget.querySelectorAll('.widget-noscript')].some(shown),
      rows: [...widget.querySelectorAll<HTMLElement>('table [data-summary]')].map((row) => ({
        key: row.dataset.summary ?? '',
        cells: [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? ''),
      })),
    };
  });
}
