/**
 * The language select leads to the same place of the same page, with the same settings. Headings have other names in the
 * other language, but the same order: the address carries for a moment how many lie above, and how far the next one is.
 */

const KEY = 'place=';
/** Below the bar at the top, in CSS pixels: what stands here is what the reader is at. */
const READING_LINE = 120;
/** A heading no further above the line is still in view, and stays so: as much as lies between the bar and the line. */
const IN_VIEW = 56;

/** Headings above the reading line, and the part of the way to the next one; both from the tops of all, in order. */
export function placeAmong(tops: readonly number[], line: number): { heading: number; part: number } {
  const heading = tops.findLastIndex((top) => top <= line);
  const from = tops[heading];
  const to = tops[heading + 1];
  const isInView = from !== undefined && line - from <= IN_VIEW;
  const part =
    from === undefined || to === undefined || to <= from || isInView ? 0 : (line - from) / (to - from);
  return { heading, part: Math.min(Math.max(part, 0), 1) };
}

/** How far down the reading line is at a place; `undefined` where the page has no such heading. */
export function lineAt(
  tops: readonly number[],
  { heading, part }: { heading: number; part: number },
): number | undefined {
  const from = tops[heading];
  if (from === undefined) return undefined;
  return from + part * ((tops[heading + 1] ?? from) - from);
}

/** `#place=3+0.25`; `undefined` for any other fragment. */
export function readPlace(hash: string): { heading: number; part: number } | undefined {
  const [, heading, part] = /^#place=(\d{1,3})\+([01](?:\.\d{1,3})?)$/.exec(hash) ?? [];
  return heading && part ? { heading: Number(heading), part: Number(part) } : undefined;
}

/** From the page's top; the end counts as one more, so that the last section has a length. */
function topsOfHeadings(): number[] {
  const content = document.querySelector('main .sl-markdown-content');
  if (!content) return [];
  const headings = [...content.querySelectorAll(':is(h2, h3)[id]')].map(
    (heading) => heading.getBoundingClientRect().top,
  );
  const tops = [...headings, content.getBoundingClientRect().bottom];
  return tops.map((top) => top + scrollY);
}

export function keepPlaceAcrossLanguages(): void {
  document.addEventListener(
    'change',
    (event) => {
      const { target } = event;
      if (!(target instanceof HTMLSelectElement) || !target.closest('starlight-lang-select')) return;
      event.stopImmediatePropagation(); // Starlight's own listener would leave all but the path behind
      const { heading, part } = placeAmong(topsOfHeadings(), scrollY + READING_LINE);
      const hash = heading < 0 ? '' : `#${KEY}${heading}+${part.toFixed(3)}`;
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
  if (document.readyState !== 'complete') addEventListener('load', go, { once: true }); // fonts may have moved it
}
