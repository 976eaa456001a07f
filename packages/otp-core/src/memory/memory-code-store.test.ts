import { describe, expect, it } from 'vitest';
import { OtpConfigurationError, OtpStoreError } from '../errors/otp-error.ts';
import type { CodeStore, IssueInput } from '../spec/index.ts';
import { createMemoryCodeStore } from './memory-code-store.ts';

const START_MS = Date.UTC(2030, 0, 1);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function inputFor(subject: string, nowMs: number): IssueInput {
  return {
    subject,
    nowMs,
    purpose: 'login',
    challengeId: `challenge of ${subject} at ${nowMs}`,
    intent: 'new',
    repeatedCode: 'same',
    keyId: 'key',
    salt: 'salt',
    digests: [{ length: 6, digest: 'right' }],
    knownClient: false,
    ttlMs: 300_000,
    maxAttempts: 5,
    budget: {
      maxLiveChallenges: 3,
      cooldownsMs: [1000],
      sendQuotas: [{ max: 10, durationMs: DAY_MS }],
      failureQuotas: [{ max: 20, durationMs: DAY_MS }],
      maxConsecutiveFailures: 100,
      knownClientReserve: 0,
      stepUp: { afterFailures: 5, withinMs: 365 * DAY_MS },
    },
  };
}

function fail(store: CodeStore, subject: string, nowMs: number) {
  const challengeId = `challenge of ${subject} at ${nowMs}`;
  return store.redeem({ subject, nowMs, purpose: 'login', challengeId, digests: ['wrong'] });
}

async function isFull(store: CodeStore, nowMs: number): Promise<boolean> {
  try {
    await store.issue(inputFor('newcomer', nowMs));
    return false;
  } catch (error) {
    if (OtpStoreError.isInstance(error) && error.code === 'OTP_STORE_FULL') return true;
    throw error;
  }
}

describe('createMemoryCodeStore', () => {
  it('says which store it is, and by which version of the port', () => {
    expect(createMemoryCodeStore()).toMatchObject({ specificationVersion: 'v1', storeId: 'memory' });
  });

  it('refuses new numbers when it is full and goes on serving the ones it knows', async () => {
    const store = createMemoryCodeStore({ maxNumbers: 2 });
    await store.issue(inputFor('a', START_MS));
    await store.issue(inputFor('b', START_MS));
    expect(await isFull(store, START_MS + 2_000)).toBe(true);
    expect((await store.issue(inputFor('a', START_MS + 2_000))).status).toBe('issued');
    expect((await fail(store, 'b', START_MS)).status).toBe('mismatch');
  });

  it('keeps what the reserve keeps of its room for known clients, whatever strangers fill', async () => {
    const store = createMemoryCodeStore({ maxNumbers: 8 });
    const inputOf = (subject: string, hour: number, knownClient: boolean): IssueInput => {
      const input = inputFor(subject, START_MS + hour * HOUR_MS);
      return { ...input, knownClient, budget: { ...input.budget, knownClientReserve: 0.25 } };
    };
    for (let hour = 0; hour < 6; hour += 1) await store.issue(inputOf(`stranger ${hour}`, hour, false));
    await expect(store.issue(inputOf('stranger', 6, false))).rejects.toThrow('full for unknown clients');
    for (const owner of ['an owner', 'another']) expect(await store.issue(inputOf(owner, 6, true))).toBeTruthy();
    await expect(store.issue(inputOf('a third', 6, true))).rejects.toThrow('holds its 8 numbers');
  });

  it('lets strangers take the last half of their room by an eighth of what is left an hour', async () => {
    const store = createMemoryCodeStore({ maxNumbers: 160 });
    let admitted = 0;
    const flood = async (hour: number) => {
      let inThisHour = 0;
      for (let call = 0; call < 400; call += 1) {
        const outcome = await store
          .issue(inputFor(`invented ${hour} ${call}`, START_MS + hour * HOUR_MS + call))
          .catch((error: OtpStoreError) => error.code);
        if (outcome !== 'OTP_STORE_FULL') inThisHour += 1;
      }
      admitted += inThisHour;
      return inThisHour;
    };
    expect([await flood(0), await flood(1), await flood(2)]).toEqual([90, 9, 8]);
    for (let hour = 3; hour < 20; hour += 1) expect(await flood(hour)).toBeGreaterThan(0);
    expect(admitted).toBeLessThan(160);
    expect((await store.issue(inputFor('an owner', START_MS + 20 * HOUR_MS))).status).toBe('issued');
  });

  it('takes no stranger in once known clients have filled what was left of the hour', async () => {
    const store = createMemoryCodeStore({ maxNumbers: 20 });
    // The eleventh is the first of the two that this hour has for strangers.
    for (let number = 1; number <= 11; number += 1) await store.issue(inputFor(`stranger ${number}`, START_MS));
    for (let number = 1; number <= 9; number += 1) {
      await store.issue({ ...inputFor(`owner ${number}`, START_MS), knownClient: true });
    }
    await expect(store.issue(inputFor('a stranger', START_MS))).rejects.toThrow('full for unknown clients');
  });

  it('goes on serving the numbers it knows while it takes no new ones', async () => {
    const store = createMemoryCodeStore({ maxNumbers: 4 });
    for (const subject of ['a', 'b', 'c']) await store.issue(inputFor(subject, START_MS));
    await expect(store.issue(inputFor('d', START_MS))).rejects.toThrow(
      'The memory store is filling up. It accepts no new numbers from unknown clients this hour.',
    );
    expect(await isFull(store, START_MS + 2000)).toBe(true);
    expect((await store.issue(inputFor('a', START_MS + 2000))).status).toBe('issued');
  });

  it('remembers a number for a day, and for a year once it has failed', async () => {
    const store = createMemoryCodeStore({ maxNumbers: 2 });
    await store.issue(inputFor('clean', START_MS));
    await store.issue(inputFor('failed', START_MS));
    await fail(store, 'failed', START_MS);
    expect(await isFull(store, START_MS + DAY_MS - 1)).toBe(true);
    expect(await isFull(store, START_MS + DAY_MS + 1000)).toBe(false);
    expect(await isFull(store, START_MS + 364 * DAY_MS)).toBe(false);
    const late = inputFor('another', START_MS + 364 * DAY_MS);
    await expect(store.issue(late)).rejects.toMatchObject({ code: 'OTP_STORE_FULL' });
    expect((await store.issue({ ...late, nowMs: START_MS + 365 * DAY_MS + 1000 })).status).toBe('issued');
  });

  it('forgets a number in the very millisecond in which nothing of it counts any more', async () => {
    const store = createMemoryCodeStore();
    const issuedAtMs = START_MS + 500;
    const challengeId = `challenge of a at ${issuedAtMs}`;
    await store.issue(inputFor('a', issuedAtMs));
    const redeemAt = (nowMs: number) =>
      store.redeem({ subject: 'a', nowMs, purpose: 'login', challengeId, digests: ['right'] });
    expect(await redeemAt(issuedAtMs + DAY_MS - 1)).toEqual({ status: 'expired' });
    expect(await redeemAt(issuedAtMs + DAY_MS)).toEqual({ status: 'not-found' });
  });

  it('takes no note of a number it only refused', async () => {
    const store = createMemoryCodeStore({ maxNumbers: 1 });
    for (const subject of ['a', 'b', 'c']) {
      const outcome = await store.issue({ ...inputFor(subject, START_MS), intent: 'resend' });
      expect(outcome.status).toBe('not-found');
      expect((await fail(store, subject, START_MS)).status).toBe('not-found');
    }
    expect((await store.issue(inputFor('d', START_MS))).status).toBe('issued');
    const whenFull = await store.issue({ ...inputFor('e', START_MS), intent: 'resend' });
    expect(whenFull.status).toBe('not-found');
  });

  it('forgets a number that was seen by a clock ahead as early as any other, once the clock is right', async () => {
    const store = createMemoryCodeStore({ maxNumbers: 1 });
    await store.issue(inputFor('a', START_MS + 10 * DAY_MS));
    expect((await fail(store, 'a', START_MS)).status).toBe('not-found');
    expect(await isFull(store, START_MS + DAY_MS - 1)).toBe(true);
    expect(await isFull(store, START_MS + DAY_MS)).toBe(false);
  });

  it('counts what is over for nothing before it has been cleared out', async () => {
    const store = createMemoryCodeStore();
    for (let number = 0; number < 1000; number += 1) await store.issue(inputFor(`number ${number}`, START_MS));
    const { status } = await store.issue(inputFor('number 999', START_MS + DAY_MS + 1));
    expect(status).toBe('issued');
    expect((await fail(store, 'number 500', START_MS)).status).toBe('mismatch');
    expect((await fail(store, 'number 500', START_MS + 2 * DAY_MS)).status).toBe('not-found');
  });

  it('keeps no process alive: it sets no timers', async () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const store = createMemoryCodeStore();
    for (let number = 0; number < 100; number += 1) await store.issue(inputFor(`number ${number}`, START_MS));
    expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout')).toHaveLength(before);
  });

  it('does not let the record of an attacked number grow', async () => {
    const store = createMemoryCodeStore();
    let nowMs = START_MS;
    for (let day = 0; day < 200; day += 1) {
      const outcome = await store.issue({ ...inputFor('victim', nowMs), knownClient: true });
      if (outcome.status === 'issued') for (let tries = 0; tries < 4; tries += 1) await fail(store, 'victim', nowMs);
      nowMs += DAY_MS;
    }
    const last = await store.issue({
      ...inputFor('victim', nowMs),
      budget: { ...inputFor('victim', nowMs).budget, maxConsecutiveFailures: 10_000 },
    });
    expect(last.status).toBe('issued');
  });

  it('calls it a cooldown where a quota has room again at the same moment', async () => {
    const store = createMemoryCodeStore();
    const { budget, ...input } = inputFor('a', START_MS);
    const narrow = { ...budget, cooldownsMs: [HOUR_MS], sendQuotas: [{ max: 1, durationMs: HOUR_MS }] };
    await store.issue({ ...input, budget: narrow });
    expect(await store.issue({ ...input, challengeId: 'another', budget: narrow })).toEqual({
      status: 'cooldown',
      retryAtMs: START_MS + HOUR_MS,
    });
  });

  it('knows the request that opened a challenge again, whoever has repeated the challenge since', async () => {
    const store = createMemoryCodeStore();
    const reuse = (challengeId: string, nowMs: number) =>
      store.issue({ ...inputFor('a', nowMs), intent: 'reuse-live', challengeId });
    await reuse('opening', START_MS);
    expect(await reuse('repeating', START_MS + 1000)).toMatchObject({ status: 'issued', challengeId: 'opening' });
    expect(await reuse('opening', START_MS + 2000)).toMatchObject({ status: 'duplicate', challengeId: 'opening' });
  });

  it('tells a request that comes again after an unlock that the next send may follow its own at once', async () => {
    const store = createMemoryCodeStore();
    await store.issue(inputFor('a', START_MS));
    await store.unlock({ subject: 'a', nowMs: START_MS });
    expect(await store.issue(inputFor('a', START_MS))).toMatchObject({ status: 'duplicate', resendAtMs: START_MS });
  });

  it('steps up after more failures than any quota counts', async () => {
    const store = createMemoryCodeStore();
    const open = (challengeId: string, nowMs: number) => {
      const { budget, ...input } = inputFor('a', nowMs);
      return store.issue({
        ...input,
        challengeId,
        maxAttempts: 2,
        digests: [6, 8].map((length) => ({ length, digest: `of ${length} digits` })),
        budget: {
          ...budget,
          failureQuotas: [{ max: 2, durationMs: HOUR_MS }],
          stepUp: { afterFailures: 3, withinMs: DAY_MS },
        },
      });
    };
    for (const hour of [0, 1, 2]) {
      const nowMs = START_MS + hour * HOUR_MS;
      expect(await open(`challenge of a at ${nowMs}`, nowMs)).toMatchObject({ status: 'issued', codeLength: 6 });
      await fail(store, 'a', nowMs);
    }
    expect(await open('after three', START_MS + 3 * HOUR_MS)).toMatchObject({ status: 'issued', codeLength: 8 });
  });

  it('answers nothing once it is closed', async () => {
    const store = createMemoryCodeStore();
    await store.close?.();
    await expect(store.issue(inputFor('a', START_MS))).rejects.toMatchObject({
      code: 'OTP_STORE_UNAVAILABLE',
      message: 'The memory store is closed.',
    });
  });

  it.each([{ maxNumbers: 0 }, { maxNumbers: Number.NaN }, { maxNumbers: 1e9 }, { maximum: 5 }, null, 7])(
    'refuses options %j',
    (options) => {
      expect(() => createMemoryCodeStore(options as never)).toThrow(OtpConfigurationError);
      expect(() => createMemoryCodeStore(options as never)).toThrow('createMemoryCodeStore: ');
    },
  );
});
