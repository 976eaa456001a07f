/**
 * Says whether `node_modules` is what the manifests ask for. The stamp lives inside `node_modules`, so that it goes
 * when the folder goes, and is written last, so that an interrupted install leaves none.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLED_NODE, nodeVersion } from './toolchain.mjs';
import { ROOT, readManifest, workspaceFolders } from './workspace.mjs';

const STAMP = join(ROOT, 'node_modules/.cache/countersign/installed');

/** @returns {boolean} true when an install would change nothing */
export function isInstalled() {
  return (
    existsSync(STAMP) &&
    readFileSync(STAMP, 'utf8') === wantedStamp() &&
    foldersWithDependencies().every((folder) => existsSync(join(ROOT, folder, 'node_modules'))) &&
    hasBundledNode()
  );
}

/** True when the workspace's Node runs and is the one that the root's manifest names. */
export function hasBundledNode() {
  return existsSync(BUNDLED_NODE) && nodeVersion(BUNDLED_NODE) === readManifest('.').devDependencies?.node;
}

export function removeStamp() {
  rmSync(STAMP, { force: true });
}

export function writeStamp() {
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, wantedStamp());
}

function wantedStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\0`);
  const manifests = ['.', ...workspaceFolders()].map((folder) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function foldersWithDependencies() {
  return workspaceFolders().filter((folder) => {
    const { dependencies, devDependencies } = readManifest(folder);
    return Object.keys({ ...dependencies, ...devDependencies }).length > 0;
  });
}
