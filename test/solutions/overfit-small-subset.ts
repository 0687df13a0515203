import type { challenges } from '#widgets/overfit-small-subset/challenges.ts';
import { bugOf, type Config, presets } from '#widgets/overfit-small-subset/config.ts';
import type { Solutions } from './solution.ts';

const { memorise, twenty } = presets;

/** A run with a bug that is hidden, and one with that bug by its name. */
const hideAndFind = (seed: number): Config[] => {
  const hidden = { ...memorise, bug: 'hidden', seed } as const;
  return [hidden, { ...hidden, bug: bugOf(hidden) }];
};

export const solutions: Solutions<Config, keyof typeof challenges> = {
  'three-in-a-row': {
    solve: [1, 2, 3].flatMap(hideAndFind),
    nearMiss: [1, 2].flatMap(hideAndFind),
  },
  'falls-without-learning': {
    solve: [{ ...twenty, bug: 'zero-init' }],
    nearMiss: [{ ...twenty, bug: 'shuffle' }],
  },
};
