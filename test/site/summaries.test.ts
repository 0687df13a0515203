/** Charts in words, for those who don't see them. */
import { expect } from 'vitest';
import { chartWords } from '#src/charts/describe-words.ts';
import { it } from './browser.ts';
import { press, reach, readOutOf, runToEnd, wake } from './widget.ts';

const ID = 'learning-rates';

it('tells in words what its charts show, and reads the main one out once a run has ended', async ({
  visit,
}) => {
  const page = await visit(`en/lab/${ID}/`);
  const texts = page.locator('.chart-text');
  const recorded = await texts.first().innerText();
  expect(recorded).toMatch(/^Training loss.* 0\.1: from [\d.]+ at epoch 0\.02 down to [\d.]+ at epoch 6/);

  const widget = await wake(page);
  await widget.locator('[data-preset="good"]').click();
  await reach(widget, 'running');
  await widget.evaluate((element) => {
    const heard: string[] = [];
    const status = element.querySelector('.run-bar .visually-hidden');
    new MutationObserver(() => heard.push(status?.textContent ?? '')).observe(element, {
      subtree: true,
      characterData: true,
      childList: true,
    });
    Object.assign(element, { heard });
  });
  await expect.poll(() => texts.first().innerText()).toBe(chartWords.en.running);
  await reach(widget, 'done');
  await expect
    .poll(() => readOutOf(widget))
    .toMatch(/mean of 20: from [\d.]+ at epoch 0\.02 .*to [\d.]+ at epoch 6/);
  const heard: string[] = await widget.evaluate((element) => Reflect.get(element, 'heard'));
  expect(new Set(heard)).toEqual(new Set(['', heard.at(-1)])); // nothing before the end
  expect(await texts.first().innerText()).toContain(
    heard
      .at(-1)
      ?.replace(/^ · |\.$/g, '')
      .split(': ')
      .at(-1),
  );

  await press(widget, 'run');
  await expect.poll(() => readOutOf(widget)).toBe('');
  await press(widget, 'stop');
  await reach(widget, 'done');
  expect(await readOutOf(widget)).toBe(''); // of half a run nothing is told
});

it.for([
  ['en', /std of h: from 0\.2\d+ at layer 1 steadily down to [\d.·⁻⁷]+ at layer 10/],
  ['zh-cn', /h 的标准差：.*第 1 层.*第 10 层/],
] as const)(
  'reads out of a run on the front page, where no chart is: %s',
  async ([locale, told], { visit }) => {
    const page = await visit(`${locale}/`);
    const widget = await wake(page);
    await runToEnd(widget);
    await expect.poll(() => readOutOf(widget)).toMatch(told);
  },
);

it.for([
  ['en', 'theory says: as expected. 2. A penalty lifts it by the right amount: as expected. 3.'],
  ['zh-cn', '与理论一致：符合理论。2. 加上惩罚，升幅符合理论：符合理论。3.'],
] as const)(
  'says of the ladder which rungs hold, and then how the loss went: %s',
  async ([locale, told], { visit }) => {
    const page = await visit(`${locale}/lab/sanity-ladder/`);
    const widget = await wake(page);
    await runToEnd(widget);
    await expect.poll(() => readOutOf(widget)).toContain(told);
    expect(await readOutOf(widget)).toMatch(/(loss|损失).*0\.\d/);
  },
);
