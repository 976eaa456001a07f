/** The end of a claim: recorded where something may have left, given back where certainly nothing did. */
import { giveBackClaim, OtpError } from '@countersign/otp-core/adapter';
import type { Sent } from '../answer/hook-outcome.ts';
import type { HookStoreFailed } from '../send-hook-event.ts';
import { writeRecordedSent } from './recorded-sent.ts';
import { holdMsOf, LONGEST_STORE_MS, type Sending } from './sending.ts';
import { type Waited, withinTime } from './within-time.ts';

/** The message has left or may have: without a record the claim's hold ends in "unknown", which sends no more either. */
export async function recordSent(sending: Sending, token: string, sent: Sent): Promise<void> {
  const { hook, key, deadline } = sending;
  const input = { key, token, value: writeRecordedSent(sent), nowMs: null };
  const waitMs = Math.max(1, Math.min(LONGEST_STORE_MS, deadline.remainingMs()));
  const waited = await withinTime(() => hook.once.record(input), waitMs);
  if (waited.status !== 'answered') tellStoreFailed(sending, 'record', waited);
}

/**
 * Twice within the deadline, and then in the background: a claim that stays is a code that no retry sends, and that the
 * platform is told was sent. An answer that takes longer than somebody waits still does its work.
 */
export async function releaseClaim(sending: Sending, token: string): Promise<void> {
  const { hook, key, deadline } = sending;
  const release = () => hook.once.release({ key, token, nowMs: null });
  for (const attempt of ['first', 'last'] as const) {
    const waitMs = Math.max(100, Math.min(LONGEST_STORE_MS, deadline.remainingMs() / 2));
    const waited = await withinTime(release, waitMs);
    if (waited.status === 'answered') return;
    if (attempt === 'last') tellStoreFailed(sending, 'release', waited);
  }
  giveBackClaim(release, holdMsOf(hook));
}

export function tellStoreFailed(
  { hook, about }: Sending,
  operation: HookStoreFailed['operation'],
  waited: Exclude<Waited<unknown>, { readonly status: 'answered' }>,
): void {
  const error = waited.status === 'failed' ? waited.error : null;
  const code = OtpError.isInstance(error) ? error.code : null;
  hook.emit({ type: 'store-failed', ...about(), operation, code });
}
