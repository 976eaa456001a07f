/** The blocks of the page about frameworks as files, beside each other as a reader would have them, and as running servers. */
import { type ChildProcess, fork } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { within } from '@countersign/test-servers/until';
import { codeBlocksIn } from '../readme.ts';
import { ROOT, readText } from '../workspace.ts';

export const PAGE = 'packages/otp-web/docs/frameworks.md';
const ON_ANY_PORT = fileURLToPath(new URL('./on-any-port.ts', import.meta.url));
const SERVE_MODULE = fileURLToPath(new URL('./serve-module.ts', import.meta.url));

/** One block: its first line says what the file is called. */
export interface PageFile {
  readonly name: string;
  readonly language: string;
  readonly code: string;
}

export function pageFiles(): PageFile[] {
  return codeBlocksIn(readText(PAGE)).map(({ language, code, line }) => {
    const name = /^\/\/ (\S+\.(?:ts|cjs))\n/.exec(code)?.[1];
    if (name === undefined) throw new Error(`The block at line ${line} of ${PAGE} does not say which file it is.`);
    return { name, language, code };
  });
}

/** A folder with all files of the page, and with the Express of one major. */
export interface Project {
  readonly folder: string;
  remove(): void;
}

export function createProject(expressMajor: '4' | '5'): Project {
  mkdirSync(join(ROOT, '.cache/frameworks'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.cache/frameworks/run-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const { name, code } of pageFiles()) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), code);
  }
  if (expressMajor === '4') installExpress4(join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Our package is copied, not linked: so it too finds this Express and its types, as it would where somebody installed it. */
function installExpress4(modules: string): void {
  mkdirSync(join(modules, '@types'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules/express4'), join(modules, 'express'));
  symlinkSync(join(ROOT, 'node_modules/@types/express4'), join(modules, '@types/express'));
  for (const part of ['package.json', 'dist']) {
    const target = join(modules, '@countersign/otp-web', part);
    cpSync(join(ROOT, 'packages/otp-web', part), target, { recursive: true });
  }
}

export interface RunningProgram {
  readonly url: string;
  /** What it has said on standard error. */
  complaints(): string;
  stop(): Promise<void>;
}

/** @throws Error with what the program said when it ends before it listens */
export async function startProgram(
  { folder }: Project,
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<RunningProgram> {
  const file = join(folder, name);
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const options = {
    cwd: folder,
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...settings },
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', ON_ANY_PORT],
    silent: true,
  };
  const child = isModule(name) ? fork(SERVE_MODULE, [file], options) : fork(file, options);
  let complaints = '';
  child.stdout?.resume();
  child.stderr?.setEncoding('utf8').on('data', (words: string) => {
    complaints += words;
  });
  const port = await within(
    `${name} to listen`,
    portOf(child, () => complaints),
    30_000,
  );
  return {
    url: `http://127.0.0.1:${port}`,
    complaints: () => complaints,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What a platform imports and serves by itself. */
function isModule(name: string): boolean {
  return name === 'worker.ts' || name === 'edge.ts' || name.endsWith('/route.ts');
}

function portOf(child: ChildProcess, complaints: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${complaints()}`)));
  });
}
