/** What is known of whoever calls: an address or none, and whether they still wait. */
import { createMemoryRateLimiter } from '@countersign/otp-core/memory';
import { describe, expect, it } from 'vitest';
import { createTestBed, granted, HOUR_MS, NUMBER, OTHER_NUMBER } from './test-bed.ts';

const ONE_AN_HOUR = [{ max: 1, durationMs: HOUR_MS }];

function bedWith(limit: string) {
  const rateLimits = {
    requestsPerAddress: [],
    requestsPerNetwork: [],
    requestsPerNumberPrefix: [],
    checksPerAddress: [],
    [limit]: ONE_AN_HOUR,
  };
  return createTestBed({ rateLimiter: createMemoryRateLimiter(), policy: { rateLimits } });
}

describe('a client without an address', () => {
  it.each([[{}], [{ client: {} }], [{ client: { ip: '' } }]])('is in no bucket with others: %j', async (fields) => {
    for (const limit of ['requestsPerAddress', 'requestsPerNetwork']) {
      const { otp } = bedWith(limit);
      granted(await otp.request({ to: NUMBER, ...fields }));
      granted(await otp.request({ to: OTHER_NUMBER, ...fields }));
    }
    const { otp, provider } = bedWith('checksPerAddress');
    const { challenge } = granted(await otp.request({ to: NUMBER, ...fields }));
    expect(await otp.verify({ challenge, code: '0000000', ...fields })).toMatchObject({ reason: 'malformed' });
    for (const code of ['000000', provider.lastCode()]) {
      expect(await otp.verify({ challenge, code, ...fields })).not.toMatchObject({ reason: 'rate-limited' });
    }
  });
});

describe('an address that is none', () => {
  it('counts by its first 64 characters, so that a longer one is no way to be somebody new', async () => {
    const { otp } = bedWith('requestsPerAddress');
    const forged = 'x'.repeat(64);
    granted(await otp.request({ to: NUMBER, client: { ip: `${forged}1` } }));
    expect(await otp.request({ to: OTHER_NUMBER, client: { ip: `${forged}2` } })).toMatchObject({
      reason: 'rate-limited',
    });
  });
});

describe('a caller who has gone', () => {
  it('is told so before anything else is looked at, and no event tells of the call', async () => {
    const { otp, events } = createTestBed();
    const signal = AbortSignal.abort();
    for (const call of [
      otp.request({ to: 'nonsense', signal }),
      otp.resend({ challenge: 'nonsense', signal }),
      otp.verify({ challenge: 'nonsense', code: 'x', signal }),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'OTP_ABORTED' });
    }
    expect(events).toEqual([]);
  });
});
