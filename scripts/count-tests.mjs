/** Counts what Vitest's JSON reporter wrote. A test that did not run is a failure: nothing is skipped in silence. */

/**
 * The part of the report that is read.
 *
 * @typedef {object} VitestReport
 * @property {readonly VitestFile[]} testResults
 *
 * @typedef {object} VitestFile
 * @property {string} name
 * @property {string} status
 * @property {string} [message]
 * @property {readonly { fullName: string, status: string }[]} assertionResults
 *
 * @typedef {object} TestCount
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} remarks failures that Vitest itself does not call failures
 */

/**
 * @param {VitestReport} report
 * @param {number} exitCode Vitest's own
 * @returns {TestCount}
 */
export function countTests(report, exitCode) {
  let passed = 0;
  let failed = 0;
  const remarks = [];
  for (const file of report.testResults) {
    const failedBefore = failed;
    for (const test of file.assertionResults) {
      if (test.status === 'passed') passed += 1;
      else failed += 1;
      if (test.status !== 'passed' && test.status !== 'failed') {
        remarks.push(`${file.name}: "${test.fullName}" is ${test.status}, which counts as failed.`);
      }
    }
    if (file.status !== 'passed' && failed === failedBefore) {
      failed += 1;
      remarks.push(`${file.name}: the file failed outside of its tests. ${file.message ?? ''}`.trimEnd());
    }
  }
  if (passed + failed === 0) {
    failed += 1;
    remarks.push('No test ran, which counts as one failure.');
  }
  if (exitCode !== 0 && failed === 0) {
    failed += 1;
    remarks.push(
      `Vitest ended with code ${exitCode} though every test passed: an error outside of the tests, see above.`,
    );
  }
  return { passed, failed, remarks };
}
