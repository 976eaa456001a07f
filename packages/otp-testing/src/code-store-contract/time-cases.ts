/** How long a call may take is its caller's to say, within what the store allows itself. */
import { randomUUID } from 'node:crypto';
import { silenceCases, timeCases } from '../told-store-time.ts';
import { HOUR_MS, type IssueOverrides, issueInputOf, type StoreDriver, WRONG } from './store-driver.ts';

const ONE_SEND: IssueOverrides = { budget: { sendQuotas: [{ max: 1, durationMs: HOUR_MS }] } };

function callsOf(driver: StoreDriver) {
  const { store } = driver;
  const about = { subject: driver.subject, nowMs: driver.nowMs, purpose: 'default', challengeId: randomUUID() };
  return {
    issue: (options) => store.issue(issueInputOf(driver, ONE_SEND), options),
    redeem: (options) => store.redeem({ ...about, digests: [WRONG] }, options),
    settle: (options) => store.settle(about, options),
    discard: (options) => store.discard({ ...about, cause: 'cancelled' }, options),
    unlock: (options) => store.unlock(about, options),
  } satisfies ReturnType<Parameters<typeof silenceCases<StoreDriver>>[0]>;
}

export const TIME_CASES = timeCases<StoreDriver>(callsOf, async (driver) => {
  await driver.open(ONE_SEND);
});

export const SILENCE_CASES = silenceCases<StoreDriver>(callsOf);
