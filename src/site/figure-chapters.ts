/** Which chapters show a figure, in the order of the course. */
import type { Locale } from '#src/i18n.ts';
import { pagesInOrder } from './sidebar.ts';

export interface Chapter {
  /** Its place in the course. */
  readonly place: number;
  /** `weights/xavier` */
  readonly slug: string;
  readonly title: string;
}

interface Entry {
  /** `en/weights/xavier` */
  readonly id: string;
  /** MDX. */
  readonly body?: string | undefined;
  readonly data: { readonly title: string };
}

export function chaptersWith(widget: string, entries: readonly Entry[], locale: Locale): Chapter[] {
  return pagesInOrder.flatMap((slug, place) => {
    const entry = entries.find(({ id }) => id === `${locale}/${slug}`);
    return entry?.body?.includes(`from '#widgets/${widget}/index.astro'`)
      ? [{ place, slug, title: entry.data.title }]
      : [];
  });
}
