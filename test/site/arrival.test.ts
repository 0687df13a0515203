/** A page that is slow to arrive: nothing is seen of what the rest of it will move. */
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { it } from './browser.ts';
import { expectStillness, watchShifts } from './stillness.ts';

/** The parser stands between a slider and the seed's button beside it, long enough for what is there to be painted. */
const CUT = '<div class="seed-row"';
const PAUSE_MILLIS = 1000;

let pagesCut = 0;

/** Passes on what the site's host answers: pages in two halves. */
const slow = createServer(async ({ url = '/' }, response) => {
  const answer = await fetch(new URL(url, inject('siteUrl')));
  const body = Buffer.from(await answer.arrayBuffer());
  const at = body.indexOf(CUT);
  const type = answer.headers.get('content-type') ?? '';
  response.writeHead(answer.status, { 'content-type': type });
  if (type.startsWith('text/html') && at >= 0) {
    pagesCut += 1;
    const end = body.indexOf('<button', at);
    response.write(body.subarray(0, end));
    await setTimeout(PAUSE_MILLIS);
    response.end(body.subarray(end));
  } else response.end(body);
});
beforeAll(() => new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => slow.close(resolve)));

it('shows the controls of a figure once all of them are there', async ({ visit }) => {
  const address = slow.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const page = await visit('en/lab/weight-penalties/', {
    siteUrl: `http://127.0.0.1:${address.port}/`,
    prepare: watchShifts,
  });
  await expectStillness(page);
  expect(pagesCut).toBe(1);
});
