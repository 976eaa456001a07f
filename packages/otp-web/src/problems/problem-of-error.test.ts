import {
  OtpAbortedError,
  OtpClosedError,
  OtpConfigurationError,
  OtpMessageError,
  OtpMisuseError,
  OtpStoreError,
} from '@countersign/otp-core';
import { describe, expect, it, vi } from 'vitest';
import { createOtpHandler } from '../index.ts';
import { post, readProblem } from '../test-support/http.ts';
import { createScriptedEngine } from '../test-support/scripted-engine.ts';

const WORDS = 'at redis.internal:6379 for +14155550123 with 493027';
const ROWS: readonly (readonly [thrown: unknown, status: number, code: string, told: boolean])[] = [
  [new OtpStoreError('OTP_STORE_UNAVAILABLE', WORDS), 503, 'service-unavailable', true],
  [new OtpStoreError('OTP_STORE_FULL', WORDS), 503, 'service-unavailable', true],
  [new OtpClosedError(), 503, 'service-unavailable', true],
  [new OtpMisuseError(WORDS), 500, 'internal-error', true],
  [new OtpMessageError(WORDS), 500, 'internal-error', true],
  [new OtpConfigurationError(WORDS, []), 500, 'internal-error', true],
  [new OtpAbortedError(), 499, 'client-closed-request', false],
  [new Error(WORDS), 500, 'internal-error', true],
  [Object.assign(new Error(WORDS), { code: 'OTP_STORE_UNAVAILABLE' }), 500, 'internal-error', true],
  [WORDS, 500, 'internal-error', true],
  [null, 500, 'internal-error', true],
  [undefined, 500, 'internal-error', true],
];

const BODIES = {
  '/verifications': { phoneNumber: '+14155550123' },
  '/verifications/check': { challenge: 'handle', code: '493027' },
  '/verifications/resend': { challenge: 'handle' },
  '/verifications/cancel': { challenge: 'handle' },
};

describe('problemOfError', () => {
  it.each(ROWS)('makes a thrown %s a %i %s without a word of it', async (thrown, status, code, told) => {
    const fail = () => Promise.reject(thrown);
    const engine = createScriptedEngine({ request: fail, verify: fail, resend: fail, cancel: fail });
    for (const [path, body] of Object.entries(BODIES)) {
      const onError = vi.fn();
      const response = await createOtpHandler({ clientAddress: 'none', engine, onError })(post(path, body));
      expect(response.headers.get('retry-after')).toBe(status === 503 ? '5' : null);
      const problem = await readProblem(response);
      expect(problem).toMatchObject({ status, code });
      expect(JSON.stringify(problem)).not.toMatch(/redis|4155550123|493027/);
      expect(onError.mock.calls).toEqual(told ? [[thrown]] : []);
    }
  });

  it('knows the errors of another copy of the core', async () => {
    const foreign = Object.defineProperty({ code: 'OTP_STORE_UNAVAILABLE' }, Symbol.for('countersign.otp-error'), {
      value: true,
    });
    const engine = createScriptedEngine({ verify: () => Promise.reject(foreign) });
    const response = await createOtpHandler({ clientAddress: 'none', engine })(
      post('/verifications/check', { challenge: 'a', code: '1' }),
    );
    expect(await readProblem(response)).toMatchObject({ status: 503 });
  });

  it.each(['tenant', 'client', 'session', 'resolveNumber'] as const)('makes an error of %s a 500', async (name) => {
    const onError = vi.fn();
    const thrown = new Error(WORDS);
    const engine = createScriptedEngine();
    const handler = createOtpHandler({
      clientAddress: 'none',
      engine,
      onError,
      session: () => 'alice',
      [name]: () => Promise.reject(thrown),
    });
    const request = post('/verifications', BODIES['/verifications'], { 'idempotency-key': 'a' });
    expect(await readProblem(await handler(request))).toMatchObject({ status: 500, code: 'internal-error' });
    expect(onError.mock.calls).toEqual([[thrown]]);
    expect(engine.requests).toEqual([]);
  });

  it('leaves no rejection of an async onError to the process', async () => {
    const rejections: unknown[] = [];
    const keep = (reason: unknown) => void rejections.push(reason);
    process.on('unhandledRejection', keep);
    const engine = createScriptedEngine({ verify: () => Promise.reject(new Error('first')) });
    const onError = () => Promise.reject(new Error('second'));
    const handler = createOtpHandler({ clientAddress: 'none', engine, onError });
    await handler(post('/verifications/check', { challenge: 'a', code: '1' }));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', keep);
    expect(rejections).toEqual([]);
  });

  it('answers as well when onError itself throws', async () => {
    const engine = createScriptedEngine({ verify: () => Promise.reject(new Error('first')) });
    const onError = () => {
      throw new Error('second');
    };
    const response = await createOtpHandler({ clientAddress: 'none', engine, onError })(
      post('/verifications/check', { challenge: 'a', code: '1' }),
    );
    expect(await readProblem(response)).toMatchObject({ status: 500 });
  });
});
