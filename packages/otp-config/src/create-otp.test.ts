import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OtpConfigurationError, OtpStoreError } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createRecordingSmsSender, createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it, vi } from 'vitest';
import { createOtp } from './create-otp.ts';
import type { OtpSettings } from './settings/otp-settings.ts';
import { SECRET } from './test-support/environments.ts';

const NUMBER = '+39123456789';

async function problemsOf(settings: unknown): Promise<Readonly<Record<string, string>>> {
  try {
    const { engine: otp } = await createOtp(settings as OtpSettings);
    await otp.close();
    return {};
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    expect(error.message).toMatch(/^createOtp: /);
    return Object.fromEntries(error.problems.map(({ option, message }) => [option, message]));
  }
}

describe('createOtp', () => {
  const sender = createRecordingSmsSender();

  it('makes an engine of providers by name', async () => {
    const provider = { name: 'telnyx', apiKey: 'KEY0123456789ABCDEF', from: '+14155550100' } as const;
    expect(await problemsOf({ provider, secret: SECRET })).toEqual({});
    expect(await problemsOf({ provider: [provider, { name: 'sns', region: 'eu-west-1' }], secret: SECRET })).toEqual(
      {},
    );
  });

  it('takes a base URL on this machine where it is told that this is on purpose, or no production', async () => {
    const provider = {
      name: 'telnyx',
      apiKey: 'KEY0123456789ABCDEF',
      from: '+14155550100',
      baseUrl: 'http://127.0.0.1:9',
    } as const;
    expect(await problemsOf({ provider, secret: SECRET, allowInsecureBaseUrl: true })).toEqual({});
    expect(await problemsOf({ provider, secret: SECRET, environment: 'test' })).toEqual({});
    expect((await problemsOf({ provider, secret: SECRET }))['provider.baseUrl']).toContain(
      'allowInsecureBaseUrl: true',
    );
  });

  it('tells which provider a misspelt name was meant to be', async () => {
    const { provider } = await problemsOf({ provider: { name: 'twillio' }, secret: SECRET });
    expect(provider).toMatch(/; did you mean twilio\?$/);
  });

  it('takes senders and stores that are already made', async () => {
    const { engine: otp } = await createOtp({ provider: sender, store: createMemoryCodeStore(), secret: SECRET });
    expect(await otp.request({ to: NUMBER })).toMatchObject({ ok: true });
    expect(sender.messages).toHaveLength(1);
    await otp.close();
  });

  it.each([
    ['memory:'],
    ['redis://127.0.0.1:9'],
    ['rediss://user:password@127.0.0.1:9/1'],
    ['redis+cluster://127.0.0.1:9,127.0.0.1:10'],
    ['redis+sentinel://127.0.0.1:9/primary'],
    [{ kind: 'postgres', url: 'postgresql://127.0.0.1:9/app', migrate: 'never' }],
  ])('makes a store of %j without connecting to it', async (store) => {
    expect(await problemsOf({ provider: sender, store, secret: SECRET })).toEqual({});
  });

  it('makes the tables of a database that has none, and closes it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'otp-config-'));
    try {
      const settings: OtpSettings = { provider: sender, store: `pglite:${join(folder, 'data')}`, secret: SECRET };
      const { engine: first } = await createOtp(settings);
      const sent = await first.request({ to: '+39123456000' });
      await first.close();
      const { engine: second } = await createOtp(settings);
      const code = /\d{6}/.exec(sender.messages.at(-1)?.text ?? '')?.[0] ?? '';
      expect(await second.verify({ challenge: sent.ok ? sent.challenge : '', code })).toMatchObject({ ok: true });
      await second.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);

  it('fails with the error of a database that cannot be reached where tables are to be made', async () => {
    const settings: OtpSettings = { provider: sender, store: 'postgres://127.0.0.1:9/app', secret: SECRET };
    await expect(createOtp(settings)).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
  });

  it('has a database ready, and closes both parts where it cannot be', async () => {
    const calls: string[] = [];
    const part = (name: string) => ({
      ...createMemoryCodeStore(),
      take: async () => ({ status: 'allowed' }),
      async ready() {
        calls.push(`${name} ready`);
        throw new OtpStoreError('OTP_STORE_UNAVAILABLE', 'It is gone.');
      },
      async close() {
        calls.push(`${name} closed`);
      },
    });
    vi.doMock('@countersign/otp-postgres', () => ({
      postgresAdapter: {
        specificationVersion: 'v1',
        kind: 'store-adapter',
        open: () => ({ store: part('store'), rateLimiter: part('limiter'), ready: part('store').ready }),
      },
    }));
    const settings: OtpSettings = { provider: sender, store: 'postgres://localhost/app', secret: SECRET };
    await expect(createOtp(settings)).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect(calls).toEqual(['store ready', 'store closed', 'limiter closed']);
    vi.doUnmock('@countersign/otp-postgres');
  });

  it('asks retired verification providers', async () => {
    const former = createScriptedVerificationProvider();
    const store = createMemoryCodeStore();
    const { engine: before } = await createOtp({ provider: former, store, secret: SECRET });
    const sent = await before.request({ to: NUMBER });
    const { engine: after } = await createOtp({ provider: sender, retired: [former], store, secret: SECRET });
    const code = former.lastCode(NUMBER);
    expect(await after.verify({ challenge: sent.ok ? sent.challenge : '', code })).toMatchObject({ ok: true });
    await after.close();
  });

  it.each([
    ['nothing', undefined, ['settings', 'provider', 'secret']],
    ['no provider', { secret: SECRET }, ['provider']],
    ['an empty list of providers', { provider: [], secret: SECRET }, ['provider']],
    ['a name alone', { provider: 'twilio', secret: SECRET }, ['provider']],
    ['a name of Object.prototype', { provider: { name: 'constructor' }, secret: SECRET }, ['provider']],
    ['an unknown setting', { provider: sender, secret: SECRET, secrets: SECRET }, ['secrets']],
    [
      'an unknown option of a provider',
      { provider: { name: 'sns', region: 'eu-west-1', sender: 'x' }, secret: SECRET },
      ['provider.sender'],
    ],
    ['a store of no kind', { provider: sender, secret: SECRET, store: 'mongodb://root:hunter2@host' }, ['store']],
    [
      'an option that a store does not know',
      { provider: sender, secret: SECRET, store: { kind: 'redis', url: 'redis://h', x: 1 } },
      ['store.x'],
    ],
    [
      'a limiter beside a store of ours',
      { provider: sender, secret: SECRET, rateLimiter: { specificationVersion: 'v1', take: () => {} } },
      ['rateLimiter'],
    ],
    [
      'countries beside a parser',
      { provider: sender, secret: SECRET, phone: { parse: () => {} }, allowedCountries: ['IT'] },
      ['allowedCountries'],
    ],
    ['countries that are none', { provider: sender, secret: SECRET, allowedCountries: ['UK'] }, ['allowedCountries']],
    [
      'the inbox without being told that this is no production',
      { provider: { name: 'inbox' }, secret: SECRET },
      ['provider'],
    ],
    ['an environment that is none', { provider: sender, secret: SECRET, environment: 'staging' }, ['environment']],
    [
      'a base URL on this machine without being told that this is no production',
      {
        provider: {
          name: 'telnyx',
          apiKey: 'KEY0123456789ABCDEF',
          from: '+14155550100',
          baseUrl: 'http://127.0.0.1:1',
        },
        secret: SECRET,
      },
      ['provider.baseUrl'],
    ],
    [
      'a permission that is none',
      { provider: sender, secret: SECRET, allowInsecureBaseUrl: '1' },
      ['allowInsecureBaseUrl'],
    ],
    ['a policy that makes no sense', { provider: sender, secret: SECRET, policy: { ttlMs: 0 } }, ['policy.ttlMs']],
  ])('refuses %s', async (_what, settings, options) => {
    const problems = await problemsOf(settings);
    expect(Object.keys(problems)).toEqual(options);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});
