/** The formulas of the course have fewer elements than KaTeX makes, and every glyph where KaTeX puts it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { leanFormula, wholeFormula, written } from '../formula-trees.ts';
import { it } from './browser.ts';

const display = /\$\$([\s\S]+?)\$\$/g;
const inline = /(?<![\\$])\$([^$\n]+?)\$/g;
const content = 'content';
/** Of pixels: what two ways to add up the same lengths may differ by. */
const ROUNDING = 0.1;

const texts = readdirSync(content, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.mdx'))
  .map((file) => readFileSync(join(content, file), 'utf8').replace(/```[\s\S]*?```|`[^`]*`/g, ''));
const found = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, source = '']) => source.trim());
const sources = {
  display: new Set(texts.flatMap((text) => found(text, display))),
  inline: new Set(texts.flatMap((text) => found(text.replace(display, ''), inline))),
};

it('draws every formula of the course as KaTeX does', async ({ visit }) => {
  const formulas = [
    ...[...sources.display].map((source) => ({ source, displayed: true })),
    ...[...sources.inline].map((source) => ({ source, displayed: false })),
  ];
  expect(formulas.length).toBeGreaterThan(400);
  const page = await visit('en/weights/he/', { bypassCSP: true }); // a page's own styles have no attributes
  const shown = await page.evaluate(
    async (pairs) => {
      const main = document.querySelector('.sl-markdown-content');
      if (!main) throw new Error('no text on the page');
      main.replaceChildren(
        ...pairs.flatMap((pair) =>
          pair.map((html) => {
            const paragraph = document.createElement('p');
            paragraph.innerHTML = html;
            return paragraph;
          }),
        ),
      );
      await Promise.all([...document.fonts].map((font) => font.load()));
      return [...main.children].map((paragraph) => {
        const elements = paragraph.querySelectorAll('*').length;
        const glyphs: [base: number, glyph: string, x: number, y: number][] = [];
        const bases = [...paragraph.querySelectorAll('.base')];
        for (const [at, base] of bases.entries()) {
          const corner = base.getBoundingClientRect();
          const letters = document.createTreeWalker(base, NodeFilter.SHOW_TEXT);
          while (letters.nextNode()) {
            const text = letters.currentNode;
            for (const [place, glyph] of [...(text.textContent ?? '')].entries()) {
              if (/[\s\u200b]/.test(glyph)) continue;
              const range = document.createRange();
              range.setStart(text, place);
              range.setEnd(text, place + glyph.length);
              const { x, y } = range.getBoundingClientRect();
              glyphs.push([at, glyph, x - corner.x, y - corner.y]);
            }
          }
        }
        const sizes = bases.map((base) => {
          const { width, height } = base.getBoundingClientRect();
          return { width, height };
        });
        return {
          elements,
          sizes,
          glyphs: glyphs.sort(([a, b, c, d], [e, f, g, h]) => a - e || b.localeCompare(f) || c - g || d - h),
        };
      });
    },
    formulas.map(({ source, displayed }) => [
      written(wholeFormula(source, displayed)),
      written(leanFormula(source, displayed)),
    ]),
  );
  let [theirElements, ourElements] = [0, 0];
  for (const [at, { source }] of formulas.entries()) {
    const [theirs, ours] = [shown[2 * at], shown[2 * at + 1]];
    if (!theirs || !ours) throw new Error(`${source} was not drawn`);
    expect(
      ours.glyphs.map(([base, glyph]) => [base, glyph]),
      source,
    ).toEqual(theirs.glyphs.map(([base, glyph]) => [base, glyph]));
    const lengths = ({ sizes, glyphs }: typeof ours) => [
      ...sizes.flatMap(({ width, height }) => [width, height]),
      ...glyphs.flatMap(([, , x, y]) => [x, y]),
    ];
    const expected = lengths(theirs);
    const furthest = Math.max(
      ...lengths(ours).map((length, place) => Math.abs(length - (expected[place] ?? Number.NaN))),
    );
    expect(furthest, source).toBeLessThan(ROUNDING);
    theirElements += theirs.elements;
    ourElements += ours.elements;
  }
  expect(ourElements, 'a third fewer').toBeLessThan((2 / 3) * theirElements);
});

it.for([true, false])(
  'leaves every formula to be read aloud, a moment after the page is there: scripts %s',
  async (javaScriptEnabled, { visit }) => {
    const page = await visit('zh-cn/weights/he/', { javaScriptEnabled });
    const seen = await page.locator('.katex:visible').count();
    expect(seen).toBeGreaterThan(20);
    const devtools = await page.context().newCDPSession(page);
    const readAloud = async () => {
      const { nodes } = await devtools.send('Accessibility.getFullAXTree');
      return nodes.filter(({ ignored, role }) => !ignored && role?.value === 'MathMLMath').length;
    };
    await expect.poll(readAloud, { timeout: 10_000 }).toBe(seen);
  },
);
