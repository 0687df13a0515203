/** Where the site is going to live, from the environment of the build. */

export interface Deployment {
  /** Origin of the site, `https://example.org`; absent: no sitemap and no canonical addresses. */
  readonly site: string | undefined;
  /** Path below it, with a slash at both ends. */
  readonly base: string;
  readonly outDir: string;
  /** Whether browsers keep the course for reading without a network. */
  readonly offline: boolean;
}

/**
 * Reads SITE_URL (an origin, with or without a path), BASE_PATH (wins over SITE_URL's path), OUT_DIR and OFFLINE (`yes` or
 * `no`; by default `yes`).
 * @throws Error `invalid SITE_URL; not an http(s) address: …`, `invalid BASE_PATH; …`, `invalid OFFLINE; …`
 */
export function readDeployment(environment: Readonly<Record<string, string | undefined>>): Deployment {
  const { SITE_URL, BASE_PATH, OUT_DIR, OFFLINE } = environment;
  let site: string | undefined;
  let base = '/';
  if (SITE_URL) {
    if (!/^https?:\/\//.test(SITE_URL) || !URL.canParse(SITE_URL)) {
      throw new Error(`invalid SITE_URL; not an http(s) address: ${SITE_URL}`);
    }
    const url = new URL(SITE_URL);
    site = url.origin;
    base = url.pathname;
  }
  if (BASE_PATH) {
    if (BASE_PATH.split('/').includes('..') || !/^\/?[\w.~-]+(\/[\w.~-]+)*\/?$|^\/$/.test(BASE_PATH)) {
      throw new Error(`invalid BASE_PATH; not a path such as /course/: ${BASE_PATH}`);
    }
    base = BASE_PATH;
  }
  if (OFFLINE && OFFLINE !== 'yes' && OFFLINE !== 'no')
    throw new Error(`invalid OFFLINE; neither yes nor no: ${OFFLINE}`);
  return {
    site,
    base: `/${base}/`.replace(/\/+/g, '/'),
    outDir: OUT_DIR || './dist',
    offline: OFFLINE !== 'no',
  };
}
