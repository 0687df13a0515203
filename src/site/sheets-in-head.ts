/**
 * A sheet that comes with the first block of code sets custom properties of the page's root: the browser would do the
 * styles of the whole page once more.
 */

const link = /<link rel="stylesheet" href="[^"]+">/g;

/** The page with the sheets that its text links to in its head, each once. */
export function withSheetsInHead(html: string): string {
  const [head, ...rest] = html.split('</head>');
  const body = rest.join('</head>');
  const links = new Set(body.match(link));
  if (links.size === 0) return html;
  return `${head}${[...links].join('')}</head>${body.replace(link, '')}`;
}
