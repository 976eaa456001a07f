import { describe, expect, it } from 'vitest';
import type { BrokenRequest } from './exchange.ts';
import { type FailureContext, type Meaning, readBroken, readRefusal } from './failure.ts';

const CONTEXT: FailureContext = {
  providerId: 'acme',
  vendor: { name: 'the vendor' },
  asked: ['+14155550123', 'Your code is 804617.'],
  credentials: ['c0ffee11c0ffee22'],
};
const BROKEN: BrokenRequest = { status: 'broken', cause: 'failed', mayHaveLeft: false, code: null, statusCode: null };

describe('readBroken', () => {
  it.each([
    ['nothing left and nothing is known', {}, 'refused', 'unavailable', true],
    ['nobody listened', { code: 'ECONNREFUSED' }, 'refused', 'unavailable', true],
    ['the certificate was not trusted', { code: 'CERT_HAS_EXPIRED' }, 'refused', 'configuration', false],
    ['TLS failed', { code: 'ERR_SSL_WRONG_VERSION_NUMBER' }, 'refused', 'configuration', false],
    ['plain http was asked for', { code: 'PLAIN_HTTP' }, 'refused', 'configuration', false],
    [
      'TLS failed after the request left',
      { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', mayHaveLeft: true },
      'unknown',
      'unavailable',
      true,
    ],
    ['the connection broke', { code: 'ECONNRESET', mayHaveLeft: true }, 'unknown', 'unavailable', true],
    ['the answer made no sense', { code: 'HPE_INVALID', mayHaveLeft: true }, 'unknown', 'unknown', false],
    ['time was up', { cause: 'timeout', code: 'ETIMEDOUT', mayHaveLeft: true }, 'unknown', 'timeout', true],
    ['the caller gave up early', { cause: 'aborted' }, 'refused', 'timeout', true],
  ] as const)('says what it comes to where %s', (_what, broken, status, category, retryable) => {
    expect(readBroken({ ...BROKEN, ...broken }, CONTEXT)).toMatchObject({ status, failure: { category, retryable } });
  });

  it('says it in the words of the vendor', () => {
    const vendor = { name: 'the vendor', nothingLeft: 'nothing was asked' };
    expect(readBroken(BROKEN, { ...CONTEXT, vendor }).failure.message).toBe(
      'The vendor could not be reached; nothing was asked.',
    );
  });

  it('says why nothing was asked', () => {
    const notAsked = {
      status: 'broken',
      cause: 'not-asked',
      category: 'configuration',
      explanation: 'No key',
    } as const;
    expect(readBroken(notAsked, CONTEXT)).toEqual({
      status: 'refused',
      failure: {
        category: 'configuration',
        retryable: false,
        providerId: 'acme',
        message: 'No key; nothing was sent.',
      },
    });
  });
});

describe('readRefusal', () => {
  const read = (statusCode: number, code: string | null = null, meaning?: Meaning, headers = {}) =>
    readRefusal({ statusCode, headers }, { code, meaning }, CONTEXT);

  it.each([
    [400, 'refused', 'unknown'],
    [401, 'refused', 'authentication'],
    [404, 'refused', 'configuration'],
    [429, 'refused', 'rate-limited'],
    [302, 'refused', 'configuration'],
    [408, 'unknown', 'timeout'],
    [500, 'unknown', 'unavailable'],
    [503, 'unknown', 'unavailable'],
  ] as const)('falls back on the status %i', (statusCode, status, category) => {
    expect(read(statusCode)).toMatchObject({ status, failure: { category, statusCode } });
  });

  it('goes by what the code means, where the table knows it', () => {
    const meaning: Meaning = { category: 'configuration', retryable: true, dependsOn: 'recipient' };
    expect(read(400, '4711', meaning).failure).toMatchObject({ ...meaning, providerCode: '4711' });
    expect(read(400, '4711', { ...meaning, effect: 'uncertain' }).status).toBe('unknown');
  });

  it('holds a code that no table knows against nobody', () => {
    expect(read(400, '4711').failure.dependsOn).toBe('recipient');
    expect(read(401, '4711').failure.dependsOn).toBeUndefined();
  });

  it.each(['804617', '14155550123', '8046', 'c0ffee11'])('shows no code that repeats what was told: %s', (code) => {
    expect(read(400, code).failure.providerCode).toBeUndefined();
  });

  it('tells how long to wait', () => {
    expect(read(429, null, undefined, { 'retry-after': '7' }).failure.retryAfterMs).toBe(7_000);
  });
});
