/**
 * An app as `create-countersign` writes it, with everything its manifest asks for and nothing else. No registry is asked: ours
 * are copies of what would be packed, all others lead into the workspace.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type CreateOptions, createApp } from 'create-countersign';
import { type ProgramRun, runProgram } from './run-program.ts';
import { type Manifest, ROOT } from './workspace.ts';

export interface CreatedApp {
  readonly folder: string;
  readonly manifest: Manifest;
  /** `npm run <name>`, with variables beside those of `PATH`. */
  run(script: string, environment?: Readonly<Record<string, string>>): Promise<ProgramRun>;
  remove(): void;
}

const SCOPE = '@countersign/';
const TIME_LIMIT_MS = 60_000;

/** @param without what the workspace does not have, and the script that is run does not need */
export function createInstalledApp(
  options: Omit<CreateOptions, 'folder'>,
  without: readonly string[] = [],
): CreatedApp {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-created-')));
  const folder = join(parent, 'my-app');
  const result = createApp({ ...options, folder });
  if (!result.ok) throw new Error(result.message);
  const manifest = readManifest(folder);
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const modules = join(folder, 'node_modules');
  for (const name of names.filter((each) => !without.includes(each))) install(name, 'otp-config', modules);
  return {
    folder,
    manifest,
    run: (script, environment = {}) =>
      runProgram('npm', ['run', '--silent', script], {
        cwd: folder,
        timeLimitMs: TIME_LIMIT_MS,
        environment: { ...environment, HOME: parent, PATH: pathOf(modules) },
      }),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** @param owner the package of ours that depends on it, and so has it in the workspace */
function install(name: string, owner: string, modules: string): void {
  const target = join(modules, name);
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  if (!name.startsWith(SCOPE)) {
    symlinkSync(folderOf(name, owner), target, 'dir');
    return;
  }
  const shortName = name.slice(SCOPE.length);
  const source = join(ROOT, 'packages', shortName);
  for (const part of ['package.json', 'dist']) cpSync(join(source, part), join(target, part), { recursive: true });
  for (const each of Object.keys(readManifest(source).dependencies ?? {})) install(each, shortName, modules);
}

function folderOf(library: string, owner: string): string {
  const folder = createRequire(join(ROOT, 'packages', owner, 'package.json'))
    .resolve.paths(library)
    ?.map((path) => join(path, library))
    .find((path) => existsSync(join(path, 'package.json')));
  if (folder === undefined) throw new Error(`The workspace does not have ${library}.`);
  return realpathSync(folder);
}

/** The Node of the tests goes first; the app's own commands before it, as npm would have it. */
function pathOf(modules: string): string {
  mkdirSync(join(modules, '.bin'), { recursive: true });
  const tsc = join(modules, 'typescript/bin/tsc');
  if (existsSync(tsc) && !existsSync(join(modules, '.bin/tsc'))) symlinkSync(tsc, join(modules, '.bin/tsc'));
  return [dirname(process.execPath), process.env.PATH].join(delimiter);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
