import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  ACCOUNT_SID,
  API_KEY,
  API_KEY_SECRET,
  API_KEY_SID,
  AUTH_TOKEN,
  expectNoSecretIn,
  FROM,
  MESSAGING_SERVICE_SID,
  SERVICE_SID,
} from './test-support/account.ts';
import { createTwilioDeliveryReportParser } from './twilio-delivery-report-parser.ts';
import { createTwilioSmsSender } from './twilio-sms-sender.ts';
import { createTwilioVerificationProvider } from './twilio-verification-provider.ts';

/** The names of the options that are found wrong, and an error that tells no secret. */
function problemsOf(create: (options: never) => unknown, options: unknown): string[] {
  try {
    create(options as never);
  } catch (error) {
    if (!OtpConfigurationError.isInstance(error)) throw error;
    expectNoSecretIn(error, error.message, error.problems);
    return error.problems.map(({ option }) => option);
  }
  return [];
}

const NO_TEXTS: readonly unknown[] = [null, 7, '', [], {}, Object.create(null), Symbol('x'), 7n, 'x'.repeat(5_000_000)];

const CONNECTIONS: readonly (readonly [string, object, readonly string[]])[] = [
  ['nothing', {}, ['accountSid', 'authToken']],
  ['no secret', { accountSid: ACCOUNT_SID }, ['authToken']],
  ['a short SID', { ...ACCOUNT, accountSid: 'AC123' }, ['accountSid']],
  ['a SID of another kind', { ...ACCOUNT, accountSid: API_KEY_SID }, ['accountSid']],
  ['SID and token swapped', { accountSid: AUTH_TOKEN, authToken: ACCOUNT_SID }, ['accountSid', 'authToken']],
  ['a token with a line break', { ...ACCOUNT, authToken: `${AUTH_TOKEN}\n` }, ['authToken']],
  ['a key without its secret', { accountSid: ACCOUNT_SID, apiKeySid: API_KEY_SID }, ['apiKeySecret']],
  ['a secret without its key', { accountSid: ACCOUNT_SID, apiKeySecret: API_KEY_SECRET }, ['apiKeySid']],
  ['a token and a key', { ...API_KEY, authToken: AUTH_TOKEN }, ['authToken']],
  ['an address that is none', { ...ACCOUNT, baseUrl: AUTH_TOKEN }, ['baseUrl']],
  ['another protocol', { ...ACCOUNT, baseUrl: 'ftp://twilio.example' }, ['baseUrl']],
  ['plain http to another machine', { ...ACCOUNT, baseUrl: 'http://twilio.example' }, ['baseUrl']],
  ['plain http to what only looks like this machine', { ...ACCOUNT, baseUrl: 'http://127.0.0.1.example' }, ['baseUrl']],
  ['credentials in the address', { ...ACCOUNT, baseUrl: `https://me:${AUTH_TOKEN}@twilio.example` }, ['baseUrl']],
  ['a query in the address', { ...ACCOUNT, baseUrl: 'https://twilio.example/?a=b' }, ['baseUrl']],
  ['an address and a region', { ...ACCOUNT, baseUrl: 'https://twilio.example', region: 'ie1' }, ['baseUrl']],
  ['a region that is a host', { ...ACCOUNT, region: 'evil.example' }, ['region']],
  ['an edge with a slash', { ...ACCOUNT, edge: 'dublin/' }, ['edge']],
  ['no time', { ...ACCOUNT, timeoutMs: 0 }, ['timeoutMs']],
  ['too much time', { ...ACCOUNT, timeoutMs: 60_001 }, ['timeoutMs']],
  ['a client that is none', { client: 'twilio' }, ['client']],
  ['a client that retries', { client: twilio(ACCOUNT_SID, AUTH_TOKEN, { autoRetry: true }) }, ['client']],
  ['a client and credentials', { client: {}, ...ACCOUNT }, ['accountSid', 'authToken']],
  ['an option that does not exist', { ...ACCOUNT, token: AUTH_TOKEN }, ['token']],
  ['everything wrong', { accountSid: 1, authToken: 2, timeoutMs: '3' }, ['timeoutMs', 'accountSid', 'authToken']],
];

describe.each([
  ['createTwilioSmsSender', createTwilioSmsSender, { from: FROM }],
  ['createTwilioVerificationProvider', createTwilioVerificationProvider, { serviceSid: SERVICE_SID }],
] as const)('%s, of its account', (_name, create, required) => {
  it.each(CONNECTIONS)('refuses %s', (_what, options, expected) => {
    expect(problemsOf(create, { ...required, ...options })).toEqual(expected);
  });

  it('refuses options that are none', () => {
    for (const options of [undefined, null, 7, 'x', []]) expect(problemsOf(create, options)).toContain('options');
  });

  it.each(['accountSid', 'authToken', 'apiKeySid', 'apiKeySecret', 'baseUrl', 'region', 'edge', 'timeoutMs', 'client'])(
    'refuses any value that %s cannot have',
    (option) => {
      for (const value of NO_TEXTS) {
        if (option === 'client' && Object(value) === value && !Array.isArray(value)) continue;
        if (option === 'timeoutMs' && value === 7) continue;
        const account = option.startsWith('apiKey') ? API_KEY : option === 'client' ? {} : ACCOUNT;
        expect(problemsOf(create, { ...required, ...account, [option]: value })).toContain(option);
      }
    },
  );
});

describe('createTwilioSmsSender, of its messages', () => {
  it.each([
    ['no sender', {}, ['from']],
    ['a number without its plus', { from: '14155550100' }, ['from']],
    ['a sender of 12 characters', { from: 'AcmeAcmeAcme' }, ['from']],
    ['a sender with a hyphen', { from: 'Ac-me' }, ['from']],
    ['a service of another kind', { messagingServiceSid: SERVICE_SID }, ['messagingServiceSid']],
    ['a map that is none', { senders: [] }, ['senders']],
    ['an empty map', { senders: {} }, ['senders']],
    ['a country code', { senders: { GB: { from: 'Acme' } } }, ['senders']],
    ['a calling code without its plus', { senders: { 44: { from: 'Acme' } } }, ['senders']],
    ['a sender that is a text', { senders: { '+44': 'Acme' } }, ['senders.+44']],
    ['a sender of nothing', { senders: { '+44': {} } }, ['senders.+44']],
    ['a misspelt sender', { senders: { '+44': { form: 'Acme' } } }, ['senders.+44.form', 'senders.+44']],
    ['a wrong sender', { senders: { '+44': { from: '' } } }, ['senders.+44.from']],
    ['a validity of nothing', { from: FROM, validityPeriodSeconds: 0 }, ['validityPeriodSeconds']],
    ['a validity of more than ten hours', { from: FROM, validityPeriodSeconds: 36_001 }, ['validityPeriodSeconds']],
    ['a callback that is no address', { from: FROM, statusCallback: '/webhooks' }, ['statusCallback']],
    ['a callback of another protocol', { from: FROM, statusCallback: 'ftp://a.example' }, ['statusCallback']],
    ['a callback with an underscore', { from: FROM, statusCallback: 'https://my_app.example/' }, ['statusCallback']],
    ['an id that is none', { from: FROM, providerId: 'Twilio EU' }, ['providerId']],
  ])('refuses %s', (_what, options, expected) => {
    expect(problemsOf(createTwilioSmsSender, { ...ACCOUNT, ...options })).toEqual(expected);
  });

  it('needs no more than a service, or senders by number', () => {
    expect(problemsOf(createTwilioSmsSender, { ...ACCOUNT, messagingServiceSid: MESSAGING_SERVICE_SID })).toEqual([]);
    expect(problemsOf(createTwilioSmsSender, { ...ACCOUNT, senders: { '+44': { from: 'A' } } })).toEqual([]);
  });
});

describe('createTwilioVerificationProvider, of its service', () => {
  const given = { ...ACCOUNT, serviceSid: SERVICE_SID };

  it.each([
    ['no service', { serviceSid: undefined }, ['serviceSid']],
    ['a service of another kind', { serviceSid: MESSAGING_SERVICE_SID }, ['serviceSid']],
    ['three digits', { codeLength: 3 }, ['codeLength']],
    ['eleven digits', { codeLength: 11 }, ['codeLength']],
    ['a life of a minute', { codeTtlSeconds: 60 }, ['codeTtlSeconds']],
    ['a life that is no number', { codeTtlSeconds: 600n }, ['codeTtlSeconds']],
    ['a channel without a phone', { channel: 'email' }, ['channel']],
    ['a language that is none', { locale: 'German please' }, ['locale']],
    ['a name of 31 characters', { customFriendlyName: 'x'.repeat(31) }, ['customFriendlyName']],
    ['a name with a line break', { customFriendlyName: 'Acme\n' }, ['customFriendlyName']],
    ['rate limits that are none', { rateLimits: 'ip' }, ['rateLimits']],
    ['a rate limit that is a number', { rateLimits: { ip: 7 } }, ['rateLimits.ip']],
    ['an address switch that is none', { deviceIp: true }, ['deviceIp']],
    ['an app hash that is too short', { appHash: 'abc' }, ['appHash']],
    ['an app hash for a call', { appHash: 'He42w354ol9', channel: 'call' }, ['appHash']],
    ['a template of another kind', { templateSid: SERVICE_SID }, ['templateSid']],
    ['substitutions that are none', { templateSubstitutions: 'x' }, ['templateSubstitutions']],
    ['an id that is none', { providerId: '' }, ['providerId']],
  ])('refuses %s', (_what, options, expected) => {
    expect(problemsOf(createTwilioVerificationProvider, { ...given, ...options })).toEqual(expected);
  });
});

describe('createTwilioDeliveryReportParser, of its options', () => {
  const given = { authToken: AUTH_TOKEN, publicUrl: 'https://app.example/webhooks/twilio' };

  it.each([
    ['no token', { authToken: undefined }, ['authToken']],
    ['no tokens', { authToken: [] }, ['authToken']],
    ['five tokens', { authToken: Array.from({ length: 5 }, () => AUTH_TOKEN) }, ['authToken']],
    ['a SID', { authToken: API_KEY_SID }, ['authToken']],
    ['no address', { publicUrl: undefined }, ['publicUrl']],
    ['a path', { publicUrl: '/webhooks/twilio' }, ['publicUrl']],
    ['a fragment', { publicUrl: 'https://app.example/#a' }, ['publicUrl']],
    ['an id that is none', { providerId: 7 }, ['providerId']],
    ['an option that does not exist', { url: 'x' }, ['url']],
  ])('refuses %s', (_what, options, expected) => {
    expect(problemsOf(createTwilioDeliveryReportParser, { ...given, ...options })).toEqual(expected);
  });

  it('takes the tokens of a rotation', () => {
    const authToken = [AUTH_TOKEN, API_KEY_SECRET];
    expect(problemsOf(createTwilioDeliveryReportParser, { ...given, authToken })).toEqual([]);
  });
});
