/** A little of `npm run fuzz`: the same seed, so the same addresses and the same hands each time. */
import { expect, inject } from 'vitest';
import { pagesOf } from '#src/cli/drive/pages.ts';
import { stepsOf, trySteps } from '#src/cli/fuzz/sequences.ts';
import { targetOf } from '#src/cli/fuzz/state-check.ts';
import { checkInNode, checkLoads, checkRemounts } from '#src/cli/fuzz/state-runs.ts';
import { loadWidget } from '#src/cli/node-lab.ts';
import { everything } from '../extent.ts';
import { it } from './browser.ts';
import { widgetIds } from './widget.ts';

const SEED = 5;
const [LOADS, REMOUNTS, IN_NODE] = [4, 12, 400];

const ids = everything ? widgetIds : ['learning-rates', 'ravine-race'];

it('makes sense of any address, in Node', async () => {
  for (const id of widgetIds)
    expect(checkInNode(SEED, targetOf(id, await loadWidget(id)), 0, IN_NODE)).toEqual([]);
});

it.for(ids)('%s makes sense of any address', async (id, { browser }) => {
  const target = targetOf(id, await loadWidget(id));
  const pages = pagesOf(browser, inject('siteUrl'));
  expect(await checkLoads(pages, SEED, target, 0, LOADS)).toEqual([]);
  expect(await checkRemounts(pages, SEED, target, LOADS, LOADS + REMOUNTS)).toEqual([]);
});

it.for(ids)('%s is in order after whatever hands do to it', async (id, { browser }) => {
  const pages = pagesOf(browser, inject('siteUrl'));
  expect(await trySteps(pages, id, stepsOf(SEED, id, 0))).toEqual([]);
});
