/** Short code in a line of text is kept whole; long code and blocks of it may break. */
import { expect, it } from 'vitest';
import { rehypeCode } from '#src/site/rehype-code.ts';

const element = (tagName: string, children: object[]) => ({
  type: 'element',
  tagName,
  properties: {} as Record<string, unknown>,
  children,
});
const code = (value: string) => element('code', [{ type: 'text', value }]);

it('keeps short code whole', () => {
  const short = code('/zh-cn/lab/dropout/');
  const long = code('npm run experiment -- activation-statistics');
  const block = code('const a = 1;');
  rehypeCode()(element('div', [element('p', [short, long]), element('pre', [block])]));
  expect(short.properties).toEqual({ className: ['unbroken'] });
  expect(long.properties).toEqual({});
  expect(block.properties).toEqual({});
});
