/** The README of the example with Auth.js, followed line by line: its own program, its own commands. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInbox, type Inbox } from '@countersign/otp-inbox';
import { within } from '@countersign/test-servers/until';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocksIn } from '../support/readme.ts';
import { runProgram } from '../support/run-program.ts';
import { ROOT, readText } from '../support/workspace.ts';

const FOLDER = 'apps/examples/authjs';
const blocks = codeBlocksIn(readText(join(FOLDER, 'README.md'))).filter(({ language }) => language === 'sh');

let inbox: Inbox;
let app: ChildProcess;
let url: string;
let complaints = '';

beforeAll(async () => {
  inbox = createInbox({ port: 0 });
  await inbox.listen();
  const { PATH, HOME } = process.env;
  app = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/server.ts'], {
    cwd: join(ROOT, FOLDER),
    env: {
      PATH,
      HOME,
      PORT: '0',
      OTP_PROVIDER: 'inbox',
      OTP_INBOX_URL: inbox.url,
      OTP_COOLDOWN_SECONDS: '0',
      OTP_SECRET: 'a-secret-of-the-tests-that-is-long-enough',
      AUTH_SECRET: 'another-secret-of-the-tests-that-is-long',
    },
  });
  app.stderr?.setEncoding('utf8').on('data', (words: string) => {
    complaints += words;
  });
  const listening = new Promise<string>((resolve, reject) => {
    app.stdout?.setEncoding('utf8').on('data', (words: string) => resolve(/http:\S+/.exec(words)?.[0] ?? ''));
    app.once('exit', () => reject(new Error(complaints)));
  });
  url = await within('the example to listen', listening, 30_000);
}, 60_000);

afterAll(async () => {
  const ended = new Promise((resolve) => app.once('exit', resolve));
  app.kill('SIGTERM');
  await ended;
  await inbox.close();
});

/** The commands as they stand, at the addresses of this test. */
async function paste(change: (commands: string) => string = (commands) => commands): Promise<string> {
  const commands = change(blocks.at(-1)?.code ?? '')
    .replaceAll('http://localhost:3000', url)
    .replaceAll('http://localhost:4025', inbox.url);
  const run = await runProgram('bash', ['-ec', commands], { cwd: ROOT, timeLimitMs: 15_000 });
  expect(run).toMatchObject({ exitCode: 0 });
  return run.stdout;
}

describe(`${FOLDER}/README.md`, () => {
  it('opens a session by its commands', async () => {
    expect(JSON.parse(await paste())).toMatchObject({ user: { name: '+14155550123' }, expires: expect.any(String) });
    expect(complaints).toBe('');
  });

  it('opens none for a wrong code, and names the reason in the address', async () => {
    const answer = await paste((commands) =>
      commands
        .replaceAll('+14155550123', '+14155550124')
        .replaceAll('%2B14155550123', '%2B14155550124')
        .replace('-d "code=$CODE"', '-d "code=$(printf %06d $(( (10#$CODE + 1) % 1000000 )))"')
        .replace('curl -s -o /dev/null', "curl -s -o /dev/null -w '%{redirect_url}\\n'"),
    );
    const [address = '', session] = answer.split('\n');
    expect(new URL(address).searchParams.get('code')).toBe('mismatch');
    expect(session).toBe('null');
  });

  it('pins the version that it names', () => {
    const { dependencies } = JSON.parse(readText(join(FOLDER, 'package.json')));
    expect(readText(join(FOLDER, 'README.md'))).toContain(`\`@auth/core\` ${dependencies['@auth/core']}`);
  });
});
