/** The recipes as a newcomer meets them: the READMEs' own lines in a shell, and what the app says when it cannot start. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocksIn } from '../../support/readme.ts';
import { readText } from '../../support/workspace.ts';
import { APPS, type ExampleApp, runApp, startApp } from '../example-app.ts';

const ANSWERS: ReadonlyArray<readonly [title: string, last: object]> = [
  ['# 1. ', { message: 'OTP verified successfully', authenticated: true, session_token: expect.any(String) }],
  ['# 2. ', { message: 'This is a valid match!' }],
  ['# 3. ', { success: true, message: 'Phone number verified.', data: { verified: true } }],
  ['# 4. ', { success: true, accessToken: expect.any(String), refreshToken: expect.any(String) }],
];

describe.each(APPS)('apps/%s', (name) => {
  let app: ExampleApp;
  beforeAll(async () => {
    app = await startApp(name);
  }, 60_000);
  afterAll(async () => void (await app?.end('SIGKILL')));

  it.each(ANSWERS)('recipe %sdoes what its README says, line by line', async (title, last) => {
    const block = codeBlocksIn(readText(`apps/${name}/README.md`)).find(({ code }) => code.startsWith(title));
    const lines = block?.code
      .replaceAll('http://localhost:3000', app.pageUrl)
      .replaceAll('http://localhost:4025', app.inboxUrl);
    const { stdout } = await promisify(execFile)('bash', ['-c', lines ?? '']);
    const answers = stdout.replaceAll('}{', '}\n{').trim().split('\n');
    expect(JSON.parse(answers.at(-1) ?? '')).toEqual(last);
  });
});

describe.each(APPS)('apps/%s, started otherwise', (name) => {
  it('makes no secret of sessions up in production', async () => {
    const { code, stderr } = await runApp(name, { NODE_ENV: 'production', ACCESS_TOKEN_SECRET: 'short-one' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ACCESS_TOKEN_SECRET must have at least 32 bytes/m);
    expect(stderr).toMatch(/^REFRESH_TOKEN_SECRET is missing/m);
    expect(stderr).not.toContain('short-one');
  });

  it('takes no token of one kind for the other', async () => {
    const same = 'one secret for both, of 32 bytes and more';
    const { code, stderr } = await runApp(name, { ACCESS_TOKEN_SECRET: same, REFRESH_TOKEN_SECRET: same });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^REFRESH_TOKEN_SECRET must not be ACCESS_TOKEN_SECRET.+\n$/);
  });

  it.each([
    ['cannot be reached', 'postgres://somebody:hidden@127.0.0.1:1/none', /^DATABASE_URL: .+ECONNREFUSED.+\n$/],
    ['is none', 'mysql://somebody:hidden@127.0.0.1/none', /^DATABASE_URL must begin with postgres:.+\n$/],
  ])('says in one line that the database %s', async (_what, url, words) => {
    const { code, stdout, stderr } = await runApp(name, { DATABASE_URL: url });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(words);
    expect(stderr).not.toContain('hidden');
  });

  it('says which figures of the recipes make no sense', async () => {
    const { code, stderr } = await runApp(name, { OTP_EXPIRY_SECONDS: '900', OTP_ANSWER_AFTER_MS: 'soon' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^OTP_EXPIRY_SECONDS must be a whole number from 1 to 600$/m);
    expect(stderr).toMatch(/^OTP_ANSWER_AFTER_MS must be a whole number from 100 to 10000$/m);
  });
});
