/** Code is coloured whole on a machine that takes a second for each look at the clock. */
import { createRenderer } from '@astrojs/starlight/expressive-code';
import { toHtml } from '@astrojs/starlight/expressive-code/hast';
import { afterEach, expect, it, vi } from 'vitest';
import { allColors } from '#src/site/code-colors.ts';

const CODE = "import * as tf from '@tensorflow/tfjs'; const a = 0.1;";

afterEach(() => vi.restoreAllMocks());

async function colorsOf(transformers: readonly object[]): Promise<number> {
  const { ec } = await createRenderer({ shiki: { transformers: [...transformers] } });
  const html = toHtml((await ec.render({ code: CODE, language: 'js' })).renderedGroupAst);
  return new Set(html.match(/--0:#[\da-f]+/gi)).size;
}

it('finds the same colours however slow the clock says that it is', async () => {
  const all = await colorsOf([allColors]);
  expect(all).toBeGreaterThan(2);
  const real = Date.now.bind(Date);
  let late = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => {
    late += 1000;
    return real() + late;
  });
  expect(await colorsOf([allColors])).toBe(all);
  expect(await colorsOf([]), 'without it some are missing').toBeLessThan(all);
});
