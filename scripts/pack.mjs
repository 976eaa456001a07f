/**
 * `npm run pack`: makes a tarball of every package, as a registry would have it, and prints the line that installs them.
 * Installs and builds what is missing. The tarballs are in `packed/`, which git ignores.
 */
import './require-node.mjs';
import { bootstrap } from './bootstrap.mjs';
import { exclusively } from './exclusively.mjs';
import { PACKED, packAll } from './pack-all.mjs';
import { describeError } from './problem.mjs';
import { withProgress } from './progress.mjs';
import { endWithSignals } from './run.mjs';

/** What the READMEs begin with: an engine of settings, routes, and a provider that needs no account, with what it stands on. */
const FIRST = ['otp-config', 'otp-core', 'otp-web', 'otp-http-gateway', 'otp-provider-utils'];

endWithSignals();
try {
  const tarballs = await exclusively(async () => {
    await bootstrap();
    return withProgress('Building and packing', packAll);
  });
  const line = (/** @type {readonly string[]} */ names) => names.map((name) => `  ${tarballs.get(name)}`).join(' \\\n');
  const others = [...tarballs.keys()].filter((name) => !FIRST.includes(name));
  console.log(`\n${tarballs.size} packages are in ${PACKED}. In the folder of your app, for a start:\n`);
  console.log(`npm install \\\n${line(FIRST)}\n`);
  console.log(
    `To the same command add what your provider and your store need, with their libraries:\n\n${line(others)}`,
  );
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
