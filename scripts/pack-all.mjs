/** Tarballs of all packages, built before. */
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { turboCommand } from './build.mjs';
import { Problem } from './problem.mjs';
import { tail } from './progress.mjs';
import { run } from './run.mjs';
import { tool } from './toolchain.mjs';
import { ROOT, readManifest, workspaceFolders } from './workspace.mjs';

export const PACKED = join(ROOT, 'packed');

/** @returns {Promise<ReadonlyMap<string, string>>} the tarball of each package by its folder's name, as a full path */
export async function packAll() {
  await runOrFail(...turboCommand('build'));
  // Whatever lies there was packed before, of another version perhaps.
  rmSync(PACKED, { recursive: true, force: true });
  mkdirSync(PACKED);
  const folders = workspaceFolders().filter(
    (folder) => folder.startsWith('packages') && readManifest(folder).private !== true,
  );
  /** @type {Map<string, string>} */
  const tarballs = new Map();
  for (const folder of folders) {
    await runOrFail(tool('pnpm'), ['pack', '--pack-destination', PACKED], join(ROOT, folder));
    const { name, version } = readManifest(folder);
    tarballs.set(basename(folder), join(PACKED, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`));
  }
  return tarballs;
}

/**
 * @param {string} command
 * @param {readonly string[]} argumentList
 * @param {string} [cwd]
 */
async function runOrFail(command, argumentList, cwd = ROOT) {
  const { code, output } = await run(command, argumentList, { cwd });
  if (code !== 0) throw new Problem(`${tail(output)}\n\n${basename(command)} failed; the reason stands above.`);
}
