/**
 * `npm run bench -- <name>`: installs and builds what is missing, then runs one benchmark or simulation of `apps/bench`.
 * Without a name it says which there are. Always on the workspace's Node, so that figures of two runs compare.
 */
import './require-node.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { buildFor } from './build.mjs';
import { exclusively } from './exclusively.mjs';
import { describeError } from './problem.mjs';
import { endWithSignals } from './run.mjs';
import { BUNDLED_NODE } from './toolchain.mjs';
import { ROOT } from './workspace.mjs';

/** A Ctrl-C reaches the benchmark by itself; a signal to this process alone does not, and its servers would stay. */
const OWN_ACCORD_MS = 400;

try {
  const stopEndingWithSignals = endWithSignals();
  await exclusively(async () => {
    await bootstrap();
    await buildFor('bench');
    // The soak runs them.
    await buildFor('express');
    await buildFor('hono');
  });
  stopEndingWithSignals();
  const script = join(ROOT, 'apps/bench/src/bench.ts');
  const child = spawn(BUNDLED_NODE, ['--expose-gc', script, ...process.argv.slice(2)], { stdio: 'inherit' });
  passSignalsOn(child);
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}

/** @param {import('node:child_process').ChildProcess} child */
function passSignalsOn(child) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => void setTimeout(() => child.kill(signal), OWN_ACCORD_MS).unref());
  }
}
