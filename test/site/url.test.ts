/** A widget's settings in the page's address: what is taken, what is put right, and what is said about it. */
import type { Locator } from 'playwright-core';
import { expect, inject } from 'vitest';
import { formatSetting } from '#src/format.ts';
import type { Locale } from '#src/i18n.ts';
import type { ConfigRecord, ParamProblem } from '#src/lab/params.ts';
import { labStrings } from '#src/lab/strings.ts';
import { oneIn, sampleOf } from '../extent.ts';
import { it } from './browser.ts';
import {
  press,
  reach,
  readTable,
  recordMessages,
  runToEnd,
  sentMessages,
  sentRuns,
  wake,
  widgetIds,
} from './widget.ts';

const ID = 'activation-statistics';
const PAGE = `en/lab/${ID}/`;
/** Small enough to be quick, of other shape than the defaults. */
const SMALL = `${ID}.width=50&${ID}.samples=100`;

const notices = (widget: Locator) => widget.locator('.notices [data-kind="warning"] :is(p, li)');

it('restores what the address says, and runs it', async ({ visit }) => {
  const page = await visit(`${PAGE}?${ID}.activation=relu&${ID}.scale=0.1&${ID}.batchNorm=true&${SMALL}`, {
    prepare: recordMessages,
  });
  const widget = await wake(page);
  await reach(widget, 'done');
  const [run] = await sentRuns(page);
  expect(run?.config).toEqual({
    activation: 'relu',
    init: 'gaussian',
    scale: 0.1,
    batchNorm: true,
    epsilon: 1e-5,
    width: 50,
    depth: 10,
    samples: 100,
    seed: 1,
  });
  expect(await widget.locator('input[name="scale"]').getAttribute('aria-valuetext')).toBe('0.1');
  expect(await widget.locator('input[name="activation"]:checked').inputValue()).toBe('relu');
  expect(await widget.locator('input[name="batchNorm"]').isChecked()).toBe(true);
  expect(await widget.locator('input[name="width"]').inputValue()).toBe('50');
  expect(await notices(widget).count()).toBe(0);
});

it('writes what differs from the start, and nothing else', async ({ visit }) => {
  const page = await visit(`${PAGE}?keep=this&${ID}.activation=tanh&${ID}.init=xavier#figure`);
  const widget = await wake(page);
  const query = () => new URL(page.url()).search;
  await expect.poll(query).toBe(`?keep=this&${ID}.init=xavier`);
  await widget.locator('[data-preset="relu-he"]').click();
  await expect.poll(query).toBe(`?keep=this&${ID}.activation=relu&${ID}.init=he`);
  await press(widget, 'reset');
  await expect.poll(query).toBe('?keep=this');
  expect(new URL(page.url()).hash).toBe('#figure');
});

it('keeps two figures of one widget apart', async ({ visit }) => {
  const page = await visit(`en/weights/he/?${ID}-he.scale=0.5&${ID}-he.init=gaussian&${ID}-he.width=50`, {
    prepare: recordMessages,
  });
  const first = await wake(page, 0);
  const second = await wake(page, 1);
  await reach(second, 'done');
  expect(await first.getAttribute('data-state')).toBe('baked');
  expect((await sentRuns(page)).map(({ config }) => [config.init, config.scale, config.width])).toEqual([
    ['gaussian', 0.5, 50],
  ]);
});

it('shares a link that gives the same table to whoever opens it', async ({ visit }) => {
  const page = await visit(`${PAGE}?${SMALL}`, { permissions: ['clipboard-read', 'clipboard-write'] });
  const widget = await wake(page);
  await reach(widget, 'done');
  await widget.locator('[data-preset="tanh-xavier"]').click();
  await widget.locator('.controls-more > summary').click();
  await widget.locator('.seed input').fill('7');
  await widget.locator('.seed input').press('Tab');
  await press(widget, 'share'); // at once: the address has had no time to follow
  await expect.poll(() => widget.locator('[data-action="share"]').innerText()).toBe(labStrings.en.shared);
  await reach(widget, 'loading', 'running');
  await reach(widget, 'done');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).searchParams.get(`${ID}.seed`)).toBe('7');
  expect(new URL(link).searchParams.get(`${ID}.init`)).toBe('xavier');

  expect(new URL(link).hash).toBe(`#figure-${ID}`);

  const other = await wake(await visit(link.slice(inject('siteUrl').length)));
  await reach(other, 'done');
  expect(await readTable(other)).toEqual(await readTable(widget));
  expect(await other.evaluate((section) => section.matches(':target'))).toBe(true); // and leads to the figure
});

it.concurrent.for(sampleOf(widgetIds))(
  '%s tells what a link may set, and takes it as it stands there',
  async (id, { visit }) => {
    const page = await visit(`zh-cn/lab/${id}/`, { prepare: recordMessages });
    const names = page.locator('.link-settings td:first-child code');
    await page.locator('.link-settings > summary').click();
    const settings = await names.allTextContents();
    const example = page.locator('.link-settings > p a');
    const address = new URL((await example.getAttribute('href')) ?? '', page.url());
    await example.click();
    await page.waitForURL(address.href);
    const changed = await wake(page);
    await expect.poll(async () => (await sentRuns(page)).length).toBe(1);
    expect(await notices(changed).count()).toBe(0);
    const config: ConfigRecord = (await sentRuns(page))[0]?.config ?? {};
    expect(settings.map((setting) => setting.split('=')[0])).toEqual(Object.keys(config));
    for (const [name, value] of address.searchParams) {
      expect(String(config[name.slice(id.length + 1)]), name).toBe(value);
    }

    const same = await wake(
      await visit(`zh-cn/lab/${id}/?${settings.map((one) => `${id}.${one}`).join('&')}`),
    );
    expect(await notices(same).count()).toBe(0);
    expect(await same.getAttribute('data-state')).toBe('baked'); // what the page starts from
  },
);

interface Bad {
  readonly key: string;
  readonly given: string;
  readonly reason: ParamProblem['reason'];
  /** Named in the notice as what is allowed. */
  readonly allowed: readonly (string | number)[];
  readonly used: string | number | undefined;
}

const bad: readonly Bad[] = [
  { key: 'scale', given: '99', reason: 'out-of-range', allowed: [1e-4, 10], used: 10 },
  { key: 'scale', given: '-1', reason: 'out-of-range', allowed: [1e-4, 10], used: 1e-4 },
  { key: 'scale', given: 'Infinity', reason: 'out-of-range', allowed: [1e-4, 10], used: 10 },
  { key: 'scale', given: 'abc', reason: 'not-a-number', allowed: [1e-4, 10], used: 0.01 },
  { key: 'scale', given: '', reason: 'not-a-number', allowed: [1e-4, 10], used: 0.01 },
  { key: 'depth', given: '7.5', reason: 'not-an-integer', allowed: [2, 20], used: 8 },
  {
    key: 'activation',
    given: 'gelu',
    reason: 'not-a-choice',
    allowed: ['tanh', 'relu', 'sigmoid'],
    used: 'tanh',
  },
  {
    key: 'nonsense',
    given: '1',
    reason: 'unknown-key',
    allowed: ['activation', 'init', 'scale'],
    used: undefined,
  },
];

const asShown = (value: string | number | undefined) =>
  typeof value === 'number' ? formatSetting(value) : String(value);

/** The notice in the course's own words, whatever they are, around the values that it has to name. */
function expectNotice(
  said: string | undefined,
  locale: Locale,
  { key, given, reason, allowed, used }: Bad,
): void {
  const [before = '', after = ''] = labStrings[locale].problems[reason](key, given, '|', asShown(used)).split(
    '|',
  );
  expect(before).toContain(key);
  expect(before + after).toContain(given);
  expect(said?.slice(0, before.length)).toBe(before);
  expect(said?.slice(-after.length)).toBe(after);
  for (const value of allowed) expect(said?.slice(before.length, -after.length)).toContain(asShown(value));
}

it.concurrent.for(oneIn(2, bad))('?$key=$given is said, and put right', async (one, { visit }) => {
  // a small net as well, so that the figure runs, and at once
  const query = new URLSearchParams({
    [`${ID}.${one.key}`]: one.given,
    [`${ID}.width`]: '20',
    [`${ID}.samples`]: '20',
  });
  const page = await visit(`${PAGE}?${query}`, { prepare: recordMessages });
  const widget = await wake(page);
  await notices(widget).first().waitFor();
  const said = await notices(widget).allInnerTexts();
  expect(said).toHaveLength(1);
  expectNotice(said[0], 'en', one);
  await reach(widget, 'done');
  expect((await sentRuns(page))[0]?.config[one.key]).toBe(one.used);
  expect((await sentRuns(page))[0]?.config.width).toBe(20);
  await widget.locator('[data-kind="warning"] button').click();
  await notices(widget).first().waitFor({ state: 'detached' });
});

it('says it in Chinese on a Chinese page', async ({ visit }) => {
  const page = await visit(`zh-cn/lab/${ID}/?${ID}.scale=99&backend=nonsense`);
  const widget = await wake(page);
  await notices(widget).first().waitFor();
  const [range, backend] = await notices(widget).allInnerTexts();
  expectNotice(range, 'zh-cn', {
    key: 'scale',
    given: '99',
    reason: 'out-of-range',
    allowed: [1e-4, 10],
    used: 10,
  });
  expect(backend).toBe(labStrings['zh-cn'].forcedUnknown('nonsense'));
  for (const text of [range, backend]) expect(text).toMatch(/\p{Script=Han}{2}/u);
});

it('says once which figure the page does not have', async ({ visit }) => {
  const page = await visit('zh-cn/weights/he/?relu.seed=3&backend=cpu', { prepare: recordMessages });
  const first = await wake(page, 0);
  await wake(page, 1);
  const ids = await page.locator('[data-widget]').evaluateAll((all) => all.map(({ id }) => id.slice(7)));
  expect(ids.length).toBeGreaterThan(1);
  const said = labStrings['zh-cn'].problems['unknown-figure']('relu.seed', '3', ids.join(' | '), '');
  expect(await notices(page.locator('main')).allInnerTexts()).toEqual([said]);
  await first.locator('[data-kind="warning"] button').click();
  await notices(page.locator('main')).first().waitFor({ state: 'detached' });
  expect(await sentRuns(page)).toEqual([]);
});

it('shows hostile values as the text that they are', async ({ visit }) => {
  const picture = '<img src=x onerror="document.title=\'taken\'">';
  const hostile = new URLSearchParams([
    [`${ID}.scale`, picture],
    [`${ID}.${picture}`, picture],
    [`${ID}.__proto__`, '1'],
    [`${ID}.constructor`, '1'],
    ['backend', picture],
  ]);
  const page = await visit(`${PAGE}?${hostile}`);
  const widget = await wake(page);
  await notices(widget).first().waitFor();
  const said = (await notices(widget).allInnerTexts()).join('\n');
  expect(said.split(picture).length - 1).toBe(4); // one value, one key with its value, one backend
  for (const key of ['__proto__', 'constructor']) expect(said).toContain(`“${key}”`);
  expect(await widget.locator('.notices img').count()).toBe(0);
  expect(await page.title()).not.toContain('taken');
});

it('takes the backend that the address asks for', async ({ visit }) => {
  const page = await visit(`${PAGE}?backend=cpu&${SMALL}`, { prepare: recordMessages });
  const widget = await wake(page);
  await reach(widget, 'done');
  expect(await widget.getAttribute('data-backend')).toBe('cpu');
  expect((await sentMessages(page))[0]).toMatchObject({ type: 'start', forced: 'cpu' });
  expect(await notices(widget).count()).toBe(0);
});

it('says that it knows no such backend, and takes one itself', async ({ visit }) => {
  const page = await visit(`${PAGE}?backend=nonsense`);
  const widget = await wake(page);
  await notices(widget).first().waitFor();
  expect(await notices(widget).allInnerTexts()).toEqual([labStrings.en.forcedUnknown('nonsense')]);
  await runToEnd(widget);
  expect(await widget.getAttribute('data-backend')).toBe('wasm');
});
