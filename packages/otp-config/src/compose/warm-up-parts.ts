/** What the engine's `warmUp` does for its parts, for those who take the parts without an engine. */
import { randomUUID } from 'node:crypto';
import { OtpConfigurationError, OtpError, type SmsSender } from '@countersign/otp-core';
import type { OnceStore } from '@countersign/otp-core/spec';

/** For a second, under a key that nobody else has. */
const HOLD_MS = 1_000;

/**
 * @throws OtpConfigurationError where the sender cannot make itself ready
 * @throws OtpStoreError where the store does not answer
 */
export async function warmUpParts(sender: SmsSender, once: OnceStore): Promise<void> {
  const outcomes = await Promise.allSettled([
    makeReady(sender),
    once.claim({ key: `warm-up:${randomUUID()}`, ttlMs: HOLD_MS, holdMs: HOLD_MS, nowMs: null }),
  ]);
  // All have ended: nothing of it goes on behind an error.
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function makeReady(sender: SmsSender): Promise<void> {
  try {
    await sender.warmUp?.();
  } catch (error) {
    if (OtpError.isInstance(error)) throw error;
    // What is no error of ours may hold a credential.
    throw new OtpConfigurationError('warmUp', [{ option: sender.providerId, message: 'failed to make itself ready' }]);
  }
}
