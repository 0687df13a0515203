import { expect, it } from 'vitest';
import { inLocale } from '#src/i18n.ts';

it.for([
  ['/en/weights/he/', '/', '/zh-cn/weights/he/'],
  ['/course/en/weights/he/', '/course', '/course/zh-cn/weights/he/'],
  ['/course/en/', '/course/', '/course/zh-cn/'],
  ['/zh-cn/', '/', '/zh-cn/'],
  ['/404.html', '/', '/zh-cn/'],
] as const)('knows where the Chinese page of %s is, below %s', ([path, base, expected]) => {
  expect(inLocale(new URL(`https://example.org${path}?seed=1#here`), base, 'zh-cn')).toBe(expected);
});
