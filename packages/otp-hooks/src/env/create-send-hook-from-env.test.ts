import { readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { OtpConfigurationError } from '@countersign/otp-core';
import { createMemoryOnceStore } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createPlatformPlayer } from '../play/index.ts';
import { runCli } from '../run-cli.ts';
import type { SendHookEvent } from '../send-hook-event.ts';
import { CODE, CODE_TO_SEND, PHONE_NUMBER, requestOf } from '../test-support/hook-bed.ts';
import { optionsOf, SUPABASE_SECRET } from '../test-support/platform-options.ts';
import { createSendHookFromEnv } from './create-send-hook-from-env.ts';
import { examineSendHook } from './examine-send-hook.ts';
import { HOOK_SETTINGS } from './hook-settings.ts';
import { writeHookEnvExample } from './write-hook-env-example.ts';

const KEY_SECRET = 'rZ8fQ1vYt6Lq3WcXn0JbKs7DhPm2EuGa';
const SUPABASE = {
  OTP_HOOK_PLATFORM: 'supabase',
  OTP_HOOK_SECRET: SUPABASE_SECRET,
  OTP_HOOK_KEY_SECRET: KEY_SECRET,
  OTP_PROVIDER: 'inbox',
  OTP_APP_NAME: 'Acme',
};

async function problemsOf(environment: Record<string, string>): Promise<Record<string, string>> {
  try {
    await (await createSendHookFromEnv(environment)).close();
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    return Object.fromEntries(error.problems.map(({ option, message }) => [option, message]));
  }
  return {};
}

describe('createSendHookFromEnv', () => {
  it('makes a hook that sends once', async () => {
    const sender = createRecordingSmsSender();
    const events: SendHookEvent[] = [];
    const { hook, close } = await createSendHookFromEnv(SUPABASE, { sender, onEvent: (event) => events.push(event) });
    const player = createPlatformPlayer(optionsOf('supabase'));
    for (const _try of [1, 2]) expect((await hook(requestOf(await player.write(CODE_TO_SEND)))).status).toBe(204);
    expect(sender.messages).toMatchObject([
      { to: PHONE_NUMBER, text: expect.stringContaining(`Acme code is ${CODE}`) },
    ]);
    expect(events.map(({ type }) => type)).toEqual(['message-accepted', 'request-repeated']);
    await close();
  });

  it('limits messages to a number as the variable says, and five an hour without it', async () => {
    const accepted = async (more: Record<string, string>) => {
      const sender = createRecordingSmsSender();
      const { hook, close } = await createSendHookFromEnv({ ...SUPABASE, ...more }, { sender });
      const player = createPlatformPlayer(optionsOf('supabase'));
      for (let code = 100_000; code < 100_008; code += 1) {
        await hook(requestOf(await player.write({ ...CODE_TO_SEND, code: String(code) })));
      }
      await close();
      return sender.messages.length;
    };
    expect(await accepted({})).toBe(5);
    expect(await accepted({ OTP_HOOK_SENDS_PER_NUMBER_PER_HOUR: '2' })).toBe(2);
  });

  it('reads every platform’s proof, a mapping and a header that is being changed', async () => {
    const base = { OTP_HOOK_KEY_SECRET: KEY_SECRET, OTP_PROVIDER: 'inbox' };
    expect(
      await problemsOf({ ...base, OTP_HOOK_PLATFORM: 'logto', OTP_HOOK_AUTHORIZATION: 'Bearer 4f1d9c0a7b6e5d4c' }),
    ).toEqual({});
    expect(
      await problemsOf({
        ...base,
        OTP_HOOK_PLATFORM: 'generic',
        OTP_HOOK_AUTHORIZATION: 'Bearer 4f1d9c0a7b6e5d4c',
        OTP_HOOK_MAPPING: 'to=data.phone, code=data.code',
        OTP_HOOK_CODE_LIFE_SECONDS: '300',
      }),
    ).toEqual({});
    const { hook, close } = await createSendHookFromEnv(
      {
        ...base,
        OTP_HOOK_PLATFORM: 'okta',
        OTP_HOOK_AUTHORIZATION: 'Bearer new-header-of-okta',
        OTP_HOOK_PREVIOUS_AUTHORIZATION: 'Bearer former-header-of-okta',
        OTP_HOOK_MESSAGE: 'platform',
      },
      { sender: createRecordingSmsSender(), once: createMemoryOnceStore() },
    );
    for (const [authorization, status] of [
      ['Bearer new-header-of-okta', 200],
      ['Bearer former-header-of-okta', 200],
      ['Bearer no-header-of-okta', 401],
    ] as const) {
      const player = createPlatformPlayer({ platform: 'okta', authorization });
      expect((await hook(requestOf(await player.write(CODE_TO_SEND)))).status).toBe(status);
    }
    await close();
  });

  it('tells everything that is wrong at once, by its variable, and repeats no value', async () => {
    const problems = await problemsOf({
      OTP_HOOK_PLATFORM: 'supabase',
      OTP_HOOK_SECRET: 'whsec_of-somebody',
      OTP_HOOK_KEY_SECRETS: 'x',
      OTP_HOOK_DEADLINE_MS: 'soon',
      OTP_HOOK_MAPPING: 'to',
      OTP_HOOK_CODE_LIFE_SECONDS: '"600"',
    });
    expect(Object.keys(problems).sort()).toEqual([
      'OTP_HOOK_CODE_LIFE_SECONDS',
      'OTP_HOOK_DEADLINE_MS',
      'OTP_HOOK_KEY_SECRET',
      'OTP_HOOK_KEY_SECRETS',
      'OTP_HOOK_MAPPING',
      'provider',
    ]);
    const other = await problemsOf({ ...SUPABASE, OTP_HOOK_SECRET: 'whsec_of-somebody' });
    expect(Object.keys(other)).toEqual(['OTP_HOOK_SECRET']);
    expect(JSON.stringify([problems, other])).not.toContain('somebody');
    expect(await problemsOf({ ...SUPABASE, OTP_HOOK_MESSAGE: 'platform' })).toHaveProperty('OTP_HOOK_MESSAGE');
    await expect(createSendHookFromEnv(null as unknown as Record<string, string>)).rejects.toMatchObject({
      code: 'OTP_CONFIGURATION',
    });
  });
});

describe('examineSendHook', () => {
  const examine = (environment: Record<string, string>) =>
    examineSendHook({ environment, nowMs: 0, isInstalled: () => true });
  const codesAt = async (level: string, environment: Record<string, string>) =>
    (await examine(environment)).filter((finding) => finding.level === level).map(({ code }) => code);

  it('finds nothing wrong with a hook that has a spending limit and a store', async () => {
    const sound = { ...SUPABASE, OTP_HOOK_SENDS_PER_HOUR: '500', OTP_STORE: 'redis://localhost:6379' };
    expect(await codesAt('problem', sound)).toEqual([]);
    expect(await codesAt('warning', sound)).toEqual([]);
  });

  it.each([
    ['no-spending-limit', {}],
    ['weak-key-secret', { OTP_HOOK_KEY_SECRET: 'change-me-change-me-change-me-change-me' }],
    ['shared-key-secret', { OTP_SECRET: KEY_SECRET }],
    ['late-deadline', { OTP_HOOK_DEADLINE_MS: '9000' }],
  ])('warns of %s', async (code, more) => {
    expect(await codesAt('warning', { ...SUPABASE, ...more })).toContain(code);
  });

  it.each([
    ['hook-settings', { OTP_HOOK_SECRET: '' }],
    ['hook-settings', { OTP_HOOK_PLATFORM: 'myspace' }],
    ['missing-setting', { OTP_PROVIDER: '' }],
    ['shared-memory-store', { OTP_INSTANCES: '2' }],
  ])('finds the problem %s in %o', async (code, more) => {
    expect(await codesAt('problem', { ...SUPABASE, ...more })).toContain(code);
  });
});

describe('otp-hooks', () => {
  async function run(words: readonly string[], environment: Record<string, string> = {}) {
    const printed: string[] = [];
    const print = (text: string) => void printed.push(text);
    const context = {
      words,
      environment,
      nowMs: 0,
      version: '1.2.3',
      isInstalled: () => true,
      print,
      printError: print,
    };
    return { exitCode: await runCli(context), printed: printed.join('\n') };
  }

  it('tells its version, and its commands and exit codes', async () => {
    expect(await run(['--version'], {})).toEqual({ exitCode: 0, printed: '1.2.3' });
    const { exitCode, printed } = await run(['--help'], {});
    expect(exitCode).toBe(0);
    for (const word of ['check', 'env-example', '--version', 'Exit codes:']) expect(printed).toContain(word);
  });

  it('checks, in words and in JSON, and says by its exit code whether something is wrong', async () => {
    expect(await run(['check'], SUPABASE)).toMatchObject({
      exitCode: 0,
      printed: expect.stringContaining('0 problems'),
    });
    expect((await run(['check', '--strict'], SUPABASE)).exitCode).toBe(1);
    const { exitCode, printed } = await run(['check', '--json'], {});
    expect(exitCode).toBe(1);
    expect(JSON.parse(printed)).toMatchObject({ ok: false });
    expect(printed).not.toContain(SUPABASE_SECRET);
  });

  it('refuses words that it does not know, and repeats none', async () => {
    for (const words of [
      ['look'],
      ['check', 'twice'],
      ['check', '--secret=whsec_1'],
      ['check', '--env-file', '/nowhere'],
    ]) {
      const { exitCode, printed } = await run(words);
      expect(exitCode).toBe(2);
      expect(printed).not.toMatch(/whsec|nowhere|twice/);
    }
    expect((await run(['--help'])).exitCode).toBe(0);
    expect((await run([])).exitCode).toBe(2);
  });

  it('prints an example with every variable, as .env.example has it', async () => {
    const { printed } = await run(['env-example']);
    const file = new URL('../../.env.example', import.meta.url);
    if (process.env.UPDATE_DOCUMENTS === '1') writeFileSync(file, writeHookEnvExample());
    expect(readFileSync(file, 'utf8')).toBe(writeHookEnvExample());
    for (const { variable } of HOOK_SETTINGS) expect(printed).toContain(variable);
    expect(Object.keys(parseEnv(printed)).sort()).toEqual(['OTP_HOOK_KEY_SECRET', 'OTP_HOOK_PLATFORM']);
  });
});
