/** What no limiter counts: a caller that is mistaken is told so, before anything is charged. */
import { strict as assert } from 'node:assert';
import type { RateLimitWindow } from '@countersign/otp-core/spec';
import type { ContractCase } from '../runner.ts';
import type { LimiterDriver } from './limiter-driver.ts';

const WINDOW = { max: 3, durationMs: 60_000 };
const LONGEST_DURATION_MS = 366 * 86_400_000;

/** Beside a window that makes sense, under its key where nothing else is said. */
const SENSELESS: ReadonlyArray<readonly [what: string, window: unknown]> = [
  ['a window that is null', null],
  ['a window that is a key alone', 'key'],
  ['no key', { ...WINDOW, key: undefined }],
  ['an empty key', { ...WINDOW, key: '' }],
  ['a key of 129 characters', { ...WINDOW, key: 'x'.repeat(129) }],
  ['a max of zero', { ...WINDOW, max: 0 }],
  ['half a max', { ...WINDOW, max: 1.5 }],
  ['a max that is text', { ...WINDOW, max: '3' }],
  ['a max that no 32 bits hold', { ...WINDOW, max: 2 ** 32 + 1 }],
  ['a duration under a second', { ...WINDOW, durationMs: 999 }],
  ['a duration over a leap year', { ...WINDOW, durationMs: LONGEST_DURATION_MS + 1 }],
  ['a duration without an end', { ...WINDOW, durationMs: Number.POSITIVE_INFINITY }],
  ['a cost of zero, which would never run out', { ...WINDOW, cost: 0 }],
  ['a cost below zero, which would give back', { ...WINDOW, cost: -1 }],
  ['a cost above its max, which would never fit', { ...WINDOW, cost: 4 }],
];

const NO_TIMES: readonly unknown[] = [
  undefined,
  Number.NaN,
  -1,
  0.5,
  2 ** 48,
  Number.POSITIVE_INFINITY,
  '0',
  new Date(0),
];

export const MISUSE_CASES: ReadonlyArray<ContractCase<LimiterDriver>> = [
  ...SENSELESS.map(
    ([what, window]): ContractCase<LimiterDriver> => ({
      name: `refuses ${what}, and charges nothing`,
      async run(driver) {
        const key = driver.keyOf('key');
        const senseless = typeof window === 'object' && window !== null ? { key, ...window } : window;
        await isMisuse(driver, [{ ...WINDOW, key }, senseless], driver.nowMs);
        assert.equal(await driver.countAllowed(4, {}), 3, 'what was refused has charged');
      },
    }),
  ),
  {
    name: 'refuses more than a thousand windows, and what is no list of them',
    async run(driver) {
      const many = Array.from({ length: 1001 }, () => ({ ...WINDOW, key: driver.keyOf('key') }));
      for (const windows of [many, undefined, null, 'windows', {}]) await isMisuse(driver, windows, driver.nowMs);
      assert.equal(await driver.countAllowed(4, {}), 3, 'what was refused has charged');
    },
  },
  {
    name: 'refuses what no clock shows',
    async run(driver) {
      for (const time of NO_TIMES) await isMisuse(driver, [{ ...WINDOW, key: driver.keyOf('key') }], time);
      assert.equal(await driver.countAllowed(4, {}), 3, 'what was refused has charged');
    },
  },
];

async function isMisuse({ limiter }: LimiterDriver, windows: unknown, nowMs: unknown): Promise<void> {
  const error: unknown = await limiter.take(windows as RateLimitWindow[], nowMs as number).then(
    (outcome) => assert.fail(`took what makes no sense, and answered '${outcome.status}'`),
    (reason: unknown) => reason,
  );
  assert.equal((error as { code?: unknown }).code, 'OTP_MISUSE', 'threw no OtpMisuseError');
}
