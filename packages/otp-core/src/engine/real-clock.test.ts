/** Without a clock of its own, as in production: time is the system's, and the store keeps its own. */

import { createRecordingSmsSender } from '@countersign/otp-testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOtpEngine } from '../index.ts';
import { createMemoryCodeStore } from '../memory/index.ts';
import type { CodeStore } from '../spec/index.ts';
import { granted, MINUTE_MS, NUMBER, SECRET } from './test-support/test-bed.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2030, 0, 1) });
});

afterEach(() => {
  vi.useRealTimers();
});

function engineOn(store: CodeStore) {
  const provider = createRecordingSmsSender();
  return { otp: createOtpEngine({ provider, store, secret: SECRET }), provider };
}

describe('an engine without a clock', () => {
  it('tells the store no time', async () => {
    const told: unknown[] = [];
    const memory = createMemoryCodeStore();
    const store: CodeStore = {
      ...memory,
      issue: (input) => {
        told.push(input.nowMs);
        return memory.issue(input);
      },
      redeem: (input) => {
        told.push(input.nowMs);
        return memory.redeem(input);
      },
      discard: (input) => {
        told.push(input.nowMs);
        return memory.discard(input);
      },
      unlock: (input) => {
        told.push(input.nowMs);
        return memory.unlock(input);
      },
    };
    const { otp, provider } = engineOn(store);
    const { challenge } = granted(await otp.request({ to: NUMBER }));
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({
      ok: true,
      verifiedAt: new Date(Date.UTC(2030, 0, 1)),
    });
    await otp.cancel({ challenge });
    await otp.unlock({ to: NUMBER });
    expect(told).toEqual([null, null, null, null]);
  });

  it('ends a call that hangs at its deadline, and not before', async () => {
    const { otp } = engineOn({ ...createMemoryCodeStore(), issue: () => new Promise(() => {}) });
    let ended: unknown;
    const requesting = otp.request({ to: NUMBER }).catch((error: unknown) => {
      ended = error;
    });
    await vi.advanceTimersByTimeAsync(1_990);
    expect(ended).toBeUndefined();
    await vi.advanceTimersByTimeAsync(20);
    await requesting;
    expect(ended).toMatchObject({ code: 'OTP_STORE_UNAVAILABLE' });
  });

  it('leaves no timer behind, whether a call is over at once or only later', async () => {
    const memory = createMemoryCodeStore();
    const timers = () => vi.getTimerCount();
    const idle = timers();
    const { otp } = engineOn(memory);
    granted(await otp.request({ to: NUMBER }));
    expect(timers()).toBe(idle);

    const slow: CodeStore = {
      ...createMemoryCodeStore(),
      issue: async (input) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return memory.issue(input);
      },
    };
    const requesting = engineOn(slow).otp.request({ to: NUMBER, tenant: 'slow' });
    await vi.advanceTimersByTimeAsync(100);
    granted(await requesting);
    expect(timers()).toBe(idle);
  });

  it('lets codes expire by the clock of the system', async () => {
    const { otp, provider } = engineOn(createMemoryCodeStore());
    const { challenge, expiresAt } = granted(await otp.request({ to: NUMBER }));
    expect(expiresAt).toEqual(new Date(Date.UTC(2030, 0, 1) + 5 * MINUTE_MS));
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(await otp.verify({ challenge, code: provider.lastCode() })).toMatchObject({ ok: false });
  });
});
