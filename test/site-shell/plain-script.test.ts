/** What the build puts into pages as it is, without bundling. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { plainScript } from '#src/site/plain-script.ts';

it('turns what stands in each page’s head into a classic script, and keeps it small', () => {
  const script = plainScript(readFileSync('src/site/missing-parts-page.ts', 'utf8'));
  expect(script).not.toMatch(/^\s*(?:import|export|interface|declare)\b|\/\*\*/m);
  expect(() => new Function(script)).not.toThrow();
  expect(script.length).toBeLessThan(3000); // it is in every page
});
