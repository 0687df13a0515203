import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/sequencer.ts';

/**
 * On two cores Vitest would run one file at a time; tests that drive a browser wait for it part of the time. Where all
 * is tried there is one less: some runs are over in a second, before a busy machine can stop them.
 */
const workersIn = (mode: string) => (mode === 'all' ? 2 : 3);

/** What does not depend on where the site lives: how a run is computed, what hands can do to it, how a page looks. */
const anywhere = [
  'accessibility',
  'arrival',
  'axes',
  'backends',
  'budget',
  'code',
  'engine-nets',
  'fault-matrix',
  'fuzz',
  'glossary',
  'hands',
  'memory',
  'monitoring',
  'print',
  'pins',
  'ravine',
  'summaries',
  'targets',
].map((name) => `test/site/${name}.test.ts`);

/** The browser tests run twice: on a site built for the root of a host, and on one built for a path below it. */
const site = (name: string, maxWorkers: number, exclude: string[] = []) => ({
  test: {
    name,
    include: ['test/site/**/*.test.ts'],
    exclude,
    globalSetup: ['test/site/setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 45_000 } }, // as long as a page waits for an element: the machine may be busy
    maxWorkers,
  },
});

export default defineConfig(({ mode }) => ({
  test: {
    reporters: ['default', './test/reporter.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/site/**'],
          testTimeout: 300_000,
          hookTimeout: 120_000, // the machine may be busy
          maxWorkers: workersIn(mode),
        },
      },
      site('site', workersIn(mode)),
      site('site-subpath', workersIn(mode), anywhere),
    ],
  },
}));
