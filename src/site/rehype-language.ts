/** Says which passages of a page are in the course's other language, so that they are read out and set as such. */
import type { Locale } from '#src/i18n.ts';
import { hasClass, localeOf, type SourceFile, textOf } from './tree.ts';

export interface Node {
  readonly type?: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly properties?: Record<string, unknown>;
  /** Of a tag written in MDX. */
  readonly attributes?: readonly { readonly name?: string }[];
  children?: readonly Node[];
}

/** Without a blank, from one Chinese character to the last; the marks of a title with it. */
const CHINESE = /[《【]*\p{Script=Han}(?:\S*[\p{Script=Han}》】])?/gu;
/** A title or a sentence, not a name or a term. */
const LEAST_WORDS = 4;

export function rehypeLanguage() {
  return (tree: Node, file: SourceFile) => {
    const locale = localeOf(file);
    if (locale) mark(tree, locale);
  };
}

function mark(node: Node, locale: Locale): void {
  const { tagName = '', properties } = node;
  if (['code', 'pre'].includes(tagName) || hasLanguage(node) || hasClass(node, 'katex')) return;
  if (locale === 'zh-cn' && tagName === 'a' && properties && isEnglish(textOf(node))) {
    properties.lang = 'en';
    return;
  }
  for (const child of node.children ?? []) mark(child, locale);
  if (locale === 'en' && node.children) node.children = node.children.flatMap(withChinese);
}

function withChinese(node: Node): readonly Node[] {
  const { type, value = '' } = node;
  if (type !== 'text') return [node];
  const text = (part: string): readonly Node[] => (part ? [{ type: 'text', value: part }] : []);
  const parts: Node[] = [];
  let from = 0;
  for (const { 0: passage, index } of value.matchAll(CHINESE)) {
    parts.push(...text(value.slice(from, index)));
    parts.push({ type: 'element', tagName: 'span', properties: { lang: 'zh-CN' }, children: text(passage) });
    from = index + passage.length;
  }
  return [...parts, ...text(value.slice(from))];
}

const hasLanguage = ({ properties, attributes }: Node): boolean =>
  properties?.lang !== undefined || attributes?.some(({ name }) => name === 'lang') === true;

const isEnglish = (text: string): boolean =>
  !/\p{Script=Han}/u.test(text) &&
  text.split(/\s+/).filter((word) => /[a-z]{2}/i.test(word)).length >= LEAST_WORDS;
