/**
 * The service worker: keeps the whole course for reading without a network. The build strips its types, puts the list of
 * files in front of it (`src/site/offline.ts`) and writes it as `sw.js`.
 *
 * Pages come from the network as long as there is one, so nobody reads an old page because an older visit kept it; their
 * scripts and styles have names that change with their contents, so old and new never mix. All files of a version are
 * kept or none: each is checked against its hash, and what is missing makes the installation fail, which leaves the site
 * as it was.
 */

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
declare global {
  interface WindowEventMap {
    install: ExtendableEvent;
    activate: ExtendableEvent;
    fetch: FetchEvent;
  }
}
declare const skipWaiting: () => Promise<void>;
declare const clients: { claim(): Promise<void> };
/** Paths below the site's base, each with the hash of its contents: `sha256-…`. */
declare const FILES: Readonly<Record<string, string>>;
declare const VERSION: string;
/** By language, what a frame shows whose figure is not kept; `{figure}` stands for the figure's own page. */
declare const FRAME_NOTICES: Readonly<Record<string, string>>;

const HASHES = 'hashes.json';
const AT_ONCE = 6;
/** After so long a page that was kept is better than none. */
const PATIENCE_MILLIS = 4000;

const base = new URL('./', location.href);
const family = `course ${base.pathname} `;
const own = family + VERSION;
const addressOf = (path: string) => new URL(path, base).href;

/** Names of other versions' caches, newest first. */
const otherNames = async (): Promise<string[]> =>
  (await caches.keys()).filter((name) => name.startsWith(family) && name !== own).reverse();

const others = async (): Promise<Cache[]> =>
  Promise.all((await otherNames()).map((name) => caches.open(name)));

/** A page that was redirected may not be handed to a reader as the answer to another address. */
const atItsAddress = (answer: Response): Response =>
  answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer;

async function keepAll(): Promise<void> {
  const cache = await caches.open(own);
  const earlier = await Promise.all(
    (await others()).map(async (old) => {
      const hashes: Record<string, string> = (await (await old.match(addressOf(HASHES)))?.json()) ?? {};
      return { old, hashes };
    }),
  );
  const left = Object.entries(FILES);
  const keepNext = async (): Promise<void> => {
    for (let next = left.pop(); next; next = left.pop()) {
      const [path, integrity] = next;
      const address = addressOf(path);
      const same = earlier.find(({ hashes }) => hashes[path] === integrity);
      const answer =
        (await same?.old.match(address)) ?? (await fetch(address, { integrity, cache: 'no-cache' }));
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      await cache.put(address, atItsAddress(answer));
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, keepNext));
    await cache.put(addressOf(HASHES), new Response(JSON.stringify(FILES)));
  } catch (error) {
    left.length = 0;
    await caches.delete(own);
    throw error;
  }
}

/**
 * Pages of the version before may still be open, one alone or many, and may still ask for their scripts, which the host
 * no longer has: that version stays until the next one comes.
 */
async function forgetOlder(): Promise<void> {
  const [, ...older] = await otherNames();
  for (const name of older) await caches.delete(name);
}

/** What is kept at this address, by this version or else by an older one; nothing where the storage can't be read. */
async function kept(address: string): Promise<Response | undefined> {
  try {
    for (const cache of [await caches.open(own), ...(await others())]) {
      const found = await cache.match(address);
      if (found) return found;
    }
  } catch {
    // the network may still have it
  }
  return undefined;
}

/** Hosts lead from `weights/he` and from `weights/he/index.html` to `weights/he/`; without a network the worker does. */
async function itsFolder(address: string): Promise<Response | undefined> {
  const folder = address.replace(/(?:\/index\.html|\/)?$/, '/');
  return folder !== address && (await kept(folder)) ? Response.redirect(folder) : undefined;
}

/** Figures for frames are not kept. Their place says so, and leads to the figure's own page. */
async function frameNotice(address: string): Promise<Response | undefined> {
  const [, locale = '', id] = /^([^/]+)\/embed\/([^/]+)/.exec(address.slice(base.href.length)) ?? [];
  const figure = addressOf(`${locale}/lab/${id}/`);
  const notice = FRAME_NOTICES[locale];
  if (notice === undefined || !(await kept(figure))) return undefined;
  return new Response(notice.replace('{figure}', figure), {
    status: 503,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  });
}

async function noSuchPage(): Promise<Response> {
  const page = await kept(addressOf('404.html'));
  return page ? new Response(page.body, { status: 404, headers: page.headers }) : Response.error();
}

async function answerPage(request: Request, address: string): Promise<Response> {
  const stored = kept(address);
  const late = new Promise<Response | undefined>((resolve) => {
    setTimeout(() => resolve(stored), PATIENCE_MILLIS);
  });
  const fresh = fetch(request);
  try {
    return (await Promise.race([fresh, late])) ?? (await fresh);
  } catch {
    return (
      (await stored) ?? (await itsFolder(address)) ?? (await frameNotice(address)) ?? (await noSuchPage())
    );
  }
}

/**
 * A file that its page has had and could not use, as a new page can't use the data of the version before it, under whose
 * worker it was opened: as the host has it, if the host has it.
 */
async function answerAnew(request: Request, address: string): Promise<Response> {
  const fresh = await fetch(request).catch(() => Response.error());
  return fresh.ok ? fresh : ((await kept(address)) ?? fresh);
}

addEventListener('install', (event) => {
  event.waitUntil(keepAll().then(skipWaiting));
});

addEventListener('activate', (event) => {
  event.waitUntil(clients.claim().then(forgetOlder));
});

addEventListener('fetch', (event) => {
  const { request } = event;
  const address = request.url.replace(/[?#].*$/, '');
  if (request.method !== 'GET' || !address.startsWith(base.href)) return;
  if (request.mode === 'navigate') event.respondWith(answerPage(request, address));
  else if (request.cache === 'reload') event.respondWith(answerAnew(request, address));
  else event.respondWith(kept(address).then((found) => found ?? fetch(request)));
});

export {}; // a module for TypeScript alone: the build takes this line out
