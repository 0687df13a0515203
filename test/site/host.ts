/** A host for the built site that applies its `_headers`, as Netlify and Cloudflare Pages do, and compresses. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  wasm: 'application/wasm',
  woff2: 'font/woff2',
  xml: 'application/xml',
  txt: 'text/plain',
};
/** What README's recipes compress. `.bin` has to come as it is. */
const compressed: ReadonlySet<string> = new Set(['html', 'js', 'css', 'json', 'svg', 'wasm', 'xml', 'txt']);

export interface Rule {
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

export function readRules(text: string): Rule[] {
  const rules: { path: string; headers: [string, string][] }[] = [];
  for (const line of text.split('\n')) {
    const [, name, value] = /^ {2}([\w-]+): (.+)$/.exec(line) ?? [];
    if (name && value) rules.at(-1)?.headers.push([name, value]);
    else if (line) rules.push({ path: line, headers: [] });
  }
  return rules;
}

/** Headers of all rules that apply to a path; those of one name are joined. */
export function headersOf(rules: readonly Rule[], path: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const rule of rules) {
    const applies = rule.path.endsWith('*') ? path.startsWith(rule.path.slice(0, -1)) : path === rule.path;
    if (!applies) continue;
    for (const [name, value] of rule.headers) found[name] = found[name] ? `${found[name]}, ${value}` : value;
  }
  return found;
}

export interface Host {
  /** Of the front page, with a slash at the end. */
  readonly url: string;
  /** From now on serves another folder: a new version of the site. */
  publish(folder: string): void;
  stop(): Promise<void>;
}

/**
 * @param base path of the site, with a slash at both ends; `headers: false` for a host that knows no `_headers`; `port`
 *   of one that was stopped, for a host that comes back
 */
export async function startHost(
  folder: string,
  base: string,
  { headers = true, port = 0 } = {},
): Promise<Host> {
  let published = folder;
  const server = createServer(({ url, headers: asked }, response) => {
    const path = decodeURIComponent((url ?? '/').replace(/\?.*$/, ''));
    const rules = headers ? readRules(readFileSync(join(published, '_headers'), 'utf8')) : [];
    const send = (status: number, file: string) => {
      let body = readFileSync(join(published, file));
      const extension = file.slice(file.lastIndexOf('.') + 1);
      const zips = compressed.has(extension) && /\bgzip\b/.test(String(asked['accept-encoding'] ?? ''));
      if (zips) body = gzipSync(body, { level: 1 });
      response.writeHead(status, {
        'Content-Type': types[extension] ?? 'application/octet-stream',
        'Cache-Control': 'no-cache',
        ...(zips ? { 'Content-Encoding': 'gzip', Vary: 'Accept-Encoding' } : {}),
        ...headersOf(rules, path),
      });
      response.end(body);
    };
    try {
      if (!path.startsWith(base) || path.includes('..')) throw new Error('beside the site');
      const file = path.slice(base.length);
      send(200, file === '' || file.endsWith('/') ? `${file}index.html` : file);
    } catch {
      send(404, '404.html');
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port for the host');
  return {
    url: `http://127.0.0.1:${address.port}${base}`,
    publish: (next) => {
      published = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
