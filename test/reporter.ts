/** Ends the run with one plain line: `N passed, N failed`. */
import type { Reporter, TestModule, Vitest } from 'vitest/node';

export default class PlainReporter implements Reporter {
  #chosenByName = false;

  onInit({ config }: Vitest): void {
    this.#chosenByName = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let leftOut = 0;
    let failed = errors.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'skipped' && this.#chosenByName) leftOut++;
        else failed++; // a test that was skipped or never ran proves nothing
      }
    }
    const rest = leftOut > 0 ? `, ${leftOut} left out by -t` : '';
    // after the default reporter's own summary
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed${rest}\n`));
  }
}
