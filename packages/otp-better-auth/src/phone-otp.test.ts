/** The plug-in as a whole: its options, its schema, whose limits count, and what happens when something is down. */
import { OtpConfigurationError } from '@countersign/otp-core';
import { createMemoryCodeStore, createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { getMigrations } from 'better-auth/db/migration';
import { describe, expect, it } from 'vitest';
import { type PhoneOtpOptions, phoneOtp } from './index.ts';
import { createBrowser } from './test-support/browser.ts';
import { NUMBER, openApp, SIGN_UP } from './test-support/open-app.ts';

const WITH_SIGN_UP = { plugin: { signUpOnVerification: SIGN_UP } };

describe('phoneOtp', () => {
  it('names everything that is wrong with its options', () => {
    const wrong: unknown = {
      engine: {},
      phone: 'IT',
      signUpOnVerification: {},
      secondFactor: 'always',
      answerAfterMs: -1,
      onNumberChanged: true,
      sendOTP: () => undefined,
    };
    const make = () => phoneOtp(wrong as PhoneOtpOptions);
    expect(make).toThrow(OtpConfigurationError);
    for (const option of Object.keys(wrong as object)) expect(make).toThrow(option);
  });

  it('adds a number and a flag to the user, and nothing else', async () => {
    const { engine } = await openApp();
    const { schema } = phoneOtp({ engine });
    expect(Object.keys(schema)).toEqual(['user']);
    expect(schema.user.fields).toMatchObject({
      phoneNumber: { unique: true, input: false },
      phoneNumberVerified: { input: false },
    });
    expect(Object.keys(schema.user.fields)).toEqual(['phoneNumber', 'phoneNumberVerified']);
  });

  it('names the columns as the options say, for this plug-in alone', async () => {
    const { engine } = await openApp();
    const renamed = phoneOtp({ engine, schema: { user: { fields: { phoneNumber: 'mobile' } } } });
    expect(renamed.schema.user.fields.phoneNumber).toMatchObject({ fieldName: 'mobile' });
    expect(phoneOtp({ engine }).schema.user.fields.phoneNumber).not.toHaveProperty('fieldName');
    const { DatabaseSync } = await import('node:sqlite');
    const { toBeCreated } = await getMigrations({ database: new DatabaseSync(':memory:'), plugins: [renamed] });
    expect(Object.keys(toBeCreated.find(({ table }) => table === 'user')?.fields ?? {})).toContain('mobile');
  });

  it('reads the address where better-auth does, for the limits of the engine by address', async () => {
    const app = await openApp({
      ...WITH_SIGN_UP,
      engine: {
        rateLimiter: createMemoryRateLimiter(),
        policy: { rateLimits: { requestsPerAddress: [{ max: 1, durationMs: 60_000 }] } },
      },
      auth: {
        advanced: {
          disableOriginCheck: false,
          disableCSRFCheck: false,
          ipAddress: { ipAddressHeaders: ['x-client-ip'] },
        },
      },
    });
    const ask = async (address: string, last: number) => {
      const headers = { 'x-client-ip': address, 'x-forwarded-for': `198.51.100.${last}` };
      const { client } = app.browse(createBrowser(app.auth.handler, headers));
      return (await client.phoneOtp.sendCode({ phoneNumber: `+1415555010${last}` })).error?.code ?? 'sent';
    };
    expect(await ask('203.0.113.1', 1)).toBe('sent');
    expect(await ask('203.0.113.1', 2)).toBe('RATE_LIMITED');
    expect(await ask('203.0.113.2', 3)).toBe('sent');
  });

  it('keeps a share of the limits for a device where the number was proven', async () => {
    const app = await openApp({
      ...WITH_SIGN_UP,
      engine: { policy: { sendQuotas: [{ max: 4, durationMs: 86_400_000 }] } },
    });
    const owner = app.browse();
    await owner.client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    await owner.client.signIn.phoneOtp({ code: app.sender.lastCode() });
    const refusals: unknown[] = [];
    for (let round = 0; round < 3; round += 1) {
      await app.clock.advance(3_600_000);
      refusals.push((await app.browse().client.phoneOtp.sendCode({ phoneNumber: NUMBER })).error?.code);
    }
    expect(refusals.at(-1)).toBe('QUOTA_EXCEEDED');
    await app.clock.advance(3_600_000);
    expect((await owner.client.phoneOtp.sendCode({ phoneNumber: NUMBER })).error).toBeNull();
    expect((await owner.client.signIn.phoneOtp({ code: app.sender.lastCode() })).error).toBeNull();
  });

  it('limits its paths by better-auth’s own counters too', async () => {
    const app = await openApp({ ...WITH_SIGN_UP, auth: { rateLimit: { enabled: true } } });
    const { client } = app.browse();
    const codes: unknown[] = [];
    for (let round = 0; round < 11; round += 1)
      codes.push((await client.phoneOtp.resendCode({ flow: 'sign-in' })).error?.status);
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 410));
    expect(codes.at(-1)).toBe(429);
  });

  it('tells a client that the service is down when the store is, and sends nothing', async () => {
    const down = () => Promise.reject(new Error('ECONNREFUSED with secrets'));
    const app = await openApp({ ...WITH_SIGN_UP, engine: { store: { ...createMemoryCodeStore(), issue: down } } });
    const { error } = await app.browse().client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    expect(error).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect(JSON.stringify(error)).not.toContain('secrets');
    expect(app.sender.messages).toEqual([]);
  });

  it.each([
    ['refuse', 502, 'DELIVERY_FAILED'],
    ['leave-unknown', 200, undefined],
  ] as const)('answers a provider that would %s with %s', async (behaviour, status, code) => {
    const app = await openApp(WITH_SIGN_UP);
    app.sender.behave(behaviour);
    const { error } = await app.browse().client.phoneOtp.sendCode({ phoneNumber: NUMBER });
    expect(error?.status ?? 200).toBe(status);
    expect(error?.code).toBe(code);
  });

  it('is called on the server by auth.api, with the headers of a request', async () => {
    const app = await openApp(WITH_SIGN_UP);
    const sent = await app.auth.api.sendPhoneOtp({ body: { phoneNumber: NUMBER }, returnHeaders: true });
    const headers = new Headers({
      cookie: sent.headers
        .getSetCookie()
        .map((each) => each.split(';')[0])
        .join('; '),
    });
    const { user } = await app.auth.api.signInPhoneOtp({ body: { code: app.sender.lastCode() }, headers });
    expect(user).toMatchObject({ phoneNumber: NUMBER });
  });
});
