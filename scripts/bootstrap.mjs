/** Brings a fresh machine to where everything else can run: pnpm through npx, and what the lock file names. */
import { lstatSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasBundledNode, isInstalled, removeStamp, writeStamp } from './install-stamp.mjs';
import { Problem } from './problem.mjs';
import { tail, withProgress } from './progress.mjs';
import { run } from './run.mjs';
import { tool } from './toolchain.mjs';
import { ROOT, readManifest, workspaceFolders } from './workspace.mjs';

/** Installs unless nothing has changed since the last install. Call it under the lock of `exclusively`. */
export async function bootstrap() {
  if (!isInstalled()) await installAnew();
  linkBundledNode();
}

async function installAnew() {
  removeStamp();
  await withProgress('Installing dependencies (first run: about a minute)', async () => {
    await install();
    // What a killed install left half-done, pnpm takes for done: then start from nothing, once.
    if (!hasBundledNode()) {
      removeInstalled();
      await install();
    }
  });
  if (!hasBundledNode()) {
    throw new Problem('The install ended well, but its Node does not run: `node` in the root devDependencies.');
  }
  writeStamp();
}

async function install() {
  const packageManager = readManifest('.').packageManager ?? '';
  const flags = ['--frozen-lockfile', '--config.confirm-modules-purge=false', '--reporter=append-only'];
  const { code, output } = await run('npx', ['-y', packageManager, '--dir', ROOT, 'install', ...flags], {
    // From inside the workspace npx would take the pnpm in its node_modules, which this very install may replace.
    cwd: tmpdir(),
    environment: process.env,
  });
  if (code === 0) return;
  throw new Problem(
    `${tail(output)}\n\nThe dependencies could not be installed; above is the end of what \`npx ${packageManager} install\` said.\n` +
      'It needs npm, a way to the package registry that npm is set up for, and about 700 MB of disk. Nothing else ran.',
  );
}

/**
 * pnpm makes `.bin/node` a shell script that does not pass signals on. npm puts that folder first on the PATH, so the
 * second `npm run demo` would run under it, and ending npm would leave the demo running.
 */
function linkBundledNode() {
  if (process.platform === 'win32') return;
  const link = tool('node');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true) return;
  rmSync(`${link}.new`, { force: true });
  symlinkSync('../node/bin/node', `${link}.new`);
  renameSync(`${link}.new`, link);
}

function removeInstalled() {
  for (const folder of ['.', ...workspaceFolders()]) {
    rmSync(join(ROOT, folder, 'node_modules'), { recursive: true, force: true });
  }
}
