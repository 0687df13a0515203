/**
 * Each sheet is a request that the first paint waits for, and the bundler makes one of nearly every file. Those that serve
 * the same kinds of pages become one sheet: a reader comes to the next page with all of it, and no kind of page loads what
 * only another one needs.
 */

const link = /<link rel="stylesheet" href="([^"]+)">/g;

/** Addresses of the sheets that a page waits for, in their order: those for one medium or theme are none of them. */
export const sheetsOf = (html: string): string[] => [...html.matchAll(link)].map(([, href = '']) => href);

/**
 * Which sheets become one, in the order in which a page links to them. Two pages are of one kind if they begin with the same
 * sheet.
 * @param pages of each page its sheets, in their order
 * @param named sheets that a script asks for by their names: they stay as they are
 */
export function sheetsToJoin(
  pages: readonly (readonly string[])[],
  named: ReadonlySet<string>,
): readonly (readonly string[])[] {
  const kinds = new Map<string, Set<string>>();
  const order: string[] = [];
  for (const sheets of pages) {
    const [kind = ''] = sheets;
    for (const [index, sheet] of sheets.entries()) {
      const known = kinds.get(sheet);
      if (known) known.add(kind);
      else {
        kinds.set(sheet, new Set([kind]));
        order.splice(order.indexOf(sheets[index - 1] ?? '') + 1, 0, sheet);
      }
    }
  }
  const joined = new Map<string, string[]>();
  for (const sheet of order) {
    const key = named.has(sheet) ? sheet : [...(kinds.get(sheet) ?? [])].sort().join(' ');
    joined.set(key, [...(joined.get(key) ?? []), sheet]);
  }
  return [...joined.values()];
}

/** The page with links to the joined sheets, where its first one stood. */
export function withJoinedSheets(html: string, joined: ReadonlyMap<string, string>): string {
  const own = new Set(sheetsOf(html).map((sheet) => joined.get(sheet) ?? sheet));
  const inOrder = [...new Set(joined.values())].filter((sheet) => own.has(sheet));
  let links = inOrder.map((href) => `<link rel="stylesheet" href="${href}">`).join('');
  return html.replaceAll(link, () => {
    const here = links;
    links = '';
    return here;
  });
}
