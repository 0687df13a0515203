import { expect, it } from 'vitest';
import { chapterAt } from '#src/progress/follow.ts';
import { asText, fromText, merged, noProgress, withChapter } from '#src/progress/progress.ts';

it('remembers what was opened last, and unreads nothing', () => {
  const read = withChapter(noProgress, 'weights/he', 'read');
  const again = withChapter(withChapter(read, 'weights/xavier', 'begun'), 'weights/he', 'begun');
  expect(again).toEqual({
    chapters: { 'weights/he': 'read', 'weights/xavier': 'begun' },
    last: 'weights/he',
  });
});

it('comes back from its file as it went', () => {
  for (const progress of [noProgress, withChapter(noProgress, 'weights/he', 'read')]) {
    expect(fromText(asText(progress))).toEqual(progress);
  }
});

it('joins what two browsers know, and goes on where this one was', () => {
  const here = withChapter(withChapter(noProgress, 'weights/he', 'begun'), 'weights/xavier', 'begun');
  const there = withChapter(
    withChapter(noProgress, 'weights/he', 'read'),
    'resnet/residual-networks',
    'begun',
  );
  expect(merged(here, there)).toEqual({
    chapters: { 'weights/he': 'read', 'weights/xavier': 'begun', 'resnet/residual-networks': 'begun' },
    last: 'weights/xavier',
  });
  expect(merged(noProgress, there).last).toBe('resnet/residual-networks');
});

it.each([
  ['no JSON', 'hello'],
  ['something else', '{"chapters":{}}'],
  ['another version', asText(noProgress).replace('1', '2')],
  ['a list', '[]'],
  ['null', 'null'],
  [
    'a state that there is not',
    asText(withChapter(noProgress, 'weights/he', 'read')).replace('"read"', '"eaten"'),
  ],
  ['no chapter’s address', asText(withChapter(noProgress, '<script>', 'read'))],
])('takes no file with %s in it', (_, text) => {
  expect(fromText(text)).toBeUndefined();
});

it('knows a chapter by its address, in both languages and below a path', () => {
  const parts = ['weights'];
  expect(chapterAt('/en/weights/he/', parts)).toBe('weights/he');
  expect(chapterAt('/teaching/course/zh-cn/weights/he/', parts)).toBe('weights/he');
  for (const path of ['/', '/en/', '/en/glossary/', '/en/lab/dropout/']) {
    expect(chapterAt(path, parts), path).toBeUndefined();
  }
});
