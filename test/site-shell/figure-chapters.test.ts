/** From a figure to the chapters that show it. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chaptersWith } from '#src/site/figure-chapters.ts';
import { pagesInOrder } from '#src/site/sidebar.ts';

const entries = pagesInOrder.map((slug) => ({
  id: `en/${slug}`,
  body: readFileSync(`content/en/${slug}.mdx`, 'utf8'),
  data: { title: slug },
}));

it('finds the chapters that show a figure, in the order of the course', () => {
  expect(chaptersWith('activation-statistics', entries, 'en').map(({ slug }) => slug)).toEqual([
    'weights/small-random',
    'weights/large-random',
    'weights/xavier',
    'weights/he',
    'weights/batch-normalization',
  ]);
});

it('finds a chapter for every figure', () => {
  for (const widget of readdirSync('widgets'))
    expect(chaptersWith(widget, entries, 'en').length, widget).toBeGreaterThan(0);
});
