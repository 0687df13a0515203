/** The recorded figures are what the experiments compute. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { firstDifference } from '#src/cli/compare.ts';
import { widgetIds } from '#src/cli/node-lab.ts';
import { everything } from '../extent.ts';
import { runCli } from './run-cli.ts';

/** Each widget, or of each the run that its own page starts from. */
const recorded = (await widgetIds()).map((id) => (everything ? id : `${id}/${firstPreset(id)}`));

function firstPreset(id: string): string {
  const records: Record<string, unknown> = JSON.parse(readFileSync(`widgets/${id}/baked.json`, 'utf8'));
  return Object.keys(records)[0] ?? '';
}

describe('npm run bake -- --check', () => {
  it.for(recorded)('finds the recorded runs of %s as the experiment computes them', (name) => {
    const { status, stderr } = runCli('bake.ts', '--check', name);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it('refuses what it does not know', () => {
    for (const argument of ['--force', 'nonsense', 'dropout/nonsense']) {
      const { status, stderr } = runCli('bake.ts', argument);
      expect(status).toBe(2);
      expect(stderr).toContain(argument.replace('dropout/', ''));
    }
  });
});

describe('the comparison', () => {
  const difference = (a: unknown, b: unknown) => firstDifference(a, b, 1e-4);

  it('lets pass what is within the tolerance, relative to the larger', () => {
    expect(difference({ a: [1, 2e-7] }, { a: [1.00005, 2.00005e-7] })).toBeUndefined();
    expect(difference(0, 0)).toBeUndefined();
  });

  it('names the place and both values where it is exceeded', () => {
    expect(difference({ a: [1, 2e-7] }, { a: [1, 2.001e-7] })).toBe('$.a.1: 2e-7 against 2.001e-7');
    expect(difference(0, 1e-30)).toContain('1e-30');
  });

  it('passes over times that were measured, which no seed repeats, but not over their absence', () => {
    expect(
      difference(
        { stepMillis: 5, a: [{ otherStepMillis: 1 }] },
        { stepMillis: 9, a: [{ otherStepMillis: null }] },
      ),
    ).toBeUndefined();
    expect(difference({ stepMillis: 5 }, {})).toBeDefined();
    expect(difference({}, { stepMillis: 5 })).toBeDefined();
    expect(difference({ stepMillis: 5, loss: 1 }, { stepMillis: 5, loss: 2 })).toBe('$.loss: 1 against 2');
    expect(difference({ millisPerStep: 5 }, { millisPerStep: 9 })).toBeDefined();
  });

  it('takes no number for one that is missing, null or not finite', () => {
    expect(difference(1, null)).toBeDefined();
    expect(difference(null, 0)).toBeDefined();
    expect(difference({ a: 1 }, {})).toBeDefined();
    expect(difference([1], [1, 2])).toBeDefined();
    expect(difference(Number.NaN, 1)).toBeDefined();
    expect(difference(1, Number.POSITIVE_INFINITY)).toBeDefined();
    expect(difference(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toBeDefined();
    expect(difference(Number.NaN, Number.NaN)).toBeDefined();
    expect(difference('a', 'b')).toBeDefined();
  });
});
