/** What people write in place of a name of ours, and how they are told. */
import { createHttpGatewaySmsSender } from '@countersign/otp-http-gateway';
import { describe, expect, it } from 'vitest';
import { PROVIDERS } from '../catalog/providers.ts';
import { examine } from '../doctor/examine.ts';
import { environmentOf, SECRET } from '../test-support/environments.ts';
import { problemsOf } from '../test-support/problems-of.ts';

describe('an unknown provider', () => {
  it.each([
    ['twillio', 'did you mean twilio?'],
    ['Twilio', 'did you mean twilio?'],
    ['twliio', 'did you mean twilio?'],
    ['twilio_verify', 'did you mean twilio-verify?'],
    ['TELNYX', 'did you mean telnyx?'],
    ['telnix', 'did you mean telnyx?'],
    ['sinchsms', 'did you mean sinch-sms?'],
    ['amazon-sns', 'did you mean sns?'],
    ['aws', 'did you mean sns?'],
    ['kannel', 'did you mean http-gateway with SMS_PRESET=kannel?'],
    ['vonage', 'did you mean http-gateway with SMS_PRESET=vonage-sms?'],
    ['Clickatell', 'did you mean http-gateway with SMS_PRESET=clickatell-http?'],
  ])('is told what it may have been meant to be: %s', async (name, hint) => {
    const problems = await problemsOf({ OTP_PROVIDER: name, OTP_SECRET: SECRET });
    expect(Object.keys(problems)).toEqual(['provider']);
    expect(problems.provider).toContain(`is not a known provider: ${hint} Known are twilio, `);
  });

  it.each(['pigeon', 'q', 'whatsapp', '_____'])('is given no guess where nothing is near: %s', async (name) => {
    const { provider } = await problemsOf({ OTP_PROVIDER: name, OTP_SECRET: SECRET });
    expect(provider).toMatch(/is not a known provider; known are twilio, /);
    expect(provider).not.toContain(name);
  });
});

describe('the name of a preset', () => {
  const gateway = { OTP_PROVIDER: 'http-gateway', OTP_SECRET: SECRET };

  it.each([
    [{ SMS_PRESET: 'kanel' }, 'preset', 'did you mean kannel?'],
    [{ SMS_PRESET: 'Kannel' }, 'preset', 'did you mean kannel?'],
    [{ SMS_PRESET: 'twilio' }, 'preset', 'must be one of node-auth, kannel, '],
    [{ SMS_ENDPOINT: 'kannel' }, 'endpoint', 'did you mean SMS_PRESET=kannel?'],
  ])('gives one message where it is misspelt or in the wrong place: %j', async (settings, option, told) => {
    const problems = await problemsOf({ ...gateway, ...settings });
    expect(Object.keys(problems)).toEqual([`provider.${option}`]);
    expect(problems[`provider.${option}`]).toContain(told);
  });

  it('is one that the adapter knows, and every one of those', () => {
    const make = () => createHttpGatewaySmsSender({ preset: 'no-such', endpoint: 'https://gateway.example' } as never);
    const names = PROVIDERS.find(({ presets }) => presets !== undefined)?.presets?.names ?? [];
    expect(make).toThrow(`must be one of ${names.join(', ')}`);
  });
});

describe("a vendor's own word", () => {
  it.each([
    ['sinch', 'SINCH_KEY_ID', 'SINCH_APPLICATION_KEY'],
    ['sinch', 'SINCH_KEY_SECRET', 'SINCH_APPLICATION_SECRET'],
    ['sinch', 'SINCH_KEY_SECRET', 'VERIFICATION_APPLICATION_SECRET'],
    ['sinch-sms', 'SINCH_SERVICE_PLAN_ID', 'SMS_SERVICE_PLAN_ID'],
    ['twilio', 'TWILIO_PHONE_NUMBER', 'TWILIO_FROM'],
    ['twilio', 'TWILIO_ACCOUNT_SID', 'TWILIO_SID'],
    ['twilio', 'TWILIO_AUTH_TOKEN', 'TWILIO_TOKEN'],
    ['twilio-verify', 'TWILIO_VERIFY_SERVICE_SID', 'VERIFY_SERVICE_SID'],
    ['telnyx', 'TELNYX_PHONE_NUMBER', 'TELNYX_FROM_NUMBER'],
    ['telnyx', 'TELNYX_API_KEY', 'TELNYX_TOKEN'],
    ['sns', 'AWS_REGION', 'AWS_DEFAULT_REGION'],
    ['http-gateway', 'SMS_ENDPOINT', 'SMS_GATEWAY_URL'],
  ] as const)('of %s for %s is seen as a slip: %s', async (name, variable, word) => {
    const { [variable]: value = '', ...others } = environmentOf(name);
    const problems = Object.values(await problemsOf({ ...others, [word]: value }));
    expect(problems).toEqual([expect.stringContaining(`${word} is set: a slip?`)]);
    expect(problems[0]).toContain(`(${variable}) is missing`);
    expect(problems[0]).not.toContain(value);
  });

  it('for what may be left out is told by the doctor', async () => {
    const environment = {
      ...environmentOf('telnyx'),
      TELNYX_API_URL: 'http://127.0.0.1:4025',
      TELNYX_WEBHOOK_KEY: 'x',
    };
    const { findings } = await examine({ environment, nowMs: 0, isInstalled: () => true });
    expect(findings.filter(({ code }) => code === 'unknown-variable').map(({ message }) => message)).toEqual([
      'TELNYX_WEBHOOK_KEY is set, but nothing reads it. Did you mean TELNYX_PUBLIC_KEY?',
      'TELNYX_API_URL is set, but nothing reads it. Did you mean TELNYX_BASE_URL?',
    ]);
  });

  it('is no name that the same provider reads', () => {
    for (const { settings } of PROVIDERS) {
      const known = settings.map(({ variable }) => variable);
      expect(settings.flatMap(({ otherNames }) => otherNames).filter((name) => known.includes(name))).toEqual([]);
    }
  });
});

describe('a word among a few', () => {
  it.each([
    ['OTP_POLICY', 'strikt', 'did you mean strict?'],
    ['OTP_BINDING', 'Handle', 'did you mean handle?'],
    ['OTP_STORE_MIGRATE', 'on start', 'did you mean on-start?'],
  ])('of %s that is misspelt as %s is told', async (variable, value, hint) => {
    const problems = Object.values(await problemsOf({ ...environmentOf('inbox'), [variable]: value }));
    expect(problems).toEqual([expect.stringContaining(hint)]);
  });
});

describe('what else is wrong with a provider', () => {
  it('is told beside what is missing, once each', async () => {
    const problems = await problemsOf({
      OTP_PROVIDER: 'telnyx',
      OTP_SECRET: SECRET,
      TELNYX_BASE_URL: 'http://telnyx.example',
    });
    expect(problems['provider.baseUrl']).toBe(
      '(TELNYX_BASE_URL) must start with https://, as plain http shows everything to everyone on the way',
    );
    expect(Object.keys(problems).sort()).toEqual(['provider.apiKey', 'provider.baseUrl', 'provider.from']);
  });
});

describe('a variable of the app', () => {
  it('is no misspelling where the app declares it', async () => {
    const environment = { ...environmentOf('inbox'), OTP_LENGHT: '300', OTP_TTL_SECOND: '3' };
    expect(Object.keys(await problemsOf(environment))).toEqual(['OTP_LENGHT', 'OTP_TTL_SECOND']);
    expect(await problemsOf(environment, { appVariables: ['OTP_LENGHT', 'OTP_TTL_SECOND'] })).toEqual({});
    expect(Object.keys(await problemsOf(environment, { appVariables: ['OTP_LENGHT'] }))).toEqual(['OTP_TTL_SECOND']);
  });

  it.each([['OTP_LENGHT'], [[1]], [['not a name']], [null]])('is refused as %j', async (appVariables) => {
    const problems = await problemsOf(environmentOf('inbox'), { appVariables: appVariables as never });
    expect(Object.keys(problems)).toEqual(['appVariables']);
  });
});

describe('a byte order mark', () => {
  it('that a reader of files left before the first name is no part of it', async () => {
    const { OTP_PROVIDER = '', ...others } = environmentOf('inbox');
    expect(await problemsOf({ '\uFEFFOTP_PROVIDER': OTP_PROVIDER, ...others })).toEqual({});
    expect(await problemsOf({ '\uFEFFOTP_PROVIDER': 'pigeon', OTP_PROVIDER, ...others })).toEqual({});
    expect(await problemsOf({ OTP_PROVIDER, '\uFEFFOTP_PROVIDER': 'pigeon', ...others })).toEqual({});
  });
});
