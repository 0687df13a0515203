/** What a line may not break: a number with its power of ten. */
import { describe, expect, it } from 'vitest';
import { rehypePowers, unbroken } from '#src/site/rehype-powers.ts';

describe('a formula within a line', () => {
  it.each([
    ['x', 'x'],
    ['0.984\\pm0.020', '0.984\\pm0.020'],
    ['4.2\\times10^{-8}', '{4.2\\times10^{-8}}'],
    ['0.2236^{10} = 3.1\\times10^{-7}', '0.2236^{10} = {3.1\\times10^{-7}}'],
    ['\\chi = 500\\times0.0242 = 12.1\\ldots', '\\chi = 500\\times0.0242 = 12.1\\ldots'],
    ['(5.32 \\pm 0.03)\\times10^{-4}+1+2+3', '(5.32 \\pm 0.03)\\times10^{-4}+1+2+3'],
    [
      '\\ln(3.4\\cdot10^{38}/5\\cdot10^{-4})\\approx251',
      '\\ln({3.4\\cdot10^{38}}/{5\\cdot10^{-4}})\\approx251',
    ],
  ])('%s becomes %s', (source, expected) => {
    expect(unbroken(source)).toBe(expected);
  });
});

it('leaves displayed formulas and code alone', () => {
  const formula = (kind: string) => ({
    type: 'element',
    properties: { className: ['language-math', kind] },
    children: [{ type: 'text', value: '3\\times10^4' }],
  });
  const [inline, display] = [formula('math-inline'), formula('math-display')];
  const code = { type: 'element', properties: {}, children: [{ type: 'text', value: '3\\times10^4' }] };
  rehypePowers()({ type: 'root', children: [{ type: 'element', children: [inline, display, code] }] });
  expect([inline, display, code].map(({ children }) => children[0]?.value)).toEqual([
    '{3\\times10^4}',
    '3\\times10^4',
    '3\\times10^4',
  ]);
});
