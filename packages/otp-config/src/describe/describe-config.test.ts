import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { ACCOUNTS, CREDENTIALS, environmentOf, SECRET } from '../test-support/environments.ts';
import { describeConfig } from './describe-config.ts';
import { showAddress } from './show-value.ts';

describe('describeConfig', () => {
  const environment = {
    ...environmentOf('twilio', 'telnyx', 'http-gateway'),
    ...ACCOUNTS.sinch,
    OTP_RETIRED_PROVIDERS: 'sinch',
    OTP_SECRET: `${'n'.repeat(44)},${SECRET}`,
    OTP_STORE: 'rediss://app:hunter2@cache.example:6380/1',
    OTP_LENGTH: '8',
    OTP_APP_NAME: 'Acme',
    OTP_ALLOWED_COUNTRIES: 'IT,US',
    OTP_TEST_NUMBERS: '+15555550100=424242@2026-12-31',
    SMS_ENDPOINT: 'https://gateway.example/send/hunter2?key=hunter2',
    NODE_ENV: 'production',
  };

  it('tells what is configured and what is default', () => {
    const description = describeConfig(environment);
    expect(description).toMatchObject({
      environment: 'production',
      providers: [
        {
          name: 'twilio',
          settings: {
            accountSid: 'AC0123456789abcdef0123456789abcdef',
            authToken: 'set (32 characters)',
            from: 'a number ending in 00',
          },
        },
        { name: 'telnyx', settings: { apiKey: 'set (19 characters)' } },
        { name: 'http-gateway', settings: { endpoint: 'https://gateway.example/…' } },
      ],
      retired: ['sinch'],
      store: 'rediss://cache.example:6380/1',
      secrets: ['set (44 characters)', `set (${SECRET.length} characters)`],
      subjectSecret: null,
      message: { appName: 'Acme' },
      allowedCountries: ['IT', 'US'],
      testNumbers: 1,
      problems: [],
    });
    expect(description.policy).toContainEqual({ option: 'codeLength', value: '8', isDefault: false });
    expect(description.policy).toContainEqual({ option: 'ttlMs', value: '5 min', isDefault: true });
  });

  it('tells that base URLs may be insecure, and which environment it takes this for', () => {
    const { text, allowInsecureBaseUrl } = describeConfig({ ...environment, OTP_ALLOW_INSECURE_BASE_URL: 'true' });
    expect(allowInsecureBaseUrl).toBe(true);
    expect(text).toMatch(/^allowInsecureBaseUrl +on purpose$/m);
    const names = ['development', 'test', 'staging', 'prod', '', 'PRODUCTION'];
    expect(names.map((NODE_ENV) => describeConfig({ ...environment, NODE_ENV }).environment)).toEqual([
      'development',
      'test',
      'unknown',
      'unknown',
      'unknown',
      'production',
    ]);
  });

  it('says it in lines, and nothing secret anywhere', () => {
    const { text } = describeConfig(environment);
    expect(text).toMatch(/^provider +twilio, then telnyx, then http-gateway$/m);
    expect(text).toMatch(/^policy\.codeLength +8 \(set\)$/m);
    expect(text).toMatch(/^policy\.sendQuotas +5 in 1 h, 10 in 1 d$/m);
    expect(text).toMatch(/^policy\.stepUp +8 digits after 5 failures in 365 d$/m);
    const told = JSON.stringify(describeConfig(environment));
    for (const value of [...CREDENTIALS, 'hunter2', '424242', '5555550100', '4155550100']) {
      expect(told).not.toContain(value);
    }
  });

  it('describes settings in code alike', () => {
    const provider = createRecordingSmsSender();
    expect(describeConfig({ provider, secret: SECRET })).toMatchObject({
      providers: [{ name: provider.providerId, settings: {} }],
      store: 'memory:',
      problems: [],
    });
    const sns = { name: 'sns', region: 'eu-west-1', india: { entityId: 'one', templateId: 'two' } } as const;
    expect(describeConfig({ provider: [sns], secret: SECRET }).providers).toEqual([
      {
        name: 'sns',
        variables: expect.arrayContaining(['AWS_REGION', 'AWS_SNS_ENTITY_ID', 'AWS_ENDPOINT_URL_SNS']),
        settings: { region: 'eu-west-1', 'india.entityId': 'one', 'india.templateId': 'two' },
      },
    ]);
  });

  it('takes the overrides of createOtpFromEnv', () => {
    const overrides = { secret: SECRET, policy: { maxAttempts: 3 } };
    const { secrets, policy, problems } = describeConfig({ OTP_PROVIDER: 'inbox', OTP_LENGTH: '8' }, overrides);
    expect(problems).toEqual([]);
    expect(secrets).toHaveLength(1);
    expect(policy.filter(({ isDefault }) => !isDefault).map(({ option }) => option)).toEqual([
      'codeLength',
      'maxAttempts',
    ]);
  });

  it('tells what would be refused', () => {
    expect(describeConfig({ OTP_PROVIDER: 'inbox', NODE_ENV: 'production' }).problems).toEqual([
      expect.stringMatching(/^secret \(OTP_SECRET\) is missing/),
      expect.stringMatching(/^provider \(OTP_PROVIDER\) is the inbox/),
    ]);
  });

  it.each([[undefined], [null], ['x'], [{}], [{ provider: { name: '__proto__' } }], [{ provider: [null], policy: 4 }]])(
    'throws nothing for %j',
    (config) => {
      expect(describeConfig(config as never).problems).not.toEqual([]);
    },
  );
});

describe('showAddress', () => {
  it.each([
    ['redis://localhost:6379/0', 'redis://localhost:6379/0'],
    ['postgres://user:secret@db.example/app?sslmode=require', 'postgres://db.example/app'],
    ['redis+cluster://user:secret@one:1,two:2?tls=true', 'redis+cluster://one:1,two:2'],
    ['postgres://user:se/cr@et@db.example/app', 'postgres://db.example/app'],
    ['postgres://user:se?cret@db.example/app', 'postgres://…'],
    ['redis://host/0?password=se@cret', 'redis://…'],
    ['redis://user:secret', 'redis://…'],
    ['redis://[::1]:6379', 'redis://[::1]:6379'],
    ['pglite:./data', 'pglite:./data'],
    ['memory:', 'memory:'],
    ['secret', '…'],
  ])('shows of %s no more than %s', (address, shown) => {
    expect(showAddress(address)).toBe(shown);
  });
});
