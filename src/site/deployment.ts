/** Where the site is going to live, from the environment of the build. */

export interface Deployment {
  /** Origin of the site, `https://example.org`; absent: no sitemap and no canonical addresses. */
  readonly site: string | undefined;
  /** Path below it, with a slash at both ends. */
  readonly base: string;
  readonly outDir: string;
}

/**
 * Reads SITE_URL (an origin, with or without a path), BASE_PATH (wins over SITE_URL's path) and OUT_DIR.
 * @throws Error `invalid SITE_URL; not an http(s) address: …`, `invalid BASE_PATH; …`
 */
export function readDeployment(environment: Readonly<Record<string, string | undefined>>): Deployment {
  const { SITE_URL, BASE_PATH, OUT_DIR } = environment;
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
  return { site, base: `/${base}/`.replace(/\/+/g, '/'), outDir: OUT_DIR || './dist' };
}
