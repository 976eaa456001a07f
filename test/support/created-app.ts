/**
 * An app as `create-countersign` writes it, with everything its manifest asks for and nothing else: linked, or installed by
 * npm from tarballs. Its scripts find no tool of the workspace's but Node.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { freePort } from '@countersign/test-servers/free-port';
import { until } from '@countersign/test-servers/until';
import { type CreateOptions, createApp } from 'create-countersign';
import { type ProgramRun, runProgram } from './run-program.ts';
import { type Manifest, ROOT } from './workspace.ts';

export interface CreatedApp {
  readonly folder: string;
  readonly manifest: Manifest;
  /** `npm run <name>`, with variables beside those of `PATH`. */
  run(script: string, environment?: Readonly<Record<string, string>>): Promise<ProgramRun>;
  /** `npm start`, until it answers. */
  start(environment: Readonly<Record<string, string>>): Promise<StartedApp>;
  remove(): void;
}

export interface StartedApp {
  readonly url: string;
  end(): Promise<void>;
}

const SCOPE = '@countersign/';
const TIME_LIMIT_MS = 60_000;
const LONG_TIME_LIMIT_MS = 300_000;

/** The Node of the tests goes first. */
const PATH = [
  dirname(process.execPath),
  ...(process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules')),
].join(delimiter);

/**
 * No registry is asked: ours are copies of what would be packed, all others lead into the workspace.
 *
 * @param without what the workspace does not have, and the script that is run does not need
 */
export function createInstalledApp(
  options: Omit<CreateOptions, 'folder'>,
  without: readonly string[] = [],
): CreatedApp {
  const app = write(options, TIME_LIMIT_MS);
  const names = Object.keys({ ...app.manifest.dependencies, ...app.manifest.devDependencies });
  const modules = join(app.folder, 'node_modules');
  for (const name of names.filter((each) => !without.includes(each))) link(name, 'otp-config', modules);
  // As npm would have it.
  mkdirSync(join(modules, '.bin'), { recursive: true });
  const tsc = join(modules, 'typescript/bin/tsc');
  if (existsSync(tsc)) symlinkSync(tsc, join(modules, '.bin/tsc'));
  return app;
}

/** As its README says: a registry has what is not ours. */
export async function createAppOfTarballs(options: Omit<CreateOptions, 'folder'>): Promise<CreatedApp> {
  const app = write(options, LONG_TIME_LIMIT_MS);
  await npmInstall(app.folder);
  return app;
}

/** @param packages as npm takes them; none: what the manifest says */
export async function npmInstall(folder: string, packages: readonly string[] = []): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const { exitCode, stdout, stderr } = await runProgram('npm', ['install', ...quiet, ...packages], {
    cwd: folder,
    timeLimitMs: LONG_TIME_LIMIT_MS,
    environment: { ...process.env, PATH },
  });
  if (exitCode !== 0) throw new Error(`npm install ended with ${exitCode}: ${stdout}${stderr}`);
}

function write(options: Omit<CreateOptions, 'folder'>, timeLimitMs: number): CreatedApp {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-created-')));
  const folder = join(parent, 'my-app');
  const result = createApp({ ...options, folder });
  if (!result.ok) throw new Error(result.message);
  const bare = { HOME: parent, PATH, NEXT_TELEMETRY_DISABLED: '1' };
  return {
    folder,
    manifest: readManifest(folder),
    run: (script, environment = {}) =>
      runProgram('npm', ['run', '--silent', script], {
        cwd: folder,
        timeLimitMs,
        environment: { ...environment, ...bare },
      }),
    start: (environment) => start(folder, { ...environment, ...bare }),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  };
}

/** npm and what it starts are one group, which is ended as a whole. */
async function start(folder: string, environment: Readonly<Record<string, string>>): Promise<StartedApp> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...environment, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (words: string) => {
      said += words;
    });
  }
  const ended = once(child, 'exit');
  const end = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
  };
  try {
    await until('the app to answer', () => fetch(url).catch(() => undefined), 30_000);
    return { url, end };
  } catch (error) {
    await end();
    throw new Error(`${String(error)}\n${said}`);
  }
}

/** @param owner the package of ours that depends on it, and so has it in the workspace */
function link(name: string, owner: string, modules: string): void {
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
  for (const each of Object.keys(readManifest(source).dependencies ?? {})) link(each, shortName, modules);
}

function folderOf(library: string, owner: string): string {
  const folder = createRequire(join(ROOT, 'packages', owner, 'package.json'))
    .resolve.paths(library)
    ?.map((path) => join(path, library))
    .find((path) => existsSync(join(path, 'package.json')));
  if (folder === undefined) throw new Error(`The workspace does not have ${library}.`);
  return realpathSync(folder);
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
