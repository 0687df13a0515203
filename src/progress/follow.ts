/** On the page of a chapter: notes that it was opened, and that it was read to the end; marks the chapters in the sidebar. */
import { type ChapterChallenges, challengesFromText } from './challenges.ts';
import { type Progress, progressStore, withChapter } from './progress.ts';

/** What is put beside a chapter's link, for those who can't see it in words. */
export interface Marks {
  readonly read: string;
  /** {solved} and {all} are put in here. */
  readonly solved: string;
  readonly challenges: ChapterChallenges;
}

/** As the shell of every page has them. */
export function marksOfPage(): Marks {
  const {
    read = '',
    solved = '',
    challenges = '',
  } = document.querySelector<HTMLElement>('#reading')?.dataset ?? {};
  return { read, solved, challenges: challengesFromText(challenges) };
}

/** The chapter at this address: `/base/en/weights/xavier/` → `weights/xavier`; `undefined` for any other page. */
export function chapterAt(path: string, parts: readonly string[]): string | undefined {
  const [part, name] = path.split('/').filter(Boolean).slice(-2);
  return part && name && parts.includes(part) ? `${part}/${name}` : undefined;
}

export function followReading(parts: readonly string[]): void {
  const store = progressStore();
  const slug = chapterAt(location.pathname, parts);
  if (slug) store.write(withChapter(store.read(), slug, 'begun'));
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.sidebar-content a')];
  const marks = marksOfPage();
  const mark = () => markLinks(links, store.read(), parts, marks);
  mark();
  store.onWrite(mark);
  const end = document.querySelector('.pagination-links');
  if (!slug || !end) return;
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    store.write(withChapter(store.read(), slug, 'read'));
  }).observe(end);
}

/** A tick at each chapter that has been read; how many of its challenges are solved, from the first one on. */
export function markLinks(
  links: readonly HTMLAnchorElement[],
  { chapters, solved }: Progress,
  parts: readonly string[],
  marks: Marks,
): void {
  for (const link of links) {
    const slug = chapterAt(new URL(link.href).pathname, parts);
    if (slug === undefined) continue;
    markLink(link, 'read-mark', chapters[slug] === 'read' ? { shown: '✓', said: marks.read } : undefined);
    const ofChapter = marks.challenges.get(slug) ?? [];
    const met = String(ofChapter.filter((one) => solved.includes(one)).length);
    const all = String(ofChapter.length);
    const said = marks.solved.replace('{solved}', met).replace('{all}', all);
    markLink(link, 'solved-mark', met === '0' ? undefined : { shown: `${met}/${all}`, said });
  }
}

/** What is shown is drawn by the style sheet: the link's text stays the chapter's title. */
function markLink(
  link: HTMLAnchorElement,
  kind: string,
  mark: { readonly shown: string; readonly said: string } | undefined,
): void {
  const old = link.querySelector<HTMLElement>(`.${kind}`);
  if (!mark) {
    old?.remove();
    return;
  }
  const span = old ?? document.createElement('span');
  span.className = kind;
  span.dataset.shown = mark.shown;
  span.setAttribute('role', 'img');
  span.setAttribute('aria-label', mark.said);
  if (!old) link.append(span);
}
