/** In a page for frames: shows the controls that the address names, and tells the page around it how high it is. */
import { SHOW_KEY, SHOW_NONE } from '#src/lab/url-state.ts';

/** @param unknown says that the address names controls that the figure doesn't have */
export function frameFigure(unknown: (given: string, allowed: string) => void): void {
  const wanted = new URLSearchParams(location.search).get(SHOW_KEY);
  if (wanted !== null) showOnly(wanted, unknown);
  if (parent === window) return;
  const height = () =>
    parent.postMessage({ figureHeight: Math.ceil(document.body.getBoundingClientRect().height) }, '*');
  new ResizeObserver(height).observe(document.body);
}

function showOnly(wanted: string, unknown: (given: string, allowed: string) => void): void {
  const names = [...document.querySelectorAll<HTMLInputElement>('.controls [name]')].map(({ name }) => name);
  const known = [...new Set(names)];
  const asked = wanted
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '' && key !== SHOW_NONE);
  const strange = asked.filter((key) => !known.includes(key));
  if (strange.length > 0) unknown(strange.join(', '), [...known, SHOW_NONE].join(', '));
  const shown = asked.filter((key) => known.includes(key));
  const any = shown.map((key) => `[name="${CSS.escape(key)}"]`).join(', ');
  const without = (part: string) => (any ? `${part}:not(:has(${any}))` : part);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `.presets, ${without('.controls')}, ${without('.controls-more')}, ${without('.controls .control')} { display: none }`,
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
