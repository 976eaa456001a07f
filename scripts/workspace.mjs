/** Where things are, and what the manifests say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. (`import.meta.dirname` is younger than the oldest Node this must start on.) */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** Scratch that git ignores and anybody may delete. */
export const CACHE = join(ROOT, '.cache');

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {string} [packageManager]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [devDependencies]
 */

/**
 * @param {string} folder relative to the root
 * @returns {Manifest}
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}

/** @returns {string[]} the folders of all workspace packages, relative to the root, without the root itself */
export function workspaceFolders() {
  return ['packages', 'apps', 'apps/examples'].flatMap((room) =>
    foldersIn(room)
      .map((name) => join(room, name))
      .filter((folder) => existsSync(join(ROOT, folder, 'package.json'))),
  );
}

/** @returns {string[]} the apps that `npm run demo` can start: those with a server */
export function runnableApps() {
  return foldersIn('apps').filter((name) => existsSync(join(ROOT, 'apps', name, 'src/server.ts')));
}

/** @param {string} room */
function foldersIn(room) {
  const folder = join(ROOT, room);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
