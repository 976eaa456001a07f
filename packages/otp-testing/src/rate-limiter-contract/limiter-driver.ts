/** Speaks to a limiter about keys of its own, at a time of the test's choosing. */
import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { RateLimiter, RateLimitOutcome, RateLimitWindow } from '@countersign/otp-core/spec';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

export type Limited = Extract<RateLimitOutcome, { status: 'limited' }>;

/** A window under a name of the case's choosing: 3 a minute where nothing else is said. */
export type WindowOverrides = Partial<RateLimitWindow>;

export interface LimiterDriver {
  readonly limiter: RateLimiter;
  nowMs: number;
  /** The key that stands for a name in this test, so that tests may share a server. */
  keyOf(name: string): string;
  take(...windows: readonly WindowOverrides[]): Promise<RateLimitOutcome>;
  /** How many of so many takes in a row are allowed. */
  countAllowed(times: number, ...windows: readonly WindowOverrides[]): Promise<number>;
  /** `take`, of which the case expects that it is limited. */
  limited(...windows: readonly WindowOverrides[]): Promise<Limited>;
}

export function createLimiterDriver(limiter: RateLimiter): LimiterDriver {
  const prefix = randomUUID();
  const windowOf = (overrides: WindowOverrides): RateLimitWindow => ({
    max: 3,
    durationMs: MINUTE_MS,
    ...overrides,
    key: driver.keyOf(overrides.key ?? 'key'),
  });
  const driver: LimiterDriver = {
    limiter,
    nowMs: Date.UTC(2030, 0, 1),
    keyOf: (name) => `${prefix}${name}`,
    take: (...windows) => limiter.take(windows.map(windowOf), driver.nowMs),
    async countAllowed(times, ...windows) {
      let allowed = 0;
      for (let time = 0; time < times; time += 1) {
        if ((await driver.take(...windows)).status === 'allowed') allowed += 1;
      }
      return allowed;
    },
    async limited(...windows) {
      const outcome = await driver.take(...windows);
      assert.ok(outcome.status === 'limited', 'expected to be limited');
      return outcome;
    },
  };
  return driver;
}
