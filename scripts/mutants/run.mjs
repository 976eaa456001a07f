/** `pnpm mutants`: first what goes unnoticed without a reason, then which reasons are stale. With arguments, only the first. */
import { spawnSync } from 'node:child_process';

const options = process.argv.slice(2);
const { status } = spawnSync('stryker', ['run', 'scripts/mutants/stryker.config.mjs', ...options], {
  stdio: 'inherit',
});
if (options.length === 0) await import('./check-reasons.mjs');
if (status !== 0) process.exitCode = 1;
