/** How long a call may take is its caller's to say, within what the store allows itself. */
import { strict as assert } from 'node:assert';
import { silenceCases, timeCases } from '../told-store-time.ts';
import { HOLD_MS, type OnceDriver, TTL_MS } from './once-driver.ts';

function callsOf({ store, keyOf, nowMs }: OnceDriver) {
  const about = { key: keyOf('key'), nowMs };
  return {
    claim: (options) => store.claim({ ...about, ttlMs: TTL_MS, holdMs: HOLD_MS }, options),
    record: (options) => store.record({ ...about, token: 'forged', value: 'sent' }, options),
    release: (options) => store.release({ ...about, token: 'forged' }, options),
  } satisfies ReturnType<Parameters<typeof silenceCases<OnceDriver>>[0]>;
}

export const TIME_CASES = timeCases<OnceDriver>(callsOf, async (driver) => {
  assert.equal((await driver.claim()).status, 'claimed');
});

export const SILENCE_CASES = silenceCases<OnceDriver>(callsOf);
