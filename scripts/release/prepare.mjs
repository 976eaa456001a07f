/** For workflows: installs what the lock file names, and puts the workspace's tools on the PATH of the steps that follow. */
import '../require-node.mjs';
import { appendFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bootstrap } from '../bootstrap.mjs';
import { exclusively } from '../exclusively.mjs';
import { describeError, Problem } from '../problem.mjs';
import { tool } from '../toolchain.mjs';

try {
  const pathFile = process.env.GITHUB_PATH;
  if (pathFile === undefined) throw new Problem('GITHUB_PATH is not set. Outside of a workflow run `npm test`.');
  await exclusively(bootstrap);
  appendFileSync(pathFile, `${dirname(tool('pnpm'))}\n`);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 1;
}
