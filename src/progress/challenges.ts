/** Which challenges each chapter sets, by widget and check: found in its text at the build, and carried to the page. */
import { chapterParts } from './parts.ts';

/** By chapter, `weights/xavier`. */
export type ChapterChallenges = ReadonlyMap<string, readonly string[]>;

const TAG = /<Challenge\s+widget="([a-z0-9-]+)"\s+check="([a-z0-9-]+)"/g;

/** @param entries pages by their ids, `en/weights/xavier`, with their MDX; those in another language and those that are no chapters are left out */
export function challengesOf(
  entries: readonly { readonly id: string; readonly body?: string | undefined }[],
  locale: string,
): ChapterChallenges {
  const isChapter = (slug: string) => chapterParts.some((part) => slug.startsWith(`${part}/`));
  return new Map(
    entries
      .filter(({ id }) => id.startsWith(`${locale}/`))
      .map(({ id, body = '' }) => [id.slice(locale.length + 1), body] as const)
      .filter(([slug]) => isChapter(slug))
      .map(([slug, body]) => [
        slug,
        [...body.matchAll(TAG)].map(([, widget, check]) => `${widget}/${check}`),
      ]),
  );
}

/** `weights/he dropout/half dropout/rates;weights/xavier …` */
export const challengesAsText = (challenges: ChapterChallenges): string =>
  [...challenges].map(([slug, ofChapter]) => [slug, ...ofChapter].join(' ')).join(';');

export const challengesFromText = (text: string): ChapterChallenges =>
  new Map(
    text
      .split(';')
      .filter(Boolean)
      .map((line) => {
        const [slug = '', ...ofChapter] = line.split(' ');
        return [slug, ofChapter];
      }),
  );
