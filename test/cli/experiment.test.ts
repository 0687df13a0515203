/** `npm run experiment`: what it prints, and how it refuses. */
import { expect, it } from 'vitest';
import { runCli } from './run-cli.ts';

const small = ['--set', 'width=20', '--set', 'depth=3', '--set', 'samples=30'];

it('prints one JSON object and nothing else', () => {
  const { status, stdout } = runCli(
    'experiment.ts',
    'activation-statistics',
    ...small,
    '--set',
    'activation=relu',
    '--seed',
    '7',
    '--backend',
    'cpu',
    '--repeat',
    '2',
    '--json',
  );
  expect(status).toBe(0);
  const printed = JSON.parse(stdout);
  expect(Object.keys(printed)).toEqual(['id', 'config', 'seed', 'backend', 'summary', 'timing']);
  expect(printed.id).toBe('activation-statistics');
  expect(printed.seed).toBe(7);
  expect(printed.backend).toBe('cpu');
  expect(printed.config).toMatchObject({ activation: 'relu', width: 20, depth: 3, samples: 30, seed: 7 });
  expect(printed.summary.activationStd).toHaveLength(3);
  expect(printed.timing.runMillis).toHaveLength(2);
  expect(printed.timing.setupMillis).toBeGreaterThan(0);
  expect(stdout.trim().split('\n')).toHaveLength(1);
});

it('prints the same numbers for the same seed, others for another', () => {
  const numbers = (seed: string) => {
    const { stdout } = runCli('experiment.ts', 'activation-statistics', ...small, '--seed', seed, '--json');
    return JSON.parse(stdout).summary.activationStd;
  };
  const first = numbers('3');
  expect(numbers('3')).toEqual(first);
  expect(numbers('4')).not.toEqual(first);
});

it.each([
  ['an unknown id', ['nonsense'], 'nonsense', 'activation-statistics'],
  ['no id', [], 'no widget given', 'activation-statistics'],
  ['an unknown key', ['activation-statistics', '--set', 'colour=red'], 'colour', 'activation'],
  [
    'an unknown value',
    ['activation-statistics', '--set', 'activation=gelu'],
    'gelu',
    'tanh | relu | sigmoid',
  ],
  ['a width of −3', ['activation-statistics', '--set', 'width=-3'], '-3', '10 … 1000'],
  ['a width that is no number', ['activation-statistics', '--set', 'width=wide'], 'wide', '10 … 1000'],
  ['half a layer', ['activation-statistics', '--set', 'depth=2.5'], '2.5', 'whole numbers'],
  ['seed 0', ['activation-statistics', '--seed', '0'], '0', '1 … 999999'],
  ['a seed of −1', ['activation-statistics', '--seed', '-1'], '-1', '1 … 999999'],
  ['an option without its value', ['activation-statistics', '--seed', '--json'], '--seed', '--seed N'],
  ['a setting without a value', ['activation-statistics', '--set', 'width'], 'width', 'key=value'],
  ['an unknown option', ['activation-statistics', '--frobnicate'], '--frobnicate', '--set key=value'],
  ['a second id', ['activation-statistics', 'dropout'], 'dropout', 'key=value'],
  ['an unknown backend', ['activation-statistics', '--backend', 'tpu'], 'tpu', 'cpu'],
  ['a repeat of 0', ['activation-statistics', '--repeat', '0'], '0', '1 … 1000'],
])(
  'answers %s with one line that names it and what is allowed, and status 2',
  (_name, args, bad, allowed) => {
    const { status, stdout, stderr } = runCli('experiment.ts', ...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(bad);
    expect(stderr).toContain(allowed);
  },
);
