/** How challenges are met: what `test/challenges.test.ts` runs. */
export interface Solution<Config> {
  /** Runs that meet it, the last one of them at last. */
  readonly solve: readonly Config[];
  /** One setting short of it: runs that do not. */
  readonly nearMiss: readonly Config[];
}

/** One for each check of the widget's `challenges.ts`. */
export type Solutions<Config, Check extends string> = Readonly<Record<Check, Solution<Config>>>;
