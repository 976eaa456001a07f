/** Whatever is put in: refused in words, or right. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OtpConfigurationError, type OtpPolicyOptions } from '../index.ts';
import { createTestBed, granted, NUMBER } from './test-support/test-bed.ts';

const oddNumber = fc.oneof(
  fc.integer({ min: -5, max: 20 }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0.5, 1e15, -0, 1000, 60_000, 600_000, 86_400_000),
);
const odd = fc.oneof(oddNumber, fc.constantFrom(null, '', '5', true, [], {}));
const window = fc.record({
  max: fc.integer({ min: 4, max: 64 }),
  durationMs: fc.integer({ min: 1000, max: 86_400_000 }),
});
const windows = fc.array(window, { minLength: 1, maxLength: 4 });

/** Now and then something odd in the place of what belongs there. */
function mostly<T>(sensible: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 30, arbitrary: sensible }, { weight: 1, arbitrary: odd });
}

const policy = fc.record(
  {
    preset: mostly(fc.constantFrom('standard', 'strict')),
    codeLength: mostly(fc.integer({ min: 4, max: 10 })),
    ttlMs: mostly(fc.integer({ min: 1000, max: 600_000 })),
    maxAttempts: mostly(fc.integer({ min: 1, max: 10 })),
    resendCode: mostly(fc.constantFrom('same', 'new')),
    binding: mostly(fc.constantFrom('handle', 'number')),
    maxLiveChallenges: mostly(fc.integer({ min: 1, max: 16 })),
    cooldownsMs: mostly(fc.array(fc.integer({ min: 1000, max: 86_400_000 }), { minLength: 1, maxLength: 3 })),
    sendQuotas: mostly(windows),
    failureQuotas: mostly(windows),
    maxConsecutiveFailures: mostly(fc.integer({ min: 10, max: 200 })),
    knownClientReserve: mostly(fc.double({ min: 0, max: 0.5, noNaN: true })),
    stepUp: mostly(
      fc.option(
        fc.record({
          afterFailures: fc.integer({ min: 1, max: 64 }),
          withinMs: fc.integer({ min: 1000, max: 86_400_000 }),
          codeLength: fc.integer({ min: 4, max: 10 }),
        }),
      ),
    ),
  },
  { requiredKeys: [] },
);

function bedOf(options: unknown): ReturnType<typeof createTestBed> | null {
  try {
    return createTestBed({ policy: options as OtpPolicyOptions });
  } catch (error) {
    if (OtpConfigurationError.isInstance(error)) return null;
    throw error;
  }
}

describe('a policy', () => {
  it('is refused in words, or lets its first code be requested and verified by the rules it states', async () => {
    const counts = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(policy, async (options) => {
        const bed = bedOf(options);
        counts[bed === null ? 'refused' : 'accepted'] += 1;
        if (bed === null) return;
        const sent = granted(await bed.otp.request({ to: NUMBER }));
        expect(sent.codeLength).toBe(bed.provider.lastCode().length);
        expect(sent.expiresAt.getTime() - bed.clock.now()).toBeLessThanOrEqual(600_000);
        const shortestWaitMs = Array.isArray(options.cooldownsMs) && options.cooldownsMs.length === 0 ? 0 : 1000;
        expect(sent.resendAt.getTime()).toBeGreaterThanOrEqual(bed.clock.now() + shortestWaitMs);
        expect(await bed.otp.verify({ challenge: sent.challenge, code: bed.provider.lastCode() })).toMatchObject({
          ok: true,
        });
      }),
      { numRuns: 1_000, seed: 1 },
    );
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(100);
  });
});

describe('a number', () => {
  it('is sent to as it is written in E.164, or to nobody', async () => {
    const separated = fc
      .tuple(
        fc.stringMatching(/^[1-9][0-9]{6,14}$/),
        fc.array(fc.constantFrom(' ', '-', '.', '(', ')'), { maxLength: 4 }),
      )
      .map(
        ([digits, separators]) =>
          [`+${digits}`, `+${digits.slice(0, 2)}${separators.join('')}${digits.slice(2)}`] as const,
      );
    await fc.assert(
      fc.asyncProperty(separated, async ([number, typed]) => {
        const { otp, provider } = createTestBed();
        const result = await otp.request({ to: typed });
        if (typed.includes('(0)')) return;
        expect(result.ok).toBe(true);
        expect(provider.messages[0]?.to).toBe(number);
      }),
      { seed: 1 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (typed) => {
        const { otp, provider } = createTestBed();
        const result = await otp.request({ to: typed });
        expect(result.ok).toBe(provider.messages.length === 1);
        for (const { to } of provider.messages) expect(to).toMatch(/^\+[1-9][0-9]{6,14}$/);
      }),
      { seed: 1 },
    );
  });
});

describe('purposes and tenants', () => {
  it('never reach into each other, whatever they are called', async () => {
    const name = fc.oneof(
      fc.stringMatching(/^[\x21-\x7e]{1,64}$/),
      fc.constantFrom('a', 'a:b', 'b', '1:a', 'number', '__proto__'),
    );
    await fc.assert(
      fc.asyncProperty(name, name, name, name, async (tenant, purpose, otherTenant, otherPurpose) => {
        fc.pre(tenant !== otherTenant || purpose !== otherPurpose);
        const { otp, provider } = createTestBed();
        const { challenge } = granted(await otp.request({ to: NUMBER, tenant, purpose }));
        const code = provider.lastCode();
        const elsewhere = { challenge, code, tenant: otherTenant, purpose: otherPurpose };
        expect(await otp.verify(elsewhere)).toEqual({ ok: false, reason: 'not-found' });
        expect(await otp.verify({ challenge, code, tenant, purpose })).toMatchObject({ ok: true, tenant, purpose });
      }),
      { seed: 1 },
    );
  });
});
