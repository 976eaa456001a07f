/** Which status an engine's refusal has on a recipe's wire. The words are each recipe's own. */
import type { ProviderFailure, RequestResult, VerifyResult } from '@countersign/otp-core';

export type RequestRefusal = Exclude<RequestResult, { readonly ok: true }>;
export type VerifyRefusal = Exclude<VerifyResult, { readonly ok: true }>;

/** 400: the number. 429: too many. 502: the provider, or the account with it; the operator's to look at. */
export type EngineRefusalStatus = 400 | 429 | 502;

export function statusOfRequestRefusal(refusal: RequestRefusal): EngineRefusalStatus {
  switch (refusal.reason) {
    case 'invalid-phone-number':
    case 'destination-not-allowed':
    case 'challenge-not-active':
      return 400;
    case 'cooldown':
    case 'quota-exceeded':
    case 'rate-limited':
    case 'locked':
      return 429;
    case 'delivery-failed':
      return statusOfFailure(refusal.failure);
  }
}

function statusOfFailure({ category }: ProviderFailure): EngineRefusalStatus {
  switch (category) {
    case 'invalid-recipient':
    case 'unreachable-recipient':
    case 'opted-out':
    case 'blocked-destination':
      return 400;
    case 'rate-limited':
      return 429;
    case 'authentication':
    case 'configuration':
    case 'account-suspended':
    case 'insufficient-funds':
    case 'content-rejected':
    case 'fraud-blocked':
    case 'unavailable':
    case 'timeout':
    case 'unknown':
      return 502;
  }
}

/** 400: the code is not right, for whatever reason. */
export function statusOfVerifyRefusal(refusal: VerifyRefusal): EngineRefusalStatus {
  switch (refusal.reason) {
    case 'mismatch':
    case 'malformed':
    case 'expired':
    case 'not-found':
    case 'exhausted':
      return 400;
    case 'rate-limited':
      return 429;
    case 'provider-unavailable':
      return 502;
  }
}

/** For `Retry-After`: whole seconds, at least one; `null`: waiting does not help. */
export function retryAfterSeconds(refusal: RequestRefusal | VerifyRefusal): number | null {
  const retryAt = 'retryAt' in refusal ? refusal.retryAt : null;
  return retryAt === null ? null : Math.max(1, Math.ceil((retryAt.getTime() - Date.now()) / 1_000));
}
