/**
 * The shell's pages come in dark, and a script turns them to what the reader prefers. Where scripts are off, a sheet does
 * it: what the site's sheets say of the light theme, said of the theme that a page comes with.
 */

const ofLight = /\[data-theme=(["']?)light\1\]|(?<=:root):not\(\[data-theme=(["']?)dark\2\]\)/g;
const pieces = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*[\s\S]*?\*\/|[{};]/g;
const outsideBrackets = /,(?![^()]*\))/;

/** Of a built sheet the rules for the light theme, each within the conditions and layers that it stands in. */
export function lightRules(css: string): string {
  let light = '';
  let from = 0;
  const open: { readonly head: string; readonly before: string }[] = [];
  for (const { 0: piece, index } of css.matchAll(pieces)) {
    const withinRule = open.length > 0 && open.at(-1)?.head.startsWith('@') === false;
    if (!'{};'.includes(piece) || (piece === ';' && withinRule)) continue;
    const text = css.slice(from, index).trim();
    from = index + 1;
    if (piece === '{') {
      open.push({ head: text, before: light });
      light = '';
    }
    if (piece === '}') {
      const { head, before } = open.pop() ?? { head: '', before: '' };
      const selectors = head.split(outsideBrackets).filter((selector) => selector.search(ofLight) >= 0);
      const inside = head.startsWith('@') ? light : text;
      const kept = head.startsWith('@') ? head : selectors.join().replaceAll(ofLight, '[data-theme=dark]');
      light = kept && inside ? `${before}${kept}{${inside}}` : before;
    }
  }
  return light;
}

/** The page with a link to that sheet, where it is one that comes in dark. */
export function withLightSheet(html: string, sheet: string): string {
  if (!/<html\b[^>]*\sdata-theme="dark"/.test(html)) return html;
  const link = `<link rel="stylesheet" href="${sheet}" media="(prefers-color-scheme: light)">`;
  return html.replace('</head>', () => `<noscript>${link}</noscript></head>`);
}
