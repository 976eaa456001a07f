/** Tarballs of all packages, built before. */
import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildFor } from './build.mjs';
import { Problem } from './problem.mjs';
import { tail } from './progress.mjs';
import { run } from './run.mjs';
import { tool } from './toolchain.mjs';
import { ROOT, readManifest, workspaceFolders } from './workspace.mjs';

export const PACKED = join(ROOT, 'packed');

/** @returns {Promise<ReadonlyMap<string, string>>} the tarball of each package by its folder's name, as a full path */
export async function packAll() {
  await buildFor();
  // Whatever lies there was packed before, of another version perhaps.
  rmSync(PACKED, { recursive: true, force: true });
  mkdirSync(PACKED);
  const pack = ['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', PACKED];
  const { code, output } = await run(tool('pnpm'), pack);
  if (code !== 0) throw new Problem(`${tail(output)}\n\nThe packages could not be packed; the reason stands above.`);
  const folders = workspaceFolders().filter(
    (folder) => folder.startsWith('packages') && readManifest(folder).private !== true,
  );
  return new Map(
    folders.map((folder) => {
      const { name, version } = readManifest(folder);
      return [basename(folder), join(PACKED, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)];
    }),
  );
}
