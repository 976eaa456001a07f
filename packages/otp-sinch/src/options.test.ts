import { OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import { createSinchDeliveryReportParser } from './sinch-delivery-report-parser.ts';
import { createSinchSmsSender } from './sinch-sms-sender.ts';
import { createSinchVerificationProvider } from './sinch-verification-provider.ts';
import { APPLICATION, expectNoSecretIn, SERVICE_PLAN, WEBHOOK_SECRET } from './test-support/secrets.ts';

/** The options that are complained of. */
function problemsOf(create: () => unknown): readonly string[] {
  try {
    create();
  } catch (error) {
    expectNoSecretIn(error);
    if (OtpConfigurationError.isInstance(error)) return error.problems.map(({ option }) => option);
    throw error;
  }
  return [];
}

const provider = (options: unknown) => problemsOf(() => createSinchVerificationProvider(options as never));
const sender = (options: unknown) => problemsOf(() => createSinchSmsSender(options as never));
const parser = (options: unknown) => problemsOf(() => createSinchDeliveryReportParser(options as never));

describe('the options of createSinchVerificationProvider', () => {
  it('need a key and a secret', () => {
    expect(provider(APPLICATION)).toEqual([]);
    expect(provider({})).toEqual(['applicationKey', 'applicationSecret']);
    expect(provider(undefined)).toEqual(['options', 'applicationKey', 'applicationSecret']);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ applicationKey: APPLICATION.applicationSecret }, 'applicationKey'],
    [{ applicationKey: `${APPLICATION.applicationKey}\n` }, 'applicationKey'],
    [{ applicationSecret: APPLICATION.applicationKey }, 'applicationSecret'],
    [{ applicationSecret: `${APPLICATION.applicationSecret}=` }, 'applicationSecret'],
    [{ applicationSecret: 'short===' }, 'applicationSecret'],
    [{ authentication: 'public' }, 'authentication'],
    [{ expiryMs: 29_000 }, 'expiryMs'],
    [{ expiryMs: 601_000 }, 'expiryMs'],
    [{ expiryMs: 60_500 }, 'expiryMs'],
    [{ expiryMs: 60_000, authentication: 'basic' }, 'expiryMs'],
    [{ codeLength: 3 }, 'codeLength'],
    [{ codeLength: '6' }, 'codeLength'],
    [{ timeoutMs: 0 }, 'timeoutMs'],
    [{ timeoutMs: 60_001 }, 'timeoutMs'],
    [{ providerId: 'Sinch!' }, 'providerId'],
    [{ clock: Date }, 'clock'],
    [{ secret: APPLICATION.applicationSecret }, 'secret'],
    ...[
      'sinch.example',
      'ftp://sinch.example',
      'http://sinch.example',
      'http://127.0.0.1.example',
      'https://user:pass@sinch.example',
      'https://sinch.example/?a=b',
      'https://sinch.example/#a',
      'https://sinch.example\\a',
      'https://sinch.\texample',
      7,
    ].map((baseUrl): [Record<string, unknown>, string] => [{ baseUrl }, 'baseUrl']),
  ])('refuse %j', (options, problem) => {
    expect(provider({ ...APPLICATION, ...options })).toEqual([problem]);
  });

  it('take an address with a path', () => {
    expect(provider({ ...APPLICATION, baseUrl: 'https://proxy.example/sinch' })).toEqual([]);
  });
});

describe('the options of createSinchSmsSender', () => {
  it('need a service plan and its token', () => {
    expect(sender(SERVICE_PLAN)).toEqual([]);
    expect(sender({})).toEqual(['servicePlanId', 'apiToken']);
  });

  it.each([
    [{ servicePlanId: '../plan' }, 'servicePlanId'],
    [{ apiToken: 'with space here' }, 'apiToken'],
    [{ region: 'cn' }, 'region'],
    [{ from: '' }, 'from'],
    [{ from: 'A name too long' }, 'from'],
    [{ from: 'Acme\n' }, 'from'],
    [{ deliveryReport: 'per-recipient' }, 'deliveryReport'],
    [{ callbackUrl: '/webhooks' }, 'callbackUrl'],
    [{ callbackUrl: `https://app.example/${'x'.repeat(2_048)}` }, 'callbackUrl'],
    [{ clientReference: 'x'.repeat(129) }, 'clientReference'],
    [{ token: SERVICE_PLAN.apiToken }, 'token'],
  ])('refuse %j', (options, problem) => {
    expect(sender({ ...SERVICE_PLAN, ...options })).toEqual([problem]);
  });

  it.each(['+14155550123', '14155550123', '72345', 'Acme', 'Acme & Co'])('take %s for an originator', (from) => {
    expect(sender({ ...SERVICE_PLAN, from })).toEqual([]);
  });
});

describe('the options of createSinchDeliveryReportParser', () => {
  it('need the credentials of one API, not of both', () => {
    expect(parser(APPLICATION)).toEqual([]);
    expect(parser({ webhookSecret: WEBHOOK_SECRET })).toEqual([]);
    expect(parser({})).toEqual(['applicationKey', 'applicationSecret']);
    expect(parser({ ...APPLICATION, webhookSecret: WEBHOOK_SECRET })).toEqual(['applicationKey', 'applicationSecret']);
  });

  it.each([
    [{ publicUrl: 'app.example/webhooks' }, 'publicUrl'],
    [{ toleranceMs: 999 }, 'toleranceMs'],
    [{ toleranceMs: 86_400_001 }, 'toleranceMs'],
    [{ clock: { now: 7 } }, 'clock'],
  ])('refuse %j', (options, problem) => {
    expect(parser({ ...APPLICATION, ...options })).toEqual([problem]);
  });

  it('refuse a secret that is none', () => {
    expect(parser({ webhookSecret: 'short' })).toEqual(['webhookSecret']);
  });
});
