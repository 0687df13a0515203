import { expect, it, vi } from 'vitest';
import { chapterAt } from '#src/progress/follow.ts';
import {
  asText,
  fromText,
  merged,
  noProgress,
  progressStore,
  salvaged,
  withChapter,
  withPrediction,
  withSolved,
} from '#src/progress/progress.ts';

it('remembers what was opened last, and unreads nothing', () => {
  const read = withChapter(noProgress, 'weights/he', 'read');
  const again = withChapter(withChapter(read, 'weights/xavier', 'begun'), 'weights/he', 'begun');
  expect(again).toEqual({
    ...noProgress,
    chapters: { 'weights/he': 'read', 'weights/xavier': 'begun' },
    last: 'weights/he',
  });
});

it('comes back from its file as it went', () => {
  const picked = withPrediction(withChapter(noProgress, 'weights/he', 'read'), 'weights/he/training', 2);
  const drawn = withPrediction(picked, 'weights/xavier/tanh-std', [0.6, 0.2]);
  for (const progress of [
    noProgress,
    picked,
    drawn,
    withSolved(drawn, 'deep-trainability/xavier-catches-up'),
  ]) {
    expect(fromText(asText(progress))).toEqual(progress);
  }
});

it('reads a file from before there were predictions and challenges', () => {
  const old = '{"format":"neural-network-details-progress","version":1,"chapters":{"weights/he":"read"}}';
  expect(fromText(old)).toEqual({ ...noProgress, chapters: { 'weights/he': 'read' } });
});

it('takes a prediction back, and counts a challenge once', () => {
  const made = withPrediction(noProgress, 'weights/he/training', 2);
  expect(withPrediction(made, 'weights/he/training', undefined)).toEqual(noProgress);
  expect(withSolved(withSolved(noProgress, 'a/b'), 'a/b').solved).toEqual(['a/b']);
  const there = withSolved(withPrediction(noProgress, 'weights/he/training', 0), 'c/d');
  const both = merged(withSolved(made, 'a/b'), there);
  expect(both.predictions).toEqual({ 'weights/he/training': 2 });
  expect(both.solved).toEqual(['a/b', 'c/d']);
});

it('joins what two browsers know, and goes on where this one was', () => {
  const here = withChapter(withChapter(noProgress, 'weights/he', 'begun'), 'weights/xavier', 'begun');
  const there = withChapter(
    withChapter(noProgress, 'weights/he', 'read'),
    'resnet/residual-networks',
    'begun',
  );
  expect(merged(here, there)).toEqual({
    ...noProgress,
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
  ['a prediction in no chapter', asText(withPrediction(noProgress, 'weights', 1))],
  ['half an option', asText(withPrediction(noProgress, 'weights/he/training', 1.5))],
  ['an option that no card has', asText(withPrediction(noProgress, 'weights/he/training', 99))],
  ['a curve of gaps', asText(withPrediction(noProgress, 'weights/he/training', [1, Number.NaN]))],
  ['a curve of nothing', asText(withPrediction(noProgress, 'weights/he/training', []))],
  ['predictions in a list', asText(noProgress).replace('"predictions": {}', '"predictions": []')],
  ['a challenge that is none', asText(withSolved(noProgress, '<b>'))],
  ['challenges by number', asText(noProgress).replace('"solved": []', '"solved": [1]')],
  ['a word for challenges', asText(noProgress).replace('"solved": []', '"solved": "all"')],
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

it('loses one bad entry of the browser’s own storage, and nothing else', () => {
  const whole = withPrediction(
    withSolved(withChapter(noProgress, 'weights/he', 'read'), 'dropout/half'),
    'weights/he/training',
    1,
  );
  const text = asText(whole)
    .replace('"weights/he": "read"', '"weights/he": "read", "weights/xavier": "eaten"')
    .replace('"weights/he/training": 1', '"weights/he/training": 1, "weights/he/curve": ["steep"]')
    .replace('"dropout/half"', '"dropout/half", 7');
  expect(fromText(text)).toBeUndefined();
  expect(salvaged(text)).toEqual({ progress: whole, whole: false });
  expect(salvaged(asText(whole))).toEqual({ progress: whole, whole: true });
});

it('is there for the page where the storage is full', () => {
  class Storage {
    getItem = () => null;
    setItem() {
      throw new DOMException('full', 'QuotaExceededError');
    }
  }
  vi.stubGlobal('Storage', Storage);
  vi.stubGlobal('window', { localStorage: new Storage() });
  const store = progressStore();
  expect(store.lasts).toBe(true);
  store.write(withSolved(noProgress, 'dropout/half'));
  store.write(withChapter(store.read(), 'weights/he', 'read'));
  vi.unstubAllGlobals();
  expect(store.read()).toEqual({
    ...withChapter(noProgress, 'weights/he', 'read'),
    solved: ['dropout/half'],
  });
});
