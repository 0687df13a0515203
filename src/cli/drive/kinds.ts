/** One widget of each kind: statistics, nets that are trained, quadratics in double precision, convolutions. */
export const kinds: readonly string[] = [
  'activation-statistics',
  'learning-rates',
  'ravine-race',
  'residual-depth',
];
