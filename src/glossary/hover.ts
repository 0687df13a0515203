/**
 * A link to the glossary shows what the glossary says: under the pointer, with the keyboard's focus, and at a first tap,
 * where a second one follows the link. Escape closes the box, the pointer can move into it, and it stays until the reader
 * leaves. Without the glossary's page, or without this script, the links are plain links.
 */
import { fetchedGlossary } from './definitions.ts';
import { placeBox } from './place.ts';

const TERM = '.sl-markdown-content a[href*="/glossary/#"]';
/** Passing over a term on the way elsewhere opens nothing. */
const OPEN_AFTER_MILLIS = 200;
/** Long enough to get from the term into its box. */
const CLOSE_AFTER_MILLIS = 300;

/** `goOn`: the words of the link that a reader without a pointer gets. */
export function explainTerms(goOn: string): void {
  const find = fetchedGlossary();
  const box = newBox();
  /** Whose box is open, or will be once the glossary is there. */
  let wanted: HTMLAnchorElement | undefined;
  let timer = 0;

  const close = () => {
    clearTimeout(timer);
    wanted?.removeAttribute('aria-describedby');
    wanted = undefined;
    box.root.remove();
  };
  /** Below the line of the term that is at this height of the window; below its last line where no height is given. */
  const open = async (term: HTMLAnchorElement, { y, tapped = false }: { y?: number; tapped?: boolean }) => {
    clearTimeout(timer);
    if (wanted === term) return;
    close();
    wanted = term;
    try {
      const definition = await find(new URL(term.href));
      if (wanted !== term) return;
      if (!definition) return close();
      box.fill(definition.name, definition.text, tapped ? { href: term.href, words: goOn } : undefined);
      document.body.append(box.root);
      term.setAttribute('aria-describedby', box.root.id);
      moveTo(box.root, term, y);
    } catch {
      if (wanted !== term) return;
      close();
      if (tapped) location.href = term.href;
    }
  };

  document.addEventListener('pointerover', ({ target, pointerType, clientY: y }) => {
    if (pointerType === 'touch') return;
    const term = termAt(target);
    if (!term && !inside(box.root, target)) return;
    clearTimeout(timer);
    if (!term || term === wanted) return;
    find(new URL(term.href)).catch(() => {}); // it may arrive while the reader makes up their mind
    timer = window.setTimeout(() => void open(term, { y }), OPEN_AFTER_MILLIS);
  });
  document.addEventListener('pointerout', ({ target, pointerType }) => {
    if (pointerType === 'touch' || !(termAt(target) || inside(box.root, target))) return;
    clearTimeout(timer);
    if (wanted !== document.activeElement) timer = window.setTimeout(close, CLOSE_AFTER_MILLIS);
  });
  document.addEventListener('focusin', ({ target }) => {
    const term = termAt(target);
    if (term?.matches(':focus-visible')) void open(term, {});
    else if (!term && !inside(box.root, target)) close();
  });
  document.addEventListener('focusout', ({ relatedTarget }) => {
    if (!inside(box.root, relatedTarget) && !box.root.matches(':hover')) close();
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!termAt(target) && !inside(box.root, target)) close();
  });
  document.addEventListener('click', (event) => {
    const term = termAt(event.target);
    if (!term || !(event instanceof PointerEvent) || event.pointerType !== 'touch' || term === wanted) return;
    event.preventDefault();
    void open(term, { y: event.clientY, tapped: true });
  });
}

const termAt = (target: EventTarget | null): HTMLAnchorElement | undefined =>
  (target instanceof Element ? target.closest<HTMLAnchorElement>(TERM) : null) ?? undefined;

const inside = (box: HTMLElement, target: EventTarget | null): boolean =>
  target instanceof Node && box.contains(target);

function newBox() {
  const root = document.createElement('div');
  root.id = 'term-box';
  root.className = 'term-box';
  const name = document.createElement('p');
  name.className = 'term-name';
  const text = document.createElement('p');
  const more = document.createElement('p');
  const link = document.createElement('a');
  more.append(link);
  return {
    root,
    fill(nameNodes: readonly Node[], textNodes: readonly Node[], goOn?: { href: string; words: string }) {
      name.replaceChildren(...nameNodes);
      text.replaceChildren(...textNodes);
      root.replaceChildren(name, text);
      root.setAttribute('role', goOn ? 'note' : 'tooltip');
      if (!goOn) return;
      link.href = goOn.href;
      link.textContent = goOn.words;
      root.append(more);
    },
  };
}

/** Placed on the page, not in the window: it scrolls along with its term. */
function moveTo(box: HTMLElement, term: Element, y: number | undefined): void {
  const lines = [...term.getClientRects()];
  const line = lines.find(({ top, bottom }) => y !== undefined && y >= top && y <= bottom) ?? lines.at(-1);
  if (!line) return;
  const { top: first, bottom: last } = term.getBoundingClientRect(); // the box covers no line of its own term
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const covered = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
  const { left, top } = placeBox({ left: line.left, top: first, bottom: last }, box.getBoundingClientRect(), {
    width,
    height,
    covered,
  });
  box.style.left = `${left + scrollX}px`;
  box.style.top = `${top + scrollY}px`;
}
