/** On the page of a chapter: notes that it was opened, and that it was read to the end; marks the chapters in the sidebar. */
import { type Progress, progressStore, withChapter } from './progress.ts';

/** The chapter at this address: `/base/en/weights/xavier/` → `weights/xavier`; `undefined` for any other page. */
export function chapterAt(path: string, parts: readonly string[]): string | undefined {
  const [part, name] = path.split('/').filter(Boolean).slice(-2);
  return part && name && parts.includes(part) ? `${part}/${name}` : undefined;
}

export function followReading(parts: readonly string[], readWord: string): void {
  const store = progressStore();
  const slug = chapterAt(location.pathname, parts);
  if (slug) store.write(withChapter(store.read(), slug, 'begun'));
  const links = () => document.querySelectorAll<HTMLAnchorElement>('.sidebar-content a');
  markLinks([...links()], store.read(), parts, readWord);
  const end = document.querySelector('.pagination-links');
  if (!slug || !end) return;
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    store.write(withChapter(store.read(), slug, 'read'));
    markLinks([...links()], store.read(), parts, readWord);
  }).observe(end);
}

/** A tick at each chapter that has been read, with a word for those who can't see it. */
export function markLinks(
  links: readonly HTMLAnchorElement[],
  { chapters }: Progress,
  parts: readonly string[],
  readWord: string,
): void {
  for (const link of links) {
    const slug = chapterAt(new URL(link.href).pathname, parts);
    const isRead = slug !== undefined && chapters[slug] === 'read';
    const mark = link.querySelector('.read-mark');
    if (isRead && !mark) {
      const tick = document.createElement('span');
      tick.className = 'read-mark';
      tick.setAttribute('role', 'img');
      tick.setAttribute('aria-label', readWord);
      link.append(tick);
    } else if (!isRead) mark?.remove();
  }
}
