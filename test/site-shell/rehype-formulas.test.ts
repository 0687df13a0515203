/** Short formulas keep together, with the marks that touch them; long ones and displayed ones are left as they are. */
import { describe, expect, it } from 'vitest';
import { rehypeFormulas } from '#src/site/rehype-formulas.ts';

interface Node {
  readonly type: string;
  readonly tagName?: string;
  readonly properties?: { readonly className: readonly string[] };
  value?: string;
  children?: Node[];
}

const text = (value: string): Node => ({ type: 'text', value });
const span = (className: string, ...children: Node[]): Node => ({
  type: 'element',
  tagName: 'span',
  properties: { className: [className] },
  children,
});
const formula = (drawn: string) =>
  span('katex', span('katex-mathml', text(`spoken: ${drawn}`)), span('katex-html', text(drawn)));

/** What becomes of a paragraph: its text, with […] around what is kept in one piece. */
function kept(...children: Node[]): string {
  const paragraph = { type: 'element', tagName: 'p', children };
  rehypeFormulas()({ type: 'root', children: [paragraph] });
  return children.map(written).join('');
}

function written({ value, properties, children = [] }: Node): string {
  if (properties?.className.includes('katex-mathml')) return '';
  const inside = value ?? children.map(written).join('');
  return properties?.className.includes('unbroken') ? `[${inside}]` : inside;
}

describe('a formula in a line', () => {
  it.each<[what: string, children: Node[], expected: string]>([
    ['alone', [text('at '), formula('8.3×10−5'), text(' in layer 2')], '[at 8.3×10−5] in layer 2'],
    ['before a comma', [text('at '), formula('10−2'), text(', like the notes')], '[at 10−2,] like the notes'],
    ['before two marks', [text('“at '), formula('x'), text('”, or')], '“at [x”,] or'],
    ['in brackets', [text('one (of '), text('all, ('), formula('a/b'), text(').')], 'one (of all, [(a/b).]'],
    ['in Chinese', [text('小，即'), formula('a<b'), text('。下一步')], '小，即[a<b。]下一步'],
    ['after words that lead to no number', [text('the loss '), formula('3')], 'the loss [3]'],
    ['after a name', [text('at '), formula('x')], 'at [x]'],
    [
      'after 第',
      [text('损失为 '), formula('0.2'), text('，第 '), formula('3'), text(' 层')],
      '损失为 [0.2，][第 3 层]',
    ],
    ['after 第 in a sentence', [text('这是第 '), formula('l'), text(' 层')], '这是[第 l 层]'],
    ['beside another', [formula('x'), text(', '), formula('y'), text('.')], '[x,] [y.]'],
    ['with room that is not seen', [formula('1\u200b 234 567 890 1')], '[1\u200b 234 567 890 1]'],
    ['too long for a phone', [formula('0.05/1.9+0.05/1=0.0763'), text(', so')], '0.05/1.9+0.05/1=0.0763, so'],
    ['displayed', [span('katex-display', formula('x')), text(', where')], 'x, where'],
  ])('%s', (_, children, expected) => {
    expect(kept(...children)).toBe(expected);
  });
});
