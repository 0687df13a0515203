/**
 * What is read as one word stays on one line, though it has hyphens in it: short code in a line of text (`/zh-cn/lab/`
 * broken at its hyphen would be typed with a space), wherever there is room longer code, and dates, ranges, products, names.
 * Numbers stay beside what they belong to, years beside names, and no line ends with an arrow.
 */
import { attachedNumbers } from './attached-numbers.ts';
import { hasClass, textOf } from './tree.ts';

interface Node {
  readonly type: string;
  readonly tagName?: string;
  properties?: Record<string, unknown>;
  readonly value?: string;
  children?: Node[];
}

/** Of code, in letters: less than a phone of 320 px is wide, with letters set wide too. */
const LONGEST_IN_ONE_PIECE = 24;
const LONGEST_ON_A_LAPTOP = 50;
const NUMBER = String.raw`\d+(?:[.,]\d+)*`;
const SPACE = '[ \u00a0]';
const JOINED = new RegExp(
  `(${[
    `${NUMBER}%?(?:[-–]${NUMBER}%?)+`, // 2018-02-01, 784-100-10, 0.84–0.85, 39%–45%
    `(?:(?:${NUMBER}|[Rr]ate|学习率)${SPACE})?×${SPACE}${NUMBER}`,
    `(?<![a-zA-Zα-ω])[a-zA-Zα-ω]${SPACE}=${SPACE}−?${NUMBER}`,
    '\\d+-layer',
    '(?:CIFAR|VGG|ResNet)-\\d+',
    'Fashion-MNIST',
    'TensorFlow\\.js 4\\.22',
    '[Ff]an-(?:in|out)(?![a-z])',
    '[Mm]ax-norm',
    '[Mm]ini-batch(?:es)?',
    '[Ff]ine-tun(?:e|ed|ing)',
    '[Pp]re-activations?(?![-\\w])',
    '[Cc]ross-entropy',
    '[Ww]arm-up',
    `(?:\\p{Lu}\\p{L}+ )?et al\\.(?:,? \\(?\\d{4}\\)?)?`,
    `(?:\\p{Lu}\\p{L}{1,5}${SPACE})?等人?（\\d{4}）`,
    '[Cc]o-adapt(?:ed|ation)',
  ].join('|')})`,
  'u',
);

const PARAGRAPH = /^(?:p|li|dd)$/;
/** Where it ends a paragraph, the last two characters, or a number with what is before it: one alone is no line. So is what they count. */
const CHINESE_END =
  /(?:(?:第 )?\d[\d.]*%? )?(?:\p{Script=Han}{2}|\p{Script=Han}{1,2} \d[\d.]*%?)[）”》]*[。？！：，；]?$/u;
const CLOSING = /^[）”》。？！：，；]+$/;

/** Its text becomes an address. */
const HEADING = /^h[1-6]$/;

export function rehypeWhole() {
  const visit = (node: Node): void => {
    if (node.tagName === 'pre' || hasClass(node, 'katex')) return; // formulas break where KaTeX lets them
    if (node.tagName === 'code') {
      const { length } = textOf(node);
      if (length <= LONGEST_IN_ONE_PIECE) node.properties = { ...node.properties, ...whole };
      else if (length <= LONGEST_ON_A_LAPTOP) node.properties = { ...node.properties, ...wholeIfWide };
      return;
    }
    if (!node.children) return;
    node.children.forEach(visit);
    if (PARAGRAPH.test(node.tagName ?? '')) keepEnd(node.children);
    const attach = HEADING.test(node.tagName ?? '') ? (text: string) => text : attached;
    node.children = node.children.flatMap((child) =>
      child.type === 'text' ? withWholes(child, attach) : [child],
    );
  };
  return (tree: Node) => visit(tree);
}

const whole = { className: ['unbroken'] };
const wholeIfWide = { className: ['unbroken-if-wide'] };

const attached = (text: string) =>
  attachedNumbers(text)
    .replace(/(?<=\d) → (?=\d)/g, '\u00a0→\u00a0')
    .replaceAll('→ ', '→\u00a0')
    .replace(/ ± |(?<=\p{Script=Han}) × (?=\p{Script=Han})/gu, (sign) => sign.replaceAll(' ', '\u00a0'));

/** The end of a Chinese paragraph becomes a piece of its own, in a link too. */
function keepEnd(children: Node[]): void {
  const at = children.length - (CLOSING.test(children.at(-1)?.value ?? '') ? 2 : 1);
  const last = children[at];
  if (last?.children && !hasClass(last, 'katex')) {
    keepEnd(last.children);
    return;
  }
  const value = last?.value ?? '';
  const kept = CHINESE_END.exec(value)?.[0];
  if (!last || !kept) return;
  const rest = { ...last, value: value.slice(0, -kept.length) };
  const piece = { type: 'element', tagName: 'span', properties: { ...whole } };
  children.splice(at, 1, rest, { ...piece, children: [{ type: 'text', value: kept }] });
}

/** Every second part of a text that is split at what stays whole is that. */
function withWholes({ value = '' }: Node, attach: (text: string) => string): Node[] {
  return attach(value)
    .split(JOINED)
    .flatMap((part, i): Node[] => {
      const text = { type: 'text', value: part };
      if (i % 2 === 0) return part === '' ? [] : [text];
      return [{ type: 'element', tagName: 'span', properties: { ...whole }, children: [text] }];
    });
}
