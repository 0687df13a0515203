/** What readers are asked to bring about with this figure. */
import { type Challenges, oneRun } from '#src/lab/challenges.ts';
import { bugOf, type Config } from './config.ts';
import type { Summary } from './experiment.ts';

/** Hidden bugs to be found in a row. */
const ENOUGH = 3;
/** The cost of a guess that gives each of the ten classes a tenth. */
const BLIND = Math.log(10);

/**
 * How many hidden bugs were found in a row: after a run with a hidden one, the next run with the same seed is the
 * attempt, and a wrong attempt starts the count anew.
 *
 * @param configs of the runs, oldest first
 */
function foundInARow(configs: readonly Config[]): number {
  let found = new Set<number>();
  let asked: number | undefined;
  for (const { images, labels, bug, seed } of configs) {
    if (images !== '500' || labels !== 'true') continue;
    if (bug === 'hidden') asked = seed;
    else if (bug !== 'none' && seed === asked) {
      found = bug === bugOf({ bug: 'hidden', seed }) ? found.add(seed) : new Set();
      asked = undefined;
    }
  }
  return found.size;
}

export const challenges = {
  /** Three bugs that the figure has hidden, each found by the first attempt. */
  'three-in-a-row': {
    met(runs) {
      const reached = foundInARow(runs.map(({ config }) => config).toReversed());
      return { met: reached >= ENOUGH, reached };
    },
  },
  /** The loss starts at ln 10, as with zero weights alone, and falls below 2.2, as it can where the classes are not equally frequent. */
  'falls-without-learning': oneRun((_, { trainLoss, diverged }) => {
    const [first = Number.NaN] = trainLoss;
    const reached = trainLoss.at(-1) ?? Number.NaN;
    if (diverged || Math.abs(first - BLIND) > 1e-3) return undefined;
    return { met: reached < 2.2, reached };
  }),
} as const satisfies Challenges<Config, Summary>;
