/** A sample of `npm run faults`: files that a figure needs and does not get, and workers that the browser refuses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { pagesOf } from '#src/cli/drive/pages.ts';
import { type AssetFault, faultOf } from '#src/cli/faults/assets.ts';
import { checking, reading, searching, tryScene } from '#src/cli/faults/page-faults.ts';
import { refusals } from '#src/cli/faults/refusals.ts';
import { type Use, useUndisturbed } from '#src/cli/faults/survey.ts';
import { type Fault, type Outcome, tryFault } from '#src/cli/faults/try-fault.ts';
import { componentStrings } from '#src/components/strings.ts';
import { it } from './browser.ts';

const ID = 'symmetry-breaking';

const files: readonly [name: RegExp, fault: AssetFault, locale: string, coped: Outcome['coped']][] = [
  [/\/View\./, 'missing', 'zh-cn', 'stayed recorded'],
  [/\/uplot-ink\./, 'a web page instead', 'en', 'ran'],
  [/\/TakeAwayDialog\./, 'missing', 'en', 'said it'],
  [/\/experiment-/, 'cut short', 'en', 'said it'],
  [/train-00\.bin$/, 'altered', 'zh-cn', 'said it'],
];

/** How the figure is used with nothing in the way; found out once. */
let undisturbed: Promise<Use> | undefined;

it.for(files)(
  'goes on and says what is wrong where %s is %s, in %s, and recovers',
  async ([name, kind, locale, coped], { browser }) => {
    const pages = pagesOf(browser, inject('siteUrl'));
    undisturbed ??= useUndisturbed(pages, ID);
    const use = await undisturbed;
    const asset = use.assets.find(({ url }) => name.test(url));
    expect(asset).toBeDefined();
    expect(await tryFault(pages, ID, locale, faultOf(asset?.url ?? '', kind), use, asset?.stage)).toEqual({
      coped,
      faults: [],
    });
  },
);

it('says so where the browser refuses workers', async ({ browser }) => {
  const refused = refusals.find(({ name }) => name === 'workers refused');
  const pages = pagesOf(browser, inject('siteUrl'));
  const outcome =
    refused && (await tryFault(pages, ID, 'en', refused, { firstFrame: '', summary: '', backend: 'wasm' }));
  expect(outcome).toEqual({ coped: 'said it', faults: [] });
});

it.for([
  { what: 'whose script is not to be had', files: '**/_astro/View.*', name: /^View\.[\w-]+\.js$/ },
  {
    what: 'whose recorded run is not to be had',
    files: '**/_astro/recorded.*',
    name: /^recorded\.\w+\.json$/,
  },
  {
    what: 'whose recorded run is a web page',
    files: '**/_astro/recorded.*',
    name: /^recorded\.\w+\.json$/,
    answer: { contentType: 'text/html', body: '<!doctype html><title>Sign in</title>' },
  },
])('names the file of a figure $what, and offers the way out', async ({ files, name, answer }, { visit }) => {
  const page = await visit('zh-cn/embed/ravine-race/', {
    prepare: (tab) => tab.route(files, (route) => (answer ? route.fulfill(answer) : route.abort())),
    provokes: answer ? [] : [/Failed to load resource/],
  });
  const notice = page.locator('[data-widget] [data-kind="error"]');
  await notice.waitFor();
  const [before = '', after = ''] = componentStrings['zh-cn'].asleep.split('{file}');
  const said = await notice.locator('p').innerText();
  expect(said.startsWith(before) && said.endsWith(after)).toBe(true);
  expect(said.slice(before.length, -after.length)).toMatch(name);
  await page.unroute(files);
  await notice.locator('button').click();
  await page.locator('[data-widget][data-ready]').waitFor();
});

it('names a page’s script that is not to be had, offers the way out, and goes on', async ({ browser }) => {
  const pages = pagesOf(browser, inject('siteUrl'));
  const path = 'zh-cn/weights/he/';
  const html = readFileSync(join(inject('siteFolder'), path, 'index.html'), 'utf8');
  const [, script = ''] = /src="[^"]*\/(_astro\/Predict\.[^"]+\.js)"/.exec(html) ?? [];
  const scene = reading(path, 'zh-cn');
  for (const kind of ['missing', 'cut short'] as const)
    expect(await tryScene(pages, scene, faultOf(pages.url + script, kind), kind)).toEqual({
      coped: 'said it',
      faults: [],
    });
});

it('says in the search dialog that no answer comes, and finds once it can', async ({ browser }) => {
  const pages = pagesOf(browser, inject('siteUrl'));
  const scene = searching('zh-cn', [{ words: '术语表', page: '/zh-cn/glossary/' }]);
  const fault = faultOf(`${pages.url}pagefind/pagefind.js`, 'missing');
  expect(await tryScene(pages, scene, fault, 'missing')).toEqual({ coped: 'said it', faults: [] });
});

it.for([
  { what: 'the words of no page come', files: '**/*.pf_fragment' },
  { what: 'no part of the index comes', files: '**/*.pf_index' },
])(
  'says so in the search dialog where $what, and again for the next words',
  async ({ files: missing }, { browser }) => {
    const pages = pagesOf(browser, inject('siteUrl'));
    const scene = searching('en', [
      { words: 'Glossary', page: '/en/glossary/' },
      { words: 'Dropout', page: '/en/regularization/dropout/' },
    ]);
    const fault: Fault = {
      name: `${missing} missing`,
      breaksScript: true,
      arrange: (page) => page.context().route(missing, (route) => route.fulfill({ status: 404 })),
    };
    expect(await tryScene(pages, scene, fault, 'missing')).toEqual({ coped: 'said it', faults: [] });
  },
);

it.for([
  { how: 'is not to be had', answer: { status: 404 } },
  {
    how: 'has come by half, which is a script too',
    answer: { contentType: 'text/javascript', body: 'const met = 1;' },
  },
])('says that a run is not checked where a challenge’s script $how', async ({ answer }, { browser }) => {
  const pages = pagesOf(browser, inject('siteUrl'));
  const id = 'activation-statistics';
  const run = { id, instance: id, config: {}, summary: {}, backend: 'wasm', settings: '' } as const;
  const scene = checking('zh-cn/weights/he/', 'zh-cn', run);
  const fault: Fault = {
    name: 'challenges.js missing',
    breaksScript: true,
    arrange: (page) => page.route('**/_astro/challenges.*.js', (route) => route.fulfill(answer)),
  };
  expect(await tryScene(pages, scene, fault, 'missing')).toEqual({ coped: 'said it', faults: [] });
});
