/** Writes the app: chooses, composes every file, and only then touches the disk. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { type Chosen, choose } from './choices/choose.ts';
import type { CreateOptions } from './create-options.ts';
import { type CreateResult, type Refused, refused } from './create-result.ts';
import type { AppFile } from './files/app-file.ts';
import { environmentFiles } from './files/environment-files.ts';
import { manifestFile, type OurPackages, packagesOf } from './files/manifest.ts';
import { packageName } from './files/package-name.ts';
import { readmeFile } from './files/readme.ts';
import { readTarballs } from './files/tarballs.ts';
import { templateFiles } from './template-files.ts';
import { VERSION } from './version.ts';

/** What may lie in a folder that counts as empty. */
const NO_FILES_OF_ANYBODY = ['.git', '.DS_Store'];

/**
 * Writes a small app that verifies phone numbers. It never overwrites and installs nothing.
 *
 * @example
 * const result = createApp({ folder: 'my-app', framework: 'fastify', provider: 'twilio' });
 * console.log(result.ok ? result.files : result.message);
 */
export function createApp(options: CreateOptions): CreateResult {
  const choosing = choose(options);
  if (!choosing.ok) return choosing;
  if (typeof options.folder !== 'string' || options.folder === '') return refused('not-a-folder', 'Name a folder.');
  const folder = resolve(options.folder);
  const packages = findPackages(options, choosing.chosen, folder);
  if (!packages.ok) return packages;
  const occupied = judgeFolder(folder);
  if (occupied !== null) return occupied;
  const files = compose(packageName(basename(folder)), choosing.chosen, packages.ours);
  return write(folder, files);
}

function findPackages({ packages }: CreateOptions, chosen: Chosen, folder: string) {
  const needed = [...packagesOf(chosen), '@countersign/otp-inbox'];
  if (packages !== undefined) return readTarballs(packages, needed, folder);
  // All packages share one version, this one among them.
  const ours: OurPackages = { rangeOf: () => `^${VERSION}`, overrides: {} };
  return { ok: true as const, ours };
}

function compose(name: string, chosen: Chosen, ours: OurPackages): readonly AppFile[] {
  return [
    manifestFile(name, chosen, ours),
    ...environmentFiles(name, chosen),
    readmeFile(name, chosen),
    ...templateFiles(chosen),
  ];
}

/** `null`: an app can live there, and nobody's files are there. */
export function judgeFolder(folder: string): Refused | null {
  if (resolve(folder).split(sep).includes('node_modules')) {
    return refused(
      'unusable-folder',
      'No app can live in node_modules: package managers delete what is there, and Node runs no TypeScript in it. Name another folder.',
    );
  }
  try {
    const others = readdirSync(folder).filter((name) => !NO_FILES_OF_ANYBODY.includes(name));
    if (others.length === 0) return null;
    return refused(
      'folder-not-empty',
      'The folder has files in it. Name a new folder or an empty one; nothing is overwritten.',
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    if (code === 'ENOTDIR') return refused('not-a-folder', 'There is a file where the folder should be.');
    return refused('cannot-write', `The folder cannot be read: ${String(code)}.`);
  }
}

function write(folder: string, files: readonly AppFile[]): CreateResult {
  let written = 0;
  try {
    for (const { path, content, readableBy } of files) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      // Whoever was quicker keeps their file.
      writeFileSync(target, content, { flag: 'wx', mode: readableBy === 'owner' ? 0o600 : 0o666 });
      written += 1;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const rest = written === 0 ? '' : ` Before that, ${written} files were written: remove them and start again.`;
    if (code === 'EEXIST') {
      return refused('folder-not-empty', `Somebody else wrote a file there at the same time; it was kept.${rest}`);
    }
    if (code === 'ENOTDIR') return refused('not-a-folder', `There is a file where a folder should be.${rest}`);
    return refused('cannot-write', `The system did not let the app be written: ${String(code)}.${rest}`);
  }
  return { ok: true, folder, files: files.map(({ path }) => path).sort() };
}
