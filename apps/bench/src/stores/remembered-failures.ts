/**
 * What remembering wrong codes costs: how long a number that mistyped once is kept, and what a year of them comes to. The
 * year is no setting, as the lock of a number stands on it. How many numbers can get a code at all is one.
 */
import { type CodeStore, createOtpEngine, type RateLimiter } from '@countersign/otp-core';
import { formatNumber } from '../measure/number-text.ts';
import { formatTable } from '../measure/table.ts';
import { createPhoneNumbers } from '../memory/contestants/phone-numbers.ts';
import { atOnce } from './at-once.ts';
import { DEPLOYMENTS, FAILING_SHARE } from './deployment.ts';
import { createWholeEngine } from './whole-engine.ts';

export interface RememberedFailures {
  /** How long a number is kept after one wrong code. */
  readonly keptDays: number;
  /** Of such a number. */
  readonly bytes: number;
}

interface Crowd {
  readonly numbers: number;
  readonly concurrency: number;
}

/** Each number mistypes once, and is then verified. */
export async function failOnceEach(store: CodeStore, { numbers, concurrency }: Crowd): Promise<void> {
  const engine = createWholeEngine('remembered', store);
  await atOnce(Array(numbers).keys(), concurrency, async () => {
    const sent = await engine.request();
    await engine.guessWrong(sent);
    await engine.verify(sent);
  });
}

/** Requests let through, for new numbers, under `requestsPerDeployment` (`OTP_REQUESTS_PER_HOUR`). */
export async function requestUnderLimit(
  parts: { readonly store: CodeStore; readonly rateLimiter: RateLimiter },
  { most, asked }: { readonly most: number; readonly asked: number },
): Promise<number> {
  const nextNumber = createPhoneNumbers();
  const engine = createOtpEngine({
    ...parts,
    provider: {
      specificationVersion: 'v1',
      kind: 'sms-sender',
      providerId: 'bench',
      send: async () => ({ status: 'accepted', messageId: null }),
    },
    secret: 'a secret of a benchmark, 32 bytes and more',
    policy: {
      rateLimits: { requestsPerDeployment: [{ max: most, durationMs: 3_600_000 }], requestsPerNumberPrefix: [] },
    },
  });
  const results = await atOnce(Array(asked).keys(), 8, () => engine.request({ to: nextNumber() }));
  return results.filter(({ ok }) => ok).length;
}

/** What `OTP_REQUESTS_PER_HOUR` may be. */
const LIMITS_PER_HOUR = [1_000, 10_000, 100_000];
const HOURS_A_DAY = 24;

export function formatRememberedFailures({ keptDays, bytes }: RememberedFailures): string {
  const expected = DEPLOYMENTS.map(({ rate, requestsPerDay }) => [
    `${formatNumber(rate)} new numbers a second`,
    ...sizeOf(requestsPerDay * FAILING_SHARE * keptDays, bytes),
  ]);
  const most = LIMITS_PER_HOUR.map((limit) => [
    `OTP_REQUESTS_PER_HOUR=${limit}, at most`,
    ...sizeOf(limit * HOURS_A_DAY * keptDays, bytes),
  ]);
  return (
    `A number that mistyped once is kept for ${formatNumber(keptDays)} days and takes ${formatNumber(bytes)} bytes. ` +
    `One in twenty new numbers mistypes; under an attack each of them may.\n` +
    formatTable(['failures remembered', 'numbers', 'GB'], [...expected, ...most])
  );
}

function sizeOf(numbers: number, bytes: number): readonly string[] {
  return [`${formatNumber(numbers / 1e6)} million`, formatNumber((numbers * bytes) / 1e9)];
}
