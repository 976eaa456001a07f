import { OtpConfigurationError } from '@countersign/otp-core';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createSendingPartsFromEnv } from './create-sending-parts-from-env.ts';
import { examineSendingParts } from './doctor/examine-sending-parts.ts';

async function problemsOf(environment: Record<string, string>): Promise<Record<string, string>> {
  try {
    await (await createSendingPartsFromEnv(environment)).close();
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    return Object.fromEntries(error.problems.map(({ option, message }) => [option, message]));
  }
  return {};
}

describe('createSendingPartsFromEnv', () => {
  it('makes a sender, a once store and a limiter without a secret of an engine', async () => {
    const parts = await createSendingPartsFromEnv({ OTP_PROVIDER: 'inbox', OTP_APP_NAME: 'Acme' });
    expect(parts).toMatchObject({ sender: { kind: 'sms-sender' }, message: { appName: 'Acme' }, phone: null });
    const input = { key: 'a', ttlMs: 60_000, holdMs: 1_000, nowMs: null };
    expect(await parts.once.claim(input)).toMatchObject({ status: 'claimed' });
    expect(await parts.once.claim(input)).toMatchObject({ status: 'under-way' });
    expect(await parts.rateLimiter.take([{ key: 'a', max: 1, durationMs: 1_000 }], null)).toEqual({
      status: 'allowed',
    });
    await parts.close();
    await expect(parts.once.claim(input)).rejects.toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
  });

  it('keeps what happens once in PGlite, as OTP_STORE says', async () => {
    const parts = await createSendingPartsFromEnv(
      { OTP_STORE: 'pglite:memory://' },
      { sender: createRecordingSmsSender() },
    );
    const input = { key: 'a', ttlMs: 60_000, holdMs: 1_000, nowMs: null };
    expect(await parts.once.claim(input)).toMatchObject({ status: 'claimed' });
    expect(parts.once.storeId).toBe('postgres');
    await parts.close();
  }, 60_000);

  it('takes a sender in place of OTP_PROVIDER', async () => {
    const sender = createRecordingSmsSender();
    const parts = await createSendingPartsFromEnv({}, { sender });
    expect(parts.sender).toBe(sender);
    await parts.close();
  });

  it('refuses a provider that makes codes of its own, test numbers, and what createOtpFromEnv refuses', async () => {
    const verify = {
      OTP_PROVIDER: 'sinch',
      SINCH_KEY_ID: '0a1b2c3d-4e5f-4a6b-8c7d-0a1b2c3d4e5f',
      SINCH_KEY_SECRET: 'c2luY2gtc2VjcmV0LW9mLXRlc3Rz',
    };
    expect((await problemsOf(verify)).provider).toContain('must be a sender');
    expect(await problemsOf({ OTP_PROVIDER: 'inbox', OTP_TEST_NUMBERS: '+15555550100=123456' })).toHaveProperty(
      'testNumbers',
    );
    expect(await problemsOf({})).toHaveProperty('provider');
    expect(await problemsOf({ OTP_PROVIDER: 'inbox', OTP_STORE: 'mysql://x' })).toHaveProperty('store');
    expect(await problemsOf({ OTP_PROVIDER: 'inbox', NODE_ENV: 'production' })).toHaveProperty('provider');
  });
});

describe('examineSendingParts', () => {
  const examine = (environment: Record<string, string>, isInstalled = true) =>
    examineSendingParts({ environment, nowMs: 0, isInstalled: () => isInstalled });

  it('finds nothing wrong with a sender and a store, and asks for no secret', async () => {
    const findings = await examine({ OTP_PROVIDER: 'inbox', OTP_STORE: 'redis://localhost:6379' });
    expect(findings.map(({ level, code }) => [level, code])).toEqual([['ok', 'settings']]);
  });

  it('finds a store of one process beside several, and packages that are missing', async () => {
    const shared = await examine({ OTP_PROVIDER: 'inbox', OTP_INSTANCES: '3' });
    expect(shared).toContainEqual(expect.objectContaining({ level: 'problem', code: 'shared-memory-store' }));
    const missing = await examine({ OTP_PROVIDER: 'inbox', OTP_STORE: 'redis://localhost:6379' }, false);
    expect(missing).toContainEqual(expect.objectContaining({ level: 'problem', code: 'missing-package' }));
  });
});
