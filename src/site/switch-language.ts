/**
 * The language select leads to the same place of the same page, with the same settings. Headings have other names in the
 * other language, but the same order: the address carries for a moment how many lie above, and how far the next one is.
 */

const KEY = 'place=';
/** Below the bar at the top, in CSS pixels: what stands here is what the reader is at. */
const READING_LINE = 120;
/** A heading no further above the line is still in view, and stays so: as much as lies between the bar and the line. */
const IN_VIEW = 56;

interface Place {
  readonly heading: number;
  readonly part: number;
}

/** Headings above the reading line, and the part of the way to the next one; both from the tops of all, in order. */
export function placeAmong(tops: readonly number[], line: number): Place {
  const heading = tops.findLastIndex((top) => top <= line);
  const from = tops[heading];
  const to = tops[heading + 1];
  const isInView = from !== undefined && line - from <= IN_VIEW;
  const part =
    from === undefined || to === undefined || to <= from || isInView ? 0 : (line - from) / (to - from);
  return { heading, part: Math.min(Math.max(part, 0), 1) };
}

/** How far down the reading line is at a place; `undefined` where the page has no such heading. */
export function lineAt(tops: readonly number[], { heading, part }: Place): number | undefined {
  const from = tops[heading];
  if (from === undefined) return undefined;
  return from + part * ((tops[heading + 1] ?? from) - from);
}

/** `#place=3+0.25`; `undefined` for any other fragment. */
export function readPlace(hash: string): Place | undefined {
  const [, heading, part] = /^#place=(\d{1,3})\+([01](?:\.\d{1,3})?)$/.exec(hash) ?? [];
  return heading && part ? { heading: Number(heading), part: Number(part) } : undefined;
}

interface Input extends Event {
  /** Of a key; absent where something is pointed at or scrolled. */
  readonly key?: string;
  readonly shiftKey?: boolean;
}

/**
 * Where the way back to the select began, after one more step. Each stop on it scrolls the page, though nobody reads there;
 * whatever else is done in the text, or beside it, is reading again.
 */
export function startOfWay(
  start: Place | undefined,
  { key, shiftKey }: Pick<Input, 'key' | 'shiftKey'>,
  focus: 'text' | 'select' | 'beside',
  here: () => Place,
): Place | undefined {
  if (key === 'Tab' && shiftKey) return start ?? here();
  const isOnTheWay = key === 'Shift' || focus === 'select' || (key === 'Tab' && focus === 'beside');
  return isOnTheWay ? start : undefined;
}

/** From the page's top; what comes after the text counts as one more, so that the last section has a length. */
const topsOfHeadings = (): number[] =>
  [...document.querySelectorAll('main :is(:is(h1, h2, h3)[id], footer)')].map(
    (heading) => heading.getBoundingClientRect().top + scrollY,
  );

const placeHere = (): Place => placeAmong(topsOfHeadings(), scrollY + READING_LINE);

/** Nobody sees it, but the Tab key goes on from there, and a screen reader reads on. */
function focusHere(): void {
  const blocks = document.querySelectorAll<HTMLElement>(
    '.sl-markdown-content > :not(astro-island), .widget > *',
  );
  const block = [...blocks].find((one) => one.getBoundingClientRect().bottom > READING_LINE);
  if (!block) return;
  if (block.tabIndex < 0) block.tabIndex = -1;
  block.focus({ preventScroll: true });
}

export function keepPlaceAcrossLanguages(): void {
  let start: Place | undefined;
  const follow = (input: Input) => {
    const { target } = input;
    const isInText = target instanceof Element && target.closest('main');
    const focus = isInText ? 'text' : target instanceof HTMLSelectElement ? 'select' : 'beside';
    start = startOfWay(start, input, focus, placeHere);
  };
  for (const type of ['keydown', 'pointerdown', 'wheel']) {
    addEventListener(type, follow, true);
  }
  document.addEventListener(
    'change',
    (event) => {
      const { target } = event;
      if (!(target instanceof HTMLSelectElement) || !target.closest('starlight-lang-select')) return;
      event.stopImmediatePropagation(); // Starlight's own listener would leave all but the path behind
      const { heading, part } = start ?? placeHere();
      const hash = heading + part > 0 ? `#${KEY}${heading}+${part.toFixed(3)}` : '';
      location.assign(target.value + location.search + hash);
    },
    true,
  );
  const place = readPlace(location.hash);
  if (!place) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  const go = () => {
    const line = lineAt(topsOfHeadings(), place);
    if (line !== undefined) scrollTo({ top: line - READING_LINE, behavior: 'instant' });
  };
  go();
  focusHere();
  if (document.readyState !== 'complete') addEventListener('load', go, { once: true }); // fonts may have moved it
}
