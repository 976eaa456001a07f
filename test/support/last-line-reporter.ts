/** The end of a run by itself: what failed, and the count, as `npm test` has them. */
import { countTests } from '../../scripts/count-tests.mjs';

export default class LastLineReporter {
  onTestRunEnd(modules: Parameters<typeof countTests>[0], strayErrors: readonly unknown[]): void {
    const { passed, failures } = countTests(modules, strayErrors.length);
    const lines = [...failures.map((failure) => `failed: ${failure}`), `${passed} passed, ${failures.length} failed`];
    process.stdout.write(`${lines.join('\n')}\n`);
    if (failures.length > 0) process.exitCode = 1;
  }
}
