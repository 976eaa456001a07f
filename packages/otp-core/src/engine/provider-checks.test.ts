/** How a provider is asked about a guess: whom, for how long, and what of it may be told. */

import { createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import type { CheckOutcome, VerificationProvider } from '../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

function bedThatChecks(check: VerificationProvider['check'], options: object = {}) {
  return createTestBed({ provider: { ...createScriptedVerificationProvider(), check }, ...options });
}

describe('a check', () => {
  it('is told to stop when its time is over', async () => {
    let signal: AbortSignal | undefined;
    const { otp, clock } = bedThatChecks((_input, options) => {
      signal = options?.signal;
      return new Promise(() => {});
    });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const verifying = otp.verify({ challenge, code: '000000' });
    await clock.advance(9_999);
    expect(signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(signal?.aborted).toBe(true);
    expect(await verifying).toMatchObject({ reason: 'provider-unavailable' });
  });

  it('ends with the call it belongs to, if that is earlier', async () => {
    const { otp, clock } = bedThatChecks(() => new Promise(() => {}), {
      deadlines: { providerMs: 100_000, totalMs: 3_000 },
    });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const verifying = otp.verify({ challenge, code: '000000' });
    await clock.advance(3_000);
    expect(await verifying).toMatchObject({ reason: 'provider-unavailable', failure: { category: 'timeout' } });
  });

  it('stops at the signal of the caller, and tells the provider', async () => {
    const controller = new AbortController();
    let told: AbortSignal | undefined;
    const { otp } = bedThatChecks((_input, options) => {
      told = options?.signal;
      controller.abort();
      return new Promise(() => {});
    });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await expect(otp.verify({ challenge, code: '000000', signal: controller.signal })).rejects.toMatchObject({
      code: 'OTP_ABORTED',
    });
    expect(told?.aborted).toBe(true);
  });

  it('tells neither number nor code in the words of its failure, however the number is written', async () => {
    const { otp } = bedThatChecks(
      async ({ to, code }) =>
        ({ status: 'unknown', failure: { message: `no ${code} for ${to.slice(1)}, ${to}` } }) as CheckOutcome,
    );
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    expect(await otp.verify({ challenge, code: '135790' })).toMatchObject({
      failure: { message: 'no [redacted] for [redacted], +[redacted]' },
    });
  });

  it('without a handle is over with the first provider that knows the number', async () => {
    const { otp, provider, engineWith } = createProviderTestBed(
      { providerId: 'current' },
      { policy: { binding: 'number' } },
    );
    granted(await otp.request({ to: NUMBER }));
    const retired = createScriptedVerificationProvider({ providerId: 'old' });
    const both = engineWith({ retired: [retired] });
    expect(await both.verify({ to: NUMBER, code: provider.lastCode(NUMBER) })).toMatchObject({ ok: true });
    expect(retired.checks).toEqual([]);
  });

  it('of an answer that was given on time is made by the reference that was known by then', async () => {
    const { otp, provider, clock } = createProviderTestBed();
    const requesting = otp.request({ to: NUMBER, answerAfterMs: 3_000 });
    await clock.advance(3_000);
    const { challenge, delivery } = granted(await requesting);
    expect(delivery).toBe('unknown');
    expect(await otp.verify({ challenge, code: provider.lastCode(NUMBER) })).toMatchObject({ ok: true });
    expect(provider.checks[0]?.reference).toBe('verification-1');
  });
});

describe('an answer at a fixed moment', () => {
  it('may be due after a single millisecond', async () => {
    const { otp, clock } = createTestBed();
    const requesting = otp.request({ to: NUMBER, answerAfterMs: 1 });
    await clock.advance(1);
    granted(await requesting);
  });
});
