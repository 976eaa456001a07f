/** `adapters`: packages as values, and nothing imported by name. */
import type { Adapter } from '@countersign/otp-core/adapter';
import { httpGatewayAdapter } from '@countersign/otp-http-gateway';
import { phoneAdapter } from '@countersign/otp-phone';
import { postgresAdapter } from '@countersign/otp-postgres';
import { redisAdapter } from '@countersign/otp-redis';
import { routingAdapter } from '@countersign/otp-routing';
import { sinchAdapter } from '@countersign/otp-sinch';
import { snsAdapter } from '@countersign/otp-sns';
import { telnyxAdapter } from '@countersign/otp-telnyx';
import { twilioAdapter } from '@countersign/otp-twilio';
import { describe, expect, it, vi } from 'vitest';
import { PROVIDERS } from './catalog/providers.ts';
import { createOtp } from './create-otp.ts';
import { createOtpFromEnv } from './create-otp-from-env.ts';
import { ACCOUNTS, environmentOf, SECRET } from './test-support/environments.ts';
import { problemsOf } from './test-support/problems-of.ts';
import { runRecording } from './test-support/run-recording.ts';

const VENDORS: readonly Adapter[] = [twilioAdapter, telnyxAdapter, sinchAdapter, snsAdapter, httpGatewayAdapter];
const ALL = ['twilio', 'telnyx', 'sinch', 'sns', 'http-gateway', 'redis', 'postgres', 'phone', 'routing'];

describe('adapters', () => {
  it.each(PROVIDERS.map(({ name }) => name))('make an engine with %s', async (name) => {
    expect(await problemsOf(environmentOf(name), { adapters: VENDORS })).toEqual({});
  });

  it.each([
    ['redis://127.0.0.1:9', redisAdapter],
    ['postgres://127.0.0.1:9/app', postgresAdapter],
    ['memory:', phoneAdapter],
  ])('open a store of %s', async (OTP_STORE, adapter) => {
    const environment = { ...environmentOf('telnyx'), OTP_STORE, OTP_STORE_MIGRATE: 'never' };
    expect(await problemsOf(environment, { adapters: [telnyxAdapter, adapter] })).toEqual({});
  });

  it('read numbers, fail over and take in receipts', async () => {
    const { engine, webhooks, close } = await createOtpFromEnv(
      {
        ...environmentOf('twilio', 'telnyx'),
        ...ACCOUNTS.sinch,
        OTP_RETIRED_PROVIDERS: 'sinch',
        OTP_ALLOWED_COUNTRIES: 'IT',
        OTP_DEFAULT_COUNTRY: 'IT',
        OTP_PUBLIC_URL: 'https://app.example/otp',
      },
      { adapters: [...VENDORS, phoneAdapter, routingAdapter] },
    );
    expect(await engine.request({ to: '+14155550123' })).toMatchObject({ reason: 'destination-not-allowed' });
    expect(webhooks?.parsers.map(({ providerId }) => providerId)).toEqual(['twilio', 'sinch']);
    await close();
  });

  it('are all that there is: what they lack is named, each once, and not looked for', async () => {
    const environment = {
      ...environmentOf('twilio', 'telnyx'),
      OTP_STORE: 'redis://127.0.0.1:9',
      OTP_ALLOWED_COUNTRIES: 'IT',
    };
    const lacks = (variable: string, name: string) =>
      `(${variable}) needs the adapter of @countersign/otp-${name} in adapters`;
    expect(await problemsOf(environment, { adapters: [twilioAdapter] })).toEqual({
      'provider.1': lacks('OTP_PROVIDER', 'telnyx'),
      provider: lacks('OTP_PROVIDER', 'routing'),
      allowedCountries: lacks('OTP_ALLOWED_COUNTRIES', 'phone'),
      store: lacks('OTP_STORE', 'redis'),
    });
  });

  it.each([
    ['no list', twilioAdapter],
    ['something else', [{}]],
    ['a package of somebody else', [{ ...twilioAdapter, packageName: 'acme' }]],
    ['a package twice', [twilioAdapter, twilioAdapter]],
  ])('are refused where they are %s', async (_what, adapters) => {
    const provider = { name: 'twilio', ...ACCOUNTS.twilio };
    const made = createOtp({ provider, secret: SECRET, adapters } as never);
    await expect(made).rejects.toMatchObject({ code: 'OTP_CONFIGURATION' });
    const error: unknown = await made.catch((reason: unknown) => reason);
    expect((error as { problems: { option: string }[] }).problems.map(({ option }) => option)).toContain('adapters');
  });

  it('of another version, and packages without one, are told as that', async () => {
    const message = '(OTP_PROVIDER) needs @countersign/otp-telnyx of the same version as @countersign/otp-config';
    const older = [{ ...telnyxAdapter, specificationVersion: 'v0' }] as never;
    expect(await problemsOf(environmentOf('telnyx'), { adapters: older })).toEqual({ provider: message });
    vi.doMock('@countersign/otp-telnyx', () => ({ telnyxAdapter: undefined }));
    expect(await problemsOf(environmentOf('telnyx'))).toEqual({ provider: message });
    vi.doUnmock('@countersign/otp-telnyx');
  });

  it('need no package by its name, whatever is chosen', async () => {
    const environment = { ...environmentOf('telnyx'), OTP_STORE: 'redis://127.0.0.1:9' };
    const told = await runRecording(
      `const adapter = (name, kind, others) => ({ specificationVersion: 'v1', kind, packageName: '@countersign/otp-' + name, ...others });
       const port = { specificationVersion: 'v1', kind: 'sms-sender', providerId: 'telnyx', send: async () => ({ status: 'accepted', messageId: null }) };
       const { createMemoryCodeStore, createMemoryRateLimiter } = await import('@countersign/otp-core/memory');
       const otp = await config.createOtpFromEnv(${JSON.stringify(environment)}, { adapters: [
         adapter('telnyx', 'provider-adapter', { products: [{ name: 'telnyx', create: () => port }] }),
         adapter('redis', 'store-adapter', { open: () => ({ store: createMemoryCodeStore(), rateLimiter: createMemoryRateLimiter(), ready: async () => {} }) }),
       ] });
       const sent = await otp.engine.request({ to: '+39123456789' });
       await otp.close();
       console.log(JSON.stringify({ ok: sent.ok, loaded: packages() }));`,
      ALL.map((name) => `@countersign/otp-${name}`),
    );
    expect(told).toEqual({ ok: true, loaded: ['otp-config', 'otp-core'] });
  });
});
