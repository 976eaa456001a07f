/**
 * One code, at most one message, however often and wherever a platform asks. The claim comes first: nothing is sent before
 * it is stored that this process sends. What may have left is never given back.
 */
import { timeToTell } from '@countersign/otp-core/adapter';
import type { SendOutcome } from '@countersign/otp-core/spec';
import type { HookOutcome, Sent } from '../answer/hook-outcome.ts';
import { refusalOf, refusalOfFailure } from '../answer/refusal.ts';
import { claimOnce } from './claim-once.ts';
import { charge, windowsOf } from './hook-limits.ts';
import { sendMessage } from './send-message.ts';
import { LONGEST_STORE_MS, RECORD_RESERVE_MS, type Sending } from './sending.ts';
import { recordSent, releaseClaim, tellStoreFailed } from './settle-claim.ts';
import { withinTime } from './within-time.ts';

/** A send that has less time would more likely be cut off than heard. */
const LEAST_SEND_MS = 100;

export async function sendCode(sending: Sending): Promise<HookOutcome> {
  const claim = await claimOnce(sending);
  switch (claim.status) {
    case 'unavailable':
      return refuse(sending, 'service-unavailable');
    case 'repeated':
      sending.hook.emit({ type: 'request-repeated', ...sending.about(), delivery: claim.sent.delivery });
      return claim.sent;
    case 'claimed':
      return sendClaimed(sending, claim.token);
  }
}

async function sendClaimed(sending: Sending, token: string): Promise<HookOutcome> {
  const limited = await checkLimits(sending);
  if (limited !== null) {
    await releaseClaim(sending, token);
    return limited;
  }
  const allowedMs = sending.deadline.remainingMs() - RECORD_RESERVE_MS;
  if (allowedMs < LEAST_SEND_MS) {
    await releaseClaim(sending, token);
    return refuse(sending, 'service-unavailable');
  }
  const outcome = await sendMessage(sending, allowedMs);
  if (outcome.status === 'refused') {
    await releaseClaim(sending, token);
    const { category, retryAfterMs = null } = outcome.failure;
    return { status: 'refused', refusal: refusalOfFailure(category), retryAfterMs };
  }
  const sent = sentBy(outcome);
  await recordSent(sending, token, sent);
  return sent;
}

function sentBy(outcome: Exclude<SendOutcome, { readonly status: 'refused' }>): Sent {
  switch (outcome.status) {
    case 'accepted': {
      const { providerId = null, messageId } = outcome;
      return { status: 'sent', delivery: 'accepted', providerId, messageId };
    }
    case 'unknown':
      return { status: 'sent', delivery: 'unknown', providerId: outcome.failure.providerId, messageId: null };
  }
}

/** `null`: within all limits, or there are none. */
async function checkLimits(sending: Sending): Promise<HookOutcome | null> {
  const { hook, phoneNumber, country, request, deadline } = sending;
  const { rateLimiter, limits, keys } = hook;
  if (rateLimiter === undefined) return null;
  const windows = await windowsOf(limits, { phoneNumber, country, clientAddress: request.clientAddress }, keys);
  if (windows.length === 0) return null;
  const waitMs = Math.min(LONGEST_STORE_MS, deadline.remainingMs() - RECORD_RESERVE_MS);
  const waited = await withinTime(() => charge(rateLimiter, windows, { timeoutMs: timeToTell(waitMs) }), waitMs);
  if (waited.status !== 'answered') {
    tellStoreFailed(sending, 'rate-limit', waited);
    return refuse(sending, 'service-unavailable');
  }
  if (waited.value === null) return null;
  const { limit, retryAtMs } = waited.value;
  const { emit } = hook;
  emit({ type: 'request-refused', ...sending.about(), reason: 'rate-limited', limit, retryAtMs });
  const retryAfterMs = Math.max(0, retryAtMs - Date.now());
  return { status: 'refused', refusal: refusalOf('rate-limited'), retryAfterMs };
}

function refuse(sending: Sending, reason: 'service-unavailable'): HookOutcome {
  sending.hook.emit({ type: 'request-refused', ...sending.about(), reason, limit: null, retryAtMs: null });
  return { status: 'refused', refusal: refusalOf(reason), retryAfterMs: null };
}
