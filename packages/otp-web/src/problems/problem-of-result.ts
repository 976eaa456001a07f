import type { CancelResult, MalformedField, RequestResult, VerifyResult } from '@countersign/otp-core';
import type { ProviderFailure } from '@countersign/otp-core/spec';
import { createProblem, type Problem } from './problem.ts';
import { retryAtMsAfter } from './retry-after.ts';

/** Which problem each refusal of the engine is. The one table of reasons: a new reason does not compile until it stands here. */
export type RequestRefusal = Exclude<RequestResult, { readonly ok: true }>;
export type VerifyRefusal = Exclude<VerifyResult, { readonly ok: true }>;
export type CancelRefusal = Exclude<CancelResult, { readonly ok: true }>;

export function problemOfRequestRefusal(refusal: RequestRefusal, nowMs: number): Problem {
  switch (refusal.reason) {
    case 'invalid-phone-number':
    case 'destination-not-allowed':
    case 'challenge-not-active':
      return createProblem(refusal.reason);
    case 'cooldown':
    case 'quota-exceeded':
    case 'rate-limited':
      return createProblem(refusal.reason, { retryAtMs: refusal.retryAt.getTime() });
    case 'locked':
      // 429 promises that waiting helps; a lock without an end ends by a person, so it is a 403.
      return refusal.retryAt === null
        ? createProblem('locked', { status: 403 })
        : createProblem('locked', { retryAtMs: refusal.retryAt.getTime() });
    case 'delivery-failed':
      return problemOfUnsentMessage(refusal.failure, nowMs);
    default:
      return refuseUnknown(refusal);
  }
}

export function problemOfVerifyRefusal(refusal: VerifyRefusal, nowMs: number): Problem {
  switch (refusal.reason) {
    case 'mismatch':
      return createProblem('mismatch', { attemptsLeft: refusal.attemptsLeft });
    case 'malformed':
      return problemOfMalformed(refusal.field);
    // One answer for all three: telling them apart would tell a finder of a handle what became of it.
    case 'expired':
    case 'not-found':
    case 'exhausted':
      return createProblem('challenge-not-active');
    case 'rate-limited':
      return createProblem('rate-limited', { retryAtMs: refusal.retryAt.getTime() });
    case 'provider-unavailable':
      return problemOfUncheckedCode(refusal.failure, nowMs);
    default:
      return refuseUnknown(refusal);
  }
}

export function problemOfCancelRefusal(refusal: CancelRefusal): Problem {
  switch (refusal.reason) {
    case 'malformed':
      return problemOfMalformed('challenge');
    default:
      return refuseUnknown(refusal.reason);
  }
}

function problemOfMalformed(field: MalformedField): Problem {
  switch (field) {
    case 'challenge':
      return createProblem('malformed', { field, detail: 'challenge is not one that this server issued.' });
    case 'code':
      return createProblem('malformed', { field, detail: 'code is not a code of the length that was sent.' });
    case 'to':
      return createProblem('malformed', { detail: 'This is not a phone number.' });
    default:
      return refuseUnknown(field);
  }
}

/** Certainly not sent. Why exactly is between the operator and the provider: it would tell a stranger about the number. */
function problemOfUnsentMessage(failure: ProviderFailure, nowMs: number): Problem {
  return failure.retryable || failure.category === 'unavailable'
    ? createProblem('provider-unavailable', { retryAtMs: retryAtMsAfter(failure.retryAfterMs, nowMs) })
    : createProblem('delivery-failed');
}

function problemOfUncheckedCode(failure: ProviderFailure, nowMs: number): Problem {
  switch (failure.category) {
    case 'timeout':
    case 'unknown':
      return createProblem('outcome-unknown');
    case 'unavailable':
    case 'rate-limited':
      return createProblem('provider-unavailable', { retryAtMs: retryAtMsAfter(failure.retryAfterMs, nowMs) });
    case 'invalid-recipient':
    case 'unreachable-recipient':
    case 'opted-out':
    case 'blocked-destination':
    case 'authentication':
    case 'configuration':
    case 'account-suspended':
    case 'insufficient-funds':
    case 'content-rejected':
    case 'fraud-blocked':
      return createProblem('provider-refused');
    default:
      return refuseUnknown(failure.category);
  }
}

/** An engine newer than this package may have reasons this one has no answer for; that is an error here, not the client's. */
function refuseUnknown(_value: never): never {
  throw new Error('The engine gave a reason that this version of @countersign/otp-web does not know.');
}
