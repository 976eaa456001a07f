/** The repository as this site reads it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** @param path from the root, for example `packages/otp-core/README.md` */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function exists(path: string): boolean {
  return existsSync(join(ROOT, path));
}

/** What is installed or built: not to be entered, as the links of pnpm lead to everything that is installed. */
const NOT_OURS = new Set(['node_modules', 'dist']);

/** Files below a folder whose names end so, by their paths from the root, in order. */
export function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesBelow(path, ending);
      return entry.isFile() && entry.name.endsWith(ending) ? [path] : [];
    })
    .sort();
}

/** The folders of the packages, by name: `otp-core`. */
export function packageNames(): string[] {
  return readdirSync(join(ROOT, 'packages')).filter((name) => exists(`packages/${name}/README.md`));
}
