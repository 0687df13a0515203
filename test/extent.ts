/** How much is tried of what is alike for all widgets: by `npm run test:all` everything, by `npm test` a sample. */
export const everything = import.meta.env.MODE === 'all';

/** One of each kind: statistics, nets that are trained, quadratics in double precision, convolutions. */
const kinds = ['activation-statistics', 'learning-rates', 'ravine-race', 'residual-depth'];

/** All of these widgets, or those of them that stand for the others. */
export const sampleOf = (ids: readonly string[]): readonly string[] =>
  everything ? ids : ids.filter((id) => kinds.includes(id));
