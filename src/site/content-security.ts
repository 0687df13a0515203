/**
 * What a page of the site may load and run, as a Content-Security-Policy without `unsafe-inline` and without
 * `unsafe-eval`: in each page for hosts that send no headers, and in `_headers` for those that do.
 */
import { createHash } from 'node:crypto';

/** Sources in the form that a policy wants: `'sha256-…'`. */
export interface InlineHashes {
  readonly scripts: ReadonlySet<string>;
  readonly styles: ReadonlySet<string>;
}

const element = (name: 'script' | 'style') =>
  new RegExp(`<${name}\\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\\s\\S]*?)</${name}\\s*>`, 'g');
const ofType = /\stype="([^"]*)"/;

/** Hashes of the scripts and styles that stand in the page itself. */
export function inlineHashes(html: string): InlineHashes {
  const runs = (attributes: string) =>
    !/\ssrc=/.test(attributes) && /^(?:module|text\/javascript|)$/.test(ofType.exec(attributes)?.[1] ?? '');
  const hashesOf = (name: 'script' | 'style', counts: (attributes: string) => boolean) =>
    new Set(
      [...html.matchAll(element(name))]
        .filter(([, attributes = '']) => counts(attributes))
        .map(([, , text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`),
    );
  return { scripts: hashesOf('script', runs), styles: hashesOf('style', () => true) };
}

export function union(all: readonly InlineHashes[]): InlineHashes {
  return {
    scripts: new Set(all.flatMap(({ scripts }) => [...scripts])),
    styles: new Set(all.flatMap(({ styles }) => [...styles])),
  };
}

/**
 * The policy as one line. WebAssembly has to be compiled: that is all that `wasm-unsafe-eval` allows.
 * Who may put a page into a frame can't be said in a page: `frame-ancestors` stands in `_headers` alone.
 */
export function policy({ scripts, styles }: InlineHashes): string {
  return [
    "default-src 'none'",
    ["script-src 'self' 'wasm-unsafe-eval'", ...scripts].join(' '),
    ["style-src 'self'", ...styles].join(' '),
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The page with its policy, before anything that it governs, and with a link to `sheet`. */
export function withPolicy(html: string, hashes: InlineHashes, sheet: string): string {
  const charset = /<meta charset="utf-8"\s*\/?>/i;
  if (!charset.test(html) || !html.includes('</head>'))
    throw new Error('a page without <meta charset="utf-8"> and </head>');
  return html
    .replace(
      charset,
      (meta) => `${meta}<meta http-equiv="Content-Security-Policy" content="${policy(hashes)}">`,
    )
    .replace('</head>', () => `<link rel="stylesheet" href="${sheet}"></head>`);
}
