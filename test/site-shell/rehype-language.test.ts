/** Passages in the other language are marked as such, each by itself. */
import { expect, it } from 'vitest';
import { type Node, rehypeLanguage } from '#src/site/rehype-language.ts';

const text = (value: string): Node => ({ type: 'text', value });
const element = (
  tagName: string,
  children: readonly Node[],
  properties: Record<string, unknown> = {},
): Node => ({
  type: 'element',
  tagName,
  properties,
  children,
});

/** What is marked in a page that holds these, as `LANGUAGE: text`. */
function marked(path: string, ...children: readonly Node[]): string[] {
  const page: Node = { children };
  rehypeLanguage()(page, { path });
  const found: string[] = [];
  const words = (node: Node): string => node.value ?? node.children?.map(words).join('') ?? '';
  const visit = (node: Node): void => {
    if (node.properties?.lang !== undefined) found.push(`${node.properties.lang}: ${words(node)}`);
    node.children?.forEach(visit);
  };
  visit(page);
  expect(words(page)).toBe(children.map(words).join(''));
  return found;
}

it('marks the Chinese in an English page, but not in code, nor what is marked already', () => {
  const slip = text('“卷基层” → a slip for 卷积层, the convolutional layer.');
  const source = text('Section 1.2: 微信公众号“Spark学习技巧”, 《【深度学习】③--神经网络》, 2018.');
  const known = element('span', [text('批归一化')], { lang: 'zh-CN' });
  expect(marked('/x/content/en/a.mdx', element('p', [slip]))).toEqual(['zh-CN: 卷基层', 'zh-CN: 卷积层']);
  expect(marked('/x/content/en/a.mdx', element('li', [source]))).toEqual([
    'zh-CN: 微信公众号“Spark学习技巧',
    'zh-CN: 《【深度学习】③--神经网络》',
  ]);
  expect(marked('/x/content/en/a.mdx', element('code', [text('# 权重')]), known)).toEqual([
    'zh-CN: 批归一化',
  ]);
});

it('marks English titles of links in a Chinese page, but neither names nor terms', () => {
  const link = (words: string) => element('a', [text(words)]);
  const links = [
    link('Deep Residual Learning for Image Recognition'),
    link('CS231n 笔记'),
    link('Batch norm'),
  ];
  expect(marked('C:\\x\\content\\zh-cn\\a.mdx', ...links)).toEqual([
    'en: Deep Residual Learning for Image Recognition',
  ]);
});

it('leaves pages that are not of the course alone', () => {
  expect(marked('/x/src/pages/404.astro', text('这个地址没有页面'))).toEqual([]);
});
