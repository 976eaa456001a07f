/** Calls to stores, limiters and providers: how long they may take, when they are told to stop, who closes them. */
import { getEventListeners } from 'node:events';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it } from 'vitest';
import { createOtpEngine } from '../index.ts';
import { createMemoryCodeStore } from '../memory/index.ts';
import type { CallOptions, CodeStore, RateLimiter, SmsSender } from '../spec/index.ts';
import { createTestBed, granted, HOUR_MS, MINUTE_MS, NUMBER, OTHER_NUMBER, SECRET } from './test-support/test-bed.ts';

function senderThat(send: SmsSender['send']): SmsSender {
  return { specificationVersion: 'v1', kind: 'sms-sender', providerId: 'played', send };
}

describe('a call to a provider', () => {
  it('is told to stop when its time is over', async () => {
    let signal: AbortSignal | undefined;
    const provider = senderThat((_message, options) => {
      signal = options?.signal;
      return new Promise(() => {});
    });
    const { otp, clock } = createTestBed({ provider });
    const requesting = otp.request({ to: NUMBER });
    await clock.advance(9_999);
    expect(signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(signal?.aborted).toBe(true);
    expect(granted(await requesting).delivery).toBe('unknown');
  });

  it('is told so as well when it first looks at its signal afterwards', async () => {
    let options: CallOptions | undefined;
    const provider = senderThat((_message, given) => {
      options = given;
      return new Promise(() => {});
    });
    const { otp, clock } = createTestBed({ provider });
    const requesting = otp.request({ to: NUMBER });
    await clock.advance(10_000);
    await requesting;
    expect(options?.signal?.aborted).toBe(true);
  });

  it('is not made, and the send given back, when the store has used all the time up', async () => {
    const store = createMemoryCodeStore();
    const provider = createRecordingSmsSender();
    let nowMs = Date.UTC(2030, 0, 1);
    let slowMs = 20_000;
    const slow: CodeStore = {
      ...store,
      issue: async (input) => {
        const outcome = await store.issue(input);
        nowMs += slowMs;
        return outcome;
      },
    };
    const policy = { sendQuotas: [{ max: 1, durationMs: HOUR_MS }] };
    const otp = createOtpEngine({ provider, store: slow, secret: SECRET, clock: { now: () => nowMs }, policy });
    expect(await otp.request({ to: NUMBER })).toMatchObject({
      reason: 'delivery-failed',
      failure: { category: 'timeout' },
    });
    expect(provider.messages).toHaveLength(0);
    slowMs = 0;
    nowMs += MINUTE_MS;
    granted(await otp.request({ to: NUMBER }));
  });

  it('is not made when the caller went away while the store was asked', async () => {
    const controller = new AbortController();
    const memory = createMemoryCodeStore();
    const store: CodeStore = {
      ...memory,
      issue: async (input) => {
        const outcome = await memory.issue(input);
        controller.abort();
        return outcome;
      },
    };
    const { otp, provider } = createTestBed({ store });
    await expect(otp.request({ to: NUMBER, signal: controller.signal })).rejects.toMatchObject({ code: 'OTP_ABORTED' });
    await otp.close();
    expect(provider.messages).toHaveLength(0);
  });
});

describe('a call to a store', () => {
  it('ends with the call it belongs to, if that is earlier', async () => {
    const store = { ...createMemoryCodeStore(), issue: () => new Promise<never>(() => {}) };
    const { otp, clock, events } = createTestBed({ store, deadlines: { storeMs: 10_000, totalMs: 3_000 } });
    const requesting = otp.request({ to: NUMBER }).catch((error: unknown) => error);
    await clock.advance(3_000);
    expect(await requesting).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
    expect(events).toMatchObject([{ durationMs: 3_000 }]);
  });
});

describe("the caller's signal", () => {
  it('keeps no trace of calls that have ended', async () => {
    const { signal } = new AbortController();
    const { otp, provider } = createTestBed();
    const { challenge } = granted(await otp.request({ to: NUMBER, signal }));
    await otp.verify({ challenge, code: provider.lastCode(), signal });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('close', () => {
  it('closes store and limiter once, after the last call', async () => {
    const closed: string[] = [];
    const store: CodeStore = { ...createMemoryCodeStore(), close: async () => void closed.push('store') };
    const rateLimiter: RateLimiter = {
      specificationVersion: 'v1',
      take: async () => ({ status: 'allowed' }),
      close: async () => void closed.push('limiter'),
    };
    const { otp } = createTestBed({ store, rateLimiter });
    const requesting = otp.request({ to: NUMBER });
    const closings = [otp.close(), otp.close()];
    granted(await requesting);
    await Promise.all(closings);
    expect(closed.sort()).toEqual(['limiter', 'store']);
  });
  it('waits for every call, not only for the first to end', async () => {
    let isClosed = false;
    const sends: Array<() => void> = [];
    const provider = senderThat(
      () => new Promise((resolve) => sends.push(() => resolve({ status: 'accepted', messageId: null }))),
    );
    const store: CodeStore = {
      ...createMemoryCodeStore(),
      close: async () => {
        isClosed = true;
      },
    };
    const { otp, clock } = createTestBed({ provider, store });
    const requesting = [NUMBER, OTHER_NUMBER].map((to) => otp.request({ to }));
    await clock.advance(1);
    const closing = otp.close();
    sends[0]?.();
    await requesting[0];
    await clock.advance(1);
    expect(isClosed).toBe(false);
    sends[1]?.();
    await closing;
    expect(isClosed).toBe(true);
  });
});
