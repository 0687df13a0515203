import { kinds } from '#src/cli/drive/kinds.ts';

/** How much is tried of what is alike for all widgets: by `npm run test:all` everything, by `npm test` a sample. */
export const everything = import.meta.env.MODE === 'all';

/** All of these, or one in `n` of them, the first included: for seeds and the like, of which each is one more try. */
export const oneIn = <T>(n: number, tries: readonly T[]): readonly T[] =>
  everything ? tries : tries.filter((_, i) => i % n === 0);

/** The seeds of the claims that hold whatever the seed. The recorded runs are those of the first. */
export const seeds = oneIn(2, [1, 2, 3]);

/** All of these widgets, or those of them that stand for the others. */
export const sampleOf = (ids: readonly string[]): readonly string[] =>
  everything ? ids : ids.filter((id) => kinds.includes(id));
