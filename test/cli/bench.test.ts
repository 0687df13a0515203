/** `npm run bench`: what it prints, and how it refuses. The times themselves are nobody's business here. */
import { expect, it } from 'vitest';
import { greatestDifference } from '#src/cli/bench/figures.ts';
import { runCli } from './run-cli.ts';

it('prints one JSON object with the times of each run', () => {
  const { status, stdout } = runCli('bench.ts', 'mlp', '--backend', 'wasm', '--runs', '5', '--json');
  expect(status).toBe(0);
  const { runs, timings } = JSON.parse(stdout);
  expect(runs).toBe(5);
  const own = timings.filter(({ on }: { on: string }) => on === 'wasm');
  expect(own).toHaveLength(1);
  expect(own[0].workload).toBe('mlp');
  expect(own[0].runMillis).toHaveLength(5);
  for (const millis of own[0].runMillis) expect(millis).toBeGreaterThan(0);
});

it.each([
  ['an unknown workload', ['nonsense'], 'nonsense', 'forward-backward | mlp'],
  ['an unknown backend', ['mlp', '--backend', 'tpu'], 'tpu', 'wasm | webgpu | cpu'],
  ['too few runs', ['mlp', '--runs', '4'], '4', 'from 5 to 100'],
  ['runs that are no number', ['mlp', '--runs', 'many'], 'many', 'from 5 to 100'],
  ['an unknown option', ['mlp', '--frobnicate'], '--frobnicate', '--runs N'],
  ['an unknown widget', ['--figures', '--widget', 'nonsense'], 'nonsense', 'activation-statistics |'],
  ['a backend that is not there', ['mlp', '--backend', 'webgpu'], 'webgpu', 'not to be had here'],
])(
  'answers %s with one line that names it and what is allowed, and status 2',
  (_name, args, bad, allowed) => {
    const { status, stdout, stderr } = runCli('bench.ts', ...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(bad);
    expect(stderr).toContain(allowed);
  },
);

it.each([
  ['the same', { a: 1, b: [0, 2] }, { a: 1, b: [0, 2] }, 0],
  ['one number of a list', { a: 1, b: [4, 2] }, { a: 1, b: [4, 3] }, 1 / 3],
  ['the other sign', { a: 1 }, { a: -1 }, 2],
  ['a number that is not there', { a: 1, b: [4, 2] }, { a: 1, b: [4] }, Number.POSITIVE_INFINITY],
])('tells the greatest difference between two summaries: %s', (_name, a, b, expected) => {
  expect(greatestDifference(a, b)).toBeCloseTo(expected, 12);
});
