/** A sample of `npm run faults`: files that a figure needs and does not get, and workers that the browser refuses. */
import { expect, inject } from 'vitest';
import { pagesOf } from '#src/cli/drive/pages.ts';
import { type AssetFault, faultOf, type Use, useUndisturbed } from '#src/cli/faults/assets.ts';
import { refusals } from '#src/cli/faults/refusals.ts';
import { type Outcome, tryFault } from '#src/cli/faults/try-fault.ts';
import { componentStrings } from '#src/components/strings.ts';
import { it } from './browser.ts';

const ID = 'symmetry-breaking';

const files: readonly [name: RegExp, fault: AssetFault, locale: string, coped: Outcome['coped']][] = [
  [/\/View\./, 'missing', 'zh-cn', 'stayed recorded'],
  [/\/uplot-ink\./, 'a web page instead', 'en', 'ran'],
  [/\/TakeAwayDialog\./, 'missing', 'en', 'ran'],
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
    const { assets, summary } = await undisturbed;
    const asset = assets.find((url) => name.test(url));
    expect(asset).toBeDefined();
    expect(await tryFault(pages, ID, locale, faultOf(asset ?? '', kind), summary)).toEqual({
      coped,
      faults: [],
    });
  },
);

it('says so where the browser refuses workers', async ({ browser }) => {
  const refused = refusals.find(({ name }) => name === 'workers refused');
  const outcome = refused && (await tryFault(pagesOf(browser, inject('siteUrl')), ID, 'en', refused, ''));
  expect(outcome).toEqual({ coped: 'said it', faults: [] });
});

it('names the script of a figure that does not wake, and offers the way out', async ({ visit }) => {
  const page = await visit('zh-cn/embed/ravine-race/', {
    prepare: (tab) => tab.route('**/_astro/View.*', (route) => route.abort()),
    provokes: [/Failed to load resource/],
  });
  const notice = page.locator('[data-widget] [data-kind="error"]');
  await notice.waitFor();
  const [before = '', after = ''] = componentStrings['zh-cn'].asleep.split('{file}');
  const said = await notice.locator('p').innerText();
  expect(said.startsWith(before) && said.endsWith(after)).toBe(true);
  expect(said.slice(before.length, -after.length)).toMatch(/^View\.[\w-]+\.js$/);
  await page.unroute('**/_astro/View.*');
  await notice.locator('button').click();
  await page.locator('[data-widget][data-ready]').waitFor();
});
