import type { Role } from '#src/charts/spec.ts';
import type { Variant } from './config.ts';

/** Plain nets are one colour, residual ones another, and those that explode a third, wherever the figure has them. */
export const roles: Readonly<Record<Variant, Role>> = {
  plain: 'run-3',
  'plain-bn': 'run-3',
  'residual-zero': 'run-2',
  'residual-bn': 'run-2',
  residual: 'run-4',
};
