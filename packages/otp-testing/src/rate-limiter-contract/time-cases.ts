/** How long a take may last is its caller's to say, within what the limiter allows itself. */
import { strict as assert } from 'node:assert';
import { silenceCases, timeCases } from '../told-store-time.ts';
import { type LimiterDriver, MINUTE_MS } from './limiter-driver.ts';

function callsOf({ limiter, keyOf, nowMs }: LimiterDriver) {
  const windows = [{ key: keyOf('key'), max: 1, durationMs: MINUTE_MS }];
  return {
    take: (options) => limiter.take(windows, nowMs, options),
  } satisfies ReturnType<Parameters<typeof silenceCases<LimiterDriver>>[0]>;
}

export const TIME_CASES = timeCases<LimiterDriver>(callsOf, async (driver) => {
  assert.deepEqual(await driver.take({ max: 1 }), { status: 'allowed' });
});

export const SILENCE_CASES = silenceCases<LimiterDriver>(callsOf);
