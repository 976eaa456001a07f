/** The laws the engine keeps, one group each, on the memory store. The contract suites ask the same of every store. */

import { OtpConfigurationError, OtpStoreError } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import type { CodeStore, RateLimiter } from '@countersign/otp-core/spec';
import { describe, expect, it } from 'vitest';
import {
  createProviderTestBed,
  createTestBed,
  DAY_MS,
  granted,
  HOUR_MS,
  MINUTE_MS,
  NUMBER,
  OTHER_NUMBER,
  OTHER_SECRET,
  SECRET,
  wrong,
} from './test-bed.ts';

const AT_ONCE = 50;
const BUILT_CORE = new URL('../../packages/otp-core/dist/index.js', import.meta.url).href;

describe('law 1: a code is accepted at most once', () => {
  it('has one winner among 50 parallel right guesses', async () => {
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    const results = await Promise.all(Array.from({ length: AT_ONCE }, () => otp.verify({ challenge, code })));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await otp.verify({ challenge, code })).toEqual({ ok: false, reason: 'not-found' });
  });

  it('has one winner among parallel approvals of a provider that approves everything', async () => {
    const { otp, provider } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    provider.behaveOnCheck(...Array.from({ length: AT_ONCE }, () => 'approve' as const));
    const guesses = Array.from({ length: AT_ONCE }, () => otp.verify({ challenge, code: '000000' }));
    const results = await Promise.all(guesses);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(provider.checks.length).toBeLessThanOrEqual(5);
  });

  it('has one winner when the same code is told by two handles of one challenge', async () => {
    const { otp, provider, clock } = createTestBed();
    const first = granted(await otp.request({ to: NUMBER }));
    await clock.advance(MINUTE_MS);
    const second = granted(await otp.resend({ challenge: first.challenge }));
    const code = provider.lastCode();
    const results = await Promise.all([first, second].map(({ challenge }) => otp.verify({ challenge, code })));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
  });
});

describe('law 2: at most maxAttempts guesses count, however many arrive together', () => {
  it('counts five of 50 parallel wrong guesses', async () => {
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const code = wrong(provider.lastCode());
    const results = await Promise.all(Array.from({ length: AT_ONCE }, () => otp.verify({ challenge, code })));
    expect(results.filter((result) => !result.ok && result.reason === 'mismatch')).toHaveLength(5);
    expect(results.filter((result) => !result.ok && result.reason === 'exhausted')).toHaveLength(45);
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toEqual({ ok: false, reason: 'exhausted' });
  });

  it('asks a provider at most as often as there are tries, and never more than it allows', async () => {
    const { otp, provider } = createProviderTestBed({ maxChecks: 3 });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await Promise.all(Array.from({ length: AT_ONCE }, () => otp.verify({ challenge, code: '999999' })));
    expect(provider.checks).toHaveLength(3);
  });

  it.each(['same', 'new'] as const)('gives none back on a resend of the %s code', async (resendCode) => {
    const { otp, provider, clock } = createTestBed({ policy: { resendCode } });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    for (let attemptsLeft = 4; attemptsLeft >= 3; attemptsLeft -= 1) {
      const code = wrong(provider.lastCode());
      expect(await otp.verify({ challenge, code })).toEqual({ ok: false, reason: 'mismatch', attemptsLeft });
    }
    await clock.advance(MINUTE_MS);
    const resent = granted(await otp.resend({ challenge }));
    const code = wrong(provider.lastCode());
    expect(await otp.verify({ challenge: resent.challenge, code })).toMatchObject({ attemptsLeft: 2 });
    expect(await otp.verify({ challenge, code })).toMatchObject({ attemptsLeft: 1 });
  });

  it('gives none back when a request repeats an open challenge', async () => {
    const { otp, provider, clock } = createTestBed({ policy: { binding: 'number' } });
    await otp.request({ to: NUMBER });
    const code = wrong(provider.lastCode());
    await otp.verify({ to: NUMBER, code });
    await clock.advance(MINUTE_MS);
    granted(await otp.request({ to: NUMBER }));
    expect(await otp.verify({ to: NUMBER, code })).toMatchObject({ attemptsLeft: 3 });
  });
});

describe('law 3: failures survive', () => {
  /** Uses up what strangers may get wrong in a day: three challenges of five tries. */
  async function exhaust(bed: ReturnType<typeof createTestBed>) {
    for (let challenges = 0; challenges < 3; challenges += 1) {
      const { challenge } = granted(await bed.otp.request({ to: NUMBER, purpose: `purpose-${challenges}` }));
      const code = wrong(bed.provider.lastCode());
      for (let tries = 0; tries < 5; tries += 1)
        await bed.otp.verify({ challenge, code, purpose: `purpose-${challenges}` });
      await bed.clock.advance(HOUR_MS);
    }
  }

  it('survive new challenges, other purposes, expiry, a restart and a rotation of the secret', async () => {
    const bed = createTestBed();
    await exhaust(bed);
    expect(await bed.otp.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'locked' });
    const restarted = bed.engineWith({ secret: [OTHER_SECRET, SECRET] });
    expect(await restarted.request({ to: NUMBER, purpose: 'another' })).toMatchObject({ ok: false, reason: 'locked' });
  });

  it('are forgotten by time alone: the moment that is told is the moment it goes on', async () => {
    const bed = createTestBed();
    await exhaust(bed);
    const refused = await bed.otp.request({ to: NUMBER });
    if (refused.ok || refused.reason !== 'locked' || refused.retryAt === null) throw new Error('expected a lock');
    await bed.clock.advance(refused.retryAt.getTime() - bed.clock.now() - 1);
    expect(await bed.otp.request({ to: NUMBER })).toMatchObject({ reason: 'locked' });
    await bed.clock.advance(1);
    granted(await bed.otp.request({ to: NUMBER }));
  });

  it('survive a success, which clears the consecutive count and nothing else', async () => {
    const bed = createTestBed();
    for (let rounds = 0; rounds < 3; rounds += 1) {
      const { challenge } = granted(await bed.otp.request({ to: NUMBER, client: { known: true } }));
      for (let tries = 0; tries < 4; tries += 1)
        await bed.otp.verify({ challenge, code: wrong(bed.provider.lastCode()) });
      expect(await bed.otp.verify({ challenge, code: bed.provider.lastCode() })).toMatchObject({ ok: true });
      await bed.clock.advance(HOUR_MS);
    }
    expect(await bed.otp.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'locked' });
  });

  it('are not cleared by a refused send or by cancelling', async () => {
    const bed = createTestBed({ policy: { failureQuotas: [{ max: 12, durationMs: DAY_MS }], knownClientReserve: 0 } });
    for (let rounds = 0; rounds < 2; rounds += 1) {
      const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
      for (let tries = 0; tries < 4; tries += 1)
        await bed.otp.verify({ challenge, code: wrong(bed.provider.lastCode()) });
      await bed.otp.cancel({ challenge });
      await bed.clock.advance(10 * MINUTE_MS);
    }
    bed.provider.behave('refuse');
    await bed.otp.request({ to: NUMBER });
    await bed.clock.advance(10 * MINUTE_MS);
    expect(await bed.otp.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'locked' });
  });

  it('lock a number after a hundred in a row until unlock, which clears all', async () => {
    const bed = createTestBed();
    let failures = 0;
    for (let day = 0; failures < 75 && day < 30; day += 1) {
      for (let challenges = 0; challenges < 3; challenges += 1) {
        const result = await bed.otp.request({ to: NUMBER });
        if (!result.ok) break;
        const code = wrong(bed.provider.lastCode());
        for (let tries = 0; tries < 5; tries += 1) {
          const guess = await bed.otp.verify({ challenge: result.challenge, code });
          if (!guess.ok && guess.reason === 'mismatch') failures += 1;
        }
        await bed.clock.advance(10 * MINUTE_MS);
      }
      await bed.clock.advance(DAY_MS);
    }
    expect(failures).toBe(75);
    await bed.clock.advance(30 * DAY_MS);
    expect(await bed.otp.request({ to: NUMBER })).toEqual({ ok: false, reason: 'locked', retryAt: null });
    granted(await bed.otp.request({ to: NUMBER, client: { known: true } }));
    await bed.otp.unlock({ to: NUMBER });
    await bed.clock.advance(10 * MINUTE_MS);
    expect(granted(await bed.otp.request({ to: NUMBER })).codeLength).toBe(6);
  });

  it('keep a number locked though nothing else is remembered so long: no step-up, quotas of a day', async () => {
    const bed = createTestBed({ policy: { preset: 'strict' } });
    for (let attempts = 0; attempts < 100; attempts += 1) {
      const result = await bed.otp.request({ to: NUMBER });
      if (!result.ok && result.reason === 'locked' && result.retryAt === null) break;
      const code = wrong(bed.provider.lastCode());
      for (let tries = 0; result.ok && tries < 3; tries += 1)
        await bed.otp.verify({ challenge: result.challenge, code });
      await bed.clock.advance(2 * HOUR_MS);
    }
    for (const days of [0, 1, 30, 300]) {
      await bed.clock.advance(days * DAY_MS);
      expect(await bed.otp.request({ to: NUMBER })).toEqual({ ok: false, reason: 'locked', retryAt: null });
    }
  });

  it('make the next codes longer for a year, success or not', async () => {
    const bed = createTestBed();
    const first = granted(await bed.otp.request({ to: NUMBER }));
    expect(first.codeLength).toBe(6);
    for (let tries = 0; tries < 5; tries += 1)
      await bed.otp.verify({ challenge: first.challenge, code: wrong(bed.provider.lastCode()) });
    for (let month = 0; month < 11; month += 1) {
      await bed.clock.advance(30 * DAY_MS);
      const { challenge, codeLength } = granted(await bed.otp.request({ to: NUMBER }));
      expect(codeLength).toBe(8);
      expect(await bed.otp.verify({ challenge, code: bed.provider.lastCode() })).toMatchObject({ ok: true });
    }
    await bed.clock.advance(36 * DAY_MS);
    expect(granted(await bed.otp.request({ to: NUMBER })).codeLength).toBe(6);
  });
});

describe('law 4: a code works only for its number, tenant, purpose and challenge', () => {
  it('finds nothing under another purpose or tenant, and spends no try', async () => {
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER, purpose: 'login', tenant: 'acme' }));
    const code = provider.lastCode();
    for (const scope of [{}, { purpose: 'login' }, { tenant: 'acme' }, { purpose: 'payment', tenant: 'acme' }]) {
      for (let tries = 0; tries < 6; tries += 1) {
        expect(await otp.verify({ challenge, code, ...scope })).toEqual({ ok: false, reason: 'not-found' });
      }
    }
    expect(await otp.verify({ challenge, code, purpose: 'login', tenant: 'acme' })).toMatchObject({
      ok: true,
      phoneNumber: NUMBER,
      purpose: 'login',
      tenant: 'acme',
    });
  });

  it('does not take the code of one challenge for another, of the same number or not', async () => {
    const { otp, provider, clock } = createTestBed();
    const first = granted(await otp.request({ to: NUMBER }));
    const firstCode = provider.lastCode();
    await clock.advance(MINUTE_MS);
    const second = granted(await otp.request({ to: NUMBER }));
    const other = granted(await otp.request({ to: OTHER_NUMBER }));
    expect(await otp.verify({ challenge: second.challenge, code: firstCode })).toMatchObject({ reason: 'mismatch' });
    expect(await otp.verify({ challenge: other.challenge, code: firstCode })).toMatchObject({ reason: 'mismatch' });
    expect(await otp.verify({ challenge: first.challenge, code: firstCode })).toMatchObject({ ok: true });
  });

  it('takes an approval for another number for none, and says so', async () => {
    const { otp, provider, events } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    provider.behaveOnCheck('approve-another-number');
    const result = await otp.verify({ challenge, code: provider.lastCode(NUMBER) });
    expect(result).toEqual({ ok: false, reason: 'mismatch', attemptsLeft: 4 });
    expect(events.map((event) => event.type)).toContain('approval-rejected');
  });

  it('keeps tenants apart in everything a number has used up', async () => {
    const { otp } = createTestBed();
    granted(await otp.request({ to: NUMBER, tenant: 'a' }));
    expect(await otp.request({ to: NUMBER, tenant: 'a' })).toMatchObject({ reason: 'cooldown' });
    granted(await otp.request({ to: NUMBER, tenant: 'b' }));
  });
});

describe('law 5: nobody can burn, replace or invalidate a challenge without its handle', () => {
  it('lets the owner verify whatever a stranger does to the number meanwhile', async () => {
    const { otp, provider, clock } = createTestBed();
    const owner = granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    for (let attack = 0; attack < 6; attack += 1) {
      await clock.advance(45_000);
      const stranger = await otp.request({ to: NUMBER });
      if (!stranger.ok) continue;
      for (let tries = 0; tries < 6; tries += 1) await otp.verify({ challenge: stranger.challenge, code: wrong(code) });
      await otp.resend({ challenge: stranger.challenge });
      await otp.cancel({ challenge: stranger.challenge });
    }
    expect(clock.now()).toBeLessThan(owner.expiresAt.getTime());
    expect(await otp.verify({ challenge: owner.challenge, code })).toMatchObject({ ok: true });
  });

  it('keeps the reserve for known clients when strangers have used up the rest', async () => {
    const { otp, clock } = createTestBed();
    for (let tries = 0; tries < 20; tries += 1) {
      await otp.request({ to: NUMBER });
      await clock.advance(2 * MINUTE_MS);
    }
    expect(await otp.request({ to: NUMBER })).toMatchObject({ ok: false });
    granted(await otp.request({ to: NUMBER, client: { known: true } }));
  });

  it('gives a handle of another client away to nobody: every request has a challenge of its own', async () => {
    const { otp, clock } = createTestBed();
    const owner = granted(await otp.request({ to: NUMBER, idempotencyKey: 'session-1' }));
    await clock.advance(MINUTE_MS);
    const stranger = granted(await otp.request({ to: NUMBER, idempotencyKey: 'session-2' }));
    await otp.cancel({ challenge: stranger.challenge });
    expect(await otp.verify({ challenge: owner.challenge, code: '000000' })).toMatchObject({ reason: 'mismatch' });
  });
});

describe('law 6: neither the store without the secret nor the secret without the store tells a code', () => {
  it('hands the store nothing that holds a number or a code', async () => {
    const seen: unknown[] = [];
    const { otp, provider } = createTestBed({ store: spyingStore(seen) });
    const { challenge } = granted(await otp.request({ to: NUMBER, idempotencyKey: 'idempotency-key' }));
    await otp.verify({ challenge, code: wrong(provider.lastCode()) });
    await otp.verify({ challenge, code: provider.lastCode() });
    const text = JSON.stringify(seen);
    for (const secret of [NUMBER.slice(1), provider.lastCode(), 'idempotency-key', SECRET])
      expect(text).not.toContain(secret);
  });

  it('keeps the salt out of the handle: the same secret with another store verifies nothing', async () => {
    const bed = createTestBed();
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const elsewhere = bed.engineWith({ store: createMemoryCodeStore() });
    expect(await elsewhere.verify({ challenge, code: bed.provider.lastCode() })).toEqual({
      ok: false,
      reason: 'not-found',
    });
  });

  it('opens no handle without its secret', async () => {
    const bed = createTestBed();
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const stranger = bed.engineWith({ secret: OTHER_SECRET, subjectSecret: SECRET });
    expect(await stranger.verify({ challenge, code: bed.provider.lastCode() })).toEqual({
      ok: false,
      reason: 'not-found',
    });
  });

  it('keeps codes and handles in flight valid through a rotation, and ends them when the old secret goes', async () => {
    const bed = createTestBed();
    const { challenge } = granted(await bed.otp.request({ to: NUMBER }));
    const code = bed.provider.lastCode();
    const rotated = bed.engineWith({ secret: [OTHER_SECRET, SECRET] });
    await bed.clock.advance(MINUTE_MS);
    const resent = granted(await rotated.resend({ challenge }));
    expect(bed.provider.lastCode()).toBe(code);
    const dropped = bed.engineWith({ secret: OTHER_SECRET, subjectSecret: SECRET });
    expect(await dropped.verify({ challenge, code })).toMatchObject({ reason: 'not-found' });
    expect(await rotated.verify({ challenge: resent.challenge, code })).toMatchObject({ ok: true });
  });
});

describe('law 7: no message leaves unless its state is stored', () => {
  it.each([
    ['rejects', async () => Promise.reject(new Error(`connection to ${NUMBER} lost`))],
    [
      'throws',
      () => {
        throw new Error('no connection');
      },
    ],
    ['answers nonsense', async () => ({ status: 'ok' })],
    ['answers nothing', async () => undefined],
  ])('refuses and sends nothing when the store %s', async (_name, issue) => {
    const store = { ...createMemoryCodeStore(), issue: issue as unknown as CodeStore['issue'] };
    const { otp, provider } = createTestBed({ store });
    const error = await otp.request({ to: NUMBER }).catch((thrown: unknown) => thrown);
    expect(OtpStoreError.isInstance(error)).toBe(true);
    expect(String(error)).not.toContain(NUMBER.slice(1));
    expect(provider.messages).toHaveLength(0);
  });

  it('refuses when the limiter cannot answer', async () => {
    const rateLimiter = { specificationVersion: 'v1', take: async () => Promise.reject(new Error('down')) } as const;
    const { otp, provider } = createTestBed({ rateLimiter });
    await expect(otp.request({ to: NUMBER, client: { ip: '192.0.2.1' } })).rejects.toMatchObject({
      code: 'OTP_STORE_UNAVAILABLE',
    });
    expect(provider.messages).toHaveLength(0);
  });

  it('refuses when the store is full, and forgets nobody', async () => {
    const { otp, provider } = createTestBed({ store: createMemoryCodeStore({ maxNumbers: 1 }) });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await expect(otp.request({ to: OTHER_NUMBER })).rejects.toMatchObject({ code: 'OTP_STORE_FULL' });
    expect(provider.messages).toHaveLength(1);
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: true });
  });

  it('never takes a failing store for a right code', async () => {
    const store = createMemoryCodeStore();
    const { otp, provider } = createTestBed({
      store: { ...store, redeem: async () => Promise.reject(new Error('down')) },
    });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await expect(otp.verify({ challenge, code: provider.lastCode() })).rejects.toMatchObject({
      code: 'OTP_STORE_UNAVAILABLE',
    });
  });
});

describe('law 8: one request is at most one message', () => {
  it('sends one message for 50 parallel requests', async () => {
    const { otp, provider } = createTestBed();
    const results = await Promise.all(Array.from({ length: AT_ONCE }, () => otp.request({ to: NUMBER })));
    expect(provider.messages).toHaveLength(1);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.reason === 'cooldown')).toHaveLength(49);
  });

  it('answers 50 parallel requests with one idempotency key by one message and one challenge', async () => {
    const { otp, provider } = createTestBed();
    const requests = Array.from({ length: AT_ONCE }, () => otp.request({ to: NUMBER, idempotencyKey: 'once' }));
    const results = (await Promise.all(requests)).map(granted);
    expect(provider.messages).toHaveLength(1);
    expect(results.filter((result) => result.delivery === 'accepted')).toHaveLength(1);
    const last = results.at(-1);
    expect(await otp.verify({ challenge: last?.challenge ?? '', code: provider.lastCode() })).toMatchObject({
      ok: true,
    });
    const first = results[0];
    expect(await otp.verify({ challenge: first?.challenge ?? '', code: provider.lastCode() })).toMatchObject({
      ok: false,
    });
  });

  it('takes an idempotency key for the same request through a rotation of the secret, and only for its purpose', async () => {
    const bed = createTestBed();
    const to = { to: NUMBER, idempotencyKey: 'once' };
    granted(await bed.otp.request(to));
    const rotated = bed.engineWith({ secret: [OTHER_SECRET, SECRET] });
    expect(granted(await rotated.request(to)).delivery).toBe('unknown');
    expect(bed.provider.messages).toHaveLength(1);
    await bed.clock.advance(MINUTE_MS);
    expect(granted(await rotated.request({ ...to, purpose: 'payment' })).delivery).toBe('accepted');
  });

  it.each(['refuse', 'leave-unknown', 'throw', 'answer-nonsense'] as const)(
    'does not send again when a sender should %s',
    async (behaviour) => {
      const { otp, provider } = createTestBed();
      provider.behave(behaviour);
      await otp.request({ to: NUMBER });
      expect(provider.messages).toHaveLength(1);
    },
  );

  it('keeps the code when nobody knows whether the message left, and repeats it on a resend', async () => {
    const { otp, provider, clock } = createTestBed();
    provider.behave('leave-unknown');
    const { challenge, delivery } = granted(await otp.request({ to: NUMBER }));
    const code = provider.lastCode();
    expect(delivery).toBe('unknown');
    await clock.advance(MINUTE_MS);
    granted(await otp.resend({ challenge }));
    expect(provider.lastCode()).toBe(code);
    expect(await otp.verify({ challenge, code })).toMatchObject({ ok: true });
  });

  it('gives a refused send back but not its cooldown, and ends its challenge', async () => {
    const { otp, provider, clock } = createTestBed({
      policy: { sendQuotas: [{ max: 1, durationMs: HOUR_MS }], knownClientReserve: 0 },
    });
    provider.behave('refuse');
    expect(await otp.request({ to: NUMBER })).toMatchObject({
      ok: false,
      reason: 'delivery-failed',
      failure: { category: 'unreachable-recipient' },
    });
    expect(await otp.request({ to: NUMBER })).toMatchObject({ ok: false, reason: 'cooldown' });
    await clock.advance(MINUTE_MS);
    granted(await otp.request({ to: NUMBER }));
  });

  it('keeps a challenge open whose resend was refused', async () => {
    const { otp, provider, clock } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await clock.advance(MINUTE_MS);
    provider.behave('refuse');
    expect(await otp.resend({ challenge })).toMatchObject({ reason: 'delivery-failed' });
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: true });
  });
});

describe('law 10: every call ends within its deadline', () => {
  it('answers `unknown` when a sender hangs, and takes a late answer for nothing', async () => {
    const { otp, provider, clock, events } = createTestBed();
    provider.behave('hang');
    const requesting = otp.request({ to: NUMBER });
    await clock.advance(10_000);
    const { challenge, delivery } = granted(await requesting);
    expect(delivery).toBe('unknown');
    provider.release({ status: 'accepted', messageId: 'late' });
    await clock.advance(1);
    expect(events.at(-1)).toMatchObject({ type: 'provider-answered-late', status: 'accepted', durationMs: 10_000 });
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: true });
  });

  it('refuses when a store hangs', async () => {
    const store = { ...createMemoryCodeStore(), issue: () => new Promise<never>(() => {}) };
    const { otp, clock, events } = createTestBed({ store });
    const requesting = otp.request({ to: NUMBER }).catch((error: unknown) => error);
    await clock.advance(2_000);
    expect(await requesting).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect(events).toMatchObject([{ type: 'store-failed', operation: 'issue', durationMs: 2_000 }]);
  });

  it('tells `provider-unavailable` when a provider hangs on a check, with the try spent', async () => {
    const { otp, provider, clock } = createProviderTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    provider.behaveOnCheck('hang');
    const verifying = otp.verify({ challenge, code: provider.lastCode(NUMBER) });
    await clock.advance(10_000);
    expect(await verifying).toMatchObject({ reason: 'provider-unavailable', failure: { category: 'timeout' } });
    provider.release();
    expect(await otp.verify({ challenge, code: '999999' })).toMatchObject({ ok: false });
  });

  it('ends the whole call at its own deadline, whatever the parts are allowed', async () => {
    const { otp, provider, clock } = createTestBed({ deadlines: { providerMs: 100_000, totalMs: 3_000 } });
    provider.behave('hang');
    const requesting = otp.request({ to: NUMBER });
    await clock.advance(3_000);
    expect(granted(await requesting).delivery).toBe('unknown');
  });

  it('stops at the signal of the caller', async () => {
    const { otp, provider } = createTestBed();
    const controller = new AbortController();
    provider.behave('hang');
    const requesting = otp.request({ to: NUMBER, signal: controller.signal }).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await requesting).toMatchObject({ code: 'OTP_ABORTED' });
    await expect(otp.request({ to: NUMBER, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'OTP_ABORTED',
    });
    expect(provider.messages).toHaveLength(1);
  });

  it('waits on close for what is under way and refuses what comes after', async () => {
    const { otp, provider, clock } = createTestBed();
    provider.behave('hang');
    const requesting = otp.request({ to: NUMBER });
    let isClosed = false;
    const closing = otp.close().then(() => {
      isClosed = true;
    });
    await clock.advance(9_999);
    expect(isClosed).toBe(false);
    await clock.advance(1);
    granted(await requesting);
    await closing;
    await expect(otp.request({ to: NUMBER })).rejects.toMatchObject({ code: 'OTP_CLOSED' });
  });
});

describe('law 11: the life of a code never exceeds its time to live', () => {
  it('ends at the moment that was told, whatever was resent', async () => {
    const { otp, provider, clock } = createTestBed();
    const first = granted(await otp.request({ to: NUMBER }));
    await clock.advance(30_000);
    granted(await otp.resend({ challenge: first.challenge }));
    await clock.advance(60_000);
    const third = granted(await otp.resend({ challenge: first.challenge }));
    expect(third.expiresAt).toEqual(first.expiresAt);
    await clock.advance(first.expiresAt.getTime() - clock.now());
    const code = provider.lastCode();
    expect(await otp.verify({ challenge: third.challenge, code })).toEqual({ ok: false, reason: 'expired' });
    expect(await otp.resend({ challenge: third.challenge })).toEqual({ ok: false, reason: 'challenge-not-active' });
  });

  it('allows no policy of more than ten minutes', () => {
    expect(() => createTestBed({ policy: { ttlMs: 600_001 } })).toThrow(OtpConfigurationError);
    createTestBed({ policy: { ttlMs: 600_000 } });
  });

  it('does not believe a provider that approves after the end', async () => {
    const { otp, provider, clock } = createProviderTestBed();
    const { challenge, expiresAt } = granted(await otp.request({ to: NUMBER }));
    await clock.advance(expiresAt.getTime() - clock.now() - 1_000);
    provider.behaveOnCheck('hang');
    const verifying = otp.verify({ challenge, code: provider.lastCode(NUMBER) });
    await clock.advance(5_000);
    provider.release();
    expect(await verifying).toEqual({ ok: false, reason: 'not-found' });
  });
});

describe('law 12: what is expected is a value, and only misconfiguration, a failing store and misuse throw', () => {
  it('answers everything a client can do with a value', async () => {
    const { otp, provider, clock } = createTestBed();
    const results = [await otp.request({ to: 'nonsense' }), await otp.resend({ challenge: 'nonsense' })];
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    results.push(await otp.request({ to: NUMBER }));
    provider.behave('refuse');
    results.push(await otp.request({ to: OTHER_NUMBER }));
    const guesses = [
      await otp.verify({ challenge: 'nonsense', code: '000000' }),
      await otp.verify({ challenge, code: 'x' }),
    ];
    guesses.push(await otp.verify({ challenge, code: wrong(provider.lastCode(NUMBER)) }));
    await clock.advance(HOUR_MS);
    guesses.push(await otp.verify({ challenge, code: provider.lastCode(NUMBER) }));
    expect(results.map((result) => !result.ok && result.reason)).toEqual([
      'invalid-phone-number',
      'challenge-not-active',
      'cooldown',
      'delivery-failed',
    ]);
    expect(guesses.map((guess) => !guess.ok && guess.reason)).toEqual([
      'malformed',
      'malformed',
      'mismatch',
      'expired',
    ]);
  });

  it('throws errors that are told apart by code, also by another copy of the package', async () => {
    const { otp, engineWith } = createTestBed();
    const failing = createTestBed({ store: { ...createMemoryCodeStore(), issue: () => Promise.reject(new Error()) } });
    const thrown = await Promise.all([
      otp.request({ to: NUMBER, purpose: 'no name' }).catch((error: unknown) => error),
      failing.otp.request({ to: NUMBER }).catch((error: unknown) => error),
      Promise.resolve()
        .then(() => engineWith({ secret: 'short' }))
        .catch((error: unknown) => error),
    ]);
    const copy: typeof import('@countersign/otp-core') = await import(`${BUILT_CORE}?another-copy`);
    expect(thrown.map((error) => copy.OtpError.isInstance(error) && error.code)).toEqual([
      'OTP_MISUSE',
      'OTP_STORE_UNAVAILABLE',
      'OTP_CONFIGURATION',
    ]);
    expect(thrown.map((error) => copy.OtpStoreError.isInstance(error))).toEqual([false, true, false]);
    expect(thrown.map((error) => error instanceof copy.OtpError)).toEqual([false, false, false]);
  });
});

describe('law 13: a request costs one round trip to the store and a verification one', () => {
  it('calls the store once for each, and once more for a refused send and for an approval', async () => {
    const calls: string[] = [];
    const sent = createTestBed({ store: countingStore(calls) });
    const { challenge } = granted(await sent.otp.request({ to: NUMBER }));
    await sent.otp.verify({ challenge, code: sent.provider.lastCode() });
    expect(calls.splice(0)).toEqual(['issue', 'redeem']);

    sent.provider.behave('refuse');
    await sent.otp.request({ to: OTHER_NUMBER });
    expect(calls.splice(0)).toEqual(['issue', 'discard']);

    const made = createProviderTestBed({}, { store: countingStore(calls) });
    const started = granted(await made.otp.request({ to: NUMBER }));
    await made.otp.verify({ challenge: started.challenge, code: '999999' });
    await made.otp.verify({ challenge: started.challenge, code: made.provider.lastCode(NUMBER) });
    expect(calls.splice(0)).toEqual(['issue', 'redeem', 'redeem', 'settle']);
  });

  it('asks the limiter once, with all its keys, and only where there is one', async () => {
    const taken: number[] = [];
    const rateLimiter: RateLimiter = {
      specificationVersion: 'v1',
      take: async (windows) => {
        taken.push(windows.length);
        return { status: 'allowed' };
      },
    };
    const { otp } = createTestBed({ rateLimiter });
    granted(await otp.request({ to: NUMBER, client: { ip: '192.0.2.1' } }));
    expect(taken).toEqual([3]);
  });
});

function spyingStore(seen: unknown[]): CodeStore {
  return wrapStore((name, input) => seen.push(name, input));
}

function countingStore(calls: string[]): CodeStore {
  return wrapStore((name) => calls.push(name));
}

function wrapStore(onCall: (name: string, input: unknown) => void): CodeStore {
  const store = createMemoryCodeStore();
  return {
    ...store,
    issue: (input) => {
      onCall('issue', input);
      return store.issue(input);
    },
    redeem: (input) => {
      onCall('redeem', input);
      return store.redeem(input);
    },
    settle: (input) => {
      onCall('settle', input);
      return store.settle(input);
    },
    discard: (input) => {
      onCall('discard', input);
      return store.discard(input);
    },
  };
}
