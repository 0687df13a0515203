/** Starts the longest test files first, so that no core waits at the end for the other. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that take more than half a minute, the longest first; below `test/`. */
const longest = [
  'cli/bake.test.ts',
  'challenges.test.ts',
  'site/fuzz.test.ts',
  'site/budget.test.ts',
  'site/running.test.ts',
  'site/accessibility.test.ts',
  'site/hands.test.ts',
  'site/pages.test.ts',
  'widgets/activation-statistics.test.ts',
  'widgets/dropout.test.ts',
  'site/faults.test.ts',
  'widgets/deep-trainability.test.ts',
  'site/backends.test.ts',
  'site/engine-nets.test.ts',
  'widgets/fine-tuning.test.ts',
  'widgets/residual-depth.test.ts',
  'widgets/batch-normalization.test.ts',
  'site/export.test.ts',
  'widgets/train-vs-validation.test.ts',
  'widgets/overfit-small-subset.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((file) => moduleId.endsWith(`/test/${file}`));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
