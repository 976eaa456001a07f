import { describe, expect, it } from 'vitest';
import { POLICY_PRESETS, STANDARD_POLICY, STRICT_POLICY } from './otp-policy.ts';
import { DEFAULT_PURPOSE, DEFAULT_TENANT } from './scope-name.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

describe('STANDARD_POLICY', () => {
  it('is what the documentation says and the computed chances are about', () => {
    expect(STANDARD_POLICY).toEqual({
      codeLength: 6,
      ttlMs: 300 * SECOND_MS,
      maxAttempts: 5,
      resendCode: 'same',
      binding: 'handle',
      maxLiveChallenges: 3,
      cooldownsMs: [30 * SECOND_MS, 60 * SECOND_MS, 120 * SECOND_MS, 300 * SECOND_MS],
      sendQuotas: [
        { max: 5, durationMs: HOUR_MS },
        { max: 10, durationMs: DAY_MS },
      ],
      failureQuotas: [{ max: 20, durationMs: DAY_MS }],
      maxConsecutiveFailures: 100,
      knownClientReserve: 0.25,
      stepUp: { afterFailures: 5, withinMs: 365 * DAY_MS, codeLength: 8 },
      rateLimits: {
        requestsPerAddress: [{ max: 100, durationMs: HOUR_MS }],
        requestsPerNetwork: [{ max: 300, durationMs: HOUR_MS }],
        requestsPerNumberPrefix: [{ max: 30, durationMs: HOUR_MS }],
        requestsPerCountry: [],
        requestsPerDeployment: [],
        checksPerAddress: [{ max: 200, durationMs: HOUR_MS }],
      },
    });
  });
});

describe('STRICT_POLICY', () => {
  it('is the standard one but for longer codes, fewer tries and fewer messages', () => {
    expect(STRICT_POLICY).toEqual({
      ...STANDARD_POLICY,
      codeLength: 8,
      maxAttempts: 3,
      ttlMs: 180 * SECOND_MS,
      sendQuotas: [
        { max: 4, durationMs: HOUR_MS },
        { max: 8, durationMs: DAY_MS },
      ],
      failureQuotas: [{ max: 12, durationMs: DAY_MS }],
      maxConsecutiveFailures: 50,
      stepUp: null,
    });
  });
});

describe('POLICY_PRESETS', () => {
  it('are found by name', () => {
    expect(POLICY_PRESETS).toEqual({ standard: STANDARD_POLICY, strict: STRICT_POLICY });
  });
});

describe('the default purpose and tenant', () => {
  it('keep their names, as records of a deployment are found by them', () => {
    expect([DEFAULT_PURPOSE, DEFAULT_TENANT]).toEqual(['default', 'default']);
  });
});
