/** Each file of the built site with the cheapest use of a page that asks for it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Locale, locales } from '#src/i18n.ts';
import { defaultConfig } from '#src/lab/params.ts';
import { builtFiles } from '#src/site/built-files.ts';
import type { Pages } from '../drive/pages.ts';
import { loadWidget } from '../node-lab.ts';
import { type AssetFault, assetFaultNames, faultOf } from './assets.ts';
import { eachOf } from './at-once.ts';
import {
  checking,
  defining,
  keeping,
  reading,
  type Scene,
  type Sought,
  searching,
  tryScene,
} from './page-faults.ts';
import { soughtPages } from './search-index.ts';
import { onAsset, type Stage, type Use, useUndisturbed } from './survey.ts';
import { type Outcome, tryFault } from './try-fault.ts';

/** How a file, or several that have nothing to do with each other, are tried with one fault. */
export interface Trial {
  readonly where: string;
  readonly what: string;
  readonly files: number;
  readonly run: () => Promise<Outcome>;
}

export interface Matrix {
  readonly trials: readonly Trial[];
  /** Of the site, without its pages; and how many of them are tried. */
  readonly files: number;
  readonly asked: number;
  /** Files that no page asks for, in this browser. */
  readonly unasked: readonly string[];
  readonly uses: readonly { readonly widget: string; readonly use: Use }[];
}

interface Group {
  readonly where: string;
  readonly urls: readonly string[];
  readonly way: (kind: AssetFault, locale: Locale) => Promise<Outcome>;
}

/** Each rung of the ladder has files of its own. */
const RUNGS = ['webgpu', 'webgl', 'cpu'] as const;
const RUNG_WIDGET = 'activation-statistics';
const SMALL = `&${RUNG_WIDGET}.width=64&${RUNG_WIDGET}.samples=128`;

/** Which files have been taken by a group, and the groups so far. */
class Groups {
  readonly all: Group[] = [];
  readonly #taken = new Set<string>();

  has(url: string): boolean {
    return this.#taken.has(url);
  }

  /** Of these files those that no other group has; together, in one trial for each fault. */
  add(where: string, urls: Iterable<string>, way: (own: readonly string[]) => Group['way']): void {
    const own = [...urls].filter((url) => !this.#taken.has(url));
    for (const url of own) this.#taken.add(url);
    if (own.length > 0) this.all.push({ where, urls: own, way: way(own) });
  }

  addEach(where: string, urls: Iterable<string>, way: (url: string) => Group['way']): void {
    for (const url of urls) this.add(where, [url], () => way(url));
  }
}

/** Surveys the site: the figures of `widgets`, and where `whole` its pages, the search and the offline copy. */
export async function surveyed(
  site: Pages,
  folder: string,
  widgets: readonly string[],
  whole: boolean,
  atOnce: number,
): Promise<Matrix> {
  const groups = new Groups();
  const built = (await builtFiles(folder)).filter((file) => !file.endsWith('.html'));
  const pages = whole ? await surveyPages(site, folder, atOnce) : [];
  for (const { scene, asked } of pages) {
    if (scene.name === 'a definition')
      addScene(site, groups, scene, [`${site.url}${scene.locale}/glossary/`]);
    if (scene.name === 'kept offline')
      addScene(site, groups, scene, [`${site.url}sw.js`, `${site.url}favicon.svg`]);
    if (!scene.name.startsWith('read')) continue;
    addFonts(site, groups, scene, [...asked], built);
    addScene(
      site,
      groups,
      scene,
      [...asked].filter((url) => /\.(?:png|svg)$/.test(url)),
    );
  }
  const uses = await addFigures(site, folder, widgets, groups, atOnce);
  for (const { scene, asked } of pages)
    if (scene.name.startsWith('read')) addScene(site, groups, scene, [...asked].filter(isOfPage));
  if (whole) await addChallenges(site, folder, uses, groups);
  if (whole) await addModels(site, groups);
  if (whole) await addRungs(site, groups);
  if (whole) await addSearch(site, folder, groups, built);
  let nth = 0;
  const trials = groups.all.flatMap(({ where, urls, way }) =>
    assetFaultNames.map((kind) => {
      const locale = locales[nth++ % locales.length] ?? 'en';
      const others = urls.length > 1 ? ` and ${urls.length - 1} more` : '';
      return {
        where,
        what: `${urls[0]?.slice(site.url.length)}${others} ${kind}`,
        files: urls.length,
        run: () => way(kind, locale),
      };
    }),
  );
  return {
    trials,
    files: built.length,
    asked: groups.all.reduce((sum, { urls }) => sum + urls.length, 0),
    unasked: built.filter((file) => !groups.has(site.url + file)),
    uses,
  };
}

/** Scripts and style sheets; what the search loads is tried with the search. */
const isOfPage = (url: string): boolean => /\.(?:js|css)$/.test(url) && !/\/pagefind\/|\/ui-core\./.test(url);

function addScene(site: Pages, groups: Groups, scene: Scene, urls: readonly string[]): void {
  groups.addEach(scene.name, urls, (url) => (kind) => tryScene(site, scene, faultOf(url, kind), kind));
}

/** All fonts of a page at once, and in older formats, for which a browser asks where the newer ones are not to be had. */
function addFonts(
  site: Pages,
  groups: Groups,
  scene: Scene,
  asked: readonly string[],
  built: readonly string[],
): void {
  const fonts = asked.filter((url) => url.endsWith('.woff2') && !groups.has(url));
  const faceOf = (file: string) => /([^/]+?)\.[\w-]+\.(?:woff2?|ttf)$/.exec(file)?.[1];
  const faces = new Set(fonts.map(faceOf));
  const inFormat = (format: string) =>
    built.filter((file) => file.endsWith(format) && faces.has(faceOf(file))).map((file) => site.url + file);
  const add = (urls: readonly string[], without: readonly string[]) =>
    groups.add(scene.name, urls, (own) => (kind) => tryScene(site, scene, faultOf(own, kind, without), kind));
  const [woff, ttf] = [inFormat('.woff'), inFormat('.ttf')];
  add(fonts, []);
  add(woff, fonts);
  add(ttf, [...fonts, ...woff]);
}

/** Quick figures first, so that what several share is tried with the quickest. */
async function addFigures(
  site: Pages,
  folder: string,
  widgets: readonly string[],
  groups: Groups,
  atOnce: number,
): Promise<Matrix['uses']> {
  const uses: { widget: string; use: Use }[] = [];
  await eachOf(widgets, atOnce, async (widget) => {
    uses.push({ widget, use: await useUndisturbed(site, widget) });
  });
  uses.sort((a, b) => a.use.millis - b.use.millis);
  for (const { widget, use } of uses) {
    const html = await readFile(join(folder, `en/lab/${widget}/index.html`), 'utf8');
    for (const { url, stage } of use.assets) {
      if (/\/pagefind\/|\/ui-core\./.test(url)) continue;
      const path = new URL(url).pathname;
      const isPages = new RegExp(`<(?:script type="module" src|link rel="stylesheet" href)="${path}"`).test(
        html,
      );
      groups.addEach(
        widget,
        [url],
        () => (kind, locale) =>
          isPages
            ? tryScene(site, reading(`${locale}/lab/${widget}/`, locale), faultOf(url, kind), kind)
            : tryFault(site, widget, locale, faultOf(url, kind), use, stage),
      );
    }
  }
  return uses;
}

/** The checks of the challenges that a chapter sets with a figure, given the run that the figure starts with. */
async function addChallenges(
  site: Pages,
  folder: string,
  uses: Matrix['uses'],
  groups: Groups,
): Promise<void> {
  const files = (await builtFiles(folder)).filter((file) => /^en\/[^/]+\/[^/]+\/index\.html$/.test(file));
  const chapters = await Promise.all(
    files.map(async (file) => ({ file, html: await readFile(join(folder, file), 'utf8') })),
  );
  for (const { widget, use } of uses) {
    const chapter = chapters.find(({ html }) => html.includes(`data-challenge="${widget}/`));
    if (!chapter) continue;
    const { params } = await loadWidget(widget);
    const run = {
      id: widget,
      instance: widget,
      config: defaultConfig(params),
      summary: JSON.parse(use.summary),
      backend: 'wasm',
      settings: '',
    } as const;
    const path = chapter.file.replace(/^en\/|index\.html$/g, '');
    const scene = (locale: Locale) => checking(`${locale}/${path}`, locale, run);
    const asked = [...(await askedBy(site, scene('en')))].filter((url) => /\/challenges\./.test(url));
    groups.addEach(
      `check ${widget}`,
      asked,
      (url) => (kind, locale) => tryScene(site, scene(locale), faultOf(url, kind), kind),
    );
  }
}

/** Each task of its own borrows from another net. */
async function addModels(site: Pages, groups: Groups): Promise<void> {
  for (const task of ['5to5', 'clean']) {
    const query = `?fine-tuning.task=${task}`;
    const use = await useUndisturbed(site, 'fine-tuning', query);
    const models = use.assets.filter(({ url }) => url.includes('/models/'));
    groups.addEach(
      `fine-tuning ${task}`,
      models.map(({ url }) => url),
      (url) => (kind, locale) =>
        tryFault(site, 'fine-tuning', locale, { ...faultOf(url, kind), query }, use, 'start'),
    );
  }
}

async function addRungs(site: Pages, groups: Groups): Promise<void> {
  for (const rung of RUNGS) {
    const query = `?backend=${rung}${SMALL}`;
    const use = await useUndisturbed(site, RUNG_WIDGET, query);
    for (const { url, stage } of use.assets) {
      const until: Stage = stage === 'end' ? 'start' : stage;
      groups.addEach(
        `${RUNG_WIDGET} on ${rung}`,
        [url],
        () => (kind, locale) =>
          tryFault(site, RUNG_WIDGET, locale, { ...faultOf(url, kind), query }, use, until),
      );
    }
  }
}

/** Each page is sought by its title; what is there once for each page, or each part of the index, is tried together. */
async function addSearch(
  site: Pages,
  folder: string,
  groups: Groups,
  built: readonly string[],
): Promise<void> {
  for (const locale of locales) {
    const all = await soughtPages(folder, locale);
    const unfound: Sought[] = [];
    const asked = await askedBy(site, searching(locale, all, unfound));
    const sought = all.filter((one) => !unfound.includes(one)); // a title may not be what finds a page best
    const scene = searching(locale, sought);
    const among = (pattern: RegExp) => [...asked].filter((url) => pattern.test(url));
    for (const pattern of [/\.pf_fragment$/, /\.pf_index$/])
      groups.add(
        scene.name,
        among(pattern),
        (own) => (kind) => tryScene(site, scene, faultOf(own, kind), kind),
      );
    const short = searching(locale, sought.slice(0, 2));
    addScene(site, groups, short, among(/\/pagefind\/|\/ui-core\./));
  }
  const missed = built.filter(
    (file) => /\.pf_(?:fragment|index)$/.test(file) && !groups.has(site.url + file),
  );
  if (missed.length > 0) console.log(`no search asked for ${missed.join(' ')}`);
}

interface Surveyed {
  readonly scene: Scene;
  readonly asked: ReadonlySet<string>;
}

/** The chapters in one language, some pages in the other, and what else pages are used for. */
async function surveyPages(site: Pages, folder: string, atOnce: number): Promise<Surveyed[]> {
  const english = (await builtFiles(folder))
    .filter((file) => /^en\/.*index\.html$/.test(file) && !/^en\/(?:embed|lab\/.)/.test(file))
    .map((file) => file.replace(/index\.html$/, ''));
  const scenes = [
    ...english.map((path) => reading(path, 'en')),
    ...['zh-cn/', 'zh-cn/weights/he/'].map((path) => reading(path, 'zh-cn')),
    ...locales.flatMap((locale) => [
      reading(`${locale}/embed/${RUNG_WIDGET}/`, locale),
      defining(`${locale}/weights/he/`, locale),
      keeping(`${locale}/about/numbers/`, locale),
    ]),
  ];
  const found: Surveyed[] = [];
  await eachOf(scenes, atOnce, async (scene) => {
    found.push({ scene, asked: await askedBy(site, scene) });
  });
  return found;
}

async function askedBy(site: Pages, scene: Scene): Promise<ReadonlySet<string>> {
  const { page, complaints, close } = await site.open(scene.context);
  try {
    const asked = new Set<string>();
    onAsset(page, site.url, (url) => asked.add(url));
    const faults: string[] = [];
    await scene.prepare?.(page);
    await page.goto(`${site.url}${scene.path}`);
    const went = await scene.use(page, faults, true);
    if (went !== 'all there') faults.push(went);
    const wrong = [...faults, ...complaints];
    if (wrong.length > 0) console.log(`UNDISTURBED ${scene.name}: ${wrong.join('; ')}`);
    return asked;
  } finally {
    await close();
  }
}
