/** What the search of a built site can find. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Locale, languageTags } from '#src/i18n.ts';
import type { Sought } from './page-faults.ts';

/** What Pagefind puts in front of a page's data. */
const MARK = 'pagefind_dcd';
/** Words besides the titles, so that each part of the index is asked for. */
const EXTRA_WORDS = 40;

/** Each page of a language that the index holds, with its title to look for; then words from all over, found on any page. */
export async function soughtPages(folder: string, locale: Locale): Promise<Sought[]> {
  const fragments = join(folder, 'pagefind/fragment');
  const titles: Sought[] = [];
  let content = '';
  for (const file of await readdir(fragments)) {
    const text = gunzipSync(await readFile(join(fragments, file))).toString('utf8');
    const data: { url: string; content: string; meta: { title?: string } } = JSON.parse(
      text.slice(MARK.length),
    );
    if (!data.url.startsWith(`/${locale}/`)) continue;
    titles.push({ words: data.meta.title ?? '', page: data.url });
    content += ` ${data.content}`;
  }
  return [...titles, ...spread(wordsOf(content, locale)).map((words) => ({ words, page: `/${locale}/` }))];
}

/** An English page quotes Chinese, whose words its index doesn't know. */
const letters = { en: /^\p{Script=Latin}{2,}$/u, 'zh-cn': /^\p{L}{2,}$/u } as const;

/** In the order of their letters, as the index is cut. */
function wordsOf(text: string, locale: Locale): string[] {
  const segments = new Intl.Segmenter(languageTags[locale], { granularity: 'word' }).segment(text);
  const words = new Set<string>();
  for (const { segment, isWordLike } of segments)
    if (isWordLike && letters[locale].test(segment)) words.add(segment.toLowerCase());
  return [...words].sort();
}

const spread = (words: readonly string[]): string[] =>
  words.filter((_, i) => i % Math.ceil(words.length / EXTRA_WORDS) === 0);
