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
 * @property {readonly string[]} failures the file and the name of each test that did not pass, and what else went wrong
 * @property {readonly string[]} remarks how long each project took
 */

/**
 * @param {readonly Module[]} modules
 * @param {number} strayErrors outside of all tests
 * @returns {TestCount}
 */
export function countTests(modules, strayErrors) {
  let passed = 0;
  /** @type {string[]} */
  const failures = Array(strayErrors).fill('an error outside of all tests');
  /** @type {Map<string, { files: number, tests: number, workMs: number }>} */
  const projects = new Map();
  for (const module of modules) {
    const project = projects.get(module.project.name) ?? { files: 0, tests: 0, workMs: 0 };
    projects.set(module.project.name, project);
    const { prepareDuration, environmentSetupDuration, setupDuration, collectDuration, duration } = module.diagnostic();
    project.workMs += prepareDuration + environmentSetupDuration + setupDuration + collectDuration + duration;
    project.files += 1;
    const failuresBefore = failures.length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      project.tests += 1;
      if (state === 'passed') passed += 1;
      else if (state === 'failed') failures.push(`${module.moduleId}: ${test.fullName}`);
      else failures.push(`${module.moduleId}: "${test.fullName}" is ${state}, which counts as failed.`);
    }
    if (!module.ok() && failures.length === failuresBefore) {
      const [error] = module.errors();
      failures.push(`${module.moduleId}: the file failed outside of its tests. ${error?.message ?? ''}`.trimEnd());
    }
  }
  if (passed + failures.length === 0) failures.push('No test ran, which counts as one failure.');
  const remarks = [];
  for (const [name, { files, tests, workMs }] of [...projects].sort()) {
    remarks.push(`tests of ${name}: ${tests} in ${files} files, ${inSeconds(workMs)} of all workers`);
  }
  return { passed, failures, remarks };
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
