/** An example app as a process of its own, on ports of its own, with an environment that says nothing else. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { until, within } from '@countersign/test-servers/until';
import { PGLITE_FLAGS, pgliteEnvironment } from '../support/pglite-snapshot.ts';
import { ROOT } from '../support/workspace.ts';

/** Every example is the same one, in another framework. */
export const APPS = ['express', 'hono'] as const;

export interface ExampleApp {
  readonly pageUrl: string;
  readonly inboxUrl: string;
  /** What it has printed so far, errors included. */
  output(): string;
  /** Sends a signal and waits for the exit code; `null` when the signal itself ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface EndedProgram {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Settings = Readonly<Record<string, string>>;

/** @throws Error with what the app said when it ends before it serves */
export async function startApp(app: string, settings: Settings = {}): Promise<ExampleApp> {
  const child = spawnApp(app, settings);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  await until(`${app} to start`, () => output.includes('Ctrl-C') || hasEnded(child), 30_000);
  const pageUrl = /(?:Page|Hook)\s+(\S+)/.exec(output)?.[1];
  if (pageUrl === undefined) throw new Error(`${app} did not start: ${output}`);
  return {
    pageUrl,
    inboxUrl: /Inbox\s+(\S+)/.exec(output)?.[1] ?? '',
    output: () => output,
    async end(signal) {
      child.kill(signal);
      return within(`${app} to end`, exitOf(child));
    },
  };
}

/** For what must not start: what it says and how it ends. */
export async function runApp(app: string, settings: Settings): Promise<EndedProgram> {
  return collect(spawnApp(app, settings));
}

/** Any other program of the workspace. */
export async function runScript(script: string, argumentList: readonly string[]): Promise<EndedProgram> {
  return collect(spawn(process.execPath, [join(ROOT, script), ...argumentList], { env: bareEnvironment() }));
}

async function collect(child: ChildProcess): Promise<EndedProgram> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const code = await within('the program to end', closed, 30_000).finally(() => child.kill('SIGKILL'));
  return { code, stdout, stderr };
}

function spawnApp(app: string, settings: Settings): ChildProcess {
  const flags = ['--disable-warning=ExperimentalWarning', ...PGLITE_FLAGS];
  const child = spawn(process.execPath, [...flags, join(ROOT, 'apps', app, 'src/server.ts')], {
    env: { ...bareEnvironment(), ...pgliteEnvironment(), PORT: '0', INBOX_PORT: '0', ...settings },
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  return child;
}

/** Whoever runs the tests may have settings of their own in the shell. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  return { PATH, HOME, NODE_COMPILE_CACHE, ...(TMPDIR === undefined ? {} : { TMPDIR }) };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    if (hasEnded(child)) resolve(child.exitCode);
    else child.once('exit', resolve);
  });
}
