/** What the search keeps of a page with formulas. */
import { expect, it } from 'vitest';
import { rehypeSearch } from '#src/site/rehype-search.ts';

const span = (className: string[], children: object[] = []) => ({
  type: 'element',
  tagName: 'span',
  properties: { className } as Record<string, unknown>,
  children,
});

it('leaves out a formula’s MathML with its source, and nothing else', () => {
  const maths = span(['katex-mathml'], [span(['mord'])]);
  const seen = span(['katex-html']);
  const formula = span(['katex'], [maths, seen]);
  const text = {
    type: 'element',
    tagName: 'p',
    properties: {},
    children: [formula],
  };
  rehypeSearch()({ children: [text] });
  expect(maths.properties.dataPagefindIgnore).toBe('');
  for (const { properties } of [formula, seen, text])
    expect(properties).not.toHaveProperty('dataPagefindIgnore');
});
