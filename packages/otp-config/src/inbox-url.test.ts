/** One variable sends to the inbox whatever would go through a vendor, and nothing of that works in production. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PROVIDERS } from './catalog/providers.ts';
import { createOtp } from './create-otp.ts';
import { createOtpFromEnv } from './create-otp-from-env.ts';
import { describeConfig } from './describe/describe-config.ts';
import { ACCOUNTS, environmentOf, SECRET } from './test-support/environments.ts';
import { type LocalVendors, startLocalVendors } from './test-support/local-vendors.ts';
import { problemsOf } from './test-support/problems-of.ts';

const INBOX_URL = 'http://127.0.0.1:4025';
const VENDORS = PROVIDERS.filter(({ name }) => name !== 'inbox').map(({ name }) => name);
const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${'MIIC'.repeat(40)}\n-----END CERTIFICATE-----`;

/** An account without an address of its own. */
function accountOf(name: (typeof VENDORS)[number]): Readonly<Record<string, string>> {
  const { SMS_ENDPOINT: _own, ...others } = environmentOf(name);
  return others;
}

describe('OTP_INBOX_URL', () => {
  it.each(VENDORS)('points %s at the inbox', async (name) => {
    const environment = { ...accountOf(name), OTP_INBOX_URL: INBOX_URL };
    expect(await problemsOf(environment)).toEqual({});
    const { providers, inboxUrl, text } = describeConfig(environment);
    expect(inboxUrl).toBe(INBOX_URL);
    expect(text).toMatch(/^inboxUrl +http:\/\/127\.0\.0\.1:4025: messages go to this inbox, to no phone$/m);
    expect(Object.values(providers[0]?.settings ?? {}).join(' ')).toContain(INBOX_URL);
  });

  it.each(VENDORS)('is refused in production with %s, and then points nowhere', async (name) => {
    const environment = { ...environmentOf(name), OTP_INBOX_URL: INBOX_URL, NODE_ENV: 'production' };
    expect(await problemsOf(environment)).toMatchObject({ inboxUrl: expect.stringContaining('not in production') });
    const onPurpose = { ...environment, OTP_ALLOW_INSECURE_BASE_URL: '1' };
    expect(await problemsOf(onPurpose)).toMatchObject({ inboxUrl: expect.stringContaining('not in production') });
    const { providers, inboxUrl } = describeConfig(environment);
    expect(inboxUrl).toBeNull();
    expect(JSON.stringify(providers)).not.toContain(INBOX_URL);
  });

  it('leaves a provider that has an address of its own', () => {
    const { providers } = describeConfig({
      ...accountOf('twilio'),
      TWILIO_BASE_URL: 'https://twilio.example',
      OTP_INBOX_URL: INBOX_URL,
    });
    expect(providers[0]?.settings.baseUrl).toBe('https://twilio.example');
  });

  it('needs no SMS_ENDPOINT of a gateway', async () => {
    const environment = { OTP_PROVIDER: 'http-gateway', OTP_SECRET: SECRET };
    expect(await problemsOf(environment)).toHaveProperty(['provider.endpoint']);
    expect(await problemsOf({ ...environment, OTP_INBOX_URL: INBOX_URL })).toEqual({});
  });

  it.each(['127.0.0.1:4025', 'ftp://127.0.0.1'])('must be an address: %s', async (given) => {
    expect(await problemsOf({ ...accountOf('sinch'), OTP_INBOX_URL: given })).toHaveProperty('inboxUrl');
  });
});

describe('inboxUrl', () => {
  const { SINCH_KEY_ID: applicationKey = '', SINCH_KEY_SECRET: applicationSecret = '' } = ACCOUNTS.sinch;
  const provider = { name: 'sinch', applicationKey, applicationSecret } as const;
  let vendors: LocalVendors;
  beforeEach(async () => {
    vendors = await startLocalVendors();
  });
  afterEach(() => vendors.close());

  it('has the real adapter ask the inbox', async () => {
    const settings = { provider, secret: SECRET, environment: 'development' } as const;
    const { engine, close } = await createOtp({ ...settings, inboxUrl: `${vendors.url}/` });
    expect(await engine.request({ to: '+39123456789' })).toMatchObject({ ok: true });
    expect(vendors.requests).toEqual(['POST /verification/v1/verifications']);
    await close();
  });

  it.each([4025, 'inbox', null])('is refused as %j', async (inboxUrl) => {
    const settings = { provider, secret: SECRET, environment: 'development', inboxUrl };
    await expect(createOtp(settings as unknown as Parameters<typeof createOtp>[0])).rejects.toThrow(
      'inboxUrl must be an address',
    );
  });
});

describe('AWS_SNS_INBOX_CERTIFICATE', () => {
  const sns = {
    ...accountOf('sns'),
    OTP_PUBLIC_URL: 'https://app.example/otp',
    AWS_SNS_TOPIC_ARNS: 'arn:aws:sns:eu-west-1:123456789012:sms-logs',
  };

  it.each([CERTIFICATE, CERTIFICATE.replaceAll('\n', '\\n')])('is a certificate, in lines or in one', async (given) => {
    const otp = await createOtpFromEnv({ ...sns, AWS_SNS_INBOX_CERTIFICATE: given });
    expect(otp.webhooks?.parsers).toHaveLength(1);
    await otp.close();
  });

  it('is refused in production, on purpose or not, and where it is no certificate', async () => {
    const production = { ...sns, NODE_ENV: 'production', OTP_ALLOW_INSECURE_BASE_URL: '1' };
    expect(await problemsOf({ ...production, AWS_SNS_INBOX_CERTIFICATE: CERTIFICATE })).toEqual({
      'provider.inboxCertificate': expect.stringContaining('not in production'),
    });
    const wrong = await problemsOf({ ...sns, AWS_SNS_INBOX_CERTIFICATE: 'MIIC' });
    expect(wrong['provider.inboxCertificate']).toContain('must be a certificate in PEM');
  });
});
