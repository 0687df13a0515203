/** What readers are asked to bring about with this figure. */
import { type Challenges, type FinishedRun, twoRuns } from '#src/lab/challenges.ts';
import { type Config, presets } from './config.ts';
import type { Summary } from './experiment.ts';

type Run = FinishedRun<Config, Summary>;

/** Two neighbours on the slider are 12 % apart. */
const NEAR = 1.15;
const HUNDREDFOLD = [70, 140] as const;

const isDense = ({ config }: Run, variant: Config['variant']) =>
  config.model === 'mlp' && config.width === presets['plain-bn-56'].width && config.variant === variant;
const isHundredfold = ({ summary: { gradientRatio } }: Run) =>
  gradientRatio >= HUNDREDFOLD[0] && gradientRatio <= HUNDREDFOLD[1];

export const challenges = {
  /** Plain layers with batch norm: a depth whose gradient reaches the stem, and one at most 15 % deeper whose doesn’t. */
  'overflow-edge': twoRuns(
    (whole, lost) =>
      isDense(whole, 'plain-bn') &&
      isDense(lost, 'plain-bn') &&
      whole.config.seed === lost.config.seed &&
      whole.config.layers < lost.config.layers &&
      lost.config.layers <= NEAR * whole.config.layers &&
      whole.summary.gradientOverflow < 0 &&
      lost.summary.gradientOverflow >= 0,
  ),
  /** A depth at which the gradient grows a hundredfold with batch norm alone, and one with the shortcut as well. */
  hundredfold: twoRuns(
    (plain, residual) =>
      isDense(plain, 'plain-bn') &&
      isDense(residual, 'residual-bn') &&
      isHundredfold(plain) &&
      isHundredfold(residual),
  ),
} as const satisfies Challenges<Config, Summary>;
