/** The pages about platforms, followed literally: their settings, checked and run by the commands of the page about deploying, and the platform is played. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { HookMapping, PlatformOptions } from '@countersign/otp-hooks';
import { createPlatformPlayer, type PlatformPlayer } from '@countersign/otp-hooks/play';
import { createInbox, type Inbox } from '@countersign/otp-inbox';
import { type RedisServer, startRedis } from '@countersign/test-servers/redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProgram } from '../support/frameworks/framework-programs.ts';
import { codeBlocksIn, fileLinksIn } from '../support/readme.ts';
import { typeErrorsOf } from '../support/readme-programs.ts';
import { runProgram } from '../support/run-program.ts';
import { ROOT, readText } from '../support/workspace.ts';
import { linkCommand, readersEnvironment, startByCommand } from './support/start-by-command.ts';

const FOLDER = 'packages/otp-hooks/docs';
const PLATFORMS = ['supabase', 'logto', 'kratos', 'okta', 'zitadel', 'authgear', 'clerk', 'generic'] as const;
const HOOK_URL = 'https://app.example/hooks/send-sms';

type Settings = Readonly<Record<string, string>>;

function pageOf(name: string): string {
  return readText(`${FOLDER}/${name}.md`);
}

/** The `.env` that the page has its reader write. */
function envFileOf(platform: string): string {
  const block = codeBlocksIn(pageOf(platform)).find(({ code }) => code.startsWith('OTP_HOOK_PLATFORM='));
  if (block === undefined) throw new Error(`The page about ${platform} has no settings.`);
  return block.code;
}

function settingsOf(platform: string): Settings {
  return parseEnv(envFileOf(platform)) as Settings;
}

/** The platform as the page's reader has set it. */
function playerOf(settings: Settings): PlatformPlayer {
  const { OTP_HOOK_PLATFORM: platform, OTP_HOOK_SECRET: secret, OTP_HOOK_AUTHORIZATION: authorization } = settings;
  const pairs = (settings.OTP_HOOK_MAPPING ?? '').split(',').map((pair) => pair.split('='));
  const mapping = Object.fromEntries(pairs) as unknown as HookMapping;
  return createPlatformPlayer({
    platform,
    ...(secret === undefined ? {} : { secret }),
    ...(authorization === undefined ? {} : { authorization }),
    mapping,
  } as unknown as PlatformOptions);
}

const programs = codeBlocksIn(pageOf('deploy'))
  .filter(({ language }) => language === 'ts')
  .map(({ code }) => ({ name: /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] ?? '', code }));

/** Each line by itself. */
const commands = codeBlocksIn(pageOf('deploy'))
  .filter(({ language }) => language === 'sh')
  .flatMap(({ code }) => code.trim().split('\n'));

function commandWith(words: string): string {
  const command = commands.find((each) => each.includes(words));
  if (command === undefined) throw new Error(`The page about deploying has no command with ${words}.`);
  return command;
}

let folder: string;
let inbox: Inbox;
let redis: RedisServer;

beforeAll(async () => {
  mkdirSync(join(ROOT, '.cache/hooks'), { recursive: true });
  folder = mkdtempSync(join(ROOT, '.cache/hooks/run-'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const { name, code } of programs) writeFileSync(join(folder, name), code);
  inbox = createInbox({ port: 0 });
  await inbox.listen();
  redis = await startRedis();
  linkCommand(join(folder, 'commands'), 'otp-hooks', join(ROOT, 'packages/otp-hooks/dist/cli.js'));
}, 60_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await inbox?.close();
  await redis?.stop();
});

/** The account and the servers that only the page's reader has. What is set goes before the file, for Node and for `check`. */
const readersOwn = () => ({ OTP_PROVIDER: 'inbox', OTP_INBOX_URL: inbox.url, OTP_STORE: redis.url });

/** What a runtime of the page serves by itself. */
function start(program: string, settings: Settings) {
  return startProgram({ folder, remove: () => undefined }, program, { ...settings, ...readersOwn() });
}

let numbersUsed = 0;

async function followThrough(url: string, settings: Settings): Promise<void> {
  const player = playerOf(settings);
  numbersUsed += 1;
  const code = {
    phoneNumber: `+1415555${2000 + numbersUsed}`,
    code: '493027',
    sendId: randomUUID(),
    madeAtMs: Date.now(),
  };
  const ask = async (change: Settings = {}) => {
    const { headers, body } = await player.write(code);
    const response = await fetch(`${url}${new URL(HOOK_URL).pathname}`, {
      method: 'POST',
      headers: { ...headers, ...change },
      body,
    });
    const answer = { status: response.status, headers: response.headers, body: await response.text() };
    return { ...answer, verdict: player.judge(answer) };
  };
  expect((await ask()).verdict).toEqual({ status: 'taken' });
  expect(await inbox.waitForCode({ to: code.phoneNumber })).toBe('493027');
  expect((await ask()).verdict).toEqual({ status: 'taken' });
  expect(inbox.messages({ to: code.phoneNumber })).toHaveLength(1);
  const proofs = Object.keys((await player.write(code)).headers).filter((name) =>
    /signature|authorization/i.test(name),
  );
  for (const name of proofs) expect((await ask({ [name]: 'Bearer somebody-else' })).status).toBe(401);
}

describe('the pages about platforms', () => {
  it.each(['deploy', 'platforms', ...PLATFORMS])('link to files that exist in %s.md', (name) => {
    const missing = fileLinksIn(pageOf(name)).filter((target) => !existsSync(join(ROOT, FOLDER, target)));
    expect(missing).toEqual([]);
  });

  it('have programs without a type error', () => {
    expect(programs.map(({ name }) => name)).toEqual(['server.ts', 'edge.ts', 'worker.ts']);
    const errors = typeErrorsOf(programs.map(({ name }) => join(folder, name)));
    expect([...errors.values()].flat()).toEqual([]);
  }, 120_000);

  it.each(PLATFORMS)('give %s one address and one credential on both sides', (platform) => {
    const settings = settingsOf(platform);
    const page = pageOf(platform);
    const configured = codeBlocksIn(page)
      .filter(({ code }) => !code.startsWith('OTP_HOOK_PLATFORM='))
      .map(({ code }) => code)
      .join('\n');
    if (platform !== 'generic') expect(page).toContain(HOOK_URL);
    for (const [, header] of configured.matchAll(/(Bearer [A-Za-z0-9]{16,})/g)) {
      expect(header).toBe(settings.OTP_HOOK_AUTHORIZATION);
    }
    for (const [, secret] of configured.matchAll(/(v1,whsec_[A-Za-z0-9+/=]+)/g)) {
      expect(secret).toBe(settings.OTP_HOOK_SECRET);
    }
    if ('OTP_HOOK_AUTHORIZATION' in settings && platform !== 'generic') {
      expect(configured).toContain(settings.OTP_HOOK_AUTHORIZATION);
    }
  });

  it('take JSON and paths for what they are', () => {
    for (const platform of PLATFORMS) {
      for (const { language, code } of codeBlocksIn(pageOf(platform))) if (language === 'json') JSON.parse(code);
    }
    const example = codeBlocksIn(pageOf('generic')).find(({ language }) => language === 'json');
    const body = JSON.parse(example?.code ?? '');
    expect([body.data.phone, body.data.code, body.id, body.ip]).not.toContain(undefined);
  });

  it.each(PLATFORMS)(
    'serve %s on Express, with its file of settings and by the commands',
    async (platform) => {
      const file = join(folder, `${platform}.env`);
      writeFileSync(file, envFileOf(platform));
      const check = await runProgram('bash', ['-ec', commandWith(' check ').replace('.env', file)], {
        cwd: ROOT,
        timeLimitMs: 60_000,
        environment: readersEnvironment(readersOwn(), join(folder, 'commands')),
      });
      expect(check, check.stdout).toMatchObject({ exitCode: 0, stderr: '' });
      const settings = settingsOf(platform);
      const command = commandWith('server.ts').replace('.env', file);
      const program = await startByCommand(folder, command, readersOwn());
      try {
        await followThrough(program.url, settings);
        expect(program.complaints()).toBe('');
      } finally {
        await program.stop();
      }
    },
    120_000,
  );

  it.each([...PLATFORMS, 'deploy'])('say in %s what was checked, and why the rest was not', (name) => {
    const [, checked = ''] = pageOf(name).split('## What was checked');
    expect(checked).toContain('Run in our tests');
    if (name !== 'generic') expect(checked).toMatch(/Not run: [\s\S]+(?:need|no Jsonnet|not part of)/);
  });

  it.each([
    ['okta', 'data.context.request.id'],
    ['zitadel', 'contextInfo.recipientPhoneNumber'],
    ['clerk', 'data.data.otp_code'],
  ])('mark in %s what is inferred', (name, fact) => {
    const [, inferred = ''] = pageOf(name).split('**Inferred, not documented:**');
    expect(inferred).toContain(fact);
  });

  it.each(['edge.ts', 'worker.ts'])(
    'serve a platform by %s',
    async (name) => {
      const settings = settingsOf('supabase');
      const program = await start(name, settings);
      try {
        await followThrough(program.url, settings);
      } finally {
        await program.stop();
      }
    },
    60_000,
  );
});
