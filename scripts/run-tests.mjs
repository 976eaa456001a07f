/** Runs every test of the workspace with Vitest and counts them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { countTests } from './count-tests.mjs';
import { run } from './run.mjs';
import { runtimeNode, toolEnvironment } from './toolchain.mjs';
import { CACHE, ROOT } from './workspace.mjs';

/**
 * @param {NodeJS.ProcessEnv} environment what the tests get to know besides the tools' environment
 * @returns {Promise<import('./count-tests.mjs').TestCount>}
 */
export async function runTests(environment) {
  const node = runtimeNode();
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'test-run-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const reportFile = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const { code, output } = await run(node, [vitest, 'run', '--allowOnly=false', ...reporters], {
    environment: { ...toolEnvironment(), ...environment },
    output: 'show',
  });
  process.stdout.write(output);
  return countTests(readReport(reportFile), code);
}

/**
 * @param {string} file
 * @returns {import('./count-tests.mjs').VitestReport} an empty one when Vitest died before it could write
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { testResults: [] };
  }
}
