/** The texts that users read: READMEs, docs and the pages of the site. CHANGELOGs and licences are not among them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../workspace.mjs';

/** For whoever works on the engine, and made by a command of its own. */
const NOT_FOR_USERS = new Set(['packages/otp-core/docs/mutants.md']);

/** @returns {string[]} paths from the root, in order */
export function proseFiles() {
  const members = ['packages', 'apps'].flatMap((room) => foldersIn(room));
  const texts = members.flatMap((folder) => [
    join(folder, 'README.md'),
    ...markdownBelow(join(folder, 'docs')),
    ...markdownBelow(join(folder, 'pages')),
  ]);
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...texts]
    .filter((path) => existsSync(join(ROOT, path)) && !NOT_FOR_USERS.has(path))
    .sort();
}

/** @param {string} room */
function foldersIn(room) {
  return readdirSync(join(ROOT, room), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(room, entry.name));
}

/** @param {string} folder */
function markdownBelow(folder) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path));
}
