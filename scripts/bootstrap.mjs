/**
 * Brings a fresh machine to where everything else can run: pnpm through npx, and what the lock file names. Skipped while
 * nothing has changed, which a stamp says: pnpm takes for done what an interrupted install left half-done, and asking it
 * costs two seconds. The stamp lies inside `node_modules`, so that it goes with it, and is written last.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Problem } from './problem.mjs';
import { tail, withProgress } from './progress.mjs';
import { run } from './run.mjs';
import { BUNDLED_NODE, nodeVersion, tool } from './toolchain.mjs';
import { ROOT, readManifest, workspaceFolders } from './workspace.mjs';

const STAMP = join(ROOT, 'node_modules/.cache/countersign/installed');

/** Installs unless nothing has changed since the last install. Call it under the lock of `exclusively`. */
export async function bootstrap() {
  if (!isInstalled()) {
    rmSync(STAMP, { force: true });
    await withProgress('Installing dependencies (first run: about a minute)', async () => {
      await install();
      if (hasBundledNode()) return;
      // What was left half-done: start from nothing, once.
      for (const folder of ['.', ...workspaceFolders()]) {
        rmSync(join(ROOT, folder, 'node_modules'), { recursive: true, force: true });
      }
      await install();
    });
    if (!hasBundledNode()) {
      throw new Problem('The install ended well, but its Node does not run: `node` in the root devDependencies.');
    }
    mkdirSync(dirname(STAMP), { recursive: true });
    writeFileSync(STAMP, wantedStamp());
  }
  linkBundledNode();
}

/** @returns {boolean} true when an install would change nothing */
function isInstalled() {
  const needed = workspaceFolders().filter((folder) => {
    const { dependencies, devDependencies } = readManifest(folder);
    return Object.keys({ ...dependencies, ...devDependencies }).length > 0;
  });
  return (
    existsSync(STAMP) &&
    readFileSync(STAMP, 'utf8') === wantedStamp() &&
    needed.every((folder) => existsSync(join(ROOT, folder, 'node_modules'))) &&
    hasBundledNode()
  );
}

/** True when the workspace's Node runs and is the one that the root's manifest names. */
function hasBundledNode() {
  return existsSync(BUNDLED_NODE) && nodeVersion(BUNDLED_NODE) === readManifest('.').devDependencies?.node;
}

function wantedStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\0`);
  const manifests = ['.', ...workspaceFolders()].map((folder) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(`${file}\0${readFileSync(join(ROOT, file), 'utf8')}\0`);
  }
  return hash.digest('hex');
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
