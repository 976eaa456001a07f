/**
 * `npm test`: installs what is missing, passes every gate, runs every test. One run shows everything that is wrong;
 * its last line is the count, and its exit code is 0 only when nothing failed.
 */
import './require-node.mjs';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { runTasks } from './build.mjs';
import { exclusively } from './exclusively.mjs';
import { describeError, Problem } from './problem.mjs';
import { inSeconds, since, withProgress } from './progress.mjs';
import { provisionChromium, provisionPgbouncer, provisionRedis } from './provision.mjs';
import { endWithSignals, run } from './run.mjs';
import { runtimeNode, toolEnvironment } from './toolchain.mjs';
import { CACHE, ROOT } from './workspace.mjs';

/** What must hold besides the tests. Each is a task of turbo, and counts as one test. */
const GATES = [
  ['build', 'ESM, CommonJS and declarations of every package'],
  ['typecheck', 'every package and every app'],
  ['typecheck:house', 'the house tests and these scripts'],
  ['lint', 'Biome: format and rules'],
  ['knip', 'unused and undeclared files, exports and dependencies'],
  ['publint', 'every package as it would be packed'],
  ['attw', 'the declarations of every package as `import` and as `require` see them'],
  ['size', 'the weight of otp-core and of what browsers load'],
  ['prose', 'how hard the texts are to read'],
  ['docs', 'the documentation site, and where its links lead'],
  ['changesets', 'what the next release would be'],
];

let passed = 0;
/** @type {string[]} told again at the end, for who reads only that of ten thousand lines */
const failures = [];

endWithSignals();
try {
  if (process.argv.length > 2)
    throw new Problem('`npm test` takes no arguments; `pnpm unit <path>` runs single tests.');
  const isBuilt = await exclusively(installAndPassGates);
  const environment = await provision();
  if (isBuilt) await runTests(environment);
  else tell('tests', 'not run: the build failed', 0, false);
} catch (error) {
  failures.push(describeError(error));
}
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;

/**
 * @param {string} name
 * @param {string} about
 * @param {number} milliseconds
 * @param {boolean} isGood
 */
function tell(name, about, milliseconds, isGood) {
  console.log(`${name}: ${isGood ? 'passed' : 'FAILED'} (${inSeconds(milliseconds)}) ${about}`);
  if (isGood) passed += 1;
  else failures.push(`${name}: ${about}`);
}

/** @returns {Promise<boolean>} whether the packages are built */
async function installAndPassGates() {
  await bootstrap();
  // Before the minutes that follow, not after them.
  runtimeNode();
  const { output, runs } = await withProgress('Building, and passing the gates', () =>
    runTasks(GATES.map(([task = '']) => task)),
  );
  const failuresBefore = failures.length;
  let isBuilt = false;
  for (const [gate = '', about = ''] of GATES) {
    const executions = runs.filter(({ task }) => task === gate).map(({ execution }) => execution);
    const isGood = executions.length > 0 && executions.every((each) => each?.exitCode === 0);
    const startMs = Math.min(...executions.map((each) => each?.startTime ?? Number.POSITIVE_INFINITY));
    const endMs = Math.max(...executions.map((each) => each?.endTime ?? 0));
    tell(gate, about, Math.max(0, endMs - startMs), isGood);
    if (gate === 'build') isBuilt = isGood;
  }
  if (failures.length > failuresBefore) console.log(output.trimEnd());
  return isBuilt;
}

/** @returns {Promise<NodeJS.ProcessEnv>} where the tests find the programs they start */
async function provision() {
  /** @type {NodeJS.ProcessEnv} */
  const environment = {};
  for (const [name, about, variable, find] of /** @type {const} */ ([
    ['chromium', 'a browser for the browser tests', 'CHROMIUM_PATH', provisionChromium],
    ['redis', 'a Redis or Valkey for the store tests', 'COUNTERSIGN_REDIS_SERVER', provisionRedis],
    ['pgbouncer', 'a PgBouncer for the tests of PostgreSQL behind a pooler', 'PGBOUNCER_PATH', provisionPgbouncer],
  ])) {
    const startedMs = Date.now();
    try {
      environment[variable] = await find();
      tell(name, about, Date.now() - startedMs, true);
    } catch (error) {
      console.log(describeError(error));
      tell(name, about, Date.now() - startedMs, false);
    }
  }
  return environment;
}

/** @param {NodeJS.ProcessEnv} environment */
async function runTests(environment) {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'test-run-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const report = join(folder, 'count.json');
  const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'scripts/count-tests.mjs')}`];
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const startedMs = Date.now();
  const { code } = await run(runtimeNode(), [vitest, 'run', '--allowOnly=false', ...reporters], {
    environment: { ...toolEnvironment(), ...environment, COUNTERSIGN_TEST_COUNT: report },
    output: 'show',
  });
  console.log(
    `tests: ${code === 0 ? 'passed' : 'FAILED'} (${since(startedMs)}) every package, every app and the workspace`,
  );
  try {
    const count = JSON.parse(readFileSync(report, 'utf8'));
    passed += count.passed;
    failures.push(...count.failures);
    if (code !== 0 && count.failures.length === 0) {
      throw new Problem(`Vitest ended with code ${code} though every test passed.`);
    }
  } catch (error) {
    failures.push(error instanceof Problem ? error.message : 'Vitest ended before it could count its tests.');
  }
}
