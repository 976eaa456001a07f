/** Runs the command of a page that starts a server, on any port instead of the page's own. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { within } from '@countersign/test-servers/until';
import type { RunningProgram } from '../../support/frameworks/framework-programs.ts';

const ON_ANY_PORT = fileURLToPath(new URL('../../support/frameworks/on-any-port.ts', import.meta.url));

/** The workspace's Node, the commands of a folder, and nothing of the test runner's environment but what is given and what saves time. */
export function readersEnvironment(
  settings: Readonly<Record<string, string>>,
  commands = dirname(process.execPath),
): NodeJS.ProcessEnv {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const path = `${commands}:${dirname(process.execPath)}:${PATH}`;
  return { PATH: path, HOME, NODE_COMPILE_CACHE, npm_config_update_notifier: 'false', ...settings };
}

/** As a package manager links it. The workspace's own links none that was not built when it was installed. */
export function linkCommand(folder: string, name: string, file: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\nexec node '${file}' "$@"\n`, { mode: 0o755 });
}

export async function startByCommand(
  folder: string,
  command: string,
  settings: Readonly<Record<string, string>>,
): Promise<RunningProgram> {
  const NODE_OPTIONS = `--disable-warning=ExperimentalWarning --import=${ON_ANY_PORT}`;
  // In place of the shell, so that the port is told to this process and an end is its end.
  const child = spawn('bash', ['-ec', `exec ${command}`], {
    cwd: folder,
    env: readersEnvironment({ ...settings, NODE_OPTIONS }),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (words: string) => {
    complaints += words;
  });
  const listening = new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`"${command}" ended with ${code}: ${complaints}`)));
  });
  const port = await within(`"${command}" to listen`, listening, 30_000);
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
