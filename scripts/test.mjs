/**
 * `npm test`: installs what is missing, passes every gate, runs every test. One run shows everything that is wrong;
 * its last line is the count, and its exit code is 0 only when nothing failed.
 */
import './require-node.mjs';
import { bootstrap } from './bootstrap.mjs';
import { exclusively } from './exclusively.mjs';
import { BUILD_GATE, GATES, runGate } from './gates.mjs';
import { describeError, Problem } from './problem.mjs';
import { since } from './progress.mjs';
import { provisionChromium } from './provision-chromium.mjs';
import { provisionPgbouncer } from './provision-pgbouncer.mjs';
import { provisionRedis } from './provision-redis.mjs';
import { endWithSignals } from './run.mjs';
import { runTests } from './run-tests.mjs';
import { createTally } from './tally.mjs';
import { runtimeNode } from './toolchain.mjs';

endWithSignals();
const tally = createTally();
try {
  if (process.argv.length > 2)
    throw new Problem('`npm test` takes no arguments; `pnpm unit <path>` runs single tests.');
  const isBuilt = await exclusively(installAndPassGates);
  await provisionAndRunTests(isBuilt);
} catch (error) {
  console.log(describeError(error));
  tally.add(0, 1);
}
console.log(tally.summary());
process.exitCode = tally.failed() === 0 ? 0 : 1;

/** @returns {Promise<boolean>} whether the packages are built */
async function installAndPassGates() {
  await bootstrap();
  // Before the minutes that follow, not after them.
  runtimeNode();
  const isBuilt = await tally.step(BUILD_GATE.name, BUILD_GATE.about, () => runGate(BUILD_GATE));
  for (const gate of GATES) {
    await tally.step(gate.name, gate.about, async () =>
      gate.needsBuild && !isBuilt ? 'Not run: the build failed.' : runGate(gate),
    );
  }
  return isBuilt;
}

/** @param {boolean} isBuilt */
async function provisionAndRunTests(isBuilt) {
  /** @type {NodeJS.ProcessEnv} */
  const environment = {};
  await tally.step('chromium', 'a browser for the browser tests', async () => {
    environment.CHROMIUM_PATH = await provisionChromium();
    return null;
  });
  await tally.step('redis', 'a Redis or Valkey for the store tests', async () => {
    environment.COUNTERSIGN_REDIS_SERVER = await provisionRedis();
    return null;
  });
  await tally.step('pgbouncer', 'a PgBouncer for the tests of PostgreSQL behind a pooler', async () => {
    environment.PGBOUNCER_PATH = await provisionPgbouncer();
    return null;
  });
  if (!isBuilt) {
    console.log('tests: FAILED. Not run: the build failed.');
    tally.add(0, 1);
    return;
  }
  console.log('tests: every package, every app and the house rules');
  const startedMs = Date.now();
  const { passed, failed, remarks } = await runTests(environment);
  for (const remark of remarks) console.log(remark);
  console.log(`tests: ${failed === 0 ? 'passed' : 'FAILED'} (${since(startedMs)})`);
  tally.add(passed, failed);
}
