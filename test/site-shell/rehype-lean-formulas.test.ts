/** What becomes of KaTeX's elements; that everything stays in its place is seen in a browser (`../site/formulas.test.ts`). */
import { describe, expect, it } from 'vitest';
import { leanFormula, wholeFormula, wordsOf, written } from '../formula-trees.ts';

const ours = (source: string) => written(leanFormula(source, false));

describe('a formula', () => {
  it.each(['2\\times10^{-10}', 'W_{l}^\\top x + b', '\\frac{a_1}{b} = c', '\\log\\sum_c e^{z_c}'])(
    'says what it said, without its source: %s',
    (source) => {
      const said = wordsOf(wholeFormula(source, false)).split(source);
      expect(said.length).toBe(2);
      expect(wordsOf(leanFormula(source, false)).replaceAll('\u200b', '')).toBe(
        said.join('').replaceAll('\u200b', ''),
      );
    },
  );

  it('has no element for what has no style of its own', () => {
    expect(ours('10')).toMatch(/<span class="strut"[^>]*><\/span>10<\/span>/);
    expect(ours('x')).toContain('<span class="mord mathnormal">x</span>');
  });

  it('gives a relation the room on both of its sides', () => {
    expect(ours('1=2')).toContain(
      '1<span class="mrel" style="margin-left:0.2778em;margin-right:0.2778em">=</span>',
    );
  });

  it('takes room back as far as it was given', () => {
    expect(ours('\\mathbb{E}\\!\\left[x\\right]')).toContain(
      '<span class="mord mathbb" style="margin-right:0em">E</span>',
    );
  });

  it('moves a lone script', () => {
    // TeX raises a superscript by 0.363 em and sets it at 0.7 of the size; 0.05 em of room follow
    const style = `vertical-align:${(0.363 / 0.7).toFixed(4)}em;margin-right:${(0.05 / 0.7).toFixed(4)}em`;
    expect(ours('x^2')).toContain(`<span class="script sizing reset-size6 size3" style="${style}">2</span>`);
  });

  it('leaves a pair of scripts to KaTeX', () => {
    expect(ours('x_1^2')).toContain('class="vlist-t vlist-t2"');
    expect(ours('x_1^2')).not.toContain('class="script');
  });
});
