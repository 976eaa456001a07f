import type { RequestResult, VerifyResult } from '@countersign/otp-core';
import { createProviderFailure } from '@countersign/otp-core/adapter';
import { PROVIDER_FAILURE_CATEGORIES, type ProviderFailureCategory } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import { createOtpHandler } from '../index.ts';
import { post, readProblem } from '../test-support/http.ts';
import { createScriptedEngine } from '../test-support/scripted-engine.ts';
import type { RequestRefusal, VerifyRefusal } from './problem-of-result.ts';

const NOW_MS = Date.parse('2026-03-01T12:00:00.000Z');
const clock = { now: () => NOW_MS };
const after = (ms: number) => new Date(NOW_MS + ms);
const failure = (category: ProviderFailureCategory, retryAfterMs?: number) =>
  createProviderFailure({
    category,
    providerId: 'vendor-x',
    providerCode: 'E-9',
    statusCode: 418,
    message: 'the operator reads this',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

type Row<Refusal> = readonly [refusal: Refusal, status: number, code: string, retryAfter: string | null];

const REQUEST_ROWS: readonly Row<RequestRefusal>[] = [
  [{ ok: false, reason: 'invalid-phone-number' }, 400, 'invalid-phone-number', null],
  [{ ok: false, reason: 'destination-not-allowed' }, 422, 'destination-not-allowed', null],
  [{ ok: false, reason: 'challenge-not-active' }, 410, 'challenge-not-active', null],
  [{ ok: false, reason: 'cooldown', retryAt: after(30_000) }, 429, 'cooldown', '30'],
  [{ ok: false, reason: 'quota-exceeded', retryAt: after(3_600_001) }, 429, 'quota-exceeded', '3601'],
  [{ ok: false, reason: 'rate-limited', retryAt: after(1) }, 429, 'rate-limited', '1'],
  [{ ok: false, reason: 'rate-limited', retryAt: after(-5_000) }, 429, 'rate-limited', '1'],
  [{ ok: false, reason: 'locked', retryAt: after(60_000) }, 429, 'locked', '60'],
  [{ ok: false, reason: 'locked', retryAt: null }, 403, 'locked', null],
];

const VERIFY_ROWS: readonly Row<VerifyRefusal>[] = [
  [{ ok: false, reason: 'mismatch', attemptsLeft: 4 }, 422, 'mismatch', null],
  [{ ok: false, reason: 'malformed', field: 'code' }, 400, 'malformed', null],
  [{ ok: false, reason: 'malformed', field: 'challenge' }, 400, 'malformed', null],
  [{ ok: false, reason: 'malformed', field: 'to' }, 400, 'malformed', null],
  [{ ok: false, reason: 'expired' }, 410, 'challenge-not-active', null],
  [{ ok: false, reason: 'not-found' }, 410, 'challenge-not-active', null],
  [{ ok: false, reason: 'exhausted' }, 410, 'challenge-not-active', null],
  [{ ok: false, reason: 'rate-limited', retryAt: after(90_000) }, 429, 'rate-limited', '90'],
];

function requestRefused(path: string, result: RequestResult): Promise<Response> {
  const engine = createScriptedEngine({ request: () => result, resend: () => result });
  const body = path === '/verifications' ? { phoneNumber: '+14155550123' } : { challenge: 'handle' };
  return createOtpHandler({ clientAddress: 'none', engine, clock })(post(path, body));
}

function verifyRefused(result: VerifyResult): Promise<Response> {
  const engine = createScriptedEngine({ verify: () => result });
  return createOtpHandler({ clientAddress: 'none', engine, clock })(
    post('/verifications/check', { challenge: 'handle', code: '493027' }),
  );
}

describe('problemOfRequestRefusal', () => {
  it.each(REQUEST_ROWS)('makes %o a %i %s', async (refusal, status, code, retryAfter) => {
    for (const path of ['/verifications', '/verifications/resend']) {
      const response = await requestRefused(path, refusal);
      const problem = await readProblem(response);
      expect(problem).toMatchObject({ status, code });
      expect(response.headers.get('retry-after')).toBe(retryAfter);
      expect(problem.retryAt).toBe('retryAt' in refusal ? refusal.retryAt?.toISOString() : undefined);
      expect(Object.keys(problem).sort()).toEqual(
        ['code', 'status', 'title', 'type', ...(problem.retryAt === undefined ? [] : ['retryAt'])].sort(),
      );
    }
  });

  it.each(PROVIDER_FAILURE_CATEGORIES)(
    'makes a message refused as %s a 503 if it may work later, else a 502',
    async (category) => {
      const later = ['rate-limited', 'unavailable', 'timeout'].includes(category);
      const response = await requestRefused('/verifications', {
        ok: false,
        reason: 'delivery-failed',
        failure: failure(category),
      });
      expect(response.headers.get('retry-after')).toBe(later ? '5' : null);
      expect(await readProblem(response)).toMatchObject(
        later ? { status: 503, code: 'provider-unavailable' } : { status: 502, code: 'delivery-failed' },
      );
    },
  );

  it('passes the wait on that the provider asks for, within reason', async () => {
    for (const [waitMs, seconds] of [
      [12_001, '13'],
      [0, '1'],
      [-9, '1'],
      [Number.POSITIVE_INFINITY, '86400'],
      [Number.NaN, '5'],
    ] as const) {
      const refusal = { ok: false, reason: 'delivery-failed', failure: failure('unavailable', waitMs) } as const;
      expect((await requestRefused('/verifications', refusal)).headers.get('retry-after')).toBe(seconds);
    }
  });

  it('tells nothing of what the provider said', async () => {
    for (const category of PROVIDER_FAILURE_CATEGORIES) {
      const refusal = { ok: false, reason: 'delivery-failed', failure: failure(category) } as const;
      const text = await (await requestRefused('/verifications', refusal)).text();
      for (const word of ['vendor-x', 'E-9', '418', 'operator', 'opted', 'recipient', 'funds']) {
        expect(text).not.toContain(word);
      }
    }
  });
});

describe('problemOfVerifyRefusal', () => {
  it.each(VERIFY_ROWS)('makes %o a %i %s', async (refusal, status, code, retryAfter) => {
    const response = await verifyRefused(refusal);
    const problem = await readProblem(response);
    expect(problem).toMatchObject({ status, code });
    expect(problem.attemptsLeft).toBe('attemptsLeft' in refusal ? refusal.attemptsLeft : undefined);
    expect(response.headers.get('retry-after')).toBe(retryAfter);
  });

  it.each(['code', 'challenge'] as const)('says to people and to programs that the %s is malformed', async (field) => {
    const problem = await readProblem(await verifyRefused({ ok: false, reason: 'malformed', field }));
    expect(problem.field).toBe(field);
    expect(problem.detail).toMatch(new RegExp(`^${field} is not `));
  });

  it('answers expired, used up and unknown byte for byte alike', async () => {
    const answers = await Promise.all(
      (['expired', 'not-found', 'exhausted'] as const).map((reason) => verifyRefused({ ok: false, reason })),
    );
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(new Set(answers.map((answer) => JSON.stringify([...answer.headers]))).size).toBe(1);
  });

  it.each(PROVIDER_FAILURE_CATEGORIES)('tells a provider that failed as %s by who must act', async (category) => {
    const response = await verifyRefused({ ok: false, reason: 'provider-unavailable', failure: failure(category) });
    const expected = ['timeout', 'unknown'].includes(category)
      ? { status: 504, code: 'outcome-unknown' }
      : ['unavailable', 'rate-limited'].includes(category)
        ? { status: 503, code: 'provider-unavailable' }
        : { status: 502, code: 'provider-refused' };
    expect(response.headers.get('retry-after')).toBe(expected.status === 503 ? '5' : null);
    const problem = await readProblem(response);
    expect(problem).toMatchObject(expected);
    expect(JSON.stringify(problem)).not.toMatch(/vendor-x|E-9|operator/);
  });

  it('answers a reason it does not know with a 500, not with a success', async () => {
    const result = { ok: false, reason: 'of-tomorrow' } as unknown as VerifyResult;
    expect(await readProblem(await verifyRefused(result))).toMatchObject({ status: 500, code: 'internal-error' });
  });
});
