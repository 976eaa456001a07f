import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { createSnsSmsSender, type SnsSmsSenderOptions } from './sns-sms-sender.ts';
import { CREDENTIALS, expectNoSecretIn, REGION } from './test-support/secrets.ts';

describe('the options of createSnsSmsSender', () => {
  it.each([
    ['no object', null, ['options']],
    ['a region that is none', { region: 'Ireland' }, ['region']],
    ['a region that is a host', { region: 'eu-west-1.evil.example/' }, ['region']],
    ['an endpoint that is none', { endpoint: 'sns.eu-west-1.amazonaws.com' }, ['endpoint']],
    ['plain http to elsewhere', { endpoint: 'http://sns.example' }, ['endpoint']],
    ['credentials in the endpoint', { endpoint: 'https://a:b@sns.example' }, ['endpoint']],
    ['a query in the endpoint', { endpoint: 'https://sns.example/?a=b' }, ['endpoint']],
    ['credentials that are none', { credentials: 'secret' }, ['credentials']],
    [
      'keys that are none',
      { credentials: { accessKeyId: 'x', secretAccessKey: '', sessionToken: 'a b' } },
      ['credentials.accessKeyId', 'credentials.secretAccessKey', 'credentials.sessionToken'],
    ],
    [
      'a secret with a line break',
      { credentials: { ...CREDENTIALS, secretAccessKey: `${CREDENTIALS.secretAccessKey}\n` } },
      ['credentials.secretAccessKey'],
    ],
    [
      'a temporary key without its token',
      { credentials: { ...CREDENTIALS, sessionToken: undefined } },
      ['credentials.sessionToken'],
    ],
    ['a misspelt key', { credentials: { ...CREDENTIALS, accessKeyID: 'x' } }, ['credentials.accessKeyID']],
    ['no time at all', { timeoutMs: 0 }, ['timeoutMs']],
    ['a sender id that is none', { senderId: '12345' }, ['senderId']],
    ['a sender id that is too long', { senderId: 'Acme-Limited' }, ['senderId']],
    ['a number that is none', { originationNumber: '+1 206 555' }, ['originationNumber']],
    ['no price', { maxPriceUsd: 0 }, ['maxPriceUsd']],
    ['a price that is a text', { maxPriceUsd: '0.05' }, ['maxPriceUsd']],
    ['half of what India wants', { india: { entityId: '1001' } }, ['india.templateId']],
    ['too much for India', { india: { entityId: '1', templateId: '2', region: '3' } }, ['india.region']],
    ['a boolean for a choice', { optOutCheck: true }, ['optOutCheck']],
    ['a provider id that is none', { providerId: 'SNS!' }, ['providerId']],
    ['a misspelt option', { timeoutms: 1 }, ['timeoutms']],
    ['a client that is none', { client: {} }, ['client']],
    [
      'a client and an account',
      {
        client: { send: () => {}, middlewareStack: {} },
        credentials: CREDENTIALS,
        region: REGION,
        endpoint: 'https://a.example',
      },
      ['credentials', 'region', 'endpoint'],
    ],
  ])('refuses options with %s', (_what, options, expected) => {
    let problems: string[] = [];
    try {
      createSnsSmsSender(options as SnsSmsSenderOptions);
    } catch (error) {
      if (!(error instanceof OtpConfigurationError)) throw error;
      expectNoSecretIn(error, error.message, error.problems);
      problems = error.problems.map((problem) => problem.option);
    }
    expect(problems).toEqual(expected);
  });
});
