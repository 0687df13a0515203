/** What the build puts into pages as it is, without bundling. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { plainScript } from '#src/site/plain-script.ts';

const scriptOf = (name: string) => plainScript(readFileSync(`src/site/${name}.ts`, 'utf8'));

it.each(['missing-parts-page', 'storage-stand-in'])(
  'turns %s in each page’s head into a classic script, and keeps it small',
  (name) => {
    const script = scriptOf(name);
    expect(script).not.toMatch(/^\s*(?:import|export|interface|declare)\b|\/\*\*/m);
    expect(() => new Function(script)).not.toThrow();
    expect(script.length).toBeLessThan(3000); // it is in every page
  },
);

it('puts memory in the place of a storage that is refused or missing, and leaves the others alone', () => {
  const own = { getItem: () => 'kept' };
  const refusing = Object.defineProperty({ sessionStorage: own }, 'localStorage', {
    get: () => {
      throw new DOMException('refused', 'SecurityError');
    },
    configurable: true,
  }) as unknown as Window;
  const lacking = { localStorage: null, sessionStorage: null } as unknown as Window;
  for (const window of [refusing, lacking]) {
    new Function('window', scriptOf('storage-stand-in'))(window);
    const { localStorage } = window;
    expect(localStorage.getItem('theme')).toBe(null);
    localStorage.setItem('theme', 'dark');
    localStorage.setItem('other', '1');
    expect([localStorage.getItem('theme'), localStorage.key(1), localStorage.length]).toEqual([
      'dark',
      'other',
      2,
    ]);
    localStorage.removeItem('other');
    expect(localStorage.length).toBe(1);
    localStorage.clear();
    expect(localStorage.key(0)).toBe(null);
  }
  expect(refusing.sessionStorage).toBe(own);
  expect(lacking.sessionStorage).not.toBe(lacking.localStorage);
});
