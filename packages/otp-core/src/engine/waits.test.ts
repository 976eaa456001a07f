/** Every wait ends once, whatever comes later, and nothing is begun for which no time is left. */

import { createScriptedVerificationProvider } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createOtpEngine } from '../index.ts';
import { createMemoryCodeStore } from '../memory/index.ts';
import type { CodeStore, VerificationProvider } from '../spec/index.ts';
import { createProviderTestBed, createTestBed, granted, NUMBER, SECRET } from './test-support/test-bed.ts';

/** A store whose redeem does something else as well, before it answers. */
function storeThatOnRedeem(act: () => void): CodeStore {
  const store = createMemoryCodeStore();
  return {
    ...store,
    redeem: async (input) => {
      const outcome = await store.redeem(input);
      act();
      return outcome;
    },
  };
}

describe('a provider', () => {
  it.each([
    [14_999, 1],
    [15_000, 0],
    [20_000, 0],
  ])('is not asked once the store has used %i ms of the call', async (slowMs, asked) => {
    let nowMs = Date.UTC(2030, 0, 1);
    const provider = createScriptedVerificationProvider();
    const store = storeThatOnRedeem(() => {
      nowMs += slowMs;
    });
    const otp = createOtpEngine({ provider, store, secret: SECRET, clock: { now: () => nowMs } });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const result = await otp.verify({ challenge, code: '999999' });
    expect(result).toMatchObject({ ok: false, reason: asked === 1 ? 'mismatch' : 'provider-unavailable' });
    expect(provider.checks).toHaveLength(asked);
  });

  it('is not asked once the caller has gone', async () => {
    const controller = new AbortController();
    const { otp, provider } = createProviderTestBed({}, { store: storeThatOnRedeem(() => controller.abort()) });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await expect(otp.verify({ challenge, code: '999999', signal: controller.signal })).rejects.toMatchObject({
      code: 'OTP_ABORTED',
    });
    expect(provider.checks).toEqual([]);
  });

  it('is told by which reference to cancel, and to stop when its time is over', async () => {
    const told: unknown[] = [];
    let signal: AbortSignal | undefined;
    const cancel: VerificationProvider['cancel'] = (reference, options) => {
      told.push(reference);
      signal = options?.signal;
      return new Promise(() => {});
    };
    const { otp, clock } = createTestBed({ provider: { ...createScriptedVerificationProvider(), cancel } });
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    const cancelling = otp.cancel({ challenge });
    await clock.advance(9_999);
    expect([told, signal?.aborted]).toEqual([['verification-1'], false]);
    await clock.advance(1);
    await cancelling;
    expect(signal?.aborted).toBe(true);
  });

  it('is not told of a cancelled challenge whose reference nobody knows', async () => {
    const { otp, provider } = createProviderTestBed();
    provider.behaveOnStart('leave-unknown');
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    await otp.cancel({ challenge });
    expect(provider.cancelled).toEqual([]);
  });

  it('that answered in time is never told to stop', async () => {
    const signals: Array<AbortSignal | undefined> = [];
    const scripted = createScriptedVerificationProvider();
    const { otp, clock } = createTestBed({
      provider: {
        ...scripted,
        start: (input, options) => {
          signals.push(options?.signal);
          return scripted.start(input);
        },
        check: (input, options) => {
          signals.push(options?.signal);
          return scripted.check(input);
        },
      },
    });
    const controller = new AbortController();
    const { challenge } = granted(await otp.request({ to: NUMBER, signal: controller.signal }));
    await otp.verify({ challenge, code: '999999', signal: controller.signal });
    controller.abort();
    await clock.advance(60_000);
    expect(signals.map((signal) => signal?.aborted)).toEqual([false, false]);
  });
});

describe('a store', () => {
  it.each(['answers', 'fails'])('that %s when nobody waits any more does no harm', async (ending) => {
    let end: () => void = () => undefined;
    const memory = createMemoryCodeStore();
    const store: CodeStore = {
      ...memory,
      issue: (input) =>
        new Promise((resolve, reject) => {
          end = () => (ending === 'answers' ? resolve(memory.issue(input)) : reject(new Error('down')));
        }),
    };
    const { otp, clock, provider, events } = createTestBed({ store });
    const requesting = otp.request({ to: NUMBER }).catch((error: unknown) => error);
    await clock.advance(2_000);
    expect(await requesting).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    end();
    await clock.advance(10_000);
    await otp.close();
    expect(provider.messages).toEqual([]);
    expect(events.map((event) => event.type)).toEqual(['store-failed']);
  });

  it('is given up at once when the caller goes away', async () => {
    const controller = new AbortController();
    const { otp } = createTestBed({ store: { ...createMemoryCodeStore(), issue: () => new Promise(() => {}) } });
    const requesting = otp.request({ to: NUMBER, signal: controller.signal }).catch((error: unknown) => error);
    controller.abort();
    expect(await requesting).toMatchObject({ code: 'OTP_ABORTED' });
    await otp.close();
  });

  it('has its own deadline, which can be set', async () => {
    const store = { ...createMemoryCodeStore(), issue: () => new Promise<never>(() => {}) };
    const { otp, clock, events } = createTestBed({ store, deadlines: { storeMs: 500 } });
    const requesting = otp.request({ to: NUMBER }).catch((error: unknown) => error);
    await clock.advance(500);
    expect(await requesting).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect(events).toMatchObject([{ type: 'store-failed', code: 'OTP_STORE_UNAVAILABLE', durationMs: 500 }]);
  });
});

describe('close', () => {
  it('is over at once where nothing is under way, and answers everybody who closes', async () => {
    const closings: string[] = [];
    const store: CodeStore = { ...createMemoryCodeStore(), close: async () => void closings.push('store') };
    const { otp } = createTestBed({ store });
    granted(await otp.request({ to: NUMBER }));
    await Promise.all([otp.close(), otp.close()]);
    await otp.close();
    expect(closings).toEqual(['store']);
    for (const call of [
      otp.request({ to: NUMBER }),
      otp.resend({ challenge: 'x' }),
      otp.verify({ challenge: 'x', code: '000000' }),
      otp.cancel({ challenge: 'x' }),
      otp.unlock({ to: NUMBER }),
    ]) {
      await expect(call).rejects.toMatchObject({ code: 'OTP_CLOSED' });
    }
  });

  it('waits for calls that fail as for those that succeed', async () => {
    const { otp, clock } = createTestBed({
      store: { ...createMemoryCodeStore(), issue: () => new Promise<never>(() => {}) },
    });
    const order: string[] = [];
    const requesting = otp.request({ to: NUMBER }).catch(() => order.push('request'));
    const closing = otp.close().then(() => order.push('close'));
    await clock.advance(2_000);
    await Promise.all([requesting, closing]);
    expect(order).toEqual(['request', 'close']);
  });
});
