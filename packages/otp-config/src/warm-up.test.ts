/** `OTP_WARM_UP`: what the first call would load and connect is ready, or refused, before there is an engine. */
import type { SmsSender } from '@countersign/otp-core';
import { createMemoryCodeStore } from '@countersign/otp-core/memory';
import { createRecordingSmsSender } from '@countersign/otp-testing';
import { describe, expect, it, vi } from 'vitest';
import { createOtpFromEnv } from './create-otp-from-env.ts';
import { createSendingPartsFromEnv } from './create-sending-parts-from-env.ts';
import { describeConfig } from './describe/describe-config.ts';
import { SECRET } from './test-support/environments.ts';
import { problemsOf } from './test-support/problems-of.ts';

const environment = { OTP_SECRET: SECRET, OTP_WARM_UP: '1' };

function senderThat(warmUp: () => Promise<void>): SmsSender {
  return { ...createRecordingSmsSender(), warmUp };
}

describe('OTP_WARM_UP=1', () => {
  it('has provider and store ready before the engine is handed over', async () => {
    const warmUp = vi.fn(async () => {});
    const store = createMemoryCodeStore();
    const redeem = vi.spyOn(store, 'redeem');
    const otp = await createOtpFromEnv(environment, { provider: senderThat(warmUp), store });
    expect([warmUp.mock.calls.length, redeem.mock.calls.length]).toEqual([1, 1]);
    await otp.close();
  });

  it('rejects with what the first call would have met, and closes what was opened', async () => {
    const store = { ...createMemoryCodeStore(), close: vi.fn(async () => {}) };
    const provider = senderThat(async () => {
      throw new Error('a token of somebody');
    });
    const opening = createOtpFromEnv(environment, { provider, store });
    await expect(opening).rejects.toThrow('failed to make itself ready');
    await expect(opening).rejects.not.toThrow('a token of somebody');
    expect(store.close).toHaveBeenCalledOnce();
  });

  it('does the same for a sender without an engine', async () => {
    const warmUp = vi.fn(async () => {});
    const parts = await createSendingPartsFromEnv({ OTP_WARM_UP: '1' }, { sender: senderThat(warmUp) });
    expect(warmUp).toHaveBeenCalledOnce();
    await parts.close();
    const failing = senderThat(async () => {
      throw new Error('a token of somebody');
    });
    await expect(createSendingPartsFromEnv({ OTP_WARM_UP: '1' }, { sender: failing })).rejects.toThrow(
      'failed to make itself ready',
    );
  });

  it.each([{}, { OTP_WARM_UP: '0' }])('is not done unless it is asked for: %j', async (asked) => {
    const warmUp = vi.fn(async () => {});
    const otp = await createOtpFromEnv({ OTP_SECRET: SECRET, ...asked }, { provider: senderThat(warmUp) });
    expect(warmUp).not.toHaveBeenCalled();
    await otp.close();
  });

  it('is told by describe, and refused where it is neither yes nor no', async () => {
    expect(describeConfig({ ...environment, OTP_PROVIDER: 'inbox' }).text).toMatch(/^warmUp +before/m);
    expect(await problemsOf({ ...environment, OTP_PROVIDER: 'inbox', OTP_WARM_UP: 'soon' })).toHaveProperty('warmUp');
  });
});
