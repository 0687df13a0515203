/** What the search of a built site can find. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Locale } from '#src/i18n.ts';
import type { Sought } from './page-faults.ts';

/** What Pagefind puts in front of a page's data. */
const MARK = 'pagefind_dcd';

/** Each page of a language that the index holds, with its title to look for. */
export async function soughtPages(folder: string, locale: Locale): Promise<Sought[]> {
  const fragments = join(folder, 'pagefind/fragment');
  const sought: Sought[] = [];
  for (const file of await readdir(fragments)) {
    const text = gunzipSync(await readFile(join(fragments, file))).toString('utf8');
    const { url, meta }: { url: string; meta: { title?: string } } = JSON.parse(text.slice(MARK.length));
    if (url.startsWith(`/${locale}/`)) sought.push({ words: meta.title ?? '', page: url });
  }
  return sought;
}
