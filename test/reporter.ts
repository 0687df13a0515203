/** Ends the run with one plain line: `N passed, N failed`. */
import type { Reporter, TestModule } from 'vitest/node';

export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    let passed = 0;
    let failed = errors.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else failed++; // a test that was skipped or never ran proves nothing
      }
    }
    // after the default reporter's own summary
    process.once('exit', () => process.stdout.write(`${passed} passed, ${failed} failed\n`));
  }
}
