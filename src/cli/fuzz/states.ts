/** Addresses of a widget's page that people and machines come up with, drawn from a seeded stream. */
import type { Param, Params } from '#src/lab/params.ts';
import { pageKeys } from '#src/lab/url-state.ts';
import type { Rng } from '#src/random.ts';

export interface UrlCase {
  /** Without the question mark. */
  readonly query: string;
  /** How many of its settings have to be reported; NaN where that is left open. */
  readonly wrong: number;
}

interface Entry {
  readonly text: string;
  /** Whether it has to be reported. */
  readonly wrong: boolean | undefined;
}

/** What no widget takes for a value; some of it would do harm as HTML. `data-hostile` is looked for on the page. */
const nonsense = [
  '',
  ' ',
  'abc',
  'NaN',
  'null',
  'undefined',
  '1,5',
  '1e',
  '--1',
  '[object Object]',
  '__proto__',
  'constructor',
  '<script data-hostile>document.title="taken"</script>',
  '"><img data-hostile src=x onerror="document.title=\'taken\'">',
  "'-document.title='taken'-'",
  '</script><svg data-hostile onload="document.title=\'taken\'">',
  '{{7*7}}',
  'javascript:alert(1)',
  '学习率',
  '٣', // a digit, but none that JavaScript reads
  '𝟙',
  'e\u0301\u202Etxt',
  '\u0000',
  '🙂'.repeat(40),
  'x'.repeat(3000),
] as const;

const unknownKeys = [
  'nonsense',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  '.',
  'seed.seed',
  'Seed',
  '<b data-hostile>',
  '种子',
] as const;

/** What is no pair of key and value, or not of this widget; nothing is said about it. */
const noise = [
  '',
  '=',
  '==',
  '&&',
  '%',
  '%zz',
  '%E0%A4%A',
  '%ED%A0%80=1',
  '+',
  'keep=this',
  'a=<i data-hostile>',
  'tag=7',
  '?',
  'q[]=1',
  '__proto__=1',
];

const backends = ['cpu', 'wasm', 'webgl', 'webgpu', 'CPU', '', 'nonsense', '<u data-hostile>', '__proto__'];

/** One to five things in one address, of a widget whose parameters start with `prefix`. */
export function drawUrl(rng: Rng, prefix: string, params: Params): UrlCase {
  const entries: Entry[] = [];
  for (let left = 1 + rng.int(5); left > 0; left--) {
    const again = entries[rng.int(Math.max(1, entries.length))];
    entries.push(again && rng.int(12) === 0 ? again : drawEntry(rng, prefix, params));
  }
  const open = entries.some(({ wrong }) => wrong === undefined);
  return {
    query: entries.map(({ text }) => text).join('&'),
    wrong: open ? Number.NaN : entries.filter(({ wrong }) => wrong).length,
  };
}

/** What a page for frames is asked to show. */
export function drawShow(rng: Rng, params: Params): string {
  const names = [...Object.keys(params), 'none', ...nonsense];
  const shown = Array.from({ length: 1 + rng.int(4) }, () => names[rng.int(names.length)] ?? '');
  return `show=${encodeURIComponent(shown.join(','))}`;
}

function drawEntry(rng: Rng, prefix: string, params: Params): Entry {
  const pick = <T>(list: readonly T[]): T => list[rng.int(list.length)] as T; // no list is empty
  const keys = Object.keys(params);
  const key = pick(keys);
  const param = params[key];
  const entry = (name: string, value: string, wrong: boolean | undefined): Entry => ({
    text: `${encodeURIComponent(`${prefix}.${name}`)}=${encodeURIComponent(value)}`,
    wrong,
  });
  const kind = rng.int(16);
  if (!param || kind === 0) return { text: pick(noise), wrong: false };
  if (kind === 1) return { text: `backend=${encodeURIComponent(pick(backends))}`, wrong: false };
  if (kind <= 3) return entry(pick(unknownKeys), pick([...nonsense, '1']), true);
  if (kind <= 6) return entry(key, pick(nonsense), true);
  if (kind <= 8) return entry(key, ...oddValue(rng, param));
  if (kind === 9)
    return { text: `${key}=${encodeURIComponent(goodValue(rng, param))}`, wrong: !pageKeys.includes(key) };
  return entry(key, goodValue(rng, param), false);
}

function goodValue(rng: Rng, param: Param): string {
  if (param.kind === 'toggle') return ['true', 'false', 'on', 'OFF', '1', 'no'][rng.int(6)] ?? '';
  if (param.kind === 'choice') return param.choices[rng.int(param.choices.length)] ?? '';
  const { min, max, scale, integer } = param;
  const edge = rng.int(5);
  if (edge === 0) return String(min);
  if (edge === 1) return String(max);
  const share = rng.uniform();
  const value = scale === 'log' ? min * (max / min) ** share : min + (max - min) * share;
  return String(Math.min(max, Math.max(min, integer ? Math.round(value) : value)));
}

/** Near what is allowed, or a number of a kind that nobody types by accident; and whether it has to be reported. */
function oddValue(rng: Rng, param: Param): [value: string, wrong: boolean | undefined] {
  if (param.kind !== 'number') return [` ${goodValue(rng, param)}\t`, false];
  const { min, max } = param;
  const odd: readonly [string, boolean | undefined][] = [
    [String(max + Math.max(1, Math.abs(max) * 1e-6)), true],
    [String(min - Math.max(1, Math.abs(min) * 1e-6)), true],
    ['1e308', true],
    ['-1e308', true],
    ['1e400', true],
    ['-Infinity', true],
    ['9'.repeat(400), true],
    [String(min + (max - min) / Math.PI), undefined], // an integer, or not allowed
    ['0x10', undefined],
    ['-0', undefined],
    ['5e-324', undefined],
    [`+${max}`, false],
    [` ${max} `, false],
    [`${max}.`, undefined],
  ];
  return odd[rng.int(odd.length)] ?? ['', true];
}
