/**
 * Vitest's reporter for `npm test`: counts, and tells how long each project took. A test that did not run is a failure:
 * nothing is skipped in silence. (Vitest's JSON knows neither projects nor how long the files took to load.)
 */
import { writeFileSync } from 'node:fs';
import { inSeconds } from './progress.mjs';

/**
 * The part of Vitest's `TestModule` that is read.
 *
 * @typedef {object} Module
 * @property {string} moduleId
 * @property {{ readonly name: string }} project
 * @property {{ allTests(): Iterable<{ readonly fullName: string, result(): { readonly state: string } }> }} children
 * @property {() => boolean} ok
 * @property {() => readonly { readonly message: string }[]} errors
 * @property {() => Readonly<Record<Phase, number>>} diagnostic
 *
 * @typedef {'prepareDuration' | 'environmentSetupDuration' | 'setupDuration' | 'collectDuration' | 'duration'} Phase
 *
 * @typedef {object} TestCount
 * @property {number} passed
 * @property {number} failed
 * @property {readonly string[]} remarks failures that Vitest itself does not call failures, and how long each project took
 */

/**
 * @param {readonly Module[]} modules
 * @param {number} strayErrors outside of all tests
 * @returns {TestCount}
 */
export function countTests(modules, strayErrors) {
  const count = { passed: 0, failed: strayErrors, remarks: /** @type {string[]} */ ([]) };
  /** @type {Map<string, { files: number, tests: number, workMs: number }>} */
  const projects = new Map();
  for (const module of modules) {
    const project = projects.get(module.project.name) ?? { files: 0, tests: 0, workMs: 0 };
    projects.set(module.project.name, project);
    const { prepareDuration, environmentSetupDuration, setupDuration, collectDuration, duration } = module.diagnostic();
    project.workMs += prepareDuration + environmentSetupDuration + setupDuration + collectDuration + duration;
    project.files += 1;
    const failedBefore = count.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      project.tests += 1;
      if (state === 'passed') count.passed += 1;
      else count.failed += 1;
      if (state !== 'passed' && state !== 'failed') {
        count.remarks.push(`${module.moduleId}: "${test.fullName}" is ${state}, which counts as failed.`);
      }
    }
    if (!module.ok() && count.failed === failedBefore) {
      count.failed += 1;
      const [error] = module.errors();
      count.remarks.push(`${module.moduleId}: the file failed outside of its tests. ${error?.message ?? ''}`.trimEnd());
    }
  }
  if (count.passed + count.failed === 0) {
    count.failed += 1;
    count.remarks.push('No test ran, which counts as one failure.');
  }
  for (const [name, { files, tests, workMs }] of [...projects].sort()) {
    count.remarks.push(`tests of ${name}: ${tests} in ${files} files, ${inSeconds(workMs)} of all workers`);
  }
  return count;
}

export default class CountingReporter {
  /**
   * @param {readonly Module[]} modules
   * @param {readonly unknown[]} strayErrors
   */
  onTestRunEnd(modules, strayErrors) {
    const { remarks, ...count } = countTests(modules, strayErrors.length);
    for (const remark of remarks) console.log(remark);
    const file = process.env.COUNTERSIGN_TEST_COUNT;
    if (file !== undefined) writeFileSync(file, JSON.stringify(count));
  }
}
