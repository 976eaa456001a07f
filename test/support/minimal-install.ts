/** A folder in which an app has installed what a README says, and nothing else. No registry is asked. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Manifest, ROOT, readJson } from './workspace.ts';

export interface MinimalInstall {
  readonly folder: string;
  /** Writes a file into it and tells its path. */
  write(name: string, content: string): string;
}

/**
 * @param packages ours, by their short names: copies, so that nothing beside them is found
 * @param libraries others, as the package that has them in its own manifest finds them: `{ axios: 'otp-http-gateway' }`
 */
export function installMinimal(
  packages: readonly string[],
  libraries: Readonly<Record<string, string>> = {},
): MinimalInstall {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-app-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const modules = join(folder, 'node_modules');
  for (const name of withDependencies(packages)) {
    const from = join(ROOT, 'packages', name);
    const to = join(modules, readJson<Manifest>(`packages/${name}/package.json`).name);
    for (const part of ['package.json', 'dist']) cpSync(join(from, part), join(to, part), { recursive: true });
  }
  for (const [library, owner] of Object.entries(libraries)) {
    const to = join(modules, library);
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(folderOf(library, owner), to, 'dir');
  }
  return {
    folder,
    write(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
  };
}

/** As npm would: what a package of ours depends on comes along, peers do not. */
export function withDependencies(packages: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    const { dependencies = {} } = readJson<Manifest>(`packages/${name}/package.json`);
    for (const each of Object.keys(dependencies)) if (each.startsWith(SCOPE)) add(each.slice(SCOPE.length));
  };
  for (const name of packages) add(name);
  return found;
}

const SCOPE = '@countersign/';

function folderOf(library: string, owner: string): string {
  const require = createRequire(join(ROOT, 'packages', owner, 'package.json'));
  const folder = require.resolve
    .paths(library)
    ?.map((path) => join(path, library))
    .find((path) => existsSync(join(path, 'package.json')));
  if (folder === undefined) throw new Error(`${owner} does not have ${library}.`);
  return realpathSync(folder);
}
