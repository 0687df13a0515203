/** `_headers`, which Netlify, Cloudflare Pages and others apply: what each path of the site is sent with. */

const everywhere: readonly string[] = [
  'X-Content-Type-Options: nosniff',
  'Referrer-Policy: strict-origin-when-cross-origin',
  'Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=()',
];

const cached: Readonly<Record<string, string>> = {
  '_astro/*': 'public, max-age=31536000, immutable', // names change with contents
  'data/*': 'public, max-age=86400',
  'models/*': 'public, max-age=86400',
  'sw.js': 'no-cache', // a new version of the course is found by it
};

/** Of Cloudflare Pages, which passes over what goes beyond. */
const MOST_RULES = 100;
const LONGEST_LINE = 2000;

/**
 * @throws Error `_headers: a line of … characters, … are allowed: …`, or the same of its rules
 * @param base path of the site, with a slash at both ends
 * @param contentSecurity the policy for all of it, without `frame-ancestors`
 * @param ownFrames paths below the base that only the site itself may show in a frame; each adds a second policy, since
 *   hosts join the headers of all rules that apply
 */
export function headersFile(base: string, contentSecurity: string, ownFrames: readonly string[]): string {
  const rule = (path: string, lines: readonly string[]) =>
    `${base}${path}\n${lines.map((line) => `  ${line}\n`).join('')}`;
  const rules = [
    rule('*', [...everywhere, `Content-Security-Policy: ${contentSecurity}`]),
    ...ownFrames.map((path) => rule(path, ["Content-Security-Policy: frame-ancestors 'self'"])),
    ...Object.entries(cached).map(([path, value]) => rule(path, [`Cache-Control: ${value}`])),
  ];
  if (rules.length > MOST_RULES)
    throw new Error(`_headers: ${rules.length} rules, ${MOST_RULES} are allowed`);
  const file = rules.join('\n');
  const long = file.split('\n').find((line) => line.length > LONGEST_LINE);
  if (long)
    throw new Error(
      `_headers: a line of ${long.length} characters, ${LONGEST_LINE} are allowed: ${long.slice(0, 80)}…`,
    );
  return file;
}

/** Rules that cover all of these pages (`en/weights/he/`) but those below `LOCALE/embed/`, which are for any site's frames. */
export function pathsOutsideEmbeds(pages: readonly string[]): string[] {
  const rules = pages.flatMap((page) => {
    const [locale = '', part = ''] = page.split('/');
    if (part === 'embed') return [];
    return part === '' ? [page] : [`${locale}/${part}/*`];
  });
  return [...new Set(rules)].sort();
}
