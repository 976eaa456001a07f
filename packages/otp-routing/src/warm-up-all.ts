/** Every vendor that may be asked is made ready, as the second one is needed when there is least time. */
import type { SmsSender, VerificationProvider } from '@countersign/otp-core/spec';

/** @throws what the first of them rejected with, once all have ended */
export async function warmUpAll(vendors: readonly (SmsSender | VerificationProvider)[]): Promise<void> {
  const outcomes = await Promise.allSettled(vendors.map(async (each) => each.warmUp?.()));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
