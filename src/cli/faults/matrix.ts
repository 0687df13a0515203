/** Each file of the built site with the cheapest use of a page that asks for it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Locale, locales } from '#src/i18n.ts';
import { builtFiles } from '#src/site/built-files.ts';
import type { Pages } from '../drive/pages.ts';
import { type AssetFault, assetFaultNames, faultOf } from './assets.ts';
import { eachOf } from './at-once.ts';
import { defining, keeping, reading, type Scene, searching, tryScene } from './page-faults.ts';
import { onAsset, type Stage, type Use, useUndisturbed } from './survey.ts';
import { type Outcome, tryFault } from './try-fault.ts';

/** How one file is tried with one fault. */
export interface Trial {
  readonly where: string;
  readonly what: string;
  readonly run: () => Promise<Outcome>;
}

export interface Matrix {
  readonly trials: readonly Trial[];
  /** Of the site, without its pages. */
  readonly files: number;
  /** Files that no page asks for, in this browser. */
  readonly unasked: readonly string[];
}

type Way = (kind: AssetFault, locale: Locale) => Promise<Outcome>;
type Note = (url: string, where: string, way: Way) => void;

/** Each rung of the ladder has files of its own. */
const RUNGS = ['webgpu', 'webgl', 'cpu'] as const;
const RUNG_WIDGET = 'activation-statistics';
const SMALL = `&${RUNG_WIDGET}.width=64&${RUNG_WIDGET}.samples=128`;

/** Surveys the site: the figures of `widgets`, and where `whole` all pages, the search and the offline copy. */
export async function surveyed(
  site: Pages,
  folder: string,
  widgets: readonly string[],
  whole: boolean,
  atOnce: number,
): Promise<Matrix> {
  const ways = new Map<string, { where: string; way: Way }>();
  const note: Note = (url, where, way) => {
    if (!ways.has(url)) ways.set(url, { where, way });
  };
  if (whole) await notePages(site, folder, note, atOnce);
  await noteFigures(site, widgets, note, atOnce, folder);
  if (whole) await noteRungs(site, note);
  const built = (await builtFiles(folder)).filter((file) => !file.endsWith('.html'));
  if (whole) noteOlderFonts(site, built, ways, note);
  let nth = 0;
  const trials = [...ways].flatMap(([url, { where, way }]) =>
    assetFaultNames.map((kind) => {
      const locale = locales[nth++ % locales.length] ?? 'en';
      return {
        where,
        what: `${url.slice(site.url.length)} ${kind}`,
        run: () => way(kind, locale),
      };
    }),
  );
  return {
    trials,
    files: built.length,
    unasked: built.filter((file) => !ways.has(site.url + file)),
  };
}

/** Quick figures first, so that what several share is tried with the quickest. */
async function noteFigures(
  site: Pages,
  widgets: readonly string[],
  note: Note,
  atOnce: number,
  folder: string,
): Promise<void> {
  const uses: { widget: string; use: Use; html: string }[] = [];
  await eachOf(widgets, atOnce, async (widget) => {
    const html = await readFile(join(folder, `en/lab/${widget}/index.html`), 'utf8');
    uses.push({ widget, use: await useUndisturbed(site, widget), html });
  });
  uses.sort((a, b) => a.use.millis - b.use.millis);
  for (const { widget, use, html } of uses) {
    for (const { url, stage } of use.assets) {
      const path = new URL(url).pathname;
      // what stands in the page itself is missed by the page, not by its figure
      if (html.includes(`"${path}"`) && /\.(?:js|css)$/.test(path) && !isFigures(html, path))
        note(url, `read ${widget}`, (kind, locale) =>
          tryScene(site, reading(`${locale}/lab/${widget}/`, locale), faultOf(url, kind), kind),
        );
      else
        note(url, widget, (kind, locale) => tryFault(site, widget, locale, faultOf(url, kind), use, stage));
    }
  }
}

/** A script that wakes a figure is named by an island, not loaded by a script element. */
const isFigures = (html: string, path: string): boolean =>
  path.endsWith('.js') && !html.includes(`<script type="module" src="${path}"`);

async function noteRungs(site: Pages, note: Note): Promise<void> {
  for (const rung of RUNGS) {
    const query = `?backend=${rung}${SMALL}`;
    const use = await useUndisturbed(site, RUNG_WIDGET, query);
    for (const { url, stage } of use.assets) {
      const until: Stage = stage === 'end' ? 'start' : stage;
      note(url, `${RUNG_WIDGET} on ${rung}`, (kind, locale) =>
        tryFault(site, RUNG_WIDGET, locale, { ...faultOf(url, kind), query }, use, until),
      );
    }
  }
}

async function notePages(site: Pages, folder: string, note: Note, atOnce: number): Promise<void> {
  const pages = (await builtFiles(folder))
    .filter((file) => file.endsWith('/index.html') && !/^[^/]+\/(?:embed|lab\/.)/.test(file))
    .map((file) => file.replace(/index\.html$/, ''));
  const scenes: Scene[] = [];
  for (const path of pages) {
    const locale = locales.find((one) => path.startsWith(`${one}/`)) ?? 'en';
    scenes.push(reading(path, locale));
  }
  for (const locale of locales) {
    scenes.push(reading(`${locale}/embed/${RUNG_WIDGET}/`, locale));
    scenes.push(defining(`${locale}/weights/he/`, locale));
    scenes.push(keeping(`${locale}/about/numbers/`, locale));
  }
  for (const path of [...pages, ...(await labPages(folder))]) {
    const locale = locales.find((one) => path.startsWith(`${one}/`));
    if (!locale) continue;
    const html = await readFile(join(folder, `${path}index.html`), 'utf8');
    const title = /<h1[^>]*>([^<]*)</.exec(html)?.[1]?.replaceAll('&#39;', '’') ?? '';
    if (title) scenes.push(searching(locale, title, path));
  }
  await eachOf(scenes, atOnce, async (scene) => {
    const asked = await askedBy(site, scene);
    const way =
      (url: string): Way =>
      (kind) =>
        tryScene(site, scene, faultOf(url, kind), kind);
    for (const url of asked) if (isOf(scene, url, site.url)) note(url, scene.name, way(url));
    if (scene.name === 'a definition') {
      const glossary = `${site.url}${scene.locale}/glossary/`;
      note(glossary, scene.name, way(glossary));
    }
  });
}

async function labPages(folder: string): Promise<string[]> {
  return (await builtFiles(folder))
    .filter((file) => /^[^/]+\/lab\/[^/]+\/index\.html$/.test(file))
    .map((file) => file.replace(/index\.html$/, ''));
}

/** Which files are tried in which scene: a search has its index, the offline copy its worker; pages have looks and images. */
function isOf({ name }: Scene, url: string, siteUrl: string): boolean {
  const path = url.slice(siteUrl.length);
  if (name.startsWith('search')) return path.startsWith('pagefind/') || /ui-core/.test(path);
  if (name === 'kept offline') return path === 'sw.js' || path === 'favicon.svg';
  return name.startsWith('read') && /\.(?:woff2|png|svg)$|astro_type_script|\.css$/.test(path);
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

/** A browser asks for an older format of a font where the newer ones are not to be had. */
function noteOlderFonts(
  site: Pages,
  built: readonly string[],
  ways: ReadonlyMap<string, { where: string; way: Way }>,
  note: Note,
): void {
  const faceOf = (file: string) => /([^/]+?)\.[\w-]+\.(?:woff2?|ttf)$/.exec(file)?.[1];
  for (const file of built) {
    const older = /\.(woff|ttf)$/.exec(file)?.[1];
    if (!older) continue;
    const newer = built.filter(
      (other) =>
        faceOf(other) === faceOf(file) &&
        (other.endsWith('.woff2') || (older === 'ttf' && other.endsWith('.woff'))),
    );
    const asked = newer.map((other) => site.url + other).find((url) => ways.has(url));
    if (!asked) continue;
    const where = ways.get(asked)?.where ?? '';
    const path = where.replace(/^read /, '');
    const locale: Locale = path.startsWith('zh-cn/') ? 'zh-cn' : 'en';
    const url = site.url + file;
    note(url, where, (kind) =>
      tryScene(
        site,
        reading(path, locale),
        faultOf(
          url,
          kind,
          newer.map((other) => site.url + other),
        ),
        kind,
      ),
    );
  }
}
