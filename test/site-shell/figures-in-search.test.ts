/** What the search leaves out of a chapter. */
import { expect, it } from 'vitest';
import { withoutFigures } from '#src/site/figures-in-search.ts';

it('leaves a figure out but for its caption', () => {
  const figure = (mark: string) =>
    `<header class="widget-head"${mark}><p class="widget-title">Race</p></header><div class="widget-figure"${mark}></div><p class="widget-caption">As here.</p><div class="widget-further"${mark}></div><details class="run-history"${mark}></details>`;
  expect(withoutFigures(`<h1>Momentum</h1>${figure('')}`)).toBe(
    `<h1>Momentum</h1>${figure(' data-pagefind-ignore')}`,
  );
});
