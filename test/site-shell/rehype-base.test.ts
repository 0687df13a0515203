/** Links from the site's root get the deployment's base path in front, once; all others stay. */
import { describe, expect, it } from 'vitest';
import { rehypeBase } from '#src/site/rehype-base.ts';

const link = (href: unknown) => ({ type: 'element', tagName: 'a', properties: { href }, children: [] });

/** The link's address after a pass over a page that holds it. */
function rewritten(href: unknown, base: string): unknown {
  const node = link(href);
  rehypeBase({ base })({ type: 'root', children: [{ type: 'element', properties: {}, children: [node] }] });
  return node.properties.href;
}

describe('a link from the root', () => {
  it.each([
    ['/course/', '/en/weights/he/', '/course/en/weights/he/'],
    ['/course', '/en/weights/he/', '/course/en/weights/he/'],
    ['/a/b/', '/en/#top', '/a/b/en/#top'],
    ['/course/', '/', '/course/'],
    ['/course/', '/?q=/en/', '/course/?q=/en/'],
    // a chapter that happens to be called like the base
    ['/course/', '/course/', '/course/course/'],
    ['/', '/en/weights/he/', '/en/weights/he/'],
    ['/', '/', '/'],
  ])('base %s: %s becomes %s', (base, href, expected) => {
    expect(rewritten(href, base)).toBe(expected);
  });
});

describe('any other link', () => {
  it.each([
    'https://example.org/en/',
    'http://example.org',
    '//example.org/en/',
    'mailto:someone@example.org',
    '#top',
    '?q=1',
    '',
    'he/',
    './he/',
    '../he/',
  ])('%j stays', (href) => {
    expect(rewritten(href, '/course/')).toBe(href);
  });

  it.each([undefined, null, true, 7])('no text at all: %j stays', (href) => {
    expect(rewritten(href, '/course/')).toBe(href);
  });
});

describe('a page', () => {
  it('has its links rewritten at every depth, each once, and nothing else', () => {
    const outer = link('/en/a/');
    const inner = link('/en/b/');
    const image = { type: 'element', tagName: 'img', properties: { alt: '/en/c/', title: '/en/' } };
    const tree = {
      type: 'root',
      children: [
        { type: 'text', value: '/en/d/' },
        { ...outer, children: [{ type: 'element', properties: {}, children: [inner] }, image] },
      ],
    };
    rehypeBase({ base: '/course/' })(tree);
    expect(outer.properties.href).toBe('/course/en/a/');
    expect(inner.properties.href).toBe('/course/en/b/');
    expect(image.properties).toEqual({ alt: '/en/c/', title: '/en/' });
    expect(tree.children.at(0)).toEqual({ type: 'text', value: '/en/d/' });
  });

  it('has links that were written as JSX rewritten too', () => {
    const expression = { type: 'mdxJsxAttributeValueExpression', value: '/en/' };
    const element = {
      type: 'mdxJsxFlowElement',
      attributes: [
        { type: 'mdxJsxAttribute', name: 'href', value: '/en/a/' },
        { type: 'mdxJsxAttribute', name: 'title', value: '/en/a/' },
        { type: 'mdxJsxAttribute', name: 'href', value: 'https://example.org/' },
        { type: 'mdxJsxAttribute', name: 'href', value: expression },
        { type: 'mdxJsxExpressionAttribute', value: '/...props' },
      ],
      children: [],
    };
    rehypeBase({ base: '/course/' })({ type: 'root', children: [element] });
    expect(element.attributes.map(({ value }) => value)).toEqual([
      '/course/en/a/',
      '/en/a/',
      'https://example.org/',
      expression,
      '/...props',
    ]);
  });
});
