import { createMemoryCodeStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createOtp } from './create-otp.ts';
import { createOtpFromEnv } from './create-otp-from-env.ts';
import { SECRET } from './test-support/environments.ts';

const NUMBER = '+39123456789';

describe('createEngine', () => {
  it('makes an engine on the same provider and store, whose policy differs only where it is said', async () => {
    const sender = createRecordingSmsSender();
    const environment = { OTP_SECRET: SECRET, OTP_LENGTH: '7' };
    const otp = await createOtpFromEnv(environment, { provider: sender });
    const other = otp.createEngine({ policy: { cooldownsMs: [], binding: 'number' } });
    const tenant = 'other';
    expect(await other.request({ to: NUMBER, tenant })).toMatchObject({ ok: true, codeLength: 7 });
    expect(await other.request({ to: NUMBER, tenant })).toMatchObject({ ok: true });
    expect(sender.messages).toHaveLength(2);
    const code = /\d{7}/.exec(sender.messages.at(-1)?.text ?? '')?.[0] ?? '';
    expect(await other.verify({ to: NUMBER, tenant, code })).toMatchObject({ ok: true });
    // The first engine is as it was.
    expect(await otp.engine.request({ to: NUMBER })).toMatchObject({ ok: true });
    expect(await otp.engine.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'cooldown' });
    await otp.close();
  });

  it('tells the same listener, and knows the same test numbers', async () => {
    const heard: string[] = [];
    const otp = await createOtp({
      provider: createRecordingSmsSender(),
      secret: SECRET,
      environment: 'test',
      testNumbers: [{ phoneNumber: '+15555550100', code: '246810' }],
      onEvent: ({ type }) => void heard.push(type),
    });
    const other = otp.createEngine({ policy: { binding: 'number' } });
    await other.request({ to: '+15555550100', tenant: 'other' });
    expect(await other.verify({ to: '+15555550100', code: '246810', tenant: 'other' })).toMatchObject({ ok: true });
    expect(heard).toContain('code-verified');
    await otp.close();
  });

  it('closes with the whole, and leaves the store open while one of several is closed', async () => {
    const closed: string[] = [];
    const store = { ...createMemoryCodeStore(), close: async () => void closed.push('store') };
    const rateLimiter = { ...createMemoryRateLimiter(), close: async () => void closed.push('limiter') };
    const otp = await createOtp({ provider: createRecordingSmsSender(), secret: SECRET, store, rateLimiter });
    const [one, two] = [otp.createEngine({}), otp.createEngine({})];
    await one.close();
    expect(closed).toEqual([]);
    expect(await two.request({ to: NUMBER })).toMatchObject({ ok: true });
    await otp.close();
    expect(closed.sort()).toEqual(['limiter', 'store']);
    await expect(two.request({ to: NUMBER })).rejects.toMatchObject({ code: 'OTP_CLOSED' });
  });

  it.each([
    ['a policy that makes no sense', { policy: { maxAttempts: 99 } }, 'policy.maxAttempts'],
    ['what is decided once for all', { store: 'memory:' }, 'store'],
    ['what is no object', 'strict', 'differences'],
  ])('refuses %s, naming it', async (_what, differences, option) => {
    const otp = await createOtp({ provider: createRecordingSmsSender(), secret: SECRET });
    const make = () => otp.createEngine(differences as Parameters<typeof otp.createEngine>[0]);
    expect(make).toThrow(
      expect.objectContaining({ code: 'OTP_CONFIGURATION', message: expect.stringContaining(option) }),
    );
    await otp.close();
  });
});
