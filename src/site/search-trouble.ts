/** Says in the search dialog that no answer comes; the search that Starlight brings would go on searching for ever. */
import { reloadNotice } from './reload-notice.ts';

export interface SearchWords {
  readonly said: string;
  readonly reload: string;
}

/** How long an answer may take before something is said; it is taken back where one comes after all. */
const PATIENCE_MILLIS = 6000;

export function sayWhenSearchIsStuck(
  { said, reload }: SearchWords,
  search: HTMLElement | null = document.querySelector('site-search'),
): void {
  let timer = 0;
  let notice: HTMLElement | undefined;
  const observer = new MutationObserver(() => {
    const place = notice?.parentElement;
    if (!place || !isStuck(place)) takeBack();
  });
  const takeBack = () => {
    observer.disconnect(); // or what comes for the next words would take back what is yet to be said of them
    clearTimeout(timer);
    notice?.remove();
    notice = undefined;
  };
  const watch = (target: EventTarget | null) => {
    takeBack();
    if (!(target instanceof HTMLInputElement) || target.value.trim() === '') return;
    timer = window.setTimeout(() => {
      const place = target.closest('#starlight__search');
      if (!place || !isStuck(place)) return;
      notice = reloadNotice(said, reload);
      notice.setAttribute('role', 'alert');
      place.append(notice);
      observer.observe(place, { childList: true, subtree: true });
    }, PATIENCE_MILLIS);
  };
  search?.addEventListener('input', ({ target }) => watch(target));
  watch(search?.querySelector('input') ?? null); // somebody may have begun before this was here
}

/** There is a list as soon as the search is over, and in it a place for each page until its words have come. */
const isStuck = (place: Element): boolean =>
  !place.querySelector('.pagefind-ui__results') || place.querySelector('.pagefind-ui__loading') !== null;
