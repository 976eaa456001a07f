/** What becomes of a request before a code is made: whom it is for, which challenge it means, who counted it. */

import { describe, expect, it } from 'vitest';
import { createMemoryCodeStore, createMemoryRateLimiter } from '../memory/index.ts';
import type { CodeStore, IssueIntent } from '../spec/index.ts';
import {
  createProviderTestBed,
  createTestBed,
  granted,
  HOUR_MS,
  MINUTE_MS,
  NUMBER,
  OTHER_NUMBER,
} from './test-support/test-bed.ts';

describe('a request that hides which accounts exist', () => {
  async function answerTo(to: unknown) {
    const { otp, clock } = createTestBed();
    const requesting = otp.request({ to: to as string, answerAfterMs: 1_000 });
    await clock.advance(1_000);
    return requesting;
  }

  it('takes any text for an account, up to 1,024 characters', async () => {
    granted(await answerTo('x'.repeat(1024)));
    expect(await answerTo('x'.repeat(1025))).toEqual({ ok: false, reason: 'invalid-phone-number' });
  });

  it.each([[7], [null], [['+14155550123']], [{ decoy: '' }]])('takes %j, which is no text, for none', async (to) => {
    expect(await answerTo(to)).toEqual({ ok: false, reason: 'invalid-phone-number' });
  });
});

describe('an idempotency key', () => {
  it('has up to 256 characters', async () => {
    const { otp } = createTestBed();
    granted(await otp.request({ to: NUMBER, idempotencyKey: 'x'.repeat(256) }));
    await expect(otp.request({ to: NUMBER, idempotencyKey: 'x'.repeat(257) })).rejects.toMatchObject({
      code: 'OTP_MISUSE',
    });
  });
});

describe('a request beyond a limit', () => {
  it('is told with the number it was about, and as the request or the resend that it was', async () => {
    const { otp, events } = createTestBed({
      rateLimiter: createMemoryRateLimiter(),
      policy: { rateLimits: { requestsPerDeployment: [{ max: 1, durationMs: HOUR_MS }] } },
    });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const [subject] = events.flatMap((event) => (event.type === 'code-issued' ? [event.subject] : []));
    await otp.request({ to: NUMBER });
    const refusal = { type: 'request-refused', reason: 'rate-limited', limit: 'deployment', subject };
    expect(events.at(-1)).toMatchObject({ ...refusal, cause: 'request', retryAtMs: expect.any(Number) });
    await otp.resend({ challenge });
    expect(events.at(-1)).toMatchObject({ ...refusal, cause: 'resend', retryAtMs: expect.any(Number) });
    await otp.request({ to: OTHER_NUMBER });
    expect(events.at(-1)).not.toMatchObject({ subject });
  });
});

describe('the challenge that a request means', () => {
  function spyOn(intents: IssueIntent[]): CodeStore {
    const store = createMemoryCodeStore();
    return {
      ...store,
      issue: (input) => {
        intents.push(input.intent);
        return store.issue(input);
      },
    };
  }

  it('is a new one, but for a resend, and where the policy or the provider knows one only', async () => {
    const intents: IssueIntent[] = [];
    const store = spyOn(intents);
    const handles = createTestBed({ store });
    const { challenge } = granted(await handles.otp.request({ to: NUMBER, tenant: 'a' }));
    await handles.otp.resend({ challenge, tenant: 'a' });
    await createTestBed({ store, policy: { binding: 'number' } }).otp.request({ to: NUMBER, tenant: 'b' });
    await createProviderTestBed({ concurrency: 'independent' }, { store }).otp.request({ to: NUMBER, tenant: 'c' });
    await createProviderTestBed({ concurrency: 'per-number' }, { store }).otp.request({ to: NUMBER, tenant: 'd' });
    expect(intents).toEqual(['new', 'resend', 'reuse-live', 'new', 'reuse-live']);
  });

  it('has tries of its own where the provider keeps verifications apart', async () => {
    const { otp, clock } = createProviderTestBed({ concurrency: 'independent' });
    const first = granted(await otp.request({ to: NUMBER }));
    await clock.advance(MINUTE_MS);
    const second = granted(await otp.request({ to: NUMBER }));
    for (const { challenge } of [first, second]) {
      expect(await otp.verify({ challenge, code: '999999' })).toMatchObject({ reason: 'mismatch', attemptsLeft: 4 });
    }
  });
});
