/** An example as its README has it: its own commands, at addresses of this test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { within } from '@countersign/test-servers/until';
import { codeBlocksIn } from '../../support/readme.ts';
import { runProgram } from '../../support/run-program.ts';
import { ROOT, readText } from '../../support/workspace.ts';

export interface OpenExample {
  readonly url: string;
  readonly inboxUrl: string;
  /** What the app has said on standard error. */
  complaints(): string;
  /** The README's last commands, which ask the running app, as somebody would paste them. */
  paste(change?: (commands: string) => string): Promise<string>;
  stop(): Promise<void>;
}

interface Started {
  readonly url: string;
  complaints(): string;
  stop(): Promise<void>;
}

/** The workspace's Node, and nothing of the test runner's environment. */
function environmentWith(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  // Node 22 says on standard error that it strips types.
  const quiet = { NODE_OPTIONS: '--disable-warning=ExperimentalWarning', npm_config_update_notifier: 'false' };
  return { PATH: `${dirname(process.execPath)}:${PATH}`, HOME, NODE_COMPILE_CACHE, ...quiet, ...settings };
}

export interface OpenExampleOptions {
  /** What the README leaves to its reader, such as the address of another server. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Files that its reader has, by the names that the commands give them. */
  readonly files?: Readonly<Record<string, string>>;
}

export async function openExample(
  folder: string,
  { settings = {}, files = {} }: OpenExampleOptions = {},
): Promise<OpenExample> {
  const [startInbox, startApp, ...others] = codeBlocksIn(readText(join(folder, 'README.md')))
    .filter(({ language }) => language === 'sh')
    .map(({ code }) => code);
  if (startInbox === undefined || startApp === undefined) throw new Error(`${folder}/README.md has no commands.`);
  const inbox = await start(`${startInbox.trim()} --port 0`, {});
  const toOurs = (commands: string) => commands.replaceAll('http://localhost:4025', inbox.url);
  try {
    const command = Object.entries(files).reduce((text, [name, path]) => text.replaceAll(name, path), startApp);
    const app = await start(toOurs(command), { PORT: '0', ...settings });
    return {
      url: app.url,
      inboxUrl: inbox.url,
      complaints: app.complaints,
      async paste(change = (commands) => commands) {
        const commands = toOurs(change(others.at(-1) ?? '')).replaceAll('http://localhost:3000', app.url);
        const run = await runProgram('bash', ['-ec', commands], { cwd: ROOT, timeLimitMs: 20_000 });
        if (run.exitCode !== 0) throw new Error(`The commands ended with ${run.exitCode}: ${run.stderr}`);
        return run.stdout;
      },
      stop: async () => void (await Promise.all([app.stop(), inbox.stop()])),
    };
  } catch (error) {
    await inbox.stop();
    throw error;
  }
}

/** In a process group of its own, as a shell and `npx` have children. */
async function start(commands: string, settings: Readonly<Record<string, string>>): Promise<Started> {
  const child = spawn('bash', ['-ec', commands], { cwd: ROOT, env: environmentWith(settings), detached: true });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (words: string) => {
    complaints += words;
  });
  const listening = new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (words: string) => {
      said += words;
      const url = /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`"${commands}" ended with ${code}: ${complaints}`)));
  });
  const stop = () => stopGroup(child);
  try {
    return { url: await within(`"${commands}" to listen`, listening, 60_000), complaints: () => complaints, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  process.kill(-child.pid, 'SIGTERM');
  await ended;
}
